"""Scans: what the engines are asked, one question for each population and grouping.

Every scan groups by subject and gives whole numbers; nothing is divided here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from lapor.domain.analytics.rules.indicator import Expression, Indicator, Window
from lapor.domain.analytics.rules.tally import Tally

from .engines import Engine, tables

By = Literal["agency", "unit"]
Subject = tuple[str, str]  # agency, unit; "" by agency, or where there is none


def counted(
    engine: Engine,
    chosen: Sequence[Indicator],
    window: Window,
    by: By,
    agencies: Collection[str] | None,
    *,
    beside: Sequence[Indicator] | None = None,
) -> dict[Subject, dict[str, Tally]]:
    """Count what indicators ask for; ``beside`` names those whose company is wanted.

    ``agencies`` narrows to some.
    """
    ledger = _Ledger()
    for scan in _scans(chosen, window, by, agencies):
        _count(engine, scan, by, ledger)
    company = chosen if beside is None else beside
    _beside(engine, company, window, by, agencies, ledger)
    return ledger.closed()


class Scan(NamedTuple):
    """Indicators that look at the same rows of one table."""

    rows: Any
    seen: Mapping[str, Any]
    window: Window
    indicators: Sequence[Indicator]


@dataclass
class _Ledger:
    """What the scans found, put together by subject and indicator."""

    found: dict[Subject, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )

    def note(self, subject: Subject, indicator: str, **numbers: Any) -> None:
        self.found[subject][indicator].update(numbers)

    def add_to(
        self, subject: Subject, indicator: str, what: str, key: Any, n: Any
    ) -> None:
        self.found[subject][indicator].setdefault(what, {})[key] = n

    def closed(self) -> dict[Subject, dict[str, Tally]]:
        return {
            subject: {key: Tally(**numbers) for key, numbers in by_indicator.items()}
            for subject, by_indicator in self.found.items()
        }


def seen_by(indicator: Indicator, window: Window) -> Mapping[str, Any]:
    """Return the tables as this indicator sees them (``relation``)."""
    known = tables()
    if indicator.relation is None:
        return known
    return {**known, indicator.table: indicator.relation(known, window)}


def _scans(
    chosen: Sequence[Indicator],
    window: Window,
    by: By,
    agencies: Collection[str] | None,
) -> Iterator[Scan]:
    """Put indicators of one population into one scan."""
    groups: dict[Any, list[Indicator]] = defaultdict(list)
    for one in chosen:
        own = one.window(window)
        seen = seen_by(one, own)
        population = one.population(seen, own)
        groups[seen[one.table].op(), population.op(), own].append(one)
    for (_table, _population, own), members in groups.items():
        seen = seen_by(members[0], own)
        table = seen[members[0].table]
        rows = table.filter(members[0].population(seen, own))
        yield Scan(_narrowed(rows, members[0].table, by, agencies), seen, own, members)


def _narrowed(rows: Any, table: str, by: By, agencies: Collection[str] | None) -> Any:
    if table == "agencies":
        rows = rows.filter(rows.unit == "" if by == "agency" else rows.unit != "")
    if agencies is not None:
        rows = rows.filter(rows.agency.isin(sorted(agencies)))
    return rows


def _count(engine: Engine, scan: Scan, by: By, ledger: _Ledger) -> None:
    """Run the scan, one more for each kind of part, one more for each spread."""
    sums = {
        name: total
        for one in scan.indicators
        for name, total in _sums(one, scan).items()
    }
    for row in _grouped(engine, scan.rows, _keys(by), sums):
        subject = _subject(row, by)
        for one in scan.indicators:
            ledger.note(subject, one.id, **_numbers(one, row))
    _count_parts(engine, scan, by, ledger)
    for column in sorted({one.spread for one in scan.indicators if one.spread}):
        _count_spread(engine, scan, by, column, ledger)


def _sums(one: Indicator, scan: Scan) -> dict[str, Any]:
    """Return every sum of an indicator under a name of its own."""
    wanted: dict[str, Expression | None] = {
        "numerator": one.numerator,
        "denominator": one.denominator,
        "count": one.count,
    }
    if one.strict is not None:
        wanted["strict_0"] = one.strict.numerator or one.numerator
        wanted["strict_1"] = one.strict.denominator
    if one.together is not None:
        wanted["together_0"], wanted["together_1"] = one.together
    for key, beside in one.beside.items():
        if beside.table == one.table:
            wanted[f"beside_{key}"] = beside.amount
    return {
        f"{one.id}_{name}": _sum(expression(scan.seen, scan.window))
        for name, expression in wanted.items()
        if expression is not None
    }


def _numbers(one: Indicator, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the whole numbers of an indicator from one row."""

    def of(name: str) -> int:
        return int(row.get(f"{one.id}_{name}") or 0)

    found: dict[str, Any] = {name: of(name) for name in ("numerator", "denominator")}
    found["count"] = of("count")
    for name in ("strict", "together"):
        found[name] = (of(f"{name}_0"), of(f"{name}_1"))
    found["beside"] = {
        key: of(f"beside_{key}")
        for key, beside in one.beside.items()
        if beside.table == one.table
    }
    return found


def _count_parts(engine: Engine, scan: Scan, by: By, ledger: _Ledger) -> None:
    groups: dict[Any, list[Indicator]] = defaultdict(list)
    for one in scan.indicators:
        if one.by:
            groups[_part(one, scan).op()].append(one)
    for members in groups.values():
        rows = scan.rows.mutate(part=_part(members[0], scan))
        sums = {
            name: total
            for one in members
            for name, total in _sums(one, scan).items()
            if name.endswith(("_numerator", "_denominator"))
        }
        for row in _grouped(engine, rows, [*_keys(by), "part"], sums):
            subject = _subject(row, by)
            for one in members:
                numbers = _numbers(one, row)
                pair = numbers["numerator"], numbers["denominator"]
                if any(pair):
                    part = str(row["part"] if row["part"] is not None else "")
                    ledger.add_to(subject, one.id, "classes", part, pair)


def _part(one: Indicator, scan: Scan) -> Any:
    if isinstance(one.by, str):
        return scan.seen[one.table][one.by]
    return one.by(scan.seen, scan.window)


def _count_spread(
    engine: Engine, scan: Scan, by: By, column: str, ledger: _Ledger
) -> None:
    members = [one for one in scan.indicators if one.spread == column]
    seen = scan.seen[members[0].table]
    sums = {
        f"{one.id}_numerator": _sum(one.denominator(scan.seen, scan.window))
        for one in members
        if one.denominator is not None
    }
    rows = scan.rows.filter(seen[column].notnull()).mutate(part=seen[column])
    for row in _grouped(engine, rows, [*_keys(by), "part"], sums):
        for one in members:
            if n := int(row[f"{one.id}_numerator"] or 0):
                subject = _subject(row, by)
                ledger.add_to(subject, one.id, "spread", int(row["part"]), n)


def _beside(
    engine: Engine,
    chosen: Sequence[Indicator],
    window: Window,
    by: By,
    agencies: Collection[str] | None,
    ledger: _Ledger,
) -> None:
    """Sum what stands beside an indicator and comes from another table."""
    has = engine.has
    wanted: dict[str, dict[str, Any]] = defaultdict(dict)
    for one in chosen:
        own = one.window(window)
        for key, beside in one.beside.items():
            if beside.table != one.table and beside.table in has:
                total = _sum(beside.amount(tables(), own))
                wanted[beside.table][f"{one.id}_{key}"] = total
    for name, sums in wanted.items():
        rows = _narrowed(tables()[name], name, by, agencies)
        for row in _grouped(engine, rows, _keys(by), sums):
            for column in sums:
                one_id, _, key = column.partition("_")
                n = int(row[column] or 0)
                ledger.add_to(_subject(row, by), one_id, "beside", key, n)


def _grouped(
    engine: Engine, rows: Any, keys: Sequence[str], sums: Mapping[str, Any]
) -> list[dict[str, Any]]:
    return engine.rows(rows.group_by(list(keys)).aggregate(**sums))


def _keys(by: By) -> list[str]:
    return ["agency"] if by == "agency" else ["agency", "unit"]


def _subject(row: Mapping[str, Any], by: By) -> Subject:
    return str(row["agency"]), "" if by == "agency" else str(row["unit"])


def _sum(expression: Any) -> Any:
    """Add up whole numbers; a condition counts the rows that meet it."""
    if is_condition(expression):
        return expression.ifelse(1, 0).sum()
    return expression.sum()


def is_condition(expression: Any) -> bool:
    """Say whether an expression is a condition, so that rows are counted by it."""
    return bool(expression.type().is_boolean())
