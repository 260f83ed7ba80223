from fractions import Fraction

import pytest

from lapor.domain.monev.rules.items import (
    AUTOMATIC,
    WEIGHTS,
    Aspect,
    Known,
    automatic,
    institutional,
    item_named,
    items,
)


def test_the_aspects_weigh_a_hundred_together():
    assert sum(WEIGHTS.values()) == 100
    assert {item.aspect for item in items()} == set(Aspect)


def test_each_key_is_once_and_each_automatic_rule_exists():
    keys = [item.key for item in items()]

    assert len(set(keys)) == len(keys)
    assert {i.automatic for i in items() if i.automatic} == set(AUTOMATIC)


@pytest.mark.parametrize(
    ("key", "known", "value"),
    [
        ("decree_valid", Known(is_decree_valid=False), 0),
        ("decree_valid", Known(is_decree_valid=True, is_decree_complete=False), 2),
        ("decree_valid", Known(is_decree_valid=True, is_decree_complete=True), 4),
        ("micro_done", Known(has_micro_round=False), 0),
        ("micro_done", Known(has_micro_round=True), 4),
        ("officers_per_unit", Known(officers=10, units=20), 2),
        ("workload", Known(officers=2, months=6, dispatched=240), 4),
        ("workload", Known(officers=0, months=6, dispatched=240), None),
        ("growth", Known(received=110, previous_received=100), 4),
        ("growth", Known(received=10, previous_received=0), None),
        ("plan_approved", Known(plan_in_time=Fraction(60, 100)), 2),
        ("plan_approved", Known(plan_in_time=Fraction(0)), 0),
        ("channels_open", Known(channels=3), 2),
        ("api_integration", Known(has_api=False), None),
        ("preventive_done", Known(issues_with_measure=Fraction(1)), 4),
        ("budget_line", Known(), None),
    ],
)
def test_the_system_fills_in_what_it_knows(key, known, value):
    item = item_named(key)

    assert item is not None
    assert automatic(item, known) == value


def test_nothing_known_is_not_the_same_as_nothing_done():
    assert {automatic(item, Known()) for item in items()} == {None}


def test_a_sheet_of_zeros_gives_zero_and_missing_items_count_as_zero():
    assert institutional({}) == 0
    assert institutional({item.key: 4 for item in items()}) == 100


def test_a_unit_is_judged_by_its_own_items_only():
    own = items(for_unit=True)

    assert 0 < len(own) < len(items())
    assert institutional({item.key: 4 for item in own}, for_unit=True) == 100
