"""A person: cleaned, checked, and silent in logs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.reporters.rules import (
    Person,
    checked,
    email_normalised,
    nik_normalised,
    phone_normalised,
)
from lapor.kernel.errors import Invalid
from tests.factories.reporters import person

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=300)


class TestPerson:
    """A person …"""

    def test_does_not_show_in_logs(self):
        assert repr(person()) == "Person(…)"
        assert f"{person()}" == "Person(…)"

    def test_is_empty_without_any_part(self):
        assert Person().is_empty
        assert not Person(name="Siti").is_empty

    def test_tells_which_parts_are_given(self):
        assert Person(name="Siti", phone="0812").given == ["name", "phone"]


class TestPhone:
    """phone_normalised() …"""

    @pytest.mark.parametrize(
        "typed",
        [
            "081234567890",
            "0812-3456-7890",
            " 0812 3456 7890 ",
            "+62 812 3456 7890",
            "62812-3456-7890",
            "812 3456 7890",
            "(+62) 81234567890",
            "0812\u20113456\u20117890",
            "\u0660\u0668\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660",
        ],
    )
    def test_reads_the_ways_in_which_people_write(self, typed):
        assert phone_normalised(typed) == "+6281234567890"

    def test_reads_fixed_lines_and_other_countries(self):
        assert phone_normalised("(022) 4201234") == "+62224201234"
        assert phone_normalised("+65 9123 4567") == "+6591234567"

    def test_of_nothing_is_nothing(self):
        assert phone_normalised("  ") == ""

    @pytest.mark.parametrize("typed", ["12", "abc", "0812-abc", "08" + "1" * 20, "+"])
    def test_refuses_the_rest(self, typed):
        with pytest.raises(Invalid, match="0812-3456-7890"):
            phone_normalised(typed)

    @given(ANYTHING)
    def test_gives_a_number_or_a_sentence(self, typed):
        try:
            number = phone_normalised(typed)
        except Invalid:
            return
        assert number == "" or number.startswith("+")
        assert phone_normalised(number) == number


class TestEmail:
    """email_normalised() …"""

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            (" Ani@Contoh.ID ", "Ani@contoh.id"),
            ("ani.b+lapor@surat.example.co.id", "ani.b+lapor@surat.example.co.id"),
            ("o'neil@x.id", "o'neil@x.id"),
            ("", ""),
        ],
    )
    def test_reads(self, typed, kept):
        assert email_normalised(typed) == kept

    @pytest.mark.parametrize(
        "typed",
        [
            *("ani", "ani@", "@x.id", "ani@x", "a b@x.id", "ani@@x.id", "ani@x..id"),
            *(".ani@x.id", "ani.@x.id", "a..b@x.id", "ani@x.id, b@x.id", "a@-x.id"),
            *("<ani@x.id>", "ani@x.id\nBcc:b@x.id", "ani@1.2.3.4", "a" * 65 + "@x.id"),
        ],
    )
    def test_refuses(self, typed):
        with pytest.raises(Invalid, match=r"nama@contoh\.id"):
            email_normalised(typed)

    @given(ANYTHING)
    def test_gives_an_address_or_a_sentence(self, typed):
        try:
            email = email_normalised(typed)
        except Invalid:
            return
        assert email == "" or email_normalised(email) == email

    def test_is_fast_on_hostile_text(self):
        with pytest.raises(Invalid):
            email_normalised("a@" + "b." * 125 + "!")


class TestNik:
    """nik_normalised() …"""

    @pytest.mark.parametrize(
        "typed", ["3273015105900001", "3273 0151 0590 0001", "32.73.01.510590.0001"]
    )
    def test_reads(self, typed):
        assert nik_normalised(typed) == "3273015105900001"

    @pytest.mark.parametrize(
        "typed",
        [
            *("327301510590000", "32730151059000011", "3273010005900001"),
            *("3273013205900001", "3273017205900001", "3273015113900001", "x" * 16),
        ],
    )
    def test_refuses_what_cannot_be_one(self, typed):
        with pytest.raises(Invalid, match="16 angka"):
            nik_normalised(typed)


class TestChecked:
    """checked() …"""

    def test_cleans_every_part(self):
        given = Person(
            name="  Siti\u202e  Aminah\x00 ",
            email="Siti@CONTOH.id",
            phone="0812 3456 7890",
            address="Jl. Kenari\n5",
            nik="3273 0151 0590 0001",
        )

        assert checked(given) == Person(
            name="Siti Aminah",
            email="Siti@contoh.id",
            phone="+6281234567890",
            address="Jl. Kenari 5",
            nik="3273015105900001",
        )

    def test_names_every_wrong_field_at_once(self):
        with pytest.raises(Invalid) as refused:
            checked(Person(name="x" * 101, email="x", phone="x", address="x", nik="x"))

        assert set(refused.value.fields) == {"name", "email", "phone", "nik"}
        assert all(sentence.endswith(".") for sentence in refused.value.fields.values())

    def test_does_not_repeat_what_was_typed(self):
        wrong = replace(person(), phone="ZZCANARY", email="ZZCANARY", nik="ZZCANARY")

        with pytest.raises(Invalid) as refused:
            checked(wrong)

        said = str(refused.value) + "".join(refused.value.fields.values())
        assert "ZZCANARY" not in said

    def test_twice_changes_nothing(self):
        once = checked(person())

        assert checked(once) == once
