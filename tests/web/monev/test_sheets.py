"""Sheets in the browser: filled as one types, proved, signed, verified, clarified."""

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.monev.models import Evidence, Round, Sheet
from lapor.domain.monev.rules.items import items
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from tests.factories.cases import World
from tests.factories.files import photo, upload
from tests.factories.monev import make_round

KEYS = [item.key for item in items(for_unit=True)]
FIRST, SECOND = KEYS[:2]


@pytest.fixture
def use(client: Client):
    """Return a way to send or ask for a page as somebody."""

    def go(user: User, path: str, data=None, status: int = 200):
        client.force_login(user)
        answer = client.get(path) if data is None else client.post(path, data)
        assert answer.status_code == status, answer.text[:3000]
        return answer

    return go


@pytest.fixture
def sheet(world: World, settings, tmp_path) -> Sheet:
    settings.MEDIA_ROOT = tmp_path
    made = make_round(Tier.MICRO_AGENCY, world.regency, world.unit)
    return made.sheets.get()


def turn(sheet: Sheet, state: RoundState, kept: SheetState) -> None:
    """Bring a round and its sheet to a state."""
    Round.objects.filter(pk=sheet.round_id).update(state=state)
    Sheet.objects.filter(pk=sheet.pk).update(state=kept)
    sheet.refresh_from_db()


class TestFilling:
    """Filling …"""

    def test_shows_items_with_anchors_and_readings(self, world: World, sheet, use):
        text = use(world.liaison, f"/monev/lembar/{sheet.pk}/").text

        assert "Persentase tindak lanjut" in text
        assert "9/10" in text
        assert text.count("<fieldset") == len(KEYS)
        assert "Ada dan dijalankan" in text

    def test_shows_what_the_tier_below_found(self, world: World, sheet, use):
        found = {"tier": "micro_auditor", "period": "2026-S1", "results": 7}
        sheet.below = [{"round": "r", "number": "007/MONEV", "mean": 8150, **found}]
        sheet.save()

        text = use(world.liaison, f"/monev/lembar/{sheet.pk}/").text

        assert "Hasil tingkat di bawahnya" in text
        assert "007/MONEV" in text
        assert "81,5" in text

    def test_keeps_everything_with_one_button(self, world: World, sheet, use):
        typed = {f"nilai-{FIRST}": "3", f"catatan-{FIRST}": "Ada SOP", **_none(SECOND)}

        use(world.liaison, f"/monev/lembar/{sheet.pk}/", typed, 302)

        item = sheet.items.get(key=FIRST)
        assert (item.value, item.note) == (3, "Ada SOP")

    def test_keeps_one_item_while_it_is_typed(self, world: World, sheet, use):
        path = f"/monev/lembar/{sheet.pk}/simpan/"

        told = use(world.liaison, path, {f"nilai-{FIRST}": "2"}).json()
        wrong = use(world.liaison, path, {f"nilai-{FIRST}": "9"}, 422).json()

        assert "Tersimpan pukul" in told["words"]
        assert wrong["faults"] == [FIRST]
        assert sheet.items.get(key=FIRST).value == 2

    def test_keeps_the_rest_when_one_is_out_of_range(self, world: World, sheet, use):
        typed = {f"nilai-{FIRST}": "7", f"nilai-{SECOND}": "4", f"catatan-{FIRST}": "x"}

        text = use(world.liaison, f"/monev/lembar/{sheet.pk}/", typed, 422).text

        assert "antara 0 dan 4" in text
        assert ">x</textarea>" in text
        assert sheet.items.get(key=SECOND).value == 4
        assert sheet.items.get(key=FIRST).value is None

    def test_leads_to_the_evidence_of_an_item_after_saving(
        self, world: World, sheet, use
    ):
        typed = {f"nilai-{FIRST}": "4", "bukti": FIRST}

        answer = use(world.liaison, f"/monev/lembar/{sheet.pk}/", typed, 302)

        assert answer["Location"] == f"/monev/lembar/{sheet.pk}/bukti/{FIRST}/"
        assert sheet.items.get(key=FIRST).value == 4

    def test_is_closed_to_others(self, world: World, sheet, use):
        use(world.other_admin, f"/monev/lembar/{sheet.pk}/", status=404)
        text = use(world.auditor, f"/monev/lembar/{sheet.pk}/").text
        assert "<fieldset" not in text
        use(world.admin, f"/monev/lembar/{sheet.pk}/", {f"nilai-{FIRST}": "4"}, 422)

        assert sheet.items.get(key=FIRST).value is None


class TestEvidence:
    """Evidence …"""

    def test_is_taken_fetched_and_taken_back(self, world: World, sheet, use):
        here = f"/monev/lembar/{sheet.pk}/bukti/{FIRST}/"
        use(world.liaison, here, {"uploads": upload("sop.jpg", photo())}, 302)

        file = Evidence.objects.get()
        assert file.shown_name in use(world.liaison, here).text
        fetched = use(world.admin, f"/monev/bukti/{file.key}")
        assert fetched["Content-Disposition"].startswith("attachment")
        b"".join(fetched.streaming_content)
        use(world.other_admin, f"/monev/bukti/{file.key}", status=404)

        use(world.liaison, f"{here}tarik/", {"berkas": file.pk}, 302)
        file.refresh_from_db()
        assert file.removed_at

    def test_of_a_wrong_type_comes_back_with_a_sentence(self, world: World, sheet, use):
        here = f"/monev/lembar/{sheet.pk}/bukti/{FIRST}/"

        text = use(world.liaison, here, {"uploads": upload("a.exe", b"MZ")}, 422).text

        assert "a.exe" in text
        assert not Evidence.objects.exists()

    def test_wants_a_file(self, world: World, sheet, use):
        here = f"/monev/lembar/{sheet.pk}/bukti/{FIRST}/"

        assert "Pilih paling sedikit" in use(world.liaison, here, {}, 422).text

    def test_of_an_unknown_item_is_not_found(self, world: World, sheet, use):
        use(world.liaison, f"/monev/lembar/{sheet.pk}/bukti/tidak-ada/", status=404)
        here = f"/monev/lembar/{sheet.pk}/bukti/{FIRST}/tarik/"
        use(world.liaison, here, {"berkas": "x"}, 404)


class TestSigning:
    """Signing …"""

    def test_names_what_is_missing(self, world: World, sheet, use):
        here = f"/monev/lembar/{sheet.pk}/ajukan/"

        before = use(world.leader, here).text
        after = use(world.leader, here, {"agreed": "on", "note": "Baik"}, 422).text

        assert "belum dinilai" in before
        assert f"#butir-{FIRST}" in after
        assert "Baik</textarea>" in after

    def test_is_for_the_leader(self, world: World, sheet, use):
        sheet.items.update(value=0)
        here = f"/monev/lembar/{sheet.pk}/ajukan/"

        use(world.leader, here, {"note": ""}, 422)
        use(world.liaison, here, {"agreed": "on"}, 422)
        use(world.leader, here, {"agreed": "on"}, 302)

        sheet.refresh_from_db()
        assert sheet.state == SheetState.SUBMITTED
        text = use(world.leader, f"/monev/lembar/{sheet.pk}/").text
        assert sheet.signatures.get().content_hash in text


class TestVerifying:
    """Verification …"""

    @pytest.fixture
    def sheet(self, sheet: Sheet) -> Sheet:
        sheet.items.update(value=2)
        turn(sheet, RoundState.VERIFYING, SheetState.SUBMITTED)
        return sheet

    def test_shows_both_sides_and_keeps_scores(self, world: World, sheet, use):
        here = f"/monev/lembar/{sheet.pk}/verifikasi/"
        typed = {f"nilai-{FIRST}": "1", f"alasan-{FIRST}": "SOP lama"}

        assert "Isian sendiri" in use(world.admin, here).text
        use(world.admin, here, typed, 302)

        item = sheet.items.get(key=FIRST)
        assert (item.score, item.reason) == (1, "SOP lama")

    def test_wants_a_reason_for_a_difference(self, world: World, sheet, use):
        here = f"/monev/lembar/{sheet.pk}/verifikasi/"
        typed = {f"nilai-{FIRST}": "0", f"nilai-{SECOND}": "2"}

        text = use(world.admin, here, typed, 422).text

        assert "harus diisi" in text
        assert sheet.items.get(key=SECOND).score == 2

    def test_ends_when_the_rest_is_accepted(self, world: World, sheet, use):
        here = f"/monev/lembar/{sheet.pk}/verifikasi/"

        left = use(world.admin, here, {"selesai": "ya"}, 422).text
        use(world.admin, here, {"selesai": "ya", "accept_rest": "on"}, 302)

        assert "belum dinilai" in left
        sheet.refresh_from_db()
        assert sheet.state == SheetState.VERIFIED

    def test_is_closed_to_those_who_are_judged(self, world: World, sheet, use):
        use(world.liaison, f"/monev/lembar/{sheet.pk}/verifikasi/", status=403)


class TestClarification:
    """Clarification …"""

    def test_goes_from_question_to_decision(self, world: World, sheet, use):
        here = f"/monev/lembar/{sheet.pk}/klarifikasi/"
        sheet.items.update(value=2, score=2)
        turn(sheet, RoundState.VERIFYING, SheetState.VERIFIED)
        asked = {"about": FIRST, "question": "Mana SOP-nya?"}
        use(world.admin, f"{here}minta/", {"about": FIRST, "question": " "}, 422)
        use(world.admin, f"{here}minta/", asked, 302)
        use(
            world.admin,
            f"/monev/putaran/{sheet.round.code}/kirim-klarifikasi/",
            {},
            302,
        )
        point = sheet.clarifications.get()

        assert "Mana SOP-nya?" in use(world.liaison, here).text
        use(world.liaison, f"{here}{point.pk}/jawab/", {"answer": ""}, 422)
        use(world.liaison, f"{here}{point.pk}/jawab/", {"answer": "Terlampir."}, 302)
        given = {"is_accepted": "ya", "decision": "Cukup.", "score": "3"}
        use(world.admin, f"{here}{point.pk}/putuskan/", given, 302)

        sheet.refresh_from_db()
        assert sheet.state == SheetState.VERIFIED
        assert sheet.items.get(key=FIRST).score == 3
        assert "Cukup." in use(world.liaison, here).text


def _none(key: str) -> dict[str, str]:
    return {f"nilai-{key}": "", f"catatan-{key}": ""}
