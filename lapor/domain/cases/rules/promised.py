"""Promises in the words of an answer: "diperbaiki Juni", "minggu depan", "30/6/2026".

A suggestion, never a decision: the officer sees the day that was read and changes or
drops it. Pure; days are calendar days where the agency is. Only a sentence that looks
ahead counts ("akan", "dijadwalkan", "paling lambat"); what has been done does not.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan"),
            ("februari", "pebruari", "feb"),
            ("maret", "mar"),
            ("april", "apr"),
            ("mei",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("agustus", "agu", "agt"),
            ("september", "sept", "sep"),
            ("oktober", "okt"),
            ("november", "nopember", "nov"),
            ("desember", "des"),
        ),
        start=1,
    )
    for name in names
}
NUMBERS: Final = {
    name: number
    for number, name in enumerate(
        ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan"), start=1
    )
} | {"sembilan": 9, "sepuluh": 10, "sebulan": 1, "seminggu": 1, "sehari": 1}
WEEKDAYS: Final = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

AHEAD: Final = re.compile(
    r"\b(akan|rencana\w*|direncanakan|dijadwalkan|jadwal\w*|ditargetkan|target\w*|"
    r"diagendakan|dianggarkan|diusulkan|diprogramkan|diupayakan|paling lambat|paling "
    r"lama|selambat\w*|berjanji|janji\w*|kami janjikan|siap|mulai|menyusul|segera|"
    r"diselesaikan|diperbaiki|dikerjakan|dibangun|dipasang|dilaksanakan|dimulai|"
    r"disalurkan|diganti|dibayarkan|dicairkan|dikirim|diterbitkan|ditindaklanjuti|"
    r"selesai|rampung|tuntas|beroperasi|dibuka)\b"
)
PAST: Final = re.compile(r"\b(telah|sudah|sempat|tadi|kemarin|lalu)\b")
_MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_COUNT: Final = r"(\d{1,3}|" + "|".join(NUMBERS) + r")(?: \([a-z ]+\))?"


class Promised(NamedTuple):
    """A day that a text promises, and the words that say so."""

    on: date
    words: str


def promised_days(text: str, on: date) -> list[Promised]:
    """Return the days a text promises, in the order of the text, all after ``on``.

    A day without a year is the next one of its name; a month, quarter or year means
    its last day.

    >>> promised_days("Jalan akan diperbaiki Juni.", date(2026, 3, 2))
    [Promised(on=datetime.date(2026, 6, 30), words='juni')]
    >>> promised_days("Jalan telah diperbaiki pada Juni.", date(2026, 3, 2))
    []
    """
    found: list[Promised] = []
    for sentence in re.split(r"[!?;\n]|\.(?!\d)", text.casefold()):
        plain = " ".join(sentence.split())
        if not AHEAD.search(plain):
            continue
        for place, promised in sorted(_days(plain, on)):
            is_done = PAST.search(plain[:place]) and not re.search(
                r"\b(akan|paling lambat|rencana\w*|target\w*)\b", plain[:place]
            )
            known = {each.on for each in found}
            if promised.on > on and not is_done and promised.on not in known:
                found.append(promised)
    return found


Reader = Callable[["re.Match[str]", date], date | None]


def _days(plain: str, on: date) -> Iterator[tuple[int, Promised]]:
    """Read every expression; one that lies inside an earlier reading is not read."""
    taken: list[tuple[int, int]] = []
    for pattern, read in READERS:
        for match in pattern.finditer(plain):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            day = read(match, on)
            if day is not None:
                yield match.start(), Promised(day, match.group(0).strip())


def _numeric(match: "re.Match[str]", on: date) -> date | None:
    day, month, year = (int(part) for part in match.groups())
    return _day(year, month, day)


def _named(match: "re.Match[str]", on: date) -> date | None:
    day, month, year = match.groups()
    return _with_year(MONTHS[month], year, on, int(day))


def _part_of_month(match: "re.Match[str]", on: date) -> date | None:
    part, month, year = match.groups()
    day = {"awal": 10, "pertengahan": 15}.get(part or "")
    return _with_year(MONTHS[month], year, on, day)


def _after(match: "re.Match[str]", on: date) -> date | None:
    count = match.group(1)
    number = NUMBERS.get(count) or int(count)
    unit = match.group(2)
    if unit == "hari kerja":
        return _working_days(on, number)
    if unit.startswith("hari"):
        return on + timedelta(days=number)
    if unit in {"minggu", "pekan"}:
        return on + timedelta(weeks=number)
    return _months_on(on, number if unit == "bulan" else 12 * number)


def _one(match: "re.Match[str]", on: date) -> date | None:
    return _months_on(on, 1) if match.group(1) == "sebulan" else on + timedelta(weeks=1)


def _next(match: "re.Match[str]", on: date) -> date | None:
    unit = match.group(1)
    if unit in {"minggu", "pekan"}:  # the Friday of the week after this one
        return on + timedelta(days=4 - on.weekday() + 7)
    if unit == "bulan":
        first = _months_on(on.replace(day=1), 1)
        return _last_of(first.year, first.month)
    return date(on.year + 1, 12, 31)


def _this(match: "re.Match[str]", on: date) -> date | None:
    unit = match.group(1)
    if unit in {"minggu", "pekan"}:
        return on + timedelta(days=max(4 - on.weekday(), 1))
    return _last_of(on.year, on.month) if unit == "bulan" else date(on.year, 12, 31)


def _weekday(match: "re.Match[str]", on: date) -> date | None:
    day = WEEKDAYS.index(match.group(1))
    monday = on - timedelta(days=on.weekday())
    if match.group(2):  # of next week
        return monday + timedelta(days=7 + day)
    found = monday + timedelta(days=day)
    return found if found > on else found + timedelta(days=7)


def _tomorrow(match: "re.Match[str]", on: date) -> date | None:
    return on + timedelta(days=1 if match.group(1) == "besok" else 2)


def _quarter(match: "re.Match[str]", on: date) -> date | None:
    number, year = QUARTERS[match.group(1)], match.group(2)
    return _with_year(number * 3, year, on, None)


def _half(match: "re.Match[str]", on: date) -> date | None:
    word, year = match.groups()
    first = word in {"i", "1", "satu", "pertama"}
    return _with_year(6 if first else 12, year, on, None)


def _year(match: "re.Match[str]", on: date) -> date | None:
    return date(int(match.group(1)), 12, 31)


READERS: Final[tuple[tuple["re.Pattern[str]", Reader], ...]] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"\b(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)\b", _numeric),
        (rf"\b(\d{{1,2}}) ({_MONTH})\b(?: (20\d\d))?", _named),
        (
            rf"\b(?:(awal|pertengahan|akhir) )?(?:bulan )?({_MONTH})\b"
            r"(?: (?:tahun )?(20\d\d))?",
            _part_of_month,
        ),
        (rf"\b{_COUNT} (hari kerja|hari|minggu|pekan|bulan|tahun)\b", _after),
        (r"\b(sebulan|seminggu)\b", _one),
        (r"\b(?:akhir )?(minggu|pekan|bulan|tahun) (?:depan|mendatang|yang akan "
         r"datang|berikutnya)\b", _next),
        (r"\b(?:dalam )?(?:akhir )?(minggu|pekan|bulan|tahun) ini\b", _this),
        (r"\bakhir (tahun)\b(?! 20\d\d)", _this),
        (rf"\b(?:hari )({'|'.join(WEEKDAYS)})\b( depan| mendatang| pekan depan| "
         r"minggu depan)?", _weekday),
        (r"\b(besok|lusa)\b", _tomorrow),
        (r"\b(?:triwulan|tw|kuartal) (?:ke-?)?(iv|iii|ii|i|[1-4])\b(?: (?:tahun )?"
         r"(?:anggaran )?(20\d\d))?", _quarter),
        (r"\bsemester (?:ke-?)?(ii|i|1|2|satu|dua|pertama|kedua)\b(?: (?:tahun )?"
         r"(?:anggaran )?(20\d\d))?", _half),
        (r"\b(?:tahun|anggaran|ta|apbd|apbd-p|apbn)(?: anggaran)? (20\d\d)\b", _year),
    )
)  # fmt: skip
"""In this order: the most exact expressions first."""


def _with_year(month: int, year: str | None, on: date, day: int | None) -> date | None:
    """Return a day of a month; without a year the next one that is still to come."""
    for candidate in (int(year),) if year else (on.year, on.year + 1):
        found = _day(candidate, month, day) if day else _last_of(candidate, month)
        if found and (year or found > on):
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months_on(on: date, months: int) -> date:
    place = on.year * 12 + on.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def _working_days(on: date, number: int) -> date:
    """Count days from Monday to Friday; holidays are not known here."""
    while number:
        on += timedelta(days=1)
        number -= on.weekday() < 5
    return on
