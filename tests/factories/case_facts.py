"""Facts of cases as rows, without the cases: for evaluations over many."""

from datetime import UTC, datetime, timedelta
from itertools import count

from lapor.domain.analytics.models import CaseFact
from lapor.domain.organisations.models import Organisation

RECEIVED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
_DAY = 86_400_000_000
_numbers = count(900_000)


def make_facts(
    agency: Organisation,
    n: int = 1,
    *,
    unit: Organisation | None = None,
    closed: int | None = None,
    **fields: object,
) -> list[CaseFact]:
    """Make facts of one agency: received in March 2026, the first ``closed`` done."""
    done = n if closed is None else closed
    return CaseFact.objects.bulk_create(
        _fact(agency, unit, place < done, fields) for place in range(n)
    )


def _fact(
    agency: Organisation,
    unit: Organisation | None,
    is_done: bool,
    fields: dict[str, object],
) -> CaseFact:
    number = next(_numbers)
    values: dict[str, object] = {
        "case_id": number,
        "assignment_id": number,
        "agency_id": agency.pk,
        "agency": agency.code,
        "unit_id": unit.pk if unit else None,
        "unit": unit.code if unit else "",
        "number": f"TEST-{number}",
        "is_present": True,
        "state": "closed" if is_done else "dispatched",
        "bucket": "done" if is_done else "waiting",
        "classification": "complaint_ordinary",
        "category": "jalan",
        "province": "32",
        "regency": "32.04",
        "channel": "web",
        "is_anonymous": False,
        "is_secret": False,
        "is_oversight": False,
        "month": 202603,
        "received_at": RECEIVED,
        "verified_at": RECEIVED + DAY,
        "verification_due_at": RECEIVED + 3 * DAY,
        "dispatched_at": RECEIVED + DAY,
        "follow_up_due_at": RECEIVED + 8 * DAY,
        "completion_due_at": RECEIVED + 30 * DAY,
        "verification_microseconds": _DAY,
        "verification_days": 1,
        "was_held": False,
        "return_count": 0,
        "pause_count": 0,
        "reopen_count": 0,
        "follow_up_count": 0,
        "is_disputed": False,
        "promises_due": 0,
        "promises_kept": 0,
        "zone": "Asia/Jakarta",
        "calendar": "nasional",
    }
    if is_done:
        values |= {
            "followed_up_at": RECEIVED + 2 * DAY,
            "answered_at": RECEIVED + 5 * DAY,
            "closed_at": RECEIVED + 9 * DAY,
            "follow_up_microseconds": _DAY,
            "follow_up_days": 1,
            "completion_microseconds": 3 * _DAY,
            "completion_days": 3,
            "follow_up_count": 2,
            "closing": "accepted",
            "result": "solved",
            "answer_length": 60,
        }
    return CaseFact(**{**values, **fields})
