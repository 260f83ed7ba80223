"""A nation of two local governments, and facts about their reports."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.monev.queries import Scope, scope_named
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import OrganisationKind, OversightKind
from lapor.domain.scoring.actions import load_instrument
from lapor.kernel.actor import SYSTEM
from tests.factories.case_facts import RECEIVED, make_facts
from tests.factories.deadlines import load_law
from tests.factories.monev import NOW
from tests.factories.organisations import agency, oversight, unit

HALF = parse_period("2026-S1")
DAY = timedelta(days=1)


@dataclass
class Land:
    """A province, a regency and a city under it, and a unit of the regency."""

    province: Organisation
    regency: Organisation
    city: Organisation
    unit: Organisation

    def scope(self, kind: str) -> Scope:
        """A scope of that kind."""
        names = {
            "nation": "nasional",
            "overseen": f"binaan:{self.province.code}",
            "units": self.regency.code,
            "agency": self.regency.code,
        }
        found = scope_named(names[kind])
        if kind == "units":
            return Scope(found.key, found.name, "units", found.owner)
        return found


@pytest.fixture
def land(db: None) -> Land:
    load_law()
    load_instrument(by=SYSTEM, at=NOW)
    if not Organisation.objects.filter(code="panrb").exists():
        agency(code="panrb", kind=OrganisationKind.MINISTRY)
    province = agency(kind=OrganisationKind.PROVINCE)
    regency, city = agency(), agency(kind=OrganisationKind.CITY)
    for each in (regency, city):
        oversight(province, each, OversightKind.TERRITORIAL_GUIDANCE)
    office = unit(regency)
    make_facts(regency, 20, closed=15, unit=office)
    make_facts(
        city, 12, closed=6, channel="app", received_at=RECEIVED + 40 * DAY, month=202604
    )
    make_facts(city, 2, state="archived", bucket="archived", archive_reason="unclear")
    make_facts(regency, 3, rating=4, programme="mbg")
    return Land(province, regency, city, office)


@pytest.fixture
def home(tmp_path: Path):
    """Own folders for what is stored and for the keys."""
    with override_settings(LAPOR_HOME=tmp_path, LAPOR_KEYS=tmp_path / "keys"):
        yield tmp_path
