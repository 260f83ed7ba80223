from fractions import Fraction

from lapor.domain.monev.rules.templates import (
    CONDITIONS,
    Finding,
    proposed,
    templates,
)


def test_the_library_has_all_ten_texts_of_real_rounds_each_with_its_source():
    found = templates()

    assert len({each.key for each in found}) == len(found) == 10
    assert all(each.source and each.days > 0 for each in found)
    assert {each.when for each in found} == set(CONDITIONS)


def test_low_follow_up_is_to_be_raised_and_high_to_be_kept():
    low = {t.key for t in proposed(Finding(followed_up=Fraction(49, 100)))}
    high = {t.key for t in proposed(Finding(followed_up=Fraction(1, 2)))}

    assert "raise_follow_up" in low - high
    assert "keep_follow_up" in high - low


def test_what_is_unknown_proposes_nothing():
    assert {t.when for t in proposed(Finding())} == {"always"}
