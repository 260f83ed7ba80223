"""Setting a step of the ladder from a day on."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.deadlines.rules import Evidence, Timer
from lapor.domain.escalation.models import Rung
from lapor.domain.escalation.rules import Audience, Measure, Opens
from lapor.domain.ledger.actions import record
from lapor.kernel.actor import Actor
from lapor.kernel.dated import in_force
from lapor.kernel.errors import Conflict, Invalid
from lapor.kernel.rows import faults_of
from lapor.kernel.validity import ONE_DAY


class RungRow(NamedTuple):
    """One step over one period, as people write it."""

    timer: Timer
    step: int
    code: str
    name: str
    measure: Measure
    amount: int
    audience: tuple[Audience, ...]
    opens: Opens | None
    to_public: bool
    legal_basis: str
    evidence: Evidence
    valid_from: date
    valid_until: date | None = None


@transaction.atomic
def set_rung(row: RungRow, *, by: Actor, at: datetime) -> Rung:
    """Set a step from a day on; what held before ends on the day before.

    What has climbed stays climbed. Raises Invalid, or Conflict when another row of
    this step begins within the period.
    """
    if not row.audience:
        sentence = _("Sebutkan paling sedikit satu penerima.")
        raise Invalid(sentence, fields={"audience": sentence})
    rung = Rung(
        timer=row.timer,
        step=row.step,
        code=row.code,
        name=row.name,
        measure=row.measure,
        amount=row.amount,
        audience=[str(each) for each in row.audience],
        opens=row.opens or "",
        to_public=row.to_public,
        legal_basis=row.legal_basis,
        evidence=row.evidence,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
    _make_room(rung)
    _check(rung)
    rung.save()
    record(
        "ladder.changed",
        subject=f"rung:{rung.pk}",
        actor=by,
        at=at,
        timer=row.timer,
        step=row.step,
        measure=row.measure,
        amount=row.amount,
        audience=rung.audience,
        valid_from=row.valid_from.isoformat(),
    )
    return rung


def _make_room(rung: Rung) -> None:
    """End what holds on the first day, or take its place if it begins that day."""
    same = Rung.objects.select_for_update().filter(timer=rung.timer, step=rung.step)
    until = rung.valid_until
    later = same.filter(valid_from__gt=rung.valid_from)
    if until is not None:
        later = later.filter(valid_from__lte=until)
    if later.exists():
        raise Conflict(
            _("Jenjang ini sudah diubah mulai hari yang lebih kemudian. Ubah yang itu.")
        )
    standing = same.filter(in_force(rung.valid_from)).first()
    if standing is None:
        return
    if standing.valid_from == rung.valid_from:
        rung.pk, rung._state.adding = standing.pk, False
        return
    standing.valid_until = rung.valid_from - ONE_DAY
    standing.save(update_fields=["valid_until"])


def _check(rung: Rung) -> None:
    if fields := faults_of(rung):
        raise Invalid(next(iter(fields.values())), fields=fields)
