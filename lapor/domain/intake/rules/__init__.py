"""What a report must contain, and how an official export is read. Pure."""

from .official_export import (
    COLUMNS,
    ExportedRow,
    Fault,
    missing_columns,
    read_exported,
)
from .origin import Origin, checked_origin
from .report import (
    CONTENT_LENGTH,
    LOCATION_LENGTH,
    NEEDS_DATE,
    OTHER_TERRITORY,
    SEVERAL,
    TITLE_LENGTH,
    Report,
    checked,
    is_inside,
)

__all__ = [
    "COLUMNS",
    "CONTENT_LENGTH",
    "LOCATION_LENGTH",
    "NEEDS_DATE",
    "OTHER_TERRITORY",
    "SEVERAL",
    "TITLE_LENGTH",
    "ExportedRow",
    "Fault",
    "Origin",
    "Report",
    "checked",
    "checked_origin",
    "is_inside",
    "missing_columns",
    "read_exported",
]
