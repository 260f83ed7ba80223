"""The work of this channel as tasks of the queue."""

from procrastinate.contrib.django import app

from lapor.channels.ombudsman.delivery import deliver
from lapor.domain.reports.actions.handing_over import pack
from lapor.kernel import clock


@app.task(name="ombudsman.prepare", retry=5, lock="ombudsman.prepare")
def prepare(handover: str) -> None:
    """Make, sign and seal the package of a hand-over, then send what is due."""
    now = clock.now()
    pack(handover, at=now)
    deliver(at=now)


@app.task(name="ombudsman.send", lock="ombudsman.send")
def send() -> None:
    """Send what is due, tell of withdrawals, read the notices of a file-drop."""
    deliver(at=clock.now())
