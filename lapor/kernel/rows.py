"""One row, from a list or a form: found or begun, filled, and checked before saving."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from lapor.kernel.errors import Invalid

M = TypeVar("M", bound=Model)


def filled(model: type[M], key: Mapping[str, Any], values: Mapping[str, Any]) -> M:
    """Return the row of a key, locked, or a new one, with the values; not saved.

    An empty value is set only where the column may be empty: else the row keeps its
    own, or the default.
    """
    table = model._default_manager.select_for_update()
    row = table.filter(**key).order_by("pk").first() or model(**key)
    for name, value in values.items():
        if value is not None or model._meta.get_field(name).null:
            setattr(row, name, value)
    return row


def faults_of(row: Model, *, exclude: Collection[str] = ()) -> dict[str, str]:
    """Return what fields and constraints refuse, each under the column to blame.

    The code of a constraint's error names its column.
    """
    try:
        row.full_clean(exclude=set(exclude), validate_unique=False)
    except ValidationError as refusal:
        return _by_column(refusal)
    return {}


def check(row: Model, sentence: str, *, exclude: Collection[str] = ()) -> None:
    """Raise Invalid with a sentence about the row and one for each column at fault."""
    if fields := faults_of(row, exclude=exclude):
        raise Invalid(sentence, fields=fields)


def check_fields(row: Model, *, exclude: Collection[str] = ()) -> None:
    """Check each field by itself and leave the rest to the database; raises Invalid."""
    try:
        row.clean_fields(exclude=set(exclude))
    except ValidationError as refusal:
        fields = _by_column(refusal)
        raise Invalid(" ".join(fields.values()), fields=fields) from None


def _by_column(refusal: ValidationError) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name, errors in refusal.error_dict.items():
        for error in errors:
            column = error.code if name == NON_FIELD_ERRORS else name
            found.setdefault(column or "", []).extend(error.messages)
    return {column: " ".join(sentences) for column, sentences in found.items()}
