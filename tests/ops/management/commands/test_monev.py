"""The command ``lapor monev``, over a small round."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from lapor.domain.accounts.rules import Role
from lapor.domain.monev.actions.fixing import fix_round
from lapor.domain.monev.actions.opening import folder_of
from lapor.domain.monev.actions.schedules import load_schedule
from lapor.domain.monev.actions.verifying import (
    Meeting,
    hold_plenary,
    start_verifying,
)
from lapor.domain.monev.models import Round, Schedule
from lapor.domain.monev.rules.words import RoundState, Tier
from lapor.domain.scoring.actions import load_instrument
from lapor.kernel import clock
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotFound
from tests.factories.accounts import LONG_AGO, make_officer
from tests.factories.case_facts import make_facts
from tests.factories.deadlines import load_law, local
from tests.factories.monev import NOW, Corner, make_corner

pytestmark = pytest.mark.django_db
LATE = local("2026-08-19 08:00")
MEETING = Meeting(LATE.date(), "Jakarta", "Ketua", "Semua", "Disepakati")


@pytest.fixture(autouse=True)
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    load_law()
    load_schedule(by=SYSTEM, at=LONG_AGO)
    Schedule.objects.update(sample="")  # the facts here have no cases to draw
    load_instrument(by=SYSTEM, at=NOW)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with override_settings(LAPOR_HOME=tmp_path):
        yield


@pytest.fixture
def corner() -> Corner:
    found = make_corner(Tier.MESO_TERRITORY)
    make_facts(found.subject, 40, closed=36)
    return found


def run(*words: str) -> str:
    out = StringIO()
    call_command("monev", *words, stdout=out)
    return out.getvalue()


def opened(corner: Corner) -> Round:
    code = f"2026-S1-wilayah-{corner.assessor.code}"
    run("open", code)
    return Round.objects.get(code=code.lower())


def fixed(corner: Corner) -> Round:
    made = opened(corner)
    user = make_officer(Role.COORDINATOR, corner.assessor, username="pengawas")
    start_verifying(made, by=SYSTEM, at=LATE)
    hold_plenary(made, meeting=MEETING, by=user, at=LATE)
    return fix_round(made, by=user, at=LATE)


def test_open_drafts_by_the_code_and_opens(corner):
    out = run("open", f"2026-S1-wilayah-{corner.assessor.code}", "--json")

    answer = json.loads(out)
    assert answer["state"] == "opened"
    assert answer["sheets"] == {"open": 1}
    assert len(answer["opening"]) == 64


def test_open_refuses_a_period_that_has_not_ended(corner):
    with pytest.raises(Invalid, match="baru berakhir"):
        run("open", f"2026-S2-wilayah-{corner.assessor.code}")


def test_open_of_nonsense_says_how_to_find_the_codes():
    with pytest.raises(NotFound, match="lapor monev status"):
        run("open", "entah-apa")


def test_status_lists_rounds_and_tells_of_one(corner):
    made = opened(corner)

    assert made.code in run("status")
    assert "Dibuka" in run("status", made.code)
    assert json.loads(run("status", "--json"))["rounds"][0]["sheets"] == 1


def test_compute_shows_what_the_scores_would_be(corner):
    made = opened(corner)

    answer = json.loads(run("compute", made.code, "--json"))

    (row,) = answer["results"]
    assert row["code"] == corner.subject.code
    assert row["score"] is not None
    assert not made.results.exists()


def test_verify_compares_in_place_and_from_a_copy(corner, tmp_path):
    made = fixed(corner)
    copy = tmp_path / "salinan"
    shutil.copytree(folder_of(made), copy)

    here = json.loads(run("verify", made.code, "--json"))
    there = json.loads(run("verify", made.code, "--from", str(copy), "--json"))

    assert here["is_same"]
    assert there["results"] == here["results"] == made.results_hash
    assert "Sama dengan yang disegel" in run("verify", made.number)


def test_verify_ends_with_1_and_names_the_changed_file(corner):
    made = fixed(corner)
    file = folder_of(made) / "opening" / "cases.parquet"
    content = bytearray(file.read_bytes())
    content[-9] ^= 1
    file.write_bytes(content)
    out = StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("monev", "verify", made.code, stdout=out)

    assert left.value.code == 1
    assert "BERUBAH: opening/cases.parquet" in out.getvalue()


def test_publish_is_done_in_the_name_of_somebody_who_may(corner):
    made = fixed(corner)

    with pytest.raises(CommandError, match="tidak ada"):
        run("publish", made.code, "--by", "siapa")
    run("publish", made.code, "--by", "pengawas")

    made.refresh_from_db()
    assert made.state == RoundState.PUBLISHED


def test_schedule_opens_what_is_due_and_tells_of_what_was_missed(corner):
    make_officer(Role.COORDINATOR, corner.assessor)

    tried = run("schedule", "--dry-run")
    first = run("schedule")
    second = json.loads(run("schedule", "--json"))

    assert "jatuh tempo: 2" in tried
    assert "dibuka: 2" in first
    assert "terlewat" in first
    assert {each["outcome"] for each in second["rounds"]} == {"missed"}


def test_schedule_does_not_open_what_is_to_come(corner):
    with pytest.raises(CommandError, match="belum tiba"):
        run("schedule", "--upto", "2027-02-01")

    assert "2026-s2" in run("schedule", "--upto", "2027-02-01", "--dry-run")
