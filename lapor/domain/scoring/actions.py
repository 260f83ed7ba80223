"""Proposing, revising, approving and refusing versions of the instrument."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.deadlines.rules import local_day
from lapor.domain.ledger.actions import record
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid, NotAllowedNow
from lapor.kernel.text import clean

from .models import Instrument
from .policies import may_decide, may_propose
from .rules import first_version, read_weights
from .rules.words import InstrumentState

LONGEST: Final = 2_000
ZONE: Final = "Asia/Jakarta"  # national weights change at midnight of the capital


@transaction.atomic
def load_instrument(*, by: Actor, at: datetime) -> int:
    """Load the version that comes with the program; return how many were added."""
    first = first_version()
    if Instrument.objects.exists():
        return 0
    read_weights(first["data"])
    made = Instrument.objects.create(
        version=first["version"],
        valid_from=date.fromisoformat(first["valid_from"]),
        legal_basis=first["legal_basis"],
        evidence=first["evidence"],
        data=first["data"],
        state=InstrumentState.APPROVED,
        proposed_at=at,
        approved_at=at,
    )
    record("instrument.loaded", subject=made.ref, actor=by, at=at)
    return 1


@transaction.atomic
def propose(
    *,
    data: Mapping[str, Any],
    valid_from: date,
    legal_basis: str,
    reason: str,
    by: User,
    at: datetime,
    replaces: Instrument | None = None,
) -> Instrument:
    """Propose new weights, or revise (``replaces``) a proposal that still waits.

    Raises Invalid that names each field, NotPermitted, NotAllowedNow.
    """
    today = _today(at)
    may_propose(by, on=today)
    _demand_whole(data, valid_from, legal_basis, reason, today)
    if replaces is None:
        last = Instrument.objects.aggregate(last=Max("version"))["last"] or 0
        found = Instrument(version=last + 1)
    else:
        found = _waiting(replaces)
    found.valid_from = valid_from
    found.legal_basis = clean(legal_basis, max_length=300)
    found.reason = clean(reason, max_length=LONGEST, multiline=True)
    found.data = dict(data)
    found.proposed_by, found.proposed_at = by, at
    found.save()
    fact = "instrument.proposed" if replaces is None else "instrument.revised"
    _record(fact, found, by, at, valid_from=valid_from.isoformat())
    return found


@transaction.atomic
def approve(instrument: Instrument, *, by: User, at: datetime) -> Instrument:
    """Put a version in force from its day; rounds already open keep theirs.

    Raises NotPermitted for the one who proposed it, NotAllowedNow when decided.
    """
    found = _waiting(instrument)
    today = _today(at)
    may_decide(by, found, on=today)
    read_weights(found.data)
    if found.valid_from < today:
        raise NotAllowedNow(
            _(
                "Bobot ini diusulkan berlaku %(day)s, dan hari itu sudah lewat. Ubah "
                "dahulu tanggal berlakunya."
            )
            % {"day": found.valid_from.isoformat()}
        )
    found.state = InstrumentState.APPROVED
    found.approved_by, found.approved_at = by, at
    found.save()
    _record("instrument.approved", found, by, at)
    return found


@transaction.atomic
def refuse(
    instrument: Instrument, *, remark: str, by: User, at: datetime
) -> Instrument:
    """Refuse a version with a reason; it stays readable."""
    found = _waiting(instrument)
    may_decide(by, found, on=_today(at))
    plain = clean(remark, max_length=LONGEST, multiline=True)
    if not plain:
        why = _("Tulis mengapa bobot ini ditolak.")
        raise Invalid(why, fields={"remark": why})
    found.state, found.remark = InstrumentState.REFUSED, plain
    found.save()
    _record("instrument.refused", found, by, at)
    return found


def _record(
    fact: str, found: Instrument, by: User, at: datetime, **more: object
) -> None:
    record(fact, subject=found.ref, actor=by.actor, at=at, **more)


def _waiting(instrument: Instrument) -> Instrument:
    found = Instrument.objects.select_for_update(of=("self",)).get(pk=instrument.pk)
    if found.state != InstrumentState.PROPOSED:
        raise NotAllowedNow(
            _("Versi bobot ini sudah diputuskan: %(state)s.")
            % {"state": found.standing.label}
        )
    return found


def _demand_whole(
    data: Mapping[str, Any],
    valid_from: date,
    legal_basis: str,
    reason: str,
    today: date,
) -> None:
    wrong: dict[str, str] = {}
    if valid_from < today:
        wrong["valid_from"] = _(
            "Bobot tidak berlaku surut. Pilih hari ini atau sesudahnya."
        )
    if not legal_basis.strip():
        wrong["legal_basis"] = _("Sebutkan dasar hukumnya.")
    if not reason.strip():
        wrong["reason"] = _("Tulis alasan perubahan ini.")
    try:
        read_weights(data)
    except Invalid as refusal:
        wrong = {**wrong, **refusal.fields}
    if wrong:
        raise Invalid(
            _("Usulan belum dapat disimpan. %(why)s")
            % {"why": next(iter(wrong.values()))},
            fields=wrong,
        )


def _today(at: datetime) -> date:
    return local_day(at, ZONE)
