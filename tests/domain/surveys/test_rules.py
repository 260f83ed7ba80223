"""Index and grade of a satisfaction survey."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.surveys.rules import (
    QUESTIONS,
    Grade,
    Kind,
    Tally,
    grade_of,
    index_of,
    margin_of_index,
    needed,
)

marks = st.lists(
    st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=40
)


def tallies_of(answers: list[list[int]]) -> list[Tally]:
    columns = list(zip(*answers, strict=True))
    return [Tally(len(c), sum(c), sum(n * n for n in c)) for c in columns]


class TestIndex:
    """index_of() …"""

    def test_has_nine_elements_and_six_dimensions(self):
        assert len(QUESTIONS[Kind.NINE]) == 9
        assert len(QUESTIONS[Kind.USERS]) == 6

    @given(answers=marks)
    def test_is_the_mean_of_means_on_25_to_100(self, answers):
        index = index_of(tallies_of(answers))
        by_hand = Fraction(sum(map(sum, answers)), 9 * len(answers)) * 25

        assert index == by_hand
        assert 25 <= index <= 100

    def test_is_unknown_when_an_element_has_no_answer(self):
        assert index_of([Tally(3, 9, 27)] * 8 + [Tally(0, 0, 0)]) is None
        assert index_of([]) is None

    @pytest.mark.parametrize(
        ("index", "grade"),
        [
            ("100", Grade.A),
            ("88.31", Grade.A),
            ("88.305", Grade.A),
            ("88.30", Grade.B),
            ("76.61", Grade.B),
            ("76.60", Grade.C),
            ("65", Grade.C),
            ("64.99", Grade.D),
            ("25", Grade.D),
        ],
    )
    def test_falls_into_the_grades_of_the_regulation(self, index, grade):
        assert grade_of(Fraction(index)) == grade


class TestMargin:
    """margin_of_index() …"""

    def test_is_nothing_when_all_agree_or_all_were_asked(self):
        assert margin_of_index([Tally(10, 30, 90)] * 9, None) == 0
        mixed = [Tally(4, 10, 30)] * 9
        assert margin_of_index(mixed, 4) == 0
        assert margin_of_index(mixed, None) > 0

    def test_asks_for_385_of_a_great_many(self):
        assert needed(1_000_000) == 385
