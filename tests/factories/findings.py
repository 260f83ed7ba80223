"""Facts that look wrong, and findings."""

from datetime import timedelta

from lapor.domain.findings.actions import detect_all
from lapor.domain.findings.models import Finding
from lapor.domain.findings.queries.counting import window_before
from tests.factories.case_facts import make_facts
from tests.factories.cases import MONDAY, World

#: The window of then ends with May 2026; the facts are of March.
LATER = MONDAY + timedelta(days=92)
HOUR = timedelta(hours=1)


def make_swift(world: World, n: int = 20) -> None:
    """Let the regency answer within minutes, and others as one does."""
    day = window_before(LATER).given["start"] + timedelta(days=20)
    moments = {
        "received_at": day,
        "dispatched_at": day + HOUR,
        "unit": world.unit,
    }
    make_facts(world.regency, n, answered_at=day + 1.2 * HOUR, **moments)
    make_facts(world.regency, 20, answered_at=day + 90 * HOUR, **moments)


def make_finding(world: World) -> Finding:
    """Find that the regency answers too fast."""
    make_swift(world)
    detect_all(at=LATER)
    return Finding.objects.get(kind="swift")
