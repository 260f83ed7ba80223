"""One round through the pages, from the draft to the recommendation."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client, override_settings

from lapor.domain.accounts.models import User
from lapor.domain.monev.actions.errands import carry_out
from lapor.domain.monev.actions.schedules import load_schedule
from lapor.domain.monev.models import Result, Round
from lapor.domain.monev.rules.words import RoundState
from lapor.domain.plans.models import Recommendation
from lapor.domain.scoring.actions import load_instrument
from lapor.kernel import clock
from lapor.kernel.actor import SYSTEM
from tests.factories.case_facts import make_facts
from tests.factories.cases import MONDAY, World

MEETING = {
    "held_on": "2026-07-06",
    "place": "Balai kota",
    "chaired_by": "Sekretaris daerah",
    "attendees": "Semua kepala dinas",
    "decisions": "Disepakati.",
}


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Monday, 6 July 2026: the first half of the year is over."""
    moment = MONDAY.replace(month=7, day=6, hour=6)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def prepared(world: World, tmp_path: Path):
    load_schedule(by=SYSTEM, at=MONDAY)
    load_instrument(by=SYSTEM, at=MONDAY)
    past = MONDAY - timedelta(days=60)
    make_facts(
        world.regency,
        40,
        closed=20,
        unit=world.unit,
        received_at=past,
        month=202601,
    )
    with override_settings(LAPOR_HOME=tmp_path, MEDIA_ROOT=tmp_path / "media"):
        yield


@pytest.fixture
def use(client: Client):
    def go(user: User, path: str, data=None, status: int = 200) -> str:
        client.force_login(user)
        answer = client.get(path) if data is None else client.post(path, data)
        assert answer.status_code == status, answer.text[:3000]
        return answer.text

    return go


@pytest.mark.slow
def test_a_round_goes_from_draft_to_recommendation(
    prepared, world: World, use, now: datetime
):
    admin = world.admin
    drafted = {
        "post": f"micro_agency:{world.regency.code}",
        "period": "2026-S1",
        "basis": "cohort",
    }
    use(admin, "/monev/putaran/buat/", drafted, 302)
    round = Round.objects.get()
    here = f"/monev/putaran/{round.code}/"
    use(admin, f"{here}buka/", {}, 302)
    assert "Sedang dikerjakan" in use(admin, here)
    assert carry_out(round.code, at=now)

    sheet = round.sheets.get(subject=world.unit)
    form = f"/monev/lembar/{sheet.pk}/"
    assert "Isi lembar kerja" in use(world.liaison, "/monev/")
    typed = {f"nilai-{item.key}": "0" for item in sheet.items.all()}
    use(world.liaison, form, typed, 302)
    for other in round.sheets.exclude(pk=sheet.pk):
        other.items.update(value=0)
        use(world.leader, f"/monev/lembar/{other.pk}/ajukan/", {"agreed": "on"}, 302)
    use(world.leader, f"{form}ajukan/", {"agreed": "on"}, 302)
    use(admin, f"{here}mulai-verifikasi/", {}, 302)
    done = {"selesai": "ya", "accept_rest": "on"}
    for each in round.sheets.all():
        use(admin, f"/monev/lembar/{each.pk}/verifikasi/", done, 302)

    assert "Bahan pleno" in use(admin, f"{here}sementara/")
    assert world.unit.name in use(admin, f"{here}sementara/?hitung=ya")
    use(world.liaison, f"{here}sementara/", status=403)
    use(admin, f"{here}pleno/", MEETING, 302)
    use(admin, f"{here}tetapkan/", {}, 302)
    assert carry_out(round.code, at=now)
    use(world.liaison, f"{here}hasil/{world.unit.code}/", status=404)
    use(admin, f"{here}umumkan/", {}, 302)

    found = Result.objects.get(subject=world.unit)
    page = use(world.liaison, f"{here}hasil/{world.unit.code}/")
    assert found.score is not None
    assert "Paling menurunkan nilai" in page
    assert round.title in use(world.liaison, "/monev/peringkat/")
    use(admin, f"{here}sementara/", status=409)

    text = use(admin, f"{here}rekomendasi/?kepada={world.unit.code}")
    assert "Naskah yang sering dipakai" in text
    given = {"subject": world.unit.code, "text": "Perbaiki.", "due_on": "2026-12-01"}
    use(admin, f"{here}rekomendasi/", given, 302)
    round.refresh_from_db()
    assert round.state == RoundState.FOLLOWING_UP
    assert Recommendation.objects.get().subject == world.unit
    assert "Kerjakan rekomendasi" in use(world.liaison, "/monev/")
