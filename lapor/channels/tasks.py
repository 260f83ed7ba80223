"""The jobs of the channels, for the queue."""

from procrastinate.contrib.django import app

from lapor.channels.delivering import deliver
from lapor.channels.ombudsman import tasks as ombudsman

__all__ = ["ombudsman", "send_due"]


@app.task(name="channels.deliver", lock="channels.deliver")
def send_due() -> None:
    """Send everything that is due, by all channels; one of these at a time."""
    deliver()
