from datetime import timedelta

import pytest
from django.db.models import Count

from lapor.domain.escalation.actions import climb, prepare_letters
from lapor.domain.escalation.models import Letter
from lapor.domain.ledger.models import Entry
from lapor.domain.reports.actions.reminding import issue_reminder
from lapor.domain.reports.contents.reminders import climb_letter
from lapor.domain.reports.models import IssuedDocument
from lapor.domain.reports.queries.issued import (
    Verdict,
    document_seen_by,
    issued_by_token,
    path_of,
    stored,
)
from lapor.domain.reports.rules.tables import Table
from lapor.kernel.errors import NotFound
from tests.factories.cases import MONDAY, World, dispatch, make_world, receive
from tests.factories.escalation import load_ladder

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LATE = MONDAY + timedelta(days=30)
LATEST = MONDAY + timedelta(days=400)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def letter(world: World) -> Letter:
    load_ladder()
    for _ in range(2):
        dispatch(world, receive(world, secret=True), at=MONDAY)
    climb(at=LATE)
    prepare_letters(at=LATE)
    return Letter.objects.select_related("sender", "receiver").get()


class TestIssueReminder:
    """issue_reminder() …"""

    def test_makes_a_signed_document_that_anybody_can_check(
        self, world: World, letter: Letter
    ):
        row = issue_reminder(letter.pk, at=LATE)

        letter.refresh_from_db()
        assert letter.issued_at == LATE
        assert path_of(row).read_bytes().startswith(b"%PDF")
        assert stored(issued_by_token(letter.token)).verdict == Verdict.VALID
        assert (row.publisher, row.subject) == (letter.sender, letter.receiver)
        assert row.number == letter.number
        facts = set(Entry.objects.values_list("fact", flat=True))
        assert {"document.issued", "letter.issued"} <= facts

    def test_twice_is_once(self, letter: Letter):
        issue_reminder(letter.pk, at=LATE)
        assert issue_reminder(letter.pk, at=LATE) is None
        assert issue_reminder(999, at=LATE) is None
        assert IssuedDocument.objects.count() == 1

    def test_is_seen_at_both_ends(self, world: World, letter: Letter):
        row = issue_reminder(letter.pk, at=LATE)
        on = LATE.date()
        for who in (world.admin, world.coordinator, world.national):
            assert document_seen_by(who, row.token, on=on) == row
        for who in (world.other_admin, world.liaison):
            with pytest.raises(NotFound):
                document_seen_by(who, row.token, on=on)


class TestContent:
    """climb_letter() …"""

    def test_names_cases_and_days_and_no_word_of_a_reporter(self, letter: Letter):
        made = climb_letter(letter, token="kode", at=LATE).check()

        table = next(block for block in made.blocks if isinstance(block, Table))
        assert len(table.rows) == 2
        # due on 9 March; Nyepi and Idulfitri lie between that and 1 April
        assert [row["late"] for row in table.rows] == [12, 12]
        assert "Lampu jalan" not in str(made.blocks)
        assert letter.receiver.name in str(made.blocks)
        assert made.number == letter.number

    def test_counts_a_report_once_that_is_late_in_two_ways(self, world: World):
        load_ladder()
        for _ in range(2):
            dispatch(world, receive(world), at=MONDAY)
        climb(at=LATEST)
        prepare_letters(at=LATEST)
        letters = Letter.objects.select_related("sender", "receiver")
        letter = letters.annotate(amount=Count("lines")).latest("amount")

        made = climb_letter(letter, token="kode", at=LATEST).check()

        table = next(block for block in made.blocks if isinstance(block, Table))
        assert len(table.rows) == 4
        assert "Pada 2 laporan masyarakat di instansi Saudara, 4 batas" in str(
            made.blocks
        )
