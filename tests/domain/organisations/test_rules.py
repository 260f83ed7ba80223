"""Zones, levels and names, without a database."""

import doctest

import pytest

from lapor.domain.organisations import rules
from lapor.domain.organisations.rules import Zone, name_key, zone_of


def test_the_examples_in_the_docstrings_run() -> None:
    assert doctest.testmod(rules).failed == 0


@pytest.mark.parametrize(
    ("region", "zone"),
    [
        ("11", Zone.WIB),
        ("31.71", Zone.WIB),
        ("51", Zone.WITA),
        ("52", Zone.WITA),
        ("53.71", Zone.WITA),
        ("61", Zone.WIB),
        ("62", Zone.WIB),
        ("63", Zone.WITA),
        ("64", Zone.WITA),
        ("65", Zone.WITA),
        ("71", Zone.WITA),
        ("76", Zone.WITA),
        ("81", Zone.WIT),
        ("82", Zone.WIT),
        ("91", Zone.WIT),
        ("96", Zone.WIT),
    ],
)
def test_every_province_has_its_zone(region: str, zone: Zone) -> None:
    assert zone_of(region) is zone


@pytest.mark.parametrize(
    "spelling",
    [
        "Dinas Kesehatan Kab. Bandung",
        "DINAS KESEHATAN KABUPATEN BANDUNG",
        "Dinas Kesehatan Bandung",
        "Dinas  Kesehatan",
    ],
)
def test_spellings_of_one_unit_are_the_same(spelling: str) -> None:
    assert name_key(spelling, "Pemerintah Kabupaten Bandung") == "dinas kesehatan"


def test_a_name_that_is_only_the_place_stays() -> None:
    assert name_key("Bandung", "Pemerintah Kabupaten Bandung") == "bandung"
