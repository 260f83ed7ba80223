"""Numbers and codes: what people type is read, what is wrong is noticed."""

import re
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.kernel import ids

NUMBERS = st.builds(ids.new_number)


class TestNumber:
    """A number …"""

    def test_is_shown_in_three_groups(self):
        assert re.fullmatch(
            r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}",
            ids.new_number(),
        )

    def test_reads_back_as_itself(self):
        number = ids.new_number()

        assert ids.normalise_number(number) == number

    @pytest.mark.parametrize("separator", ["", " ", "-", " - ", "\u2013", "\u200b"])
    def test_is_read_in_small_letters_and_with_other_separators(self, separator):
        number = ids.new_number()

        typed = number.lower().replace("-", separator)

        assert ids.normalise_number(f"  {typed}\n") == number

    def test_reads_o_as_zero_and_i_and_l_as_one(self):
        zeros_and_ones = "0101010101"
        number = ids.number_shown(zeros_and_ones + ids.check_character(zeros_and_ones))

        typed = number.replace("0", "o").replace("1", "l")

        assert ids.normalise_number(typed) == number
        assert ids.normalise_number(number.replace("1", "I")) == number

    def test_with_any_one_wrong_character_is_refused(self):
        plain = ids.new_number().replace("-", "")

        accepted = [
            wrong
            for place in range(len(plain))
            for char in ids.ALPHABET
            if char != plain[place]
            and ids.normalise_number(wrong := plain[:place] + char + plain[place + 1 :])
        ]

        assert accepted == []

    @given(NUMBERS)
    def test_with_any_two_characters_exchanged_is_refused(self, number):
        plain = number.replace("-", "")

        for left, right in combinations(range(len(plain)), 2):
            chars = list(plain)
            chars[left], chars[right] = chars[right], chars[left]
            swapped = "".join(chars)
            assert swapped == plain or ids.normalise_number(swapped) is None

    @pytest.mark.parametrize(
        "typed",
        ["", "-", "0", "ABCD-EFGH-IJKL-MNOP", "0000-0000-00U", "x" * 10_000, "\ud800"],
    )
    def test_is_none_for_what_cannot_be_one(self, typed):
        assert ids.normalise_number(typed) is None

    @given(st.text())
    def test_never_fails_on_any_text(self, typed):
        result = ids.normalise_number(typed)

        assert result is None or ids.normalise_number(result) == result

    @pytest.mark.slow
    def test_is_random_in_every_place_and_does_not_repeat(self):
        drawn = [ids.new_number().replace("-", "") for _ in range(100_000)]

        assert len(set(drawn)) == len(drawn)
        for place in range(ids.NUMBER_LENGTH):
            expected = len(drawn) / 32
            counts = Counter(number[place] for number in drawn)
            chi_square = sum(
                (counts[char] - expected) ** 2 / expected for char in ids.ALPHABET
            )
            # 31 degrees of freedom: beyond 90 once in ten million draws
            assert chi_square < 90, (place, chi_square)


class TestCode:
    """An access code …"""

    def test_has_26_characters_of_5_bits(self):
        code = ids.derived_code("web:one")

        assert len(code) == 26
        assert set(code) <= set(ids.ALPHABET)
        assert 26 * 5 == 130

    def test_reads_back_from_its_printed_form(self):
        code = ids.derived_code("web:one")

        assert ids.normalise_code(ids.code_shown(code).lower()) == code

    def test_is_none_when_a_character_is_missing(self):
        assert ids.normalise_code(ids.derived_code("web:one")[:-1]) is None

    def test_differs_with_its_origin(self):
        assert len({ids.derived_code(f"web:{n}") for n in range(10_000)}) == 10_000


class TestDigest:
    """digest() …"""

    def test_is_the_same_for_the_same_secret_and_purpose(self):
        assert ids.digest("abc", "code") == ids.digest(b"abc", "code")

    def test_differs_by_secret_and_by_purpose(self):
        digests = {
            ids.digest("abc", "code"),
            ids.digest("abd", "code"),
            ids.digest("abc", "identity"),
            ids.digest("cabc", "code"),
        }

        assert len(digests) == 4

    def test_depends_on_the_pepper(self, settings, tmp_path):
        here = ids.digest("abc", "code")
        settings.LAPOR_KEYS = tmp_path

        assert ids.digest("abc", "code") != here

    def test_takes_a_lone_surrogate(self):
        assert len(ids.digest("\ud800", "code")) == 32


class TestMediaKey:
    """new_media_key() …"""

    def test_has_128_bits_below_two_folders_and_no_extension(self):
        key = ids.new_media_key()

        assert re.fullmatch(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{28}", key)


class TestDerivedCode:
    """derived_code() …"""

    def test_is_a_code_and_the_same_for_the_same_origin(self):
        code = ids.derived_code("web:1")

        assert ids.normalise_code(code) == code
        assert ids.derived_code("web:1") == code

    def test_differs_by_origin_and_by_pepper(self, settings, tmp_path):
        codes = {ids.derived_code(f"web:{n}") for n in range(1000)}
        here = ids.derived_code("web:1")
        settings.LAPOR_KEYS = tmp_path

        assert len(codes) == 1000
        assert ids.derived_code("web:1") != here
