"""Work that follows an act on a case; deferred by name, in the act's transaction."""

import time

from procrastinate.contrib.django import app

from lapor.domain.cases.actions import recompute, scan_files
from lapor.domain.deadlines.queries import STALE_AFTER
from lapor.kernel import clock
from lapor.kernel.actor import SYSTEM


@app.task(name="cases.after_receipt", retry=5)
def after_receipt(number: str) -> None:
    """Look at what came with a new report: its files go to the virus scanner."""
    scan_files(number=number, at=clock.now())


@app.task(name="cases.recompute", retry=5)
def recompute_clocks(calendar: str) -> None:
    """Fold the open clocks again after a decree changed a calendar.

    First it waits until no process uses its old copy of the calendar any more.
    """
    time.sleep(STALE_AFTER + 1)
    recompute(calendar=calendar, by=SYSTEM, at=clock.now())
