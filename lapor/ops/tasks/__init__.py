"""Work done in the background; importing it registers every task."""

from lapor.ops.tasks import cases, periodic, plans, reports

__all__ = ["cases", "periodic", "plans", "reports"]
