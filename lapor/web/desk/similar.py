"""Similar cases beside what is being typed: the same letter, the same trouble."""

from datetime import date, datetime
from typing import Final, NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import seen_by
from lapor.domain.intake.queries import letter_taken_before
from lapor.domain.triage.queries import similar
from lapor.domain.triage.rules.similar import About
from lapor.kernel.text import clean
from lapor.web import places
from lapor.web.desk.place import today

MOST: Final = 6
LONGEST: Final = 4_000  # characters that are compared
LEAST: Final = 12  # characters of title and text before anything is compared


class Likeness(NamedTuple):
    """One case that may be about the same thing, and why we think so."""

    case: Case
    why: str
    is_same_letter: bool = False


def look(user: User, data: QueryDict, *, at: datetime) -> list[Likeness]:
    """Return the cases this officer may see that resemble what was typed.

    The same letter comes first; half a word of a title is compared with nothing.
    """
    mine = seen_by(user, on=today(at)).select_related("agency")
    found = _same_letter(mine, data)
    known = {each.case.pk for each in found}
    about = About(
        title=_text(data, "title"),
        content=_text(data, "content"),
        region=_region(data),
        location=_line(data, "location"),
        category=_key(data, "category"),
        on=today(at),
    )
    if len(about.title) + len(about.content) >= LEAST:
        for each in similar(about, among=mine, at=at, limit=MOST):
            if each.row.pk not in known:
                found.append(Likeness(each.row, ", ".join(each.why)))
    return found[:MOST]


def _same_letter(mine: QuerySet[Case], data: QueryDict) -> list[Likeness]:
    keys = letter_taken_before(_line(data, "letter_number"), _day(data, "letter_on"))
    why = gettext("Surat dengan nomor ini sudah dicatat")
    return [
        Likeness(case, why, is_same_letter=True) for case in mine.filter(pk__in=keys)
    ]


def _region(data: QueryDict) -> str:
    picked = _line(data, "region_code")
    typed = data.getlist("region")
    if picked:
        return picked
    return places.choose_region(typed, data.get("region_for", "")).code if typed else ""


def _key(data: QueryDict, name: str) -> int | None:
    plain = data.get(name, "")
    is_number = plain.isascii() and plain.isdecimal() and len(plain) < 10
    return int(plain) if is_number else None


def _text(data: QueryDict, name: str) -> str:
    return clean(data.get(name, "")[:LONGEST], max_length=LONGEST, multiline=True)


def _line(data: QueryDict, name: str) -> str:
    return clean(data.get(name, "")[:LONGEST], max_length=LONGEST)


def _day(data: QueryDict, name: str) -> date | None:
    try:
        return date.fromisoformat(data.get(name, ""))
    except ValueError:
        return None
