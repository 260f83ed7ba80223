"""Asking the vault without opening it."""

from datetime import UTC, date, datetime

import pytest

from lapor.domain.reporters import queries
from lapor.domain.reporters.actions import keep_identity, shred
from lapor.domain.reporters.rules import Person
from lapor.kernel.actor import REPORTER, SYSTEM
from tests.factories.reporters import person

AT = datetime(2024, 5, 17, 3, tzinfo=UTC)
NUMBER = "7K2M-P042-QRX"


def keep(number=NUMBER, who=None, *, is_anonymous=False, kept_until=None):
    keep_identity(
        case_number=number,
        person=who or person(),
        is_anonymous=is_anonymous,
        by=REPORTER,
        at=AT,
        kept_until=kept_until,
    )


@pytest.mark.django_db
class TestHasIdentity:
    """has_identity() …"""

    def test_is_true_for_what_is_kept_and_false_for_the_rest(self):
        keep()

        assert queries.has_identity(NUMBER)
        assert not queries.has_identity("0000-0000-000")

    def test_is_false_for_what_was_destroyed(self):
        keep()
        shred(case_number=NUMBER, by=SYSTEM, at=AT)

        assert not queries.has_identity(NUMBER)


@pytest.mark.django_db
class TestSearchByContact:
    """case_handles_by_contact() …"""

    @pytest.mark.parametrize(
        "contact",
        ["0812-0000-0001", "62 812 0000 0001", "ZZCANARY.siti0001@contoh.example.ID"],
    )
    def test_finds_open_reporters_however_it_is_written(self, contact):
        keep()
        keep("1111-1111-111", person(2))

        found = queries.case_handles_by_contact(contact)

        assert found == {queries.handle_of(NUMBER)}

    def test_finds_all_cases_of_a_reporter(self):
        keep("1111-1111-111")
        keep("2222-2222-222")

        assert len(queries.case_handles_by_contact(person().phone)) == 2

    def test_never_finds_the_anonymous(self):
        keep(is_anonymous=True)

        assert queries.case_handles_by_contact(person().phone) == set()
        assert queries.case_handles_by_contact(person().email) == set()

    @pytest.mark.parametrize("contact", ["", "x", "@", "%", "3273015105900001", "Siti"])
    def test_finds_nobody_by_what_is_no_contact(self, contact):
        keep()
        keep("1111-1111-111", Person(name="Siti"))

        assert queries.case_handles_by_contact(contact) == set()


@pytest.mark.django_db
class TestEnded:
    """ended() …"""

    def test_lists_what_is_past_its_retention_only(self):
        keep("1111-1111-111", kept_until=date(2024, 5, 16))
        keep("2222-2222-222", kept_until=date(2024, 5, 17))
        keep("3333-3333-333")

        found = queries.ended(on=date(2024, 5, 17))

        assert [bytes(row.handle) for row in found] == [
            queries.handle_of("1111-1111-111")
        ]
