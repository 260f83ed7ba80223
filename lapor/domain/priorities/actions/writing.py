"""Changing one row, from a list or a file: checked, recorded."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.ledger.actions import record
from lapor.domain.organisations.actions.editing import organisation_named
from lapor.domain.priorities.models import Harm, Programme
from lapor.domain.priorities.rules.words import is_phrase
from lapor.kernel.actor import Actor
from lapor.kernel.dated import not_ended
from lapor.kernel.errors import Invalid
from lapor.kernel.lists import Values
from lapor.kernel.rows import check, filled
from lapor.kernel.validity import ONE_DAY, has_ended


@transaction.atomic
def set_programme(values: Values, by: Actor, at: datetime) -> Programme:
    """Add or change one row; organisations are named by code. Raises Invalid.

    A later row of the same code ends the one before it.
    """
    plain = dict(values)
    for name in ("responsible", "overseer"):
        if name in plain:
            code = plain[name]
            plain[name] = organisation_named(name, code) if code else None
    row = filled(Programme, _key(values), plain)
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
    row = filled(Harm, _key(values), values)
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
    earlier.filter(not_ended(row.valid_from)).update(
        valid_until=row.valid_from - ONE_DAY
    )
    later = same.filter(valid_from__gt=row.valid_from).order_by("valid_from").first()
    if later and not has_ended(row, later.valid_from):
        row.valid_until = later.valid_from - ONE_DAY
    check(row, _("Baris ini salah."))
    row.save()
