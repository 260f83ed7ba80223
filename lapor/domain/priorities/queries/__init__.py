"""Reading programmes and kinds of harm: what a report is about, who may read it."""

from .harm import (
    closed_harms,
    emergency_advice,
    emergency_numbers,
    emergency_text,
    harm_choices,
    harm_named,
    harm_pattern,
    harm_rows,
    harms_in,
    is_restricted,
    spared_pattern,
)
from .programmes import (
    programme_choices,
    programme_on,
    programme_rows,
    programmes_for,
    watched_by,
)

__all__ = [
    "closed_harms",
    "emergency_advice",
    "emergency_numbers",
    "emergency_text",
    "harm_choices",
    "harm_named",
    "harm_pattern",
    "harm_rows",
    "harms_in",
    "is_restricted",
    "programme_choices",
    "programme_on",
    "programme_rows",
    "programmes_for",
    "spared_pattern",
    "watched_by",
]
