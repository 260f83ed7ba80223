"""Throwing away what nobody needs any more."""

from datetime import datetime

from django.core.management import call_command


def forget_sessions(*, at: datetime) -> None:
    """Remove the sessions that have expired by ``at``, which is about now."""
    call_command("clearsessions")
