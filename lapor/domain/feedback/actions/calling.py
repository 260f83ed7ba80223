"""Asking by telephone those who did not rate: a drawn list, a script, an outcome."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.feedback.models import Call
from lapor.domain.feedback.policies import may_call, may_draw
from lapor.domain.feedback.queries import unrated
from lapor.domain.feedback.rules import Reached, Through, order_of
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import Invalid, NotAllowedNow
from lapor.kernel.text import clean

from .rating import Stars, rate

LARGEST = 200
MOST_TRIES = 3


@transaction.atomic
def draw_calls(
    agency: Organisation, *, size: int, seed: str, by: User, at: datetime
) -> list[Call]:
    """Draw closed cases that nobody rated, to be asked about by telephone.

    Who is drawn follows from the seed alone, so anybody can check that nobody was
    picked. Those called before are not asked again. Raises Invalid or NotPermitted.
    """
    on = at.astimezone(ZoneInfo(agency.zone)).date()
    may_draw(by, agency, on=on)
    plain = clean(seed, max_length=40)
    if not plain or not 1 <= size <= LARGEST:
        raise Invalid(
            _("Isi benih dan jumlah."),
            fields={"size": _("Antara 1 dan 200.")}
            if plain
            else {"seed": _("Isi dengan kata atau angka apa pun.")},
        )
    found = list(unrated(agency, at=at).values_list("pk", "number"))
    drawn = sorted(found, key=lambda row: order_of(plain, row[1]))[:size]
    calls = Call.objects.bulk_create(
        Call(
            case_id=pk,
            agency=agency,
            seed=plain,
            population=len(found),
            drawn_by=by.actor.ref,
            drawn_at=at,
        )
        for pk, _number in drawn
    )
    record(
        "call.drawn",
        subject=agency.ref,
        actor=by.actor,
        at=at,
        seed=plain,
        population=len(found),
        drawn=len(calls),
    )
    return calls


@transaction.atomic
def note_call(
    call: Call, *, outcome: Reached, stars: Stars | None, by: User, at: datetime
) -> Call:
    """Note what came of a call; an answer is kept as a rating by telephone.

    Raises NotAllowedNow when it is settled already, Invalid without the stars.
    """
    locked = Call.objects.select_for_update().select_related("case").get(pk=call.pk)
    case = locked.case
    may_call(by, case, on=at.astimezone(ZoneInfo(case.agency.zone)).date())
    if locked.outcome and locked.outcome != Reached.NOT_REACHED:
        raise NotAllowedNow(_("Panggilan ini sudah dicatat. Muat ulang halaman."))
    if locked.tries >= MOST_TRIES:
        raise NotAllowedNow(_("Pelapor sudah dihubungi tiga kali. Cukup."))
    if outcome == Reached.RATED:
        if stars is None:
            raise Invalid(_("Penilaian belum lengkap."))
        rate(case, stars=stars, at=at, through=Through.PHONE, by=by.actor)
    locked.outcome, locked.tries = outcome, locked.tries + 1
    locked.called_by, locked.called_at = by.actor.ref, at
    locked.save(update_fields=["outcome", "tries", "called_by", "called_at"])
    record(
        "call.noted",
        subject=case.ref,
        actor=by.actor,
        at=at,
        outcome=str(outcome),
        tries=locked.tries,
    )
    return locked
