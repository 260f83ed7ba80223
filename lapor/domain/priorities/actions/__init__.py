"""Loading and changing programmes and kinds of harm."""

from .loading import load_harms, load_programmes
from .writing import set_harm, set_programme

__all__ = ["load_harms", "load_programmes", "set_harm", "set_programme"]
