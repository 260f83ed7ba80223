"""Audit reports through the pages, from the first word to the signature."""

from datetime import timedelta

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.monev.models import AuditReport
from lapor.domain.monev.rules.audit import AuditState
from tests.factories.cases import MONDAY, World, make_case

MADE = {
    "title": "Monev triwulan 4 tahun 2025",
    "first_on": "2025-10-01",
    "last_on": "2025-12-31",
}
FINDING = {
    "unit": "",
    "condition": "12 dari 40 jawaban hanya menyebut sedang diproses.",
    "criteria": "PermenPANRB 62/2018",
    "cause": "Belum ada naskah baku.",
    "effect": "Pelapor bertanya lagi.",
    "recommendation": "Susun naskah baku.",
    "due_on": "2026-04-30",
}


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
def report(world: World, use) -> AuditReport:
    use(world.auditor, "/monev/lhm/buat/", {"agency": world.regency.code, **MADE}, 302)
    return AuditReport.objects.get()


class TestReport:
    """An audit report …"""

    def test_goes_from_the_first_word_to_the_signature(self, world: World, report, use):
        here = f"/monev/lhm/{report.pk}/"
        auditor = world.auditor
        words = {"basis": "PP 60/2008", "scope": "Semua unit", "method": "Sampel"}
        use(auditor, here, words, 302)
        use(auditor, f"{here}temuan/", {**FINDING, "unit": world.unit.code}, 302)
        use(auditor, f"{here}temuan/1/", {**FINDING, "unit": world.unit.code}, 302)
        use(world.liaison, here, status=404)
        use(auditor, f"{here}kirim/", {"respond_until": "2026-03-20"}, 302)

        assert "Tanggapi" in use(world.liaison, here).text
        answer = {"is_agreed": "ya", "response": "Kami setuju."}
        use(world.liaison, f"{here}temuan/1/tanggapan/", answer, 302)
        use(auditor, f"{here}tandatangan/", {}, 302)

        text = use(world.leader, here).text
        report.refresh_from_db()
        assert report.state == AuditState.SIGNED
        assert report.number in text
        assert report.digest in text
        assert "Kami setuju." in text
        assert world.unit.name in text

    def test_keeps_what_was_typed_when_it_is_refused(self, world: World, use):
        typed = {"agency": world.regency.code, **MADE, "last_on": "2026-12-31"}

        text = use(world.auditor, "/monev/lhm/buat/", typed, 422).text

        assert "belum selesai" in text
        assert 'value="Monev triwulan 4 tahun 2025"' in text

    def test_asks_for_each_part_of_a_finding(self, world: World, report, use):
        path = f"/monev/lhm/{report.pk}/temuan/"

        text = use(world.auditor, path, {**FINDING, "cause": ""}, 422).text

        assert "Bagian ini perlu diisi." in text
        assert FINDING["condition"] in text

    def test_says_what_is_missing_before_it_is_sent(self, world: World, report, use):
        path = f"/monev/lhm/{report.pk}/kirim/"

        text = use(world.auditor, path, {"respond_until": "2026-03-20"}, 422).text

        assert "belum dapat dikirim" in text

    def test_tells_when_a_signature_is_too_early(self, world: World, report, use):
        text = use(world.auditor, f"/monev/lhm/{report.pk}/tandatangan/", {}, 422).text

        assert "berstatus" in text

    def test_drops_a_finding_of_a_draft(self, world: World, report, use):
        here = f"/monev/lhm/{report.pk}/"
        use(world.auditor, f"{here}temuan/", FINDING, 302)

        use(world.auditor, f"{here}temuan/1/hapus/", {}, 302)

        assert "Belum ada temuan." in use(world.auditor, here).text

    def test_is_closed_to_everybody_else(self, world: World, report, use):
        here = f"/monev/lhm/{report.pk}/"
        use(world.national, here, status=403)
        use(world.other_admin, here, status=404)
        use(world.admin, f"{here}tandatangan/", {}, 403)


class TestDesk:
    """/monev/apip/ …"""

    def test_is_for_auditors(self, world: World, use):
        use(world.admin, "/monev/apip/", status=403)

        assert world.regency.name in use(world.auditor, "/monev/apip/").text

    def test_shows_oversight_cases_and_late_ones(self, world: World, use):
        late = make_case(world, State.DISPATCHED, at=MONDAY - timedelta(days=60))
        held = make_case(world, State.IN_PROGRESS)
        Case.objects.filter(pk=held.pk).update(classification="complaint_oversight")

        first = use(world.auditor, "/monev/apip/").text
        second = use(world.auditor, "/monev/apip/?bagian=terlambat").text

        assert held.number in first
        assert late.number not in first
        assert late.number in second
        assert "Belum ada tindak lanjut" in second
