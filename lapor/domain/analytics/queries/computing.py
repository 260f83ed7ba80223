"""Computing indicators on any engine, for agencies, for units, for all together.

All subjects together are added up in Python. So every engine gives the same, and
nothing can overflow or be rounded.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

from lapor.domain.analytics.rules.catalogue import CATALOGUE, by_id
from lapor.domain.analytics.rules.indicator import (
    Indicator,
    Part,
    Reading,
    Window,
)
from lapor.domain.analytics.rules.tally import Tally, reading_of, sum_of

from .engines import Engine
from .scans import By, Subject, counted, is_condition, seen_by

Counted = Literal["numerator", "denominator"]
TOGETHER: Final = ""
_REST: Final = "-"


def compute(
    engine: Engine,
    window: Window,
    *,
    by: By = "agency",
    only: Collection[str] | None = None,
    parts: Collection[Part] | None = None,
    agencies: Collection[str] | None = None,
) -> dict[str, dict[str, Reading]]:
    """Return the readings of each subject by code, and of all together under "".

    ``only`` names indicators by id; ``agencies`` narrows to some. By unit, what no
    unit has yet stands under ``rest_of(agency)``. An indicator whose table the engine
    does not hold is left out.
    """
    found = tallies(engine, window, by=by, only=only, parts=parts, agencies=agencies)
    chosen = choose(engine, only, parts)
    readings = {
        subject: {one.id: reading_of(one, numbers) for one in chosen}
        for subject, numbers in found.items()
    }
    total = sum_of(found.values())
    readings[TOGETHER] = {
        one.id: reading_of(one, total, is_total=True) for one in chosen
    }
    return readings


def rest_of(agency: str) -> str:
    """Return the key of the reports of an agency that no unit has."""
    return _REST + agency


def choose(
    engine: Engine, only: Collection[str] | None, parts: Collection[Part] | None
) -> tuple[Indicator, ...]:
    """Return the indicators that are wanted and that the engine can compute."""
    has = engine.has
    return tuple(
        one
        for one in CATALOGUE
        if (only is None or one.id in only)
        and (parts is None or one.part in parts)
        and _tables_of(one) <= has
    )


def _tables_of(one: Indicator) -> set[str]:
    """Return the tables an indicator cannot do without."""
    return {one.table, *one.needs} | ({by_id(one.over).table} if one.over else set())


def tallies(
    engine: Engine,
    window: Window,
    *,
    by: By = "agency",
    only: Collection[str] | None = None,
    parts: Collection[Part] | None = None,
    agencies: Collection[str] | None = None,
) -> dict[str, dict[str, Tally]]:
    """Return what was counted, by subject and indicator, before it is judged."""
    chosen = _with_denominators(choose(engine, only, parts), engine)
    found = counted(engine, chosen, window, by, agencies)
    return {_code(subject, by): numbers for subject, numbers in found.items()}


def _code(subject: Subject, by: By) -> str:
    agency, unit = subject
    if by == "agency":
        return agency
    return unit or rest_of(agency)


def population_rows(indicator: Indicator, window: Window, *, what: Counted) -> Any:
    """Return the rows that a number counts, as an Ibis table; one row for each.

    The number of rows equals the number where it counts rows; where it is a sum (P5,
    K5), these are the rows that were summed over.
    """
    window = indicator.window(window)
    seen = seen_by(indicator, window)
    chosen = _condition(indicator, seen, window, what)
    rows = seen[indicator.table].filter(indicator.population(seen, window))
    return rows if chosen is None else rows.filter(chosen)


def _condition(
    indicator: Indicator, seen: Mapping[str, Any], window: Window, what: Counted
) -> Any:
    """Return which rows of the population are meant; None for every row."""
    if what == "numerator":
        numerator = indicator.numerator(seen, window)
        if is_condition(numerator):
            return numerator
    if indicator.denominator is None:
        return None
    denominator = indicator.denominator(seen, window)
    return denominator if is_condition(denominator) else denominator > 0


def both_tallies(
    engine: Engine, window: Window, *, agencies: Collection[str] | None = None
) -> tuple[dict[str, dict[str, Tally]], dict[Subject, dict[str, Tally]]]:
    """Return the tallies of all agencies and of all units from the same scans.

    Units are keyed by (agency, unit), the unit "" holding what no unit has. What an
    agency is by itself (its decree, its population) comes from its own rows, and is
    not asked of units.
    """
    chosen = choose(engine, None, None)
    own = [one for one in chosen if one.table == "agencies"]
    shared = [one for one in chosen if one.table != "agencies"]
    units = counted(engine, shared, window, "unit", agencies)
    of_members = {one.id for one in shared}
    members: dict[str, list[dict[str, Tally]]] = defaultdict(list)
    for (agency, _unit), found in units.items():
        members[agency].append(_without_agency(found, of_members))
    whole = {agency: sum_of(found) for agency, found in members.items()}
    apart = counted(engine, own, window, "agency", agencies, beside=chosen)
    for (agency, _unit), found in apart.items():
        whole[agency] = sum_of([whole.get(agency, {}), found])
    return whole, units


def _without_agency(
    found: Mapping[str, Tally], ids: Collection[str]
) -> dict[str, Tally]:
    """Return what units are counted by, without what their agency has beside it."""
    kept = {}
    for one in CATALOGUE:
        if one.id in ids and one.id in found:
            foreign = {key for key, b in one.beside.items() if b.table != one.table}
            beside = {k: n for k, n in found[one.id].beside.items() if k not in foreign}
            kept[one.id] = replace(found[one.id], beside=beside)
    return kept


def _with_denominators(
    chosen: Sequence[Indicator], engine: Engine
) -> tuple[Indicator, ...]:
    """Add those whose numerator is the denominator of a wanted one."""
    wanted = {one.id for one in chosen} | {one.over for one in chosen if one.over}
    return choose(engine, wanted, None)
