"""The rows behind a number: as many as the number says, on every page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.facts import make_facts
from bench.parity import CUT_OFF, END, START, loaded
from lapor.domain.analytics.queries.computing import compute
from lapor.domain.analytics.queries.engines import Duck
from lapor.domain.analytics.queries.rows import COLUMNS, KEYS, Within, rows_behind
from lapor.domain.analytics.rules.catalogue import CATALOGUE
from lapor.domain.analytics.rules.indicator import Basis, Window
from lapor.domain.analytics.rules.tables import TABLES
from lapor.kernel.errors import Invalid

AGENCY = "instansi-0007"


@pytest.fixture
def duck(facts: Path) -> Iterator[Duck]:
    """DuckDB over them."""
    engine = Duck(facts)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts of an invented country, a few."""
    return make_facts(tmp_path_factory.mktemp("facts"), cases=3_000, agencies=20)


def every_row(engine, one, window, what, within) -> list[dict]:
    """Return the rows of all pages."""
    found, after = [], ""
    while True:
        page = rows_behind(
            engine, one, window, what=what, within=within, after=after, size=40
        )
        found += page.rows
        after = page.next
        if not after:
            return found


@pytest.mark.slow
@pytest.mark.parametrize("basis", list(Basis))
def test_the_rows_are_as_many_as_the_number_says(duck: Duck, basis: Basis):
    window = Window(START, END, CUT_OFF, basis)
    readings = compute(duck, window)[AGENCY]
    looked = 0

    for one in CATALOGUE:
        for what in ("numerator", "denominator"):
            has_rows = one.denominator is not None or what == "numerator"
            if one.relation is not None or what in one.sums or not has_rows:
                continue
            rows = every_row(duck, one, window, what, Within([AGENCY]))
            assert len(rows) == getattr(readings[one.id], what), (one.id, what)
            keys = [tuple(row[key] for key in KEYS[one.table]) for row in rows]
            assert len(set(keys)) == len(keys)
            looked += 1

    assert looked > 40


@pytest.mark.slow
def test_postgresql_gives_the_same_pages(db, duck: Duck, facts: Path):
    live = loaded(facts)
    window = Window(START, END, CUT_OFF)

    for one in CATALOGUE:
        if one.relation is None:
            within = Within([AGENCY])
            mine = every_row(duck, one, window, "numerator", within)
            assert every_row(live, one, window, "numerator", within) == mine, one.id


def test_units_have_their_own_rows(duck: Duck):
    window = Window(START, END, CUT_OFF)
    volume = next(one for one in CATALOGUE if one.id == "P11")
    counted = compute(duck, window, by="unit")

    unit = f"{AGENCY}.2"
    rows = every_row(duck, volume, window, "numerator", Within([AGENCY], unit))

    assert len(rows) == counted[unit]["P11"].numerator > 0
    assert {row["unit"] for row in rows} == {unit}


@pytest.mark.parametrize(
    "after", ["x", "~~", "kemarin~1~2", "2026-01-01T00:00~1~2", f"2026-01-01~1~{2**70}"]
)
def test_a_spoilt_address_is_refused(duck: Duck, after: str):
    volume = next(one for one in CATALOGUE if one.id == "P11")

    with pytest.raises(Invalid):
        rows_behind(
            duck,
            volume,
            Window(START, END, CUT_OFF),
            what="numerator",
            within=Within(),
            after=after,
        )


def test_only_columns_of_the_tables_are_shown():
    for name, columns in TABLES.items():
        assert {*COLUMNS[name], *KEYS[name]} <= {column.name for column in columns}
