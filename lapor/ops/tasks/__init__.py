"""Work done in the background; importing it registers every task."""

from lapor.ops.tasks import periodic

__all__ = ["periodic"]
