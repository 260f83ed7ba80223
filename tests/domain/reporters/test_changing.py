"""A reporter changes how he is reached; what he gave up is told, then destroyed."""

from dataclasses import replace

import pytest

from lapor.domain.reporters import actions, queries
from lapor.domain.reporters.models import ContactIndex
from lapor.domain.reporters.rules import Person
from lapor.kernel.actor import REPORTER, Actor
from lapor.kernel.errors import Invalid
from tests.factories.cases import MONDAY as AT
from tests.factories.reporters import person

NUMBER = "7K2M-P042-QRX"


def keep(*, is_anonymous: bool = False) -> None:
    actions.keep_identity(
        case_number=NUMBER,
        person=person(),
        is_anonymous=is_anonymous,
        by=REPORTER,
        at=AT,
    )


def look() -> Person:
    by = Actor("user:12")
    return actions.look_at_identity(case_number=NUMBER, by=by, at=AT, reason="contact")


@pytest.mark.django_db
class TestChangeContact:
    """change_contact() …"""

    def change(self, number=NUMBER, email="", phone="", **given):
        changed = {"is_anonymous": False, "by": REPORTER, "at": AT} | given
        actions.change_contact(case_number=number, email=email, phone=phone, **changed)

    def test_leaves_alone_what_is_left_empty(self):
        keep()

        self.change(email="baru@contoh.id")

        assert look() == replace(person(), email="baru@contoh.id")
        assert queries.case_handles_by_contact("baru@contoh.id")
        assert queries.case_handles_by_contact(person().email) == set()

    def test_keeps_what_was_given_up_until_its_owner_was_told(self):
        keep()
        self.change(email="baru@contoh.id", phone="+6281299990000")

        found = queries.former_contacts({NUMBER})[NUMBER]
        assert [(each.name, each.address) for each in found] == [
            ("email", person().email),
            ("phone", person().phone),
        ]

        actions.forget_former(NUMBER, {found[0].mark})
        assert queries.former_contacts({NUMBER}) == {NUMBER: found[1:]}
        actions.forget_former(NUMBER, {found[1].mark})
        assert queries.former_contacts({NUMBER}) == {NUMBER: []}
        assert look().email == "baru@contoh.id"

    def test_names_an_anonymous_reporter_in_no_index(self):
        keep(is_anonymous=True)

        self.change(email="baru@contoh.id", is_anonymous=True)

        assert not ContactIndex.objects.exists()

    def test_is_the_first_contact_of_who_gave_none_or_took_it_back(self):
        self.change(email="baru@contoh.id")
        assert look() == Person(email="baru@contoh.id")

        actions.shred(case_number=NUMBER, by=REPORTER, at=AT)
        self.change(phone="0812 9999 0000")
        assert look() == Person(phone="+6281299990000")
        assert queries.former_contacts({NUMBER}) == {NUMBER: []}

    @pytest.mark.parametrize("email", ["", "bukan surel"])
    def test_needs_a_contact_that_can_be_one(self, email):
        keep()

        with pytest.raises(Invalid):
            self.change(email=email)
        assert look() == person()
