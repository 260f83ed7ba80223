"""The catalogue: complete, consistent, and the same SQL for every engine."""

from collections import Counter
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from lapor.domain.analytics.queries.engines import sql_of, tables
from lapor.domain.analytics.queries.scans import is_condition, seen_by
from lapor.domain.analytics.rules.catalogue import (
    CATALOGUE,
    by_id,
    by_key,
    catalogue_version,
    of_part,
)
from lapor.domain.analytics.rules.indicator import (
    Basis,
    Direction,
    Indicator,
    Part,
    Reading,
    Window,
)

NUMBERS = {"P": 21, "T": 6, "K": 6, "R": 6}
WEIGHTS = {
    Part.PERFORMANCE: {
        **{"P20": 10, "P2": 10, "P3": 15, "P4": 15, "P5": 8, "P6": 7, "P7": 10},
        **{"P8": 10, "P9": 5, "P11": 3, "P12": 2, "P15": 2, "P17": 3},
    },
    Part.PREVENTION: {"T1": 20, "T2": 25, "T3": 20, "T4": 20, "T6": 15},
    Part.QUALITY: {"K1": 50, "K2": 15, "K3": 15, "K4": 10, "K5": 10},
    Part.PLAN: {"R1": 15, "R2": 15, "R3": 20, "R4": 25, "R5": 10, "R6": 15},
}
every = pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.id)


def window(basis: Basis = Basis.COHORT) -> Window:
    return Window(
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 7, 1, tzinfo=UTC),
        datetime(2026, 7, 15, tzinfo=UTC),
        basis,
    )


class TestCatalogue:
    """The catalogue …"""

    def test_holds_every_indicator_of_the_domain_in_order(self):
        expected = [
            f"{letter}{number}"
            for letter, most in NUMBERS.items()
            for number in range(1, most + 1)
        ]

        assert [one.id for one in CATALOGUE] == expected

    @pytest.mark.parametrize("part", list(Part))
    def test_weighs_each_part_to_a_hundred(self, part: Part):
        weights = {one.id: one.weight for one in of_part(part) if one.weight}

        assert weights == WEIGHTS[part]
        assert sum(weights.values()) == 100

    def test_finds_by_id_and_by_key(self):
        assert by_id("P3") is by_key("followed_up")
        with pytest.raises(KeyError):
            by_id("P99")

    def test_has_a_version_that_names_every_definition(self):
        assert catalogue_version().count("-") == len(CATALOGUE) - 1

    def test_names_nothing_twice(self):
        for field in ("key", "name", "english"):
            counted = Counter(getattr(one, field) for one in CATALOGUE)
            assert max(counted.values()) == 1


@every
class TestEveryIndicator:
    """Every indicator …"""

    def test_says_what_it_is_in_words(self, one: Indicator):
        for words in (one.name, one.english, one.formula, one.who, one.source):
            assert words.strip() == words != ""

    def test_is_scored_only_where_a_value_has_points(self, one: Indicator):
        if one.weight:
            assert one.normal or one.mixed
            assert one.direction != Direction.NONE

    @pytest.mark.parametrize("dialect", ["postgres", "duckdb", "pyspark"])
    @pytest.mark.parametrize("basis", list(Basis))
    def test_becomes_sql_of_every_engine(self, one: Indicator, dialect: str, basis):
        seen = seen_by(one, window(basis))
        rows = seen[one.table].filter(one.population(seen, window(basis)))

        text = sql_of(rows.select(n=one.numerator(seen, window(basis))), dialect)

        assert "evaluation_" in text

    def test_says_which_of_its_numbers_add_up(self, one: Indicator):
        seen = seen_by(one, window())
        numbers = {"numerator": one.numerator, "denominator": one.denominator}

        found = tuple(
            name
            for name, expression in numbers.items()
            if expression and not is_condition(expression(seen, window()))
        )

        assert found == one.sums

    def test_adds_up_whole_numbers_only(self, one: Indicator):
        seen = seen_by(one, window())
        strict = (one.strict.numerator, one.strict.denominator) if one.strict else ()
        beside = [b.amount for b in one.beside.values() if b.table == one.table]

        for expression in (one.numerator, one.denominator, one.count, *strict, *beside):
            if expression is not None:
                kind = expression(seen, window()).type()
                assert kind.is_boolean() or kind.is_integer(), kind

    def test_names_columns_that_exist(self, one: Indicator):
        columns = tables()[one.table].columns

        assert not one.spread or one.spread in columns
        assert not isinstance(one.by, str) or not one.by or one.by in columns

    def test_gives_an_empty_population_no_value(self, one: Indicator):
        found = one.reading(0, 0)

        assert found.value is None


class TestPoints:
    """Points (domain §12.2) …"""

    @pytest.mark.parametrize(
        ("id", "value", "points"),
        [
            *(("P1", "1", "100"), ("P2", "1/3", "100/3"), ("P20", "0", "0")),
            *(("P3", "0.50", "0"), ("P3", "0.95", "100"), ("P3", "0.725", "50")),
            *(("P4", "0.40", "0"), ("P4", "0.65", "50"), ("P4", "0.90", "100")),
            *(("P5", "0", "100"), ("P5", "3", "100"), ("P5", "6.5", "50")),
            *(("P5", "10", "0"), ("P5", "30", "0")),
            *(("P6", "0.95", "100"), ("P7", "0.5", "0"), ("P8", "0.725", "50")),
            *(("P9", "0.30", "0"), ("P9", "0.05", "100"), ("P9", "0.01", "100")),
            *(("P12", "0.15", "50"), ("P13", "0.25", "50"), ("P15", "0.125", "50")),
            *(("P17", "76.61", "76.61"), ("K1", "61.5", "61.5"), ("K3", "0.25", "75")),
            *(("T1", "0.5", "50"), ("T6", "1", "50"), ("T6", "9", "100")),
            *(("R1", "60", "60"), ("R4", "0.3", "30")),
        ],
    )
    def test_follow_the_lines_of_the_domain(self, id: str, value: str, points: str):
        reading = Reading(id, 1, 1, Fraction(value))

        assert by_id(id).normalised(reading) == Fraction(points)

    @pytest.mark.parametrize(
        ("received", "previous", "points"),
        [
            (0, 0, "0"),  # nobody knows the channel: never "100 %"
            (0, 50, "0"),
            (50, 50, "75"),
            (100, 100, "100"),
            (400, 0, "100"),  # nothing came before: no fall
            (75, 100, "62.5"),  # 75 of 100, and half of the way down
            (50, 200, "25"),
        ],
    )
    def test_of_volume_mix_amount_and_growth(self, received, previous, points):
        reading = by_id("P11").reading(received, 1, beside={"previous": previous})

        assert by_id("P11").normalised(reading) == Fraction(points)

    def test_of_manual_channels_are_the_gap_to_the_registers(self):
        one = by_id("P19")

        assert one.normalised(one.reading(30, 100, beside={"declared": 40})) == 75
        assert one.normalised(one.reading(50, 100, beside={"declared": 40})) == 100
        assert one.normalised(one.reading(50, 100)) is None

    def test_are_none_where_there_is_nobody_to_judge(self):
        assert by_id("P3").normalised(by_id("P3").reading(0, 0)) is None

    def test_bend_where_the_catalogue_page_says(self):
        bends = [(str(value), str(points)) for value, points in by_id("P5").curve()]

        assert bends == [("0", "100"), ("3", "100"), ("10", "0"), ("20", "0")]


class TestBands:
    """The bands of the follow-up share …"""

    @pytest.mark.parametrize(
        ("share", "band"),
        [("0.91", "high"), ("0.90", "middle"), ("0.50", "middle"), ("0.49", "low")],
    )
    def test_hold_both_bounds_in_the_middle(self, share: str, band: str):
        found = by_id("P3").band(Fraction(share))

        assert found is not None
        assert found.key == band

    def test_are_none_without_a_value(self):
        assert by_id("P3").band(None) is None


class TestQuality:
    """The mean quality …"""

    def test_weighs_each_answer_by_what_it_stands_for(self):
        # Two strata: 90 answers of which 3 were drawn, 10 of which 2 were.
        scores = {"3": (3, 90, [80_00, 70_00, 90_00]), "2": (2, 10, [50_00, 60_00])}
        classes = {
            drawn: (sum(points) * size, n * size)
            for drawn, (n, size, points) in scores.items()
        }

        reading = by_id("K1").reading(1, 1, classes=classes)

        assert reading.value == Fraction(80 * 90 + 55 * 10, 100)

    def test_has_no_value_without_answers(self):
        assert by_id("K1").reading(0, 0).value is None
