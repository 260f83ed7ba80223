"""Typed reading of the environment; a missing or odd value stops the start."""

import os
from pathlib import Path


def text(name: str, default: str = "") -> str:
    """Return a text; ``NAME_FILE`` may point to a file that holds it."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """Return a yes or no, written as 1/0, true/false, yes/no or ya/tidak."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "ya", "on"}:
        return True
    if value in {"0", "false", "no", "tidak", "off"}:
        return False
    raise SystemExit(f"{name}={value!r} is neither yes nor no: use 1 or 0.")


def number(name: str, default: int) -> int:
    """Return a whole number."""
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise SystemExit(f"{name}={value!r} is not a whole number.") from None


def words(name: str, default: str = "") -> list[str]:
    """Return a list written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
