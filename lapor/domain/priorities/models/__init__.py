"""Priority programmes and kinds of harm, as dated rows."""

from .harm import Harm
from .programme import Programme

__all__ = ["Harm", "Programme"]
