"""A few cases of several people and offices lie on the desks of the demo."""

from datetime import date

import pytest

from lapor.domain.cases.models import Assignment, Case, Return
from lapor.domain.cases.rules import Part, State
from lapor.domain.handover.models import Handover, InformationRequest
from lapor.domain.handover.rules import State as Step
from lapor.domain.publication.models import Comment, Follow, Support
from lapor.ops import demo
from tests.factories.country import make_country
from tests.factories.deadlines import local

NOW = local("2026-03-02 10:00")


@pytest.fixture
def country(db: None) -> None:
    make_country()
    demo.build(cases=60, months=6, seed=1, until=date(2026, 3, 2), at=NOW)


def test_every_screen_has_something_to_show_and_once(country: None):
    made = demo.cross(seed=1, at=NOW)

    assert made >= 10
    assert Case.objects.filter(parent__isnull=False).count() == 2  # one objected
    parts = set(Assignment.objects.values_list("part", flat=True))
    assert {Part.CONTRIBUTOR, Part.CONSULTED, Part.COPY} <= parts
    assert Return.objects.filter(is_binding=True).exists()
    assert Case.objects.filter(
        state=State.RETURN_REQUESTED, returns__verdict=""
    ).exists()
    states = InformationRequest.objects.values_list("state", flat=True)
    assert set(states) == {"asked", "answered"}
    assert {Step.RECEIVED, Step.OFFERED} <= set(
        Handover.objects.values_list("state", flat=True)
    )
    assert (Support.objects.count(), Follow.objects.count()) == (14, 5)
    assert Comment.objects.values("state").distinct().count() == 3
    assert demo.cross(seed=1, at=NOW) == 0
