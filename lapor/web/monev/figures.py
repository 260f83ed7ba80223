"""What the charts of a scope show, as plain tables: read from stored counts only."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import sqrt
from typing import Final, NamedTuple

from django.utils.dates import MONTHS_3, WEEKDAYS
from django.utils.translation import gettext

from lapor.domain.accounts.models import User
from lapor.domain.analytics.queries import daily, standing
from lapor.domain.analytics.rules.catalogue import by_id
from lapor.domain.analytics.rules.indicator import Basis
from lapor.domain.analytics.rules.periods import Period, parse_period
from lapor.domain.analytics.rules.tally import Tallies, reading_of, sum_of
from lapor.domain.cases.models import Category
from lapor.domain.cases.rules import Bucket
from lapor.domain.monev.models import Result
from lapor.domain.monev.queries import Evaluation, Scope
from lapor.domain.monev.queries.rounds import results_seen_by
from lapor.domain.monev.rules.words import SETTLED
from lapor.domain.organisations.models import Organisation, Region
from lapor.kernel.enums import translate
from lapor.web.monev.pages import evaluation

#: Working days at which the law, or the class, draws a line (domain §8.1).
LINES: Final = (5, 14, 60)
TOPICS: Final = 12
SIGMAS: Final = 3
PROVINCE: Final = 2  # signs of the code of a province


class Step(NamedTuple):
    """One amount of a funnel or a Pareto; ``so_far`` is the share up to here."""

    label: str
    amount: int
    so_far: Fraction | None = None


class Point(NamedTuple):
    """One point of a curve: ``x`` in working days, ``share`` still without answer."""

    x: int
    waiting: int
    share: Fraction


class Control(NamedTuple):
    """One point of a control chart: the share, its n, and the limits for that n."""

    label: str
    kept: int
    n: int
    share: Fraction
    low: float
    high: float

    @property
    def is_out(self) -> bool:
        """Say whether it lies outside of what chance alone would give."""
        return not self.low <= float(self.share) <= self.high


class Place(NamedTuple):
    """One region of a map, with its value and the n it stands on."""

    code: str
    name: str
    value: Fraction | None
    n: int


class Slope(NamedTuple):
    """One line of a slope chart: rank before and now."""

    name: str
    before: int
    now: int


class Heat(NamedTuple):
    """Amounts by weekday (rows, Monday first) and by month (columns)."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]


def funnel(found: Evaluation) -> list[Step]:
    """Return how many came, were verified, dispatched, followed up, and are done."""
    buckets = found.total.buckets()
    done = buckets.get(Bucket.DONE, 0)
    followed = done + buckets.get(Bucket.IN_PROCESS, 0)
    dispatched = followed + buckets.get(Bucket.WAITING, 0)
    came = sum(buckets.values())
    verified = came - buckets.get(Bucket.UNVERIFIED, 0)
    rows = [
        (gettext("Masuk"), came),
        (gettext("Diverifikasi"), verified),
        (gettext("Terdisposisi"), dispatched),
        (gettext("Ditindaklanjuti"), followed),
        (gettext("Selesai"), done),
    ]
    return [
        Step(label, amount, Fraction(amount, came) if came else None)
        for label, amount in rows
    ]


def survival(found: Evaluation) -> list[Point]:
    """Return the share of dispatched reports without follow-up, day after day."""
    spread = found.total.reading("P5").spread
    dispatched = found.total.dispatched
    if not dispatched:
        return []
    points, waiting = [], dispatched
    for day in range(max([*LINES, *spread]) + 1):
        waiting -= spread.get(day, 0)
        # Days on which nothing happened say nothing, but where the law draws a line.
        if spread.get(day) or day in (0, *LINES):
            points.append(Point(day, waiting, Fraction(max(waiting, 0), dispatched)))
    return points


def on_time(scope: Scope, on: date) -> list[Control]:
    """Return first follow-ups in time for each quarter that was counted ahead.

    Limits are three standard deviations of a share around the mean of all (p-chart).
    """
    parts = []
    for period in _quarters(on):
        if standing.counted_at(period, Basis.COHORT) is None:
            continue
        reading = evaluation(scope, period, Basis.COHORT).total.reading("P7")
        if reading.denominator:
            parts.append((period.name, reading.numerator, reading.denominator))
    whole = sum(n for _name, _kept, n in parts)
    if not whole:
        return []
    mean = sum(kept for _name, kept, _n in parts) / whole
    return [_control(name, kept, n, mean) for name, kept, n in parts]


def _control(name: str, kept: int, n: int, mean: float) -> Control:
    half = SIGMAS * sqrt(mean * (1 - mean) / n)
    low, high = max(0.0, mean - half), min(1.0, mean + half)
    return Control(name, kept, n, Fraction(kept, n), low, high)


def topics(scope: Scope, period: Period) -> list[Step]:
    """Return the most reported topics of an agency, with the share up to each."""
    if scope.kind != "units":
        return []
    days = daily.Days(period.first, period.last)
    found = daily.by_dimension(days, "received", "category_id", agency_id=scope.owner)
    total = sum(found.values())
    names = dict(
        Category.objects.filter(
            pk__in=[key for key in found if isinstance(key, int)]
        ).values_list("pk", "name")
    )
    order = sorted(found.items(), key=lambda pair: -pair[1])
    steps, so_far = [], 0
    for key, n in order[:TOPICS]:
        so_far += n
        name = translate(names[key]) if isinstance(key, int) and key in names else ""
        label = name or gettext("Belum dikategorikan")
        steps.append(Step(label, n, Fraction(so_far, total)))
    if rest := total - so_far:
        steps.append(Step(gettext("Topik lain"), rest, Fraction(1)))
    return steps


def weekdays(scope: Scope, period: Period) -> Heat:
    """Return on which weekdays reports came, month by month.

    Of the nation or of one agency; for other scopes it is empty.
    """
    if scope.kind not in ("nation", "units"):
        return Heat((), ())
    agency = scope.owner if scope.kind == "units" else None
    days = daily.Days(period.first, period.last)
    cells: Counter[tuple[int, tuple[int, int]]] = Counter()
    for day, events in daily.by_day(days, agency_id=agency).items():
        cells[day.weekday(), (day.year, day.month)] += events.get("received", 0)
    months = sorted({month for _weekday, month in cells})
    return Heat(
        [f"{MONTHS_3[month]} {year}" for year, month in months],
        [
            (str(WEEKDAYS[weekday]), [cells[weekday, month] for month in months])
            for weekday in range(7)
        ]
        if months
        else (),
    )


def regions(found: Evaluation) -> list[Place]:
    """Return follow-up (PTL) by province, or by regency inside one province."""
    codes = [line.member.code for line in found.lines if line.member]
    homes = Organisation.objects.filter(code__in=codes, region__isnull=False)
    home: Mapping[str, str] = dict(homes.values_list("code", "region_id"))
    provinces = {code[:PROVINCE] for code in home.values()}
    cut = PROVINCE if len(provinces) > 1 else 5
    parts: dict[str, list[Tallies]] = defaultdict(list)
    for line in found.lines:
        if line.member and line.member.code in home:
            parts[home[line.member.code][:cut]].append(line.tallies)
    names = dict(Region.objects.filter(code__in=parts).values_list("code", "name"))
    return [
        _place(code, names.get(code, code), tallies)
        for code, tallies in sorted(parts.items())
    ]


def _place(code: str, name: str, tallies: Iterable[Tallies]) -> Place:
    reading = reading_of(by_id("P3"), sum_of(tallies), is_total=False)
    return Place(code, name, reading.value, reading.denominator)


def slopes(user: User, *, on: date) -> tuple[str, list[Slope]]:
    """Return the ranks of the newest settled round beside those before it."""
    rows = results_seen_by(user, on=on).filter(
        round__state__in=[str(state) for state in SETTLED], rank_change__isnull=False
    )
    newest = rows.order_by("-round__period_end", "-round_id").first()
    if newest is None:
        return "", []
    own = rows.filter(round=newest.round_id, group=newest.group)
    found = [slope for row in own if (slope := _slope(row))]
    found.sort(key=lambda slope: slope.now)
    return newest.round.title, found


def _slope(row: Result) -> Slope | None:
    now = row.details.get("place", {}).get("overall")
    if now is None or row.rank_change is None:
        return None
    return Slope(row.subject.name, now + row.rank_change, now)


def _quarters(on: date) -> list[Period]:
    """Return the quarters of this year and the last that have begun, oldest first."""
    names = [f"{year}-Q{n}" for year in (on.year - 1, on.year) for n in range(1, 5)]
    return [period for period in map(parse_period, names) if period.first <= on]
