"""The one folder in which Lapor keeps its state (``LAPOR_HOME``)."""

import os
from pathlib import Path


def path() -> Path:
    """Return the home folder, made on first use, readable by its owner only."""
    folder = Path(os.environ.get("LAPOR_HOME", ".lapor")).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
