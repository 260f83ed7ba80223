"""What fields and database refuse about a row, said by field."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext
from psycopg import errors

from lapor.kernel import rows
from lapor.kernel.errors import Invalid

_KEY: Final = re.compile(r"Key \((\w+)\)=")


@contextmanager
def checking() -> Iterator[None]:
    """Open a transaction; what the database refuses in it is raised as Invalid.

    Constraints are judged by the database alone: it is right when two people write
    at once, and it costs no extra question.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refusal:
        raise _in_words(refusal) from None


def check_fields(row: models.Model) -> None:
    """Check each field by itself, linked rows apart; raises Invalid with fields."""
    links = [field.name for field in row._meta.fields if field.is_relation]
    rows.check_fields(row, exclude=links)


def refuse(field: str, sentence: str) -> Invalid:
    """Return the refusal of one field."""
    return Invalid(sentence, fields={field: sentence})


def unknown_organisation(field: str, code: str) -> Invalid:
    """Return the refusal of a code that no organisation has."""
    return refuse(
        field, gettext("Tidak ada instansi berkode “%(code)s”.") % {"code": code}
    )


def _in_words(refusal: IntegrityError) -> Invalid:
    """Return the sentence of the constraint that was broken, and its field."""
    cause = refusal.__cause__
    if isinstance(cause, errors.IntegrityError):
        name = cause.diag.constraint_name
        for constraint in _constraints():
            if constraint.name == name:
                return refuse(
                    constraint.violation_error_code or "",
                    str(constraint.violation_error_message),
                )
        key = _KEY.search(cause.diag.message_detail or "")
        if key:
            return refuse(key[1], gettext("Sudah dipakai baris lain."))
    return Invalid(gettext("Bertentangan dengan baris lain."))


def _constraints() -> Iterator[models.BaseConstraint]:
    for model in apps.get_app_config("organisations").get_models():
        yield from model._meta.constraints
