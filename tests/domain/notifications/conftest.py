"""A small country whose ledger is read as soon as something is written."""

import pytest

from lapor.domain.reporters.actions import keep_identity
from lapor.domain.reporters.rules import Person
from lapor.kernel.actor import REPORTER
from tests.factories.cases import MONDAY, World, make_world
from tests.factories.notices import load_matrix


@pytest.fixture
def world(db: None, settled: None) -> World:
    """The country with its matrix."""
    made = make_world()
    for number, officer in enumerate(made.officers.values()):
        officer.email = f"petugas{number}@contoh.example.id"
        officer.save()
    load_matrix()
    return made


@pytest.fixture
def keep():
    """Keep how the reporter of a case can be reached."""

    def keep(case, **contacts):
        keep_identity(
            case_number=case.number,
            person=Person(name="Zzcanary Siti", **contacts),
            is_anonymous=False,
            by=REPORTER,
            at=MONDAY,
        )
        return case

    return keep
