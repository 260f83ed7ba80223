"""The three engines give exactly the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from bench.cluster import standalone
from bench.facts import make_facts
from bench.parity import CUT_OFF, END, START, computed, differences, loaded, spark
from lapor.domain.analytics.queries.computing import both_tallies, compute, tallies
from lapor.domain.analytics.queries.engines import Duck, engine_named
from lapor.domain.analytics.rules.catalogue import CATALOGUE
from lapor.domain.analytics.rules.indicator import Basis, Window
from lapor.domain.analytics.rules.tally import Tally
from lapor.kernel.errors import Invalid

SMALL = 3_000
MANY = 60_000  # `make parity` does a million
WINDOW = Window(START, END, CUT_OFF)


@pytest.fixture(scope="session")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts of an invented country, a few."""
    return make_facts(tmp_path_factory.mktemp("facts"), cases=SMALL, agencies=20)


@pytest.fixture
def duck(facts: Path) -> Iterator[Duck]:
    """DuckDB over them."""
    engine = Duck(facts)
    yield engine
    engine.close()


class TestParity:
    """PostgreSQL, DuckDB and Spark …"""

    @pytest.mark.slow
    @pytest.mark.parametrize("basis", ["cohort", "flow"])
    @pytest.mark.parametrize("by", ["agency", "unit"])
    def test_agree_on_every_indicator(self, db, facts: Path, duck, basis, by):
        one = computed(duck, by=by, basis=basis)
        other = computed(loaded(facts), by=by, basis=basis)

        assert differences(one, other) == []
        assert len(one.readings[""]) == len(CATALOGUE)
        empty = {id for id, reading in one.readings[""].items() if not reading.value}
        assert empty == ({"R1"} if by == "unit" else set()), "units have no plan"

    @pytest.mark.slow
    @pytest.mark.java
    def test_agree_over_many_facts_with_a_real_cluster(self, db, tmp_path: Path):
        folder = make_facts(tmp_path / "facts", cases=MANY)
        engine, live = Duck(folder), loaded(folder)
        cluster = tmp_path / "cluster"
        cluster.mkdir()

        with spark(folder, cluster) as real:
            found = {
                basis: [
                    computed(each, by="agency", basis=basis)
                    for each in (engine, live, real)
                ]
                for basis in ("cohort", "flow")
            }

        engine.close()
        for duckdb, postgresql, cluster_of_spark in found.values():
            assert differences(duckdb, postgresql) == []
            assert differences(duckdb, cluster_of_spark) == []
            assert sum(len(each) for each in duckdb.readings.values()) > 10_000


class TestBoth:
    """Agencies and units from the same scans …"""

    @pytest.mark.slow
    @pytest.mark.parametrize("basis", list(Basis))
    def test_are_those_of_scans_of_their_own(self, duck: Duck, basis: Basis):
        window = Window(START, END, CUT_OFF, basis)

        agencies, units = both_tallies(duck, window)

        apart = tallies(duck, window)
        assert set(agencies) == set(apart)
        for agency, counted in apart.items():
            for one in CATALOGUE:
                expected = counted.get(one.id, Tally())
                assert agencies[agency].get(one.id, Tally()) == expected, one.id
        by_unit = tallies(duck, window, by="unit")
        assert len(units) == len(by_unit)


class TestEngines:
    """An engine …"""

    def test_leaves_out_what_it_has_no_table_for(self, facts: Path, tmp_path: Path):
        (tmp_path / "issues.parquet").symlink_to(facts / "issues.parquet")
        engine = Duck(tmp_path)

        found = compute(engine, WINDOW)

        engine.close()
        assert set(found[""]) == {"T1", "T2"}

    def test_narrows_a_table_to_some_rows(self, facts: Path):
        engine = Duck(facts, where={"cases": "programme <> ''"})

        found = compute(engine, WINDOW, only=["P11"])

        engine.close()
        assert 0 < found[""]["P11"].numerator < SMALL / 10

    def test_is_named_by_the_setting(self, facts: Path):
        duck = engine_named(settings.LAPOR_ENGINE, facts)

        assert isinstance(duck, Duck)
        duck.close()
        with pytest.raises(Invalid, match="kalkulator"):
            engine_named("kalkulator", facts)

    def test_of_spark_that_never_answers_is_told(self, tmp_path: Path, monkeypatch):
        monkeypatch.setattr("bench.cluster.PATIENCE", 0)
        monkeypatch.setattr("bench.cluster._running", _nothing)
        (tmp_path / "Master.log").write_text("no such class")

        with pytest.raises(TimeoutError, match="no such class"), standalone(tmp_path):
            pass


def _nothing(*_args: object):
    from contextlib import nullcontext  # noqa: PLC0415 - only here

    return nullcontext()
