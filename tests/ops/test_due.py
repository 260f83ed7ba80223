import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, load_command_class
from django.db import ProgrammingError

from lapor.domain.deadlines import actions, queries
from lapor.kernel.actor import SYSTEM
from tests.factories.deadlines import load_law, local
from tests.factories.organisations import agency

pytestmark = pytest.mark.django_db

LEBARAN = ("--from", "2025-03-28T10:00+07:00", "--days", "5")


def run(*words):
    """Return what the command says to people and about trouble."""
    said, trouble = StringIO(), StringIO()
    call_command("due", *words, stdout=said, stderr=trouble)
    return said.getvalue(), trouble.getvalue()


def ask(*words):
    return json.loads(run(*words, "--json")[0])


@pytest.fixture
def law():
    load_law()


@pytest.mark.usefixtures("law")
class TestDue:
    """lapor due …"""

    def test_names_the_day_and_every_skipped_day(self):
        said, trouble = run(*LEBARAN, "--zone", "Asia/Jakarta", "--explain")

        assert said.startswith("Jatuh tempo: Selasa, 15 April 2025 pukul 23.59 WIB")
        assert "Cuti Bersama Hari Suci Nyepi" in said
        assert "Sabtu, Hari Suci Nyepi" in said
        assert "0 (hari mulai)" in said
        assert trouble == ""

    def test_says_only_the_day_unless_asked_why(self):
        said, _ = run(*LEBARAN)

        assert said.splitlines() == [
            "Jatuh tempo: Selasa, 15 April 2025 pukul 23.59 WIB",
            "Batas waktu: 5 hari kerja",
        ]

    def test_answers_machines(self):
        found = ask(*LEBARAN, "--zone", "Asia/Jakarta")

        assert found["due_on"] == "2025-04-15"
        assert found["due_at"] == "2025-04-15T16:59:59.999999+00:00"
        assert found["day_zero"] == "2025-04-08"
        assert found["counted"] == [f"2025-04-{day:02}" for day in (9, 10, 11, 14, 15)]
        assert len(found["skipped"]) == 13
        assert found["skipped"][0] == {
            "on": "2025-03-28",
            "why": "Cuti Bersama Hari Suci Nyepi",
        }

    def test_takes_limit_zone_and_calendar_of_an_agency(self):
        office = agency()
        office.zone = "Asia/Makassar"
        office.save(update_fields=["zone"])

        found = ask(
            "--from", "2025-02-03T09:00+08:00", "--timer", "completion",
            "--class", "information", "--agency", office.code,
        )  # fmt: skip

        assert (found["days"], found["zone"]) == (5, "Asia/Makassar")
        assert found["due_at"] == "2025-02-10T15:59:59.999999+00:00"
        assert found["term"]["regulation"] == "PermenPANRB 62/2018"

    def test_quotes_the_law_of_the_day_asked_for(self):
        said, _ = run(
            "--from", "2025-06-02T09:00+07:00", "--timer", "completion",
            "--class", "complaint_oversight", "--on", "2025-04-30",
        )  # fmt: skip

        assert "60 hari kerja (PermenPANRB 62/2018, Bab VI (mekanisme);" in said

    def test_counts_calendar_days(self):
        found = ask("--from", "2025-03-28T10:00+07:00", "--timer", "ombudsman")

        assert (found["due_on"], found["skipped"]) == ("2025-05-27", [])

    def test_uses_a_regional_calendar(self):
        at = local("2025-01-01 08:00")
        actions.make_calendar(code="rsud", name="RSUD", six_day=True, by=SYSTEM, at=at)
        actions.add_holiday(
            on=date(2025, 2, 4),
            name="Hari jadi daerah",
            kind="regional",
            legal_basis="Perda contoh",
            calendar="rsud",
            by=SYSTEM,
            at=at,
        )

        found = ask("--from", "2025-02-03T09:00+07:00", "--days", "5",
                    "--calendar", "rsud")  # fmt: skip

        assert found["due_on"] == "2025-02-10"
        assert {"on": "2025-02-04", "why": "Hari jadi daerah"} in found["skipped"]


class TestWithoutDatabase:
    def test_says_so_and_uses_the_days_that_come_with_the_program(self):
        said, trouble = run(*LEBARAN)

        assert "15 April 2025" in said
        assert "belum ada di basis data" in trouble

    def test_answers_before_the_tables_are_made(self, monkeypatch):
        def refuse(code):
            raise ProgrammingError('relation "deadlines_holiday" does not exist')

        monkeypatch.setattr(queries, "has_days", refuse)

        said, trouble = run(*LEBARAN)

        assert "15 April 2025" in said
        assert "Basis data belum siap" in trouble

    def test_a_limit_of_the_law_needs_the_database(self, monkeypatch):
        def refuse(*_, **__):
            raise ProgrammingError('relation "deadlines_term" does not exist')

        monkeypatch.setattr(queries, "term_for", refuse)

        with pytest.raises(CommandError, match="belum siap"):
            run("--from", "2025-03-28T10:00+07:00", "--timer", "reply")


class TestUsage:
    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("--from", "2025-03-28T10:00", "--days", "5"), "tanpa zona"),
            (("--from", "kemarin", "--days", "5"), "bukan waktu"),
            ((*LEBARAN, "--zone", "Asia/Bandung"), "tidak dikenal"),
            ((*LEBARAN[:3], "0"), "1 sampai 3660"),
            ((*LEBARAN[:3], "3661"), "1 sampai 3660"),
            ((*LEBARAN[:3], "lima"), "1 sampai 3660"),
            ((*LEBARAN, "--on", "besok"), "bukan tanggal"),
            (("--from", "9999-12-30T10:00+07:00", "--days", "5"), "terlalu jauh"),
        ],
    )
    def test_wrong_words_are_explained(self, words, message):
        with pytest.raises(CommandError, match=message):
            run(*words)

    @pytest.mark.parametrize(
        "words", [("--from", "2025-03-28T10:00", "--days", "5"), (), LEBARAN[:2]]
    )
    def test_wrong_words_end_with_code_2(self, words, capsys):
        command = load_command_class("lapor.ops", "due")

        with pytest.raises(SystemExit) as caught:
            command.run_from_argv(["lapor", "due", *words])

        assert caught.value.code == 2
        assert "usage" in capsys.readouterr().err
