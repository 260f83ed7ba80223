"""Work done in the background; importing it registers every task."""

from lapor.ops.tasks import cases, periodic, plans

__all__ = ["cases", "periodic", "plans"]
