"""How long cases like this one usually take: of the topic, else of the class."""

from datetime import timedelta

import pytest

from lapor.domain.analytics.queries.usual import Usual, usual_duration
from tests.factories.case_facts import RECEIVED, make_facts
from tests.factories.cases import classification, make_world, receive

LATER = RECEIVED + timedelta(days=60)


@pytest.fixture
def case(db):
    found = receive(make_world())
    found.classification = classification()
    return found


def answered(case, days, **fields):
    given = {"answered_at": RECEIVED, "completion_days": days}
    return make_facts(case.agency, 1, **(given | fields))


def test_is_the_median_of_the_class_at_this_agency(case):
    for days in (1, 2, 2, 3, 3, 4, 5, 8, 9, 30):
        answered(case, days)
    answered(case, 99, classification="information")

    assert usual_duration(case, at=LATER) == Usual(3, 10, is_topic=False)


def test_is_silent_for_fewer_than_ten(case):
    for days in range(9):
        answered(case, days)
    make_facts(case.agency, 5, answered_at=None, completion_days=None)

    assert usual_duration(case, at=LATER) is None


def test_looks_back_a_year(case):
    for days in range(12):
        answered(case, days, received_at=RECEIVED - timedelta(days=400))

    assert usual_duration(case, at=LATER) is None
