"""Joining cases on the same matter, and taking them apart (domain §9.2).

Every reporter keeps his number, his clocks and his notices, and may object.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case
from lapor.domain.cases.policies import may_read
from lapor.domain.cases.rules import CLOSED, Act, Kind, State, Visibility
from lapor.kernel import files as stored
from lapor.kernel.actor import REPORTER, Actor
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from lapor.kernel.files import Accepted

from .relaying import tell_joined
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
    is told to it too. One level only: a parent has no parent. Not against the will of
    a reporter who has objected, and never below a case that is better protected: its
    answers would come out.
    """
    # The parent first, as whoever answers it does: two mergers cannot make a circle.
    into = (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("agency")
        .get(pk=into.pk)
    )
    move = begin(case, Act.MERGE, by=by, at=at, version=version)
    may_read(by, into, on=local_day(at, into.agency))
    if into.pk == move.case.pk:
        raise Invalid(_("Laporan tidak dapat digabungkan dengan dirinya sendiri."))
    if into.parent_id or move.case.joined.exists():
        raise Invalid(_("Pilih laporan induk yang bukan bagian dari gabungan lain."))
    if into.is_secret and not move.case.is_secret:
        raise Invalid(
            _(
                "Laporan rahasia tidak dapat menjadi induk laporan yang tidak rahasia: "
                "jawabannya akan terbaca orang lain."
            )
        )
    if State(into.state) in CLOSED:
        raise Invalid(_("Pilih laporan induk yang masih terbuka."))
    if has_objected(move.case, into):
        raise NotAllowedNow(
            _("Pelapor berkeberatan digabungkan dengan laporan ini. Tangani sendiri.")
        )
    move.case.parent = into
    move.facts["parent"] = into.number
    say(
        move,
        Kind.SYSTEM,
        visibility=Visibility.REPORTER,
        content=reason,
        parent=into.number,
    )
    return finish(move)


@transaction.atomic
def unmerge(
    case: Case,
    *,
    by: User | Actor,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Case:
    """Take a case out again, by an officer or because its reporter objects.

    An objection needs no reason and no consent; it holds for this parent for good.
    """
    move = begin(case, Act.UNMERGE, by=by, at=at, version=version)
    if move.case.parent is None:
        raise NotAllowedNow(_("Laporan ini tidak tergabung dengan laporan lain."))
    parent, move.case.parent = move.case.parent, None
    move.facts |= {"parent": parent.number, "objection": by == REPORTER}
    say(
        move,
        Kind.SYSTEM,
        visibility=Visibility.REPORTER,
        content=reason,
        parent=parent.number,
    )
    return finish(move)


def has_objected(case: Case, parent: Case) -> bool:
    """Say whether the reporter of a case does not want to follow this parent."""
    return case.messages.filter(
        template=Act.UNMERGE, author=REPORTER.ref, parameters__parent=parent.number
    ).exists()


def mirror(
    parent: Case,
    act: Callable[..., Case],
    *,
    by: User,
    at: datetime,
    files: Sequence[Accepted] = (),
    **words: Any,
) -> None:
    """Do to the joined cases what was done to their parent, where it fits.

    A joined case that is in another state, or at another agency, is told all the same:
    its own clocks run on. Nothing that a secret parent is told goes further down than
    to secret cases.
    """
    for child in Case.objects.filter(parent=parent):
        if parent.is_secret and not child.is_secret:
            continue
        own = [stored.twin(file) for file in files]
        if own:
            words["files"] = own
        try:
            with transaction.atomic():
                act(child, by=by, at=at, **words)
        except (NotAllowedNow, NotPermitted):
            if State(child.state) in CLOSED or not words.get("content"):
                continue
            content = words["content"]
            tell_joined(child, parent, content=content, files=own, by=by, at=at)
