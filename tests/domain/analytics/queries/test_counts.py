from lapor.domain.analytics.actions import compact, recount
from lapor.domain.analytics.models import CaseCount
from lapor.domain.analytics.queries import (
    buckets,
    buckets_by_month,
    by_channel,
    by_classification,
    by_month,
)
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import BUCKETS, Bucket, State
from tests.factories.cases import World, make_case, receive

STATES = [
    State.RECEIVED,
    State.ON_HOLD,
    State.DISPATCHED,
    State.IN_PROGRESS,
    State.ANSWERED,
    State.CLOSED,
    State.ARCHIVED,
]


def counted_by_hand(agency_id=None) -> dict[Bucket, int]:
    cases = Case.objects.filter(agency=agency_id) if agency_id else Case.objects.all()
    return {
        bucket: cases.filter(state__in=sorted(states)).count()
        for bucket, states in BUCKETS.items()
    }


def test_the_sums_equal_a_count_by_hand_whatever_happened(world: World):
    for state in STATES:
        make_case(world, state)
    receive(world, agency=world.other)

    for agency_id in (None, world.regency.pk, world.other.pk):
        found = buckets(agency_id)
        assert found.buckets == counted_by_hand(agency_id)
        assert found.total == sum(found.buckets.values())


def test_folding_and_recounting_change_no_sum(world: World):
    for state in STATES:
        make_case(world, state)
    before = buckets()
    rows = CaseCount.objects.count()

    compact()

    assert CaseCount.objects.count() < rows
    assert buckets() == before
    recount()
    assert buckets() == before


def test_other_views_have_the_same_total(world: World):
    make_case(world, State.CLOSED)
    make_case(world, State.RECEIVED)

    for view in (by_channel(), by_classification(), by_month()):
        assert sum(view.values()) == 2
    assert list(by_month()) == [202603]
    stacked = {month: found.total for month, found in buckets_by_month().items()}
    assert stacked == by_month()


def test_an_empty_country_has_six_empty_buckets(db):
    assert buckets().total == 0
    assert len(buckets().buckets) == 6
