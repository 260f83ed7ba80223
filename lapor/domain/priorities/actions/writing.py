"""Changing one row, from a list or a file: checked, recorded."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.domain.priorities.models import Harm, Programme
from lapor.domain.priorities.rules.words import is_phrase
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid
from lapor.kernel.lists import Values


@transaction.atomic
def set_programme(values: Values, by: Actor, at: datetime) -> Programme:
    """Add or change one row; organisations are named by code. Raises Invalid.

    A later row of the same code ends the one before it.
    """
    plain = dict(values)
    for name in ("responsible", "overseer"):
        if name in plain:
            plain[name] = _organisation(name, plain[name])
    row = Programme.objects.filter(**_key(values)).first()
    row = row or Programme(**_key(values))
    _fill(row, plain)
    _check_phrases("keywords", row.keywords)
    _save(row)
    record(
        "programme.changed",
        subject=f"programme:{row.code}",
        actor=by,
        at=at,
        valid_from=row.valid_from.isoformat(),
        overseer=row.overseer.code,
    )
    return row


@transaction.atomic
def set_harm(values: Values, by: Actor, at: datetime) -> Harm:
    """Add or change one row of a kind of harm. Raises Invalid with the column.

    A later row of the same code ends the one before it.
    """
    row = Harm.objects.filter(**_key(values)).first() or Harm(**_key(values))
    _fill(row, values)
    _check_phrases("words", row.words)
    _check_phrases("exceptions", row.exceptions)
    _save(row)
    record(
        "harm.changed",
        subject=f"harm:{row.code}",
        actor=by,
        at=at,
        valid_from=row.valid_from.isoformat(),
    )
    return row


def _key(values: Values) -> dict[str, Any]:
    return {"code": values["code"], "valid_from": values["valid_from"]}


def _fill(row: models.Model, values: Values) -> None:
    for name, value in values.items():
        if value is not None or name in {"valid_until", "responsible"}:
            setattr(row, name, value)


def _check_phrases(column: str, phrases: list[str]) -> None:
    wrong = [phrase for phrase in phrases if not is_phrase(phrase)]
    if wrong:
        sentence = _(
            "“%(phrase)s” tidak dapat dipakai. Tulis kata dengan huruf kecil; * untuk "
            "imbuhan, .. untuk kata di antaranya."
        ) % {"phrase": wrong[0]}
        raise Invalid(sentence, fields={column: sentence})


def _save(row: Programme | Harm) -> None:
    """Check and write a row; the one before it ends the day before."""
    kind = type(row)
    same = kind._default_manager.filter(code=row.code).exclude(pk=row.pk)
    earlier = same.filter(valid_from__lt=row.valid_from)
    earlier.filter(Q(valid_until=None) | Q(valid_until__gte=row.valid_from)).update(
        valid_until=_day_before(row.valid_from)
    )
    later = same.filter(valid_from__gt=row.valid_from).order_by("valid_from").first()
    if later and (row.valid_until is None or row.valid_until >= later.valid_from):
        row.valid_until = _day_before(later.valid_from)
    try:
        row.full_clean()
    except ValidationError as refusal:
        fields = {name: " ".join(found) for name, found in refusal.message_dict.items()}
        raise Invalid(_("Baris ini salah."), fields=fields) from None
    row.save()


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _organisation(column: str, code: str) -> Organisation | None:
    if not code and column == "responsible":
        return None
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        sentence = _("Tidak ada instansi berkode “%(code)s”.") % {"code": code}
        raise Invalid(sentence, fields={column: sentence})
    return found
