"""What suggestions are made of."""

from .judgement import Judgement
from .routing import Route

__all__ = ["Judgement", "Route"]
