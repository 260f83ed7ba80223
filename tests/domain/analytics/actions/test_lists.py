"""Inhabitants of regions and registers of agencies, as lists and in indicators."""

from datetime import UTC, datetime
from typing import Any

import pytest

from lapor.domain.analytics.actions.lists import declare
from lapor.domain.analytics.models import Population, Register
from lapor.domain.analytics.queries.computing import compute
from lapor.domain.analytics.queries.engines import Live
from lapor.domain.analytics.rules.indicator import Basis, Reading
from lapor.domain.analytics.rules.indicators.performance.manual_channels import gap
from lapor.domain.analytics.rules.indicators.performance.volume import (
    per_ten_thousand,
)
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.analytics.rules.windows import window_of
from lapor.domain.ledger.models import Entry
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import OrganisationKind
from lapor.kernel import lists, tables
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid
from tests.factories.case_facts import make_facts
from tests.factories.organisations import agency, region

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)


def bring(name: str, **cells: Any) -> lists.ImportResult:
    rows = [tables.Row(2, cells)]
    return lists.import_rows(lists.find(name), rows, dry_run=False, by=SYSTEM, at=NOW)


def read(home: Organisation, id: str, period: str) -> Reading:
    window = window_of(parse_period(period), Basis.COHORT, at=NOW)
    return compute(Live(window), window, only=[id])[home.code][id]


@pytest.fixture
def regency() -> Organisation:
    """A regency with 40 reports of March, of which 10 came by letter."""
    home = agency(kind=OrganisationKind.REGENCY, region=region())
    make_facts(home, 30)
    make_facts(home, 10, channel="letter")
    return home


class TestPopulation:
    """The list of inhabitants …"""

    def test_gives_reports_for_ten_thousand(self, regency: Organisation):
        code = regency.region_id
        bring(
            "population",
            region=code,
            counted_on="2020-09-15",
            people="100000",
            source="SP2020",
        )
        bring(
            "population",
            region=code,
            counted_on="2026-01-01",
            people="200000",
            source="Proyeksi",
        )
        bring(
            "population",
            region=code,
            counted_on="2027-01-01",
            people="999",
            source="Kelak",
        )

        found = read(regency, "P11", "2026-Q1")

        assert per_ten_thousand(found) == 2  # 40 of the newest count so far
        assert Population.objects.count() == 3

    @pytest.mark.parametrize(
        ("column", "value"),
        [("region", "99.99"), ("people", "0"), ("people", "banyak"), ("source", "")],
    )
    def test_names_the_column_at_fault(self, regency, column, value):
        cells = {
            "region": regency.region_id,
            "counted_on": "2026-01-01",
            "people": "5",
            "source": "BPS",
        }

        result = bring("population", **(cells | {column: value}))

        assert {error.column for error in result.errors} == {column}


class TestRegister:
    """The register of an agency …"""

    def test_shows_the_gap_once_every_month_that_is_over_is_declared(self, regency):
        for month, declared in ((202601, 5), (202602, 3)):
            declare(regency, month=month, declared=declared, by=SYSTEM, at=NOW)
        incomplete = gap(read(regency, "P19", "2026-Q1"))
        bring("registers", agency=regency.code, month="2026-03", declared="12")

        complete = gap(read(regency, "P19", "2026-Q1"))

        assert incomplete is None
        assert complete == pytest.approx(0.5)  # 20 on paper, 10 here

    def test_refuses_a_month_that_still_runs(self, regency):
        with pytest.raises(Invalid, match="belum berakhir"):
            declare(regency, month=202605, declared=1, by=SYSTEM, at=NOW)

    def test_is_written_to_the_ledger_only_when_it_changes(self, regency):
        for declared in (5, 5, 6, None, None):
            declare(regency, month=202601, declared=declared, by=SYSTEM, at=NOW)

        assert Entry.objects.filter(fact="register.declared").count() == 3
        assert not Register.objects.exists()

    def test_a_month_is_written_with_a_dash(self, regency):
        result = bring("registers", agency=regency.code, month="Maret", declared="1")

        assert {error.column for error in result.errors} == {"month"}
