"""Trimmed mean, places, conflicts."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.competition.rules import going_on, has_conflict, trimmed_mean

marks = st.lists(st.integers(0, 100), min_size=4, max_size=12)


class TestTrimmedMean:
    """trimmed_mean() …"""

    @given(points=marks)
    def test_lies_among_the_marks_and_forgets_one_extreme(self, points):
        mean = trimmed_mean(points)
        friend = trimmed_mean([*sorted(points)[:-1], 100])

        assert min(points) <= mean <= max(points)
        assert friend == mean

    def test_needs_four_marks_to_leave_any_out(self):
        assert trimmed_mean([0, 100, 50]) == 50
        assert trimmed_mean([]) is None


class TestGoingOn:
    """going_on() …"""

    @given(
        means=st.dictionaries(
            st.integers(1, 30), st.none() | st.integers(0, 5).map(Fraction), max_size=20
        ),
        most=st.integers(1, 10),
    )
    def test_takes_the_best_and_all_that_tie_with_the_last(self, means, most):
        stays = going_on(means, most)
        judged = {key for key, mean in means.items() if mean is not None}

        assert set(stays) <= judged
        assert len(stays) >= min(most, len(judged))
        worst = min((means[key] for key in stays), default=Fraction(0))
        assert all(means[key] < worst for key in judged - set(stays))


class TestConflict:
    """has_conflict() …"""

    def test_is_ones_own_agency_and_those_it_watches(self):
        assert has_conflict(1, 1, [])
        assert has_conflict(1, 2, [2])
        assert not has_conflict(1, 2, [3])
        assert not has_conflict(None, 2, [2])
