"""Signs of harm in a text, the numbers to call, and who may read such a report."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lapor.domain.accounts.rules import Role
from lapor.domain.priorities.models import Harm
from lapor.domain.priorities.rules import (
    HARM_READERS,
    Advice,
    HarmRow,
    advice_of,
    harms_found,
    pattern_of,
)
from lapor.kernel.enums import translate
from lapor.kernel.memory import remembered
from lapor.kernel.validity import is_in_force, last_begun


@remembered
def harm_rows() -> tuple[HarmRow, ...]:
    """Return every row of every kind of harm; a few seconds old at the most."""
    return tuple(row.as_row() for row in Harm.objects.all())


def harms_in(text: str, on: date) -> list[HarmRow]:
    """Return the kinds of harm a text speaks of on a day, the gravest first."""
    return harms_found(text, harm_rows(), on)


def emergency_advice(text: str, on: date) -> list[Advice]:
    """Return the numbers to call for what a text speaks of; empty: nothing seen."""
    return advice_of(harms_in(text, on))


def emergency_numbers(on: date) -> list[Advice]:
    """Return every number there is for harm of today, the gravest kinds first."""
    rows = [row for row in harm_rows() if is_in_force(row, on)]
    return advice_of(sorted(rows, key=lambda row: (not row.is_urgent, row.code)))


def is_restricted(code: str, on: date) -> bool:
    """Say whether few may read reports of a kind of harm; not so for no kind."""
    row = harm_named(code, on) if code else None
    return row is not None and row.is_restricted


def emergency_text(text: str, on: date) -> str:
    """Return what to tell somebody who writes such a text, in his language.

    The same words for every channel; empty when the text speaks of no harm. The
    system is no emergency service, and says so.
    """
    advice = emergency_advice(text, on)
    if not advice:
        return ""
    numbers = ", ".join(
        f"{number} ({translate(purpose)})" if purpose else number
        for number, purpose in advice
    )
    return _(
        "Ada yang dalam bahaya sekarang? Hubungi %(numbers)s. Lapor bukan layanan "
        "darurat: laporan dibaca petugas pada hari kerja."
    ) % {"numbers": numbers}


def harm_pattern(on: date) -> str:
    """Return one pattern that finds any sign of danger, for a form to use by itself.

    Kinds that are not urgent wait for the answer to the form: a light page first.
    """
    return pattern_of(word for row in _urgent(on) for word in row.words)


def spared_pattern(on: date) -> str:
    """Return one pattern of what is no sign of harm, to be taken out before."""
    return pattern_of(phrase for row in _urgent(on) for phrase in row.exceptions)


def _urgent(on: date) -> list[HarmRow]:
    return [row for row in harm_rows() if is_in_force(row, on) and row.is_urgent]


def harm_named(code: str, on: date) -> HarmRow | None:
    """Return the row of a kind that counts on a day: the valid one, else the last."""
    return last_begun((row for row in harm_rows() if row.code == code), on)


def closed_harms(role: Role, handles_harm: bool, on: date) -> frozenset[str] | None:
    """Return the kinds of harm whose reports a mandate may not read.

    None: none is closed to it. A restricted kind is open to ``HARM_READERS``, and to
    the roles of its row when the mandate is marked for it (``handles_harm``).
    """
    if role in HARM_READERS:
        return None
    codes = {row.code for row in harm_rows()}
    return frozenset(
        code
        for code in codes
        if (row := harm_named(code, on)) is None
        or (row.is_restricted and not (handles_harm and role in row.roles))
    )


def harm_choices(on: date) -> list[tuple[str, Any]]:
    """Return the kinds valid on a day, for a form."""
    return [
        (row.code, translate(row.name)) for row in harm_rows() if is_in_force(row, on)
    ]
