"""One row checked by its model, and what it refuses said by field."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from lapor.kernel.errors import Invalid


def checked(row: models.Model) -> None:
    """Check fields and constraints of a row; raises Invalid with a sentence each.

    Constraints are asked in their order and the first refusal counts: the range of
    the last ones can only be made of dates that are in order. The error code of a
    constraint is the field to blame.
    """
    try:
        row.full_clean(validate_constraints=False)
        for constraint in row._meta.constraints:
            constraint.validate(type(row), row)
    except ValidationError as refusal:
        fields = {getattr(refusal, "code", None) or "": " ".join(refusal.messages)}
        if hasattr(refusal, "error_dict"):
            fields = {
                ("" if name == "__all__" else name): " ".join(sentences)
                for name, sentences in refusal.message_dict.items()
            }
        raise Invalid(" ".join(fields.values()), fields=fields) from None


def refuse(field: str, sentence: str) -> Invalid:
    """Return the refusal of one field."""
    return Invalid(sentence, fields={field: sentence})


def unknown_organisation(field: str, code: str) -> Invalid:
    """Return the refusal of a code that no organisation has."""
    return refuse(
        field, gettext("Tidak ada instansi berkode “%(code)s”.") % {"code": code}
    )
