"""What people type, read: commands, choices, days. Guesses nothing it cannot see."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from lapor.kernel.ids import normalise_code, normalise_number

from .words import UNKNOWN, Option

_WORD: Final = re.compile(r"[^\s:,;#]+")
_TRIMMED: Final = " \t\r\n.,!?;:()[]#*\"'"
#: A command in a few letters, in both languages.
_COMMANDS: Final = {
    "bantuan": "help",
    "help": "help",
    "menu": "help",
    "/help": "help",
    "status": "status",
    "/status": "status",
    "balas": "reply",
    "reply": "reply",
    "/balas": "reply",
    "selesai": "finish",
    "done": "finish",
    "/selesai": "finish",
    "kode": "code",
    "code": "code",
    "batal": "cancel",
    "cancel": "cancel",
    "/batal": "cancel",
    "english": "english",
    "indonesia": "indonesian",
    "bahasa": "indonesian",
}
_ALONE: Final = frozenset({"help", "cancel", "english", "indonesian"})
_MONTHS: Final = {
    name: month
    for month, names in enumerate(
        (
            "januari jan january",
            "februari feb pebruari february",
            "maret mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu ags agt agst aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nopember nop",
            "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS: Final = {
    name: day
    for day, names in enumerate(
        (
            "senin monday",
            "selasa tuesday",
            "rabu wednesday",
            "kamis thursday",
            "jumat jum'at friday",
            "sabtu saturday",
            "minggu ahad sunday",
        )
    )
    for name in names.split()
}
_UNITS: Final = {
    "hari": 1,
    "day": 1,
    "days": 1,
    "minggu": 7,
    "pekan": 7,
    "week": 7,
    "weeks": 7,
    "bulan": 30,
    "month": 30,
    "months": 30,
    "tahun": 365,
    "year": 365,
    "years": 365,
}
_AGO: Final = re.compile(
    rf"\b(se|\d{{1,3}}|a|one)\s*({'|'.join(_UNITS)})\s+(?:yang\s+|yg\s+)?(?:lalu|ago)\b"
)
_NUMERIC: Final = re.compile(
    r"\b(\d{1,2})\s?[-/. ]\s?(\d{1,2})(?:\s?[-/. ]\s?(\d{4}|\d\d))?\b"
)
_ISO: Final = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_NAMED: Final = re.compile(
    rf"\b(\d{{1,2}})\s+({'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
    r"(?:\s+(\d{4}))?"
)
_PLAIN_DAYS: Final = (
    ("kemarin lusa", 2),
    ("kemaren lusa", 2),
    ("lusa kemarin", 2),
    ("kemarin dulu", 2),
    ("hari ini", 0),
    ("tadi", 0),
    ("barusan", 0),
    ("sekarang", 0),
    ("today", 0),
    ("kemarin", 1),
    ("kemaren", 1),
    ("semalam", 1),
    ("yesterday", 1),
    ("minggu lalu", 7),
    ("pekan lalu", 7),
    ("last week", 7),
    ("bulan lalu", 30),
    ("last month", 30),
)
_GRADE: Final = re.compile(r"[1-5](?:\s+\w{1,10})?")


class Command(NamedTuple):
    """A command with what follows it."""

    name: str
    number: str = ""
    code: str = ""
    rest: str = ""


def plain(text: str) -> str:
    """Return a text as it is compared: small letters, one blank, no marks around."""
    return " ".join(text.casefold().split()).strip(_TRIMMED) or text.strip()[:1]


def command_of(text: str) -> Command | None:
    """Return the command a message is, or None when it is an ordinary text.

    "Bantuan sosial tidak cair" is a report; "BANTUAN" is a command. STATUS, SELESAI and
    KODE need a report number (or a grade) after them, or nothing at all.

    >>> command_of("Bantuan sosial belum cair") is None
    True
    >>> command_of("selesai 5").rest
    '5'
    """
    words = _WORD.findall(text)
    name = _COMMANDS.get(plain(words[0])) if words else None
    if name is None:
        return None
    after = text[text.index(words[0]) + len(words[0]) :].lstrip(" \t\r\n:,;#.")
    if name in _ALONE:
        is_alone = not after.strip(_TRIMMED) or (
            name == "indonesian" and (plain(after) in {"indonesia", "id"})
        )
        return Command(name) if is_alone else None
    number, after = _leading(after, _number, most=3)
    code, after = _leading(after, normalise_code, most=1) if number else ("", after)
    if name == "reply":
        return Command(name, number, code, after.strip())
    if not number and name == "finish" and _GRADE.fullmatch(after.strip()):
        return Command(name, rest=after.strip())
    if after.strip(_TRIMMED) and not number:
        return None
    return Command(name, number, code, after.strip())


def _leading(
    text: str, read: Callable[[str], str | None], *, most: int
) -> tuple[str, str]:
    """Take what ``read`` understands from the start, in up to ``most`` words."""
    found = list(re.finditer(r"\S+", text))[:most]
    for last in reversed(found):
        if value := read(text[: last.end()].strip(_TRIMMED)):
            return value, text[last.end() :]
    return "", text


def _number(text: str) -> str | None:
    """Read a number; in several words only with a digit, or words would be numbers."""
    is_words = " " in text and not any(char.isdigit() for char in text)
    return None if is_words else normalise_number(text)


def choice_of(text: str, options: Sequence[Option]) -> str:
    """Return the value chosen by its number or by its word, "" for neither."""
    said = plain(text)
    digits = said.removeprefix("no ").removeprefix("nomor ").strip(_TRIMMED)
    if digits.isascii() and digits.isdigit() and 1 <= int(digits[:3]) <= len(options):
        return options[int(digits[:3]) - 1].value
    for option in options:
        if said in option.words:
            return option.value
    return ""


def number_of(text: str, most: int) -> int | None:
    """Return the number a message is, 0 to ``most``, or None."""
    said = plain(text)
    if said.isascii() and said.isdigit() and len(said) < 4 and int(said) <= most:
        return int(said)
    return None


def is_any(text: str, words: Iterable[str]) -> bool:
    """Say whether the whole message is one of these words."""
    return plain(text) in words


class Day(NamedTuple):
    """A day read from a text; ``is_all`` when the text says nothing else."""

    day: date
    is_all: bool


def day_of(text: str, today: date) -> Day | None:
    """Return the day a text names, which may lie ahead, or None.

    A day without a year is the latest one that has passed.

    >>> day_of("kemarin", date(2026, 3, 2)).day.isoformat()
    '2026-03-01'
    >>> day_of("30 Desember", date(2026, 3, 2)).day.isoformat()
    '2025-12-30'
    """
    said = plain(text)
    if said in UNKNOWN:
        return None
    for read in (_plain_day, _ago, _iso, _named, _numeric, _weekday):
        found = read(said, today)
        if found is not None:
            day, matched = found
            left = plain(said.replace(matched, " ", 1))
            return Day(day, left in {"", "tanggal", "tgl", "pada", "on", "sejak"})
    return None


Found = tuple[date, str] | None


def _plain_day(said: str, today: date) -> Found:
    for words, ago in _PLAIN_DAYS:
        if re.search(rf"\b{words}\b", said) and not _AGO.search(said):
            return today - timedelta(days=ago), words
    return None


def _ago(said: str, today: date) -> Found:
    found = _AGO.search(said)
    if not found:
        return None
    count = int(found[1]) if found[1].isdigit() else 1
    days = count * _UNITS[found[2]]
    return today - timedelta(days=min(days, 36_500)), found[0]


def _iso(said: str, today: date) -> Found:
    found = _ISO.search(said)
    return _made(found[1], found[2], found[3], found[0]) if found else None


def _named(said: str, today: date) -> Found:
    found = _NAMED.search(said)
    if not found:
        return None
    month = _MONTHS[found[2]]
    return _with_year(found[3], month, int(found[1]), found[0], today)


def _numeric(said: str, today: date) -> Found:
    found = _NUMERIC.search(said)
    if not found:
        return None
    return _with_year(found[3], int(found[2]), int(found[1]), found[0], today)


def _weekday(said: str, today: date) -> Found:
    for name, weekday in _WEEKDAYS.items():
        found = re.search(rf"\b{name}\b(?:\s+(?:lalu|kemarin|last))?", said)
        if found:
            ago = (today.weekday() - weekday) % 7
            is_last = "lalu" in found[0] and ago == 0
            return today - timedelta(days=7 if is_last else ago), found[0]
    return None


def _with_year(
    year: str | None, month: int, day: int, matched: str, today: date
) -> Found:
    if year:
        full = year if len(year) == 4 else f"20{year}"
        return _made(full, str(month), str(day), matched)
    for candidate in (today.year, today.year - 1, today.year - 2, today.year - 3):
        made = _made(str(candidate), str(month), str(day), matched)
        if made and made[0] <= today:
            return made
    return None


def _made(year: str, month: str, day: str, matched: str) -> Found:
    try:
        return date(int(year), int(month), int(day)), matched
    except ValueError:
        return None
