"""The instrument as data: read exactly, refused in sentences."""

import copy
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.scoring.rules import (
    Category,
    Veto,
    default_weights,
    first_version,
    read_weights,
    sums,
)
from lapor.kernel.errors import Invalid

DATA = first_version()["data"]


def changed(path: str, value: object) -> dict:
    """Return the first version with one value replaced."""
    data = copy.deepcopy(DATA)
    *way, last = path.split(".")
    at = data
    for word in way:
        at = at[word]
    at[last] = value
    return data


class TestTheFirstVersion:
    """The first version …"""

    def test_is_an_assumption_with_a_date(self):
        first = first_version()

        assert (first["evidence"], first["valid_from"]) == ("[A]", "2025-01-01")
        assert first["legal_basis"]

    def test_weighs_the_four_kinds_as_the_reference_says(self):
        assert [default_weights().parts[part] for part in Part] == [40, 15, 30, 15]

    def test_weighs_no_indicator_that_is_only_shown(self):
        shown = {"P1", "P10", "P13", "P14", "P16", "P18", "P19", "P21", "T5", "K6"}

        inside = default_weights().inside.values()

        assert not shown & {name for table in inside for name in table}

    @pytest.mark.parametrize(
        ("total", "expected"),
        [
            ("100", Category.VERY_GOOD),
            ("90", Category.VERY_GOOD),
            ("89.99", Category.GOOD),
            ("75", Category.GOOD),
            ("74.99", Category.FAIR),
            ("60", Category.FAIR),
            ("59.99", Category.POOR),
            ("0", Category.POOR),
        ],
    )
    def test_calls_totals_by_their_names(self, total, expected):
        assert default_weights().category(Fraction(total)) == expected


class TestReading:
    """read_weights() …"""

    @given(st.lists(st.integers(0, 100), min_size=4, max_size=4))
    def test_takes_kinds_that_add_up_to_100_and_no_others(self, weights):
        data = copy.deepcopy(DATA)
        data["parts"] = dict(zip([part.value for part in Part], weights, strict=True))
        if sum(weights) == 100:
            assert list(read_weights(data).parts.values()) == weights
            return
        with pytest.raises(Invalid) as refusal:
            read_weights(data)

        assert f"berjumlah {sum(weights)}, seharusnya 100" in str(refusal.value)
        assert "parts" in refusal.value.fields

    def test_names_the_kind_whose_weights_do_not_add_up(self):
        with pytest.raises(Invalid) as refusal:
            read_weights(changed("inside.quality.K1", 40))

        assert list(refusal.value.fields) == ["inside.quality"]
        assert refusal.value.message == (
            "Instrumen belum dapat disimpan. Bobot “Kualitas tindak lanjut” berjumlah "
            "90, seharusnya 100. Selisihnya 10."
        )

    @pytest.mark.parametrize(
        ("path", "value", "field"),
        [
            ("parts.plan", -15, "parts.plan"),
            ("parts.plan", "lima belas", "parts.plan"),
            ("parts.plan", None, "parts.plan"),
            ("parts", [], "parts.plan"),
            ("inside.plan.K1", 0, "inside.K1"),
            ("inside.quality.K6", 5, "inside.K6"),
            ("inside.plan.R1", 15.5, "inside.R1"),
            ("inside.plan.R1", True, "inside.R1"),
            ("ends.P3", ["0.5", "0.5"], "ends.P3"),
            ("ends.P3", ["a", "0.5"], "ends.P3"),
            ("ends.P3", ["NaN", "0.5"], "ends.P3"),
            ("ends.P11", ["0", "1"], "ends.P11"),
            ("categories.good", "95", "categories"),
            ("categories.fair", "0", "categories"),
            ("categories", {}, "categories"),
            ("vetoes.no_decree", "excellent", "vetoes.no_decree"),
            ("vetoes.rain", "poor", "vetoes.rain"),
            ("limits.small", "x", "limits.small"),
            ("limits.low_follow_up", "2", "limits.low_follow_up"),
            ("institutional", 41, "institutional"),
        ],
    )
    def test_refuses_nonsense_with_the_field(self, path, value, field):
        with pytest.raises(Invalid) as refusal:
            read_weights(changed(path, value))

        assert field in refusal.value.fields
        assert refusal.value.fields[field].endswith(".")

    def test_takes_numbers_as_people_type_them(self):
        weights = read_weights(changed("ends.P3", ["0,5", "0,95"]))

        assert weights.ends["P3"] == (Fraction(1, 2), Fraction(19, 20))

    def test_keeps_the_vetoes(self):
        assert read_weights(DATA).vetoes == {
            Veto.NO_DECREE: Category.FAIR,
            Veto.LOW_FOLLOW_UP: Category.POOR,
            Veto.NO_MICRO_ROUND: Category.GOOD,
        }

    @pytest.mark.parametrize("data", [{}, {"parts": 3}, {"inside": {"plan": []}}])
    def test_refuses_what_is_no_instrument(self, data):
        with pytest.raises(Invalid):
            read_weights(data)


def test_sums_are_shown_while_they_are_wrong():
    found = sums(changed("inside.plan.R1", "x"))

    assert found == {
        "parts": 100,
        "performance": 100,
        "prevention": 100,
        "quality": 100,
        "plan": 85,
    }
