"""What a ranking would have been under other weights."""

from dataclasses import replace

from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.scoring.rules import Category, Entrant, default_weights, preview
from tests.factories.readings import FACTS, perfect

OLD = default_weights()
NEW = replace(OLD, parts=dict(zip(Part, (10, 15, 60, 15), strict=True)))
QUICK = Entrant("quick", "g", perfect(K1=(40, 1)), FACTS)
DEEP = Entrant("deep", "g", perfect(P3=(50, 100), P4=(55, 100)), FACTS)
SMALL = Entrant("small", "g", perfect(), FACTS._replace(dispatched=3))


def test_shows_who_would_climb_and_who_would_fall():
    found = preview([QUICK, DEEP, SMALL], old=OLD, new=NEW)

    assert [(m.code, m.old_rank, m.new_rank, m.climbed) for m in found] == [
        ("deep", 2, 1, 1),
        ("quick", 1, 2, -1),
        ("small", None, None, None),
    ]


def test_shows_totals_and_categories_of_both():
    quick = next(m for m in preview([QUICK], old=OLD, new=NEW) if m.code == "quick")

    assert (quick.old_total, quick.new_total) == (91, 82)
    assert quick.old_category == Category.VERY_GOOD
    assert quick.new_category == Category.GOOD


def test_moves_nobody_under_the_same_weights():
    found = preview([QUICK, DEEP], old=OLD, new=OLD)

    assert {moved.climbed for moved in found} == {0}
