"""Work done in the background; importing it registers every task."""

from lapor.ops.tasks import cases, monev, periodic, plans, reports

__all__ = ["cases", "monev", "periodic", "plans", "reports"]
