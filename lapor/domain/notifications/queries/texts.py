"""The matrix as it stands on a day, and texts filled with what they name."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lapor.domain.notifications.models import Rule, Text
from lapor.domain.notifications.rules import (
    PLACEHOLDERS,
    Language,
    Notice,
    TextState,
    filled,
)
from lapor.kernel import ids
from lapor.kernel.dated import in_force
from lapor.kernel.enums import translate
from lapor.kernel.memory import remembered

_TOKEN: Final = 12  # characters of 5 bits
_EVALUATION: Final = frozenset({"round", "recommendation", "plan", "audit"})


class Rendered(NamedTuple):
    """A notice in words: for mail, and in short for everything else."""

    subject: str
    body: str
    short: str


def rules_on(day: date) -> dict[str, list[Rule]]:
    """Return the matrix of a day: for each fact the rows that tell somebody.

    A row that begins later replaces an earlier one for the same audience.
    """
    latest: dict[tuple[str, str, str], Rule] = {}
    for row in Rule.objects.filter(in_force(day)).order_by("valid_from"):
        latest[row.fact, row.audience, row.only] = row
    found: dict[str, list[Rule]] = defaultdict(list)
    for (fact, _audience, _only), row in latest.items():
        found[fact].append(row)
    return found


def current_texts() -> QuerySet[Text]:
    """Return the versions in force, by key and language."""
    return Text.objects.filter(state=TextState.APPROVED)


def versions_of(key: str, language: str) -> QuerySet[Text]:
    """Return every version of a text, newest first."""
    return Text.objects.filter(key=key, language=language).order_by("-version")


def rendered(
    notice: Notice,
    language: str,
    subject: str,
    parameters: Mapping[str, Any],
    *,
    for_officers: bool = False,
) -> Rendered:
    """Return a notice in words. ``subject`` is what it is about (``case:…``).

    ``for_officers``: as a screen shows it, without the link that rates for a reporter.
    """
    text = _text_of(notice, language)
    values = _values(language, subject, parameters)
    if for_officers:
        values["rate"] = PLACEHOLDERS["rate"]
    return Rendered(
        filled(text.subject, values),
        filled(text.body, values),
        filled(text.short, values),
    )


def preview(text: Text) -> Rendered:
    """Return a version filled with examples."""
    return Rendered(
        filled(text.subject, PLACEHOLDERS),
        filled(text.body, PLACEHOLDERS),
        filled(text.short, PLACEHOLDERS),
    )


def link_of(subject: str) -> str:
    """Return the address at which the receiver reads on; it opens nothing."""
    base = settings.LAPOR_PUBLIC_URL.rstrip("/")
    number = number_of(subject)
    return f"{base}/lacak/?number={number}" if number else f"{base}/lacak/"


def rating_token(number: str) -> str:
    """Return the token of the address at which a case can be rated without code."""
    return ids.derived_code(f"rate:{number}")[:_TOKEN]


def stop_token(receiver: str) -> str:
    """Return the token of the address at which a receiver unsubscribes."""
    return ids.derived_code(f"stop:{receiver}")[:_TOKEN]


def stop_link(receiver: str) -> str:
    """Return the address at which a receiver unsubscribes with one click."""
    base = settings.LAPOR_PUBLIC_URL.rstrip("/")
    return f"{base}/berhenti/{receiver}/{stop_token(receiver)}/"


def number_of(subject: str) -> str:
    """Return the number of the case a subject names, "" when it names none."""
    return subject.removeprefix("case:") if subject.startswith("case:") else ""


@remembered
def _text_of(notice: str, language: str) -> Text:
    found = {
        row.language: row for row in current_texts().filter(key=notice).order_by("pk")
    }
    text = found.get(language) or found.get(Language.ID)
    if text is None:
        raise LookupError(f"No text in force for {notice}: run lapor reference.")
    return text


def _values(
    language: str, subject: str, parameters: Mapping[str, Any]
) -> dict[str, str]:
    """Return what each place is filled with, in one language."""
    number = number_of(subject)
    base = settings.LAPOR_PUBLIC_URL.rstrip("/")
    is_officer = bool(parameters.get("is_officer"))
    step = str(parameters.get("step") or "")
    with translation.override(language):
        return {
            "number": number,
            "link": _office(subject, base) if is_officer else link_of(subject),
            "rate": f"{base}/nilai/{number}/{rating_token(number)}/" if number else "",
            "agency": str(parameters.get("agency") or _("instansi yang berwenang")),
            "due": _day(parameters),
            "step": translate(step) if step else "",
            **{
                name: str(parameters.get(name, ""))
                for name in ("round", "days", "count")
            },
            "lines": _lines(parameters),
        }


def _office(subject: str, base: str) -> str:
    """Return where an officer reads on: the case, his evaluation, or his desk."""
    kind, _colon, key = subject.partition(":")
    if kind == "case":
        return f"{base}/meja/{key}/"
    if kind == "channel":
        return f"{base}/kelola/kiriman/"
    return f"{base}/{'monev' if kind in _EVALUATION else 'meja'}/"


def _day(parameters: Mapping[str, Any]) -> str:
    raw = parameters.get("due")
    if not raw:
        return _("menurut ketentuan")
    zone = ZoneInfo(parameters.get("zone") or settings.TIME_ZONE)
    return date_format(datetime.fromisoformat(raw).astimezone(zone), "l, j F Y")


def _lines(parameters: Mapping[str, Any]) -> str:
    """Return the lines of a digest: how many of what, and the numbers."""
    lines = []
    for part in parameters.get("parts", ()):
        numbers = ", ".join(part["numbers"])
        more = part["count"] - len(part["numbers"])
        rest = _(" dan %(more)d lagi") % {"more": more} if more > 0 else ""
        label = Notice(part["notice"]).label
        line = f"{part['count']}  {label}"
        lines.append(f"{line}: {numbers}{rest}" if numbers else line)
    if "open" in parameters:
        both = {"open": parameters["open"], "late": parameters.get("late", 0)}
        lines += ["", _("Di meja Anda: %(open)d terbuka, %(late)d terlambat.") % both]
    return "\n".join(lines)
