"""The home that is measured: where it lies, and what was put into it."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Years of cases grow with their number: a country that has 2.5 M has had them longer.
SHORT, LONG = 24, 60  # months
MANY = 1_000_000


@dataclass(frozen=True)
class Place:
    """One home for one number of cases."""

    home: Path
    cases: int
    port: int

    @property
    def address(self) -> str:
        """Where the web server answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def months(self) -> int:
        """Over how many months the cases are spread."""
        return LONG if self.cases >= MANY else SHORT

    @property
    def environment(self) -> dict[str, str]:
        """The environment of everything that is started here."""
        dropped = {"DATABASE_URL", "LAPOR_MODE", "LAPOR_CLAMD", "LAPOR_DEBUG"}
        kept = {k: v for k, v in os.environ.items() if k not in dropped}
        return kept | {
            "LAPOR_HOME": str(self.home),
            "LAPOR_DEMO": "0",
            "PORT": str(self.port),
            "LAPOR_PUBLIC_URL": self.address,
            "DJANGO_SETTINGS_MODULE": "lapor.config.settings",
        }

    def enter(self) -> None:
        """Make this process part of the home, so that Django can be set up."""
        os.environ.clear()
        os.environ.update(self.environment)


@dataclass(frozen=True)
class Filled:
    """What lies in a home: so many cases, made by this version of the filling."""

    cases: int
    months: int
    version: str
    last_case: int = 0

    def note(self, home: Path) -> None:
        """Write it down beside the data."""
        (home / "filled.json").write_text(json.dumps(asdict(self)))


def filled(home: Path) -> Filled | None:
    """Return what was noted of a home, None when it is new or half made."""
    try:
        return Filled(**json.loads((home / "filled.json").read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def place(cases: int, port: int) -> Place:
    """Return the home for so many cases: ``.lapor/bench-N``, or LAPOR_BENCH_HOME."""
    given = os.environ.get("LAPOR_BENCH_HOME")
    home = Path(given) if given else ROOT / ".lapor" / f"bench-{cases}"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Place(home.resolve(), cases, port)
