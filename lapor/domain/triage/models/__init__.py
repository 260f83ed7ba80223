"""What suggestions are made of."""

from .routing import Route

__all__ = ["Route"]
