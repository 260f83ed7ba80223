"""Who sits at the desk, what lies on it, and what time it is there."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import case_seen_by
from lapor.kernel import clock
from lapor.kernel.errors import NotPermitted


@dataclass(frozen=True, slots=True)
class Desk:
    """One officer with one case. ``now`` is UTC, ``today`` the officer's day."""

    user: User
    case: Case
    now: datetime
    today: date


def officer(request: HttpRequest) -> User:
    """Return who has logged in; the guard of the routes has let nobody else in."""
    if not isinstance(request.user, User):
        raise NotPermitted(gettext("Masuk dulu dengan akun petugas."))
    return request.user


def today(now: datetime) -> date:
    """Return the officer's day."""
    return timezone.localdate(now)


def desk_of(request: HttpRequest, number: str) -> Desk:
    """Put one case before the officer; raises NotFound, also for hidden ones."""
    user, now = officer(request), clock.now()
    on = today(now)
    return Desk(user, case_seen_by(user, number, on=on), now, on)
