"""The jobs of the channels, for the queue."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lapor.channels import hearing
from lapor.channels.delivering import deliver
from lapor.channels.ombudsman import tasks as ombudsman
from lapor.kernel import clock

__all__ = ["hear", "ombudsman", "remind", "send_due"]

#: Seconds 2, 4, 8 … after a failure: a service away for an hour loses nothing.
PATIENT = RetryStrategy(max_attempts=12, exponential_wait=2)


@app.task(name="channels.deliver", lock="channels.deliver")
def send_due() -> None:
    """Send everything that is due, by all channels; one of these at a time."""
    deliver()


@app.task(name="channels.hear", retry=PATIENT)
def hear(inbound: int) -> None:
    """Hear one message that came in, and answer it."""
    hearing.hear(inbound, at=clock.now())


@app.task(name="channels.remind", retry=PATIENT)
def remind(talk: int) -> None:
    """Remind a reporter of what he has not sent."""
    hearing.remind(talk, at=clock.now())
