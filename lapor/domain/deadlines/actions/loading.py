"""What comes with the program: the national calendar and the limits of the law."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

from django.db import transaction

from lapor.domain.deadlines.actions.changes import next_change
from lapor.domain.deadlines.models import Allowance, Calendar, Holiday, Regulation, Term
from lapor.domain.deadlines.queries import NATIONAL
from lapor.domain.deadlines.rules import HolidayKind
from lapor.domain.ledger.actions import record
from lapor.kernel import shipped
from lapor.kernel.actor import Actor

DATA: Final = Path(__file__).resolve().parent.parent / "data"
YEARS: Final = range(2018, 2031)


class PublishedDay(NamedTuple):
    """A day off as the package ``holidays`` knows it."""

    on: date
    name: str
    kind: HolidayKind
    legal_basis: str


def published_days(years: Iterable[int] = YEARS) -> list[PublishedDay]:
    """Return national holidays and collective leave of the years, in order.

    Source: the package ``holidays``, categories public and government. The numbers
    of the joint decrees are not in it, so none is named. Importing it takes half a
    second: never call this while somebody waits for a page.
    """
    import holidays  # noqa: PLC0415 - slow, see above

    wanted = sorted(set(years))
    source = f"paket holidays {version('holidays')}"
    public, collective = (
        holidays.country_holidays(
            "ID", years=wanted, categories=category, language="id"
        )
        for category in (holidays.PUBLIC, holidays.GOVERNMENT)
    )
    decreed = {day.year for day in collective}
    days = [(on, name, HolidayKind.PUBLIC) for on, name in public.items()]
    days += [
        (on, name, HolidayKind.COLLECTIVE)
        for on, name in collective.items()
        if on not in public
    ]
    return [
        PublishedDay(on, name, kind, _basis(on.year, on.year in decreed, source))
        for on, name, kind in sorted(days)
        if on.year in wanted
    ]


def _basis(year: int, is_decreed: bool, source: str) -> str:
    if is_decreed:
        return (
            "SKB 3 Menteri tentang hari libur nasional dan cuti bersama tahun "
            f"{year}, menurut {source}"
        )
    return f"Perkiraan: belum ada SKB 3 Menteri tahun {year} dalam {source}"


@transaction.atomic
def load_holidays(
    years: Iterable[int] = YEARS, *, by: Actor, at: datetime, calendar: str = NATIONAL
) -> int:
    """Load the published days; return how many decisions were added.

    Twice is once. A day about which a person has decided is left alone; a day that
    an older package had announced and this one no longer knows becomes a working
    day again.
    """
    wanted = sorted(set(years))
    sheet, _ = Calendar.objects.select_for_update().get_or_create(
        code=calendar, defaults={"name": "Kalender nasional"}
    )
    latest = {
        day.on: day
        for day in Holiday.objects.filter(calendar=sheet, on__year__in=wanted).order_by(
            "version"
        )
    }
    published = {day.on: day for day in published_days(wanted)}
    news = [
        day
        for day in [*published.values(), *_withdrawn(latest, published)]
        if _says_something_new(day, latest.get(day.on))
    ]
    if not news:
        return 0
    number = next_change()
    told = [
        Holiday(
            calendar=sheet,
            on=day.on,
            name=day.name,
            kind=day.kind,
            legal_basis=day.legal_basis,
            added_at=at,
            added_by=by.ref,
            version=number,
            is_loaded=True,
        )
        for day in news
    ]
    Holiday.objects.bulk_create(told)
    record(
        "calendar.loaded",
        subject=f"calendar:{calendar}",
        actor=by,
        at=at,
        years=[wanted[0], wanted[-1]],
        days=len(told),
        change=number,
    )
    return len(told)


def _says_something_new(day: PublishedDay, known: Holiday | None) -> bool:
    if known is None:
        return True
    return known.is_loaded and (known.kind, known.name) != (day.kind, day.name)


def _withdrawn(
    latest: dict[date, Holiday], published: dict[date, PublishedDay]
) -> Iterator[PublishedDay]:
    for on, day in latest.items():
        if on not in published and day.is_loaded:
            yield PublishedDay(
                on,
                day.name,
                HolidayKind.WORKING_DAY,
                "Tidak lagi diumumkan menurut paket holidays",
            )


@transaction.atomic
def load_terms(*, by: Actor, at: datetime) -> int:
    """Load decrees and limits from the lists beside the program; twice is once.

    Returns how many limits were added. A limit holds as long as its decree. What
    people have set meanwhile is left alone. Dates and numbers that no source gives
    are marked as assumptions, and the decree's ``evidence`` says which.
    """
    decrees = {
        row["code"]: Regulation.objects.get_or_create(
            code=row["code"],
            defaults={
                "title": row["title"],
                "valid_from": date.fromisoformat(row["valid_from"]),
                "valid_until": _date_or_none(row["valid_until"]),
                "transition": row["transition"],
                "evidence": row["evidence"],
            },
        )[0]
        for row in shipped.rows(DATA / "regulations.csv")
    }
    known = set(
        Term.objects.filter(organisation=None).values_list(
            "regulation__code", "timer", "classification"
        )
    )
    fresh = [
        Term(
            regulation=decrees[row["regulation"]],
            timer=row["timer"],
            classification=row["classification"],
            amount=int(row["amount"]),
            unit=row["unit"],
            starts_at=row["starts_at"],
            article=row["article"],
            evidence=row["evidence"],
            valid_from=decrees[row["regulation"]].valid_from,
            valid_until=decrees[row["regulation"]].valid_until,
            transition=decrees[row["regulation"]].transition,
        )
        for row in shipped.rows(DATA / "terms.csv")
        if (row["regulation"], row["timer"], row["classification"]) not in known
    ]
    added = _load_allowances(decrees)
    if fresh or added:
        number = next_change()
        Term.objects.bulk_create(fresh)
        record(
            "term.loaded",
            subject="term:national",
            actor=by,
            at=at,
            terms=len(fresh),
            allowances=added,
            change=number,
        )
    return len(fresh)


def _load_allowances(decrees: Mapping[str, Regulation]) -> int:
    """Add the allowances that nobody has set yet; returns how many."""
    found = (
        {
            "name": row["name"],
            "amount": int(row["amount"]),
            "regulation": decrees[row["regulation"]],
            "article": row["article"],
            "evidence": row["evidence"],
            "valid_from": date.fromisoformat(row["valid_from"]),
        }
        for row in shipped.rows(DATA / "allowances.csv")
    )
    return shipped.add_missing(Allowance, found, ["name"])


def _date_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
