"""Joining cases on the same matter, and taking them apart (domain §9.2)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case
from lapor.domain.cases.policies import may_read
from lapor.domain.cases.rules import Act, Kind, Visibility
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted

from .steps import begin, finish, local_day, say


@transaction.atomic
def merge(
    case: Case,
    *,
    into: Case,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Let a case follow another one on the same matter.

    It keeps its number, its reporter and its clocks; what officers tell the parent
    is told to it too. One level only: a parent has no parent.
    """
    move = begin(case, Act.MERGE, by=by, at=at, version=version)
    may_read(by, into, on=local_day(at, into.agency))
    if into.pk == move.case.pk:
        raise Invalid(_("Laporan tidak dapat digabungkan dengan dirinya sendiri."))
    if into.parent_id or move.case.joined.exists():
        raise Invalid(_("Pilih laporan induk yang bukan bagian dari gabungan lain."))
    move.case.parent = into
    move.facts["parent"] = into.number
    say(move, Kind.SYSTEM, visibility=Visibility.REPORTER, content=reason)
    return finish(move)


@transaction.atomic
def unmerge(
    case: Case, *, by: User | Actor, at: datetime, version: int | None = None
) -> Case:
    """Take a case out again, by an officer or because its reporter objects."""
    move = begin(case, Act.UNMERGE, by=by, at=at, version=version)
    if move.case.parent_id is None:
        raise NotAllowedNow(_("Laporan ini tidak tergabung dengan laporan lain."))
    move.case.parent = None
    say(move, Kind.SYSTEM, visibility=Visibility.REPORTER)
    return finish(move)


def mirror(
    parent: Case, act: Callable[..., Case], *, by: User, at: datetime, **words: Any
) -> None:
    """Do to the joined cases what was done to their parent, where it fits.

    A joined case that is in another state, or at another agency, is left alone.
    """
    for child in Case.objects.filter(parent=parent):
        try:
            with transaction.atomic():
                act(child, by=by, at=at, **words)
        except (NotAllowedNow, NotPermitted):
            continue
