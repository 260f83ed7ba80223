"""Writing, sending, answering and signing an audit report."""

from datetime import date, timedelta

import pytest

from lapor.domain.cases.rules import State
from lapor.domain.ledger.queries import history_of
from lapor.domain.monev.actions.audit import (
    draft_audit,
    drop_finding,
    respond,
    send_audit,
    sign_audit,
    take_back_audit,
    write_audit,
    write_finding,
)
from lapor.domain.monev.models import AuditFinding, AuditReport
from lapor.domain.monev.queries.audit import (
    audit_report_seen_by,
    audit_reports_seen_by,
    digest_of,
    open_responses,
)
from lapor.domain.monev.rules.audit import AuditState
from lapor.domain.plans.models import Recommendation
from lapor.kernel.errors import Invalid, NotAllowedNow, NotFound, NotPermitted
from tests.factories.cases import MONDAY, World, make_case
from tests.factories.facts import fold_all

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
SOON = TODAY + timedelta(days=14)
PARTS = {
    "condition": "12 dari 40 jawaban hanya menyebut sedang diproses.",
    "criteria": "PermenPANRB 62/2018 meminta jawaban yang menyelesaikan.",
    "cause": "Belum ada naskah jawaban baku.",
    "effect": "Pelapor bertanya lagi dan laporan dibuka kembali.",
    "recommendation": "Susun naskah jawaban baku sebelum April.",
}
WORDS = {"basis": "PP 60/2008", "scope": "Semua unit", "method": "Sampel berstrata"}


def drafted(world: World, **changes) -> AuditReport:
    given = {
        "title": "Monev triwulan 4 tahun 2025",
        "first_on": date(2025, 10, 1),
        "last_on": date(2025, 12, 31),
        "by": world.auditor,
        "at": MONDAY,
    } | changes
    return draft_audit(given.pop("agency", world.regency), **given)


def found(world: World, report: AuditReport, **changes) -> AuditFinding:
    given = {
        "place": None,
        "unit": world.unit,
        "parts": PARTS,
        "due_on": SOON + timedelta(days=30),
        "by": world.auditor,
        "at": MONDAY,
    } | changes
    return write_finding(report, **given)


def sent(world: World, **changes) -> AuditReport:
    report = drafted(world)
    write_audit(report, parts=WORDS, by=world.auditor, at=MONDAY)
    found(world, report)
    given = {
        "respond_until": SOON,
        "by": world.auditor,
        "at": MONDAY,
    } | changes
    return send_audit(report, **given)


class TestDraft:
    """draft_audit() …"""

    def test_is_for_the_auditor_of_the_agency(self, world: World):
        report = drafted(world)

        assert [e.fact for e in history_of(report.ref)] == ["audit.drafted"]
        for somebody in (world.admin, world.leader, world.national, world.liaison):
            with pytest.raises(NotPermitted):
                drafted(world, by=somebody)
        with pytest.raises(NotPermitted):
            drafted(world, agency=world.other)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"title": "  "}, "title"),
            ({"last_on": date(2025, 9, 1)}, "last_on"),
            ({"last_on": TODAY}, "last_on"),
        ],
    )
    def test_names_what_is_wrong(self, world: World, changes, field):
        with pytest.raises(Invalid) as refused:
            drafted(world, **changes)

        assert list(refused.value.fields) == [field]


class TestFinding:
    """write_finding() …"""

    def test_asks_for_all_five_parts(self, world: World):
        report = drafted(world)

        with pytest.raises(Invalid) as refused:
            found(world, report, parts={**PARTS, "cause": " ", "effect": ""})

        assert set(refused.value.fields) == {"cause", "effect"}
        assert not report.findings.exists()

    def test_is_about_a_unit_of_the_agency_and_a_day_to_come(self, world: World):
        with pytest.raises(Invalid) as refused:
            found(world, drafted(world), unit=world.other, due_on=TODAY)

        assert set(refused.value.fields) == {"unit", "due_on"}

    def test_changes_and_drops_in_a_draft(self, world: World):
        report = drafted(world)
        first = found(world, report)
        found(world, report, unit=None)

        found(world, report, place=first.place, parts={**PARTS, "cause": "Lain."})
        drop_finding(report, place=2, by=world.auditor, at=MONDAY)

        assert [f.cause for f in report.findings.all()] == ["Lain."]
        with pytest.raises(NotFound):
            drop_finding(report, place=9, by=world.auditor, at=MONDAY)


class TestSend:
    """send_audit() …"""

    def test_freezes_the_figures_of_each_unit(self, world: World):
        make_case(world, State.CLOSED, at=MONDAY - timedelta(days=90))
        fold_all(at=MONDAY)
        report = sent(world)

        row = next(r for r in report.results if r["code"] == world.unit.code)
        assert (row["received"], row["done"]) == (1, 1)

        make_case(world, State.CLOSED, at=MONDAY - timedelta(days=90))
        fold_all(at=MONDAY)
        report.refresh_from_db()
        assert next(r for r in report.results if r["name"] == row["name"]) == row

    def test_asks_for_every_part_first(self, world: World):
        report = drafted(world)

        with pytest.raises(Invalid) as refused:
            send_audit(report, respond_until=TODAY, by=world.auditor, at=MONDAY)

        assert set(refused.value.fields) == {*WORDS, "respond_until"}

    def test_closes_the_text_until_it_is_taken_back(self, world: World):
        report = sent(world)

        with pytest.raises(NotAllowedNow):
            found(world, report)
        take_back_audit(report, by=world.auditor, at=MONDAY)
        assert found(world, report).place == 2


class TestRespond:
    """respond() …"""

    def test_is_for_the_unit_or_the_admin(self, world: World):
        finding = sent(world).findings.get()

        respond(finding, text="Setuju.", is_agreed=True, by=world.liaison, at=MONDAY)
        respond(finding, text="Sudah.", is_agreed=True, by=world.admin, at=MONDAY)

        finding.refresh_from_db()
        assert (finding.response, finding.responded_by) == ("Sudah.", world.admin)
        for somebody in (world.auditor, world.other_admin, world.national):
            with pytest.raises(NotPermitted):
                respond(finding, text="x", is_agreed=True, by=somebody, at=MONDAY)

    def test_wants_words(self, world: World):
        finding = sent(world).findings.get()

        with pytest.raises(Invalid):
            respond(finding, text=" ", is_agreed=True, by=world.liaison, at=MONDAY)

    def test_is_a_duty_until_it_is_done(self, world: World):
        finding = sent(world).findings.get()
        assert list(open_responses(world.liaison, on=TODAY)) == [finding]

        respond(finding, text="Baik.", is_agreed=False, by=world.liaison, at=MONDAY)

        assert not open_responses(world.liaison, on=TODAY).exists()


class TestSign:
    """sign_audit() …"""

    def test_numbers_and_binds_the_content(self, world: World):
        report = sent(world)
        finding = report.findings.get()
        respond(finding, text="Setuju.", is_agreed=True, by=world.liaison, at=MONDAY)

        signed = sign_audit(report, by=world.auditor, at=MONDAY)

        assert signed.number == f"LHM/{world.regency.code}/2026/001"
        assert signed.digest == digest_of(signed)
        AuditFinding.objects.filter(pk=finding.pk).update(response="Tidak setuju.")
        assert signed.digest != digest_of(signed)
        with pytest.raises(NotAllowedNow):
            take_back_audit(signed, by=world.auditor, at=MONDAY)

    def test_makes_recommendations_of_the_findings(self, world: World):
        report = sent(world)
        finding = report.findings.get()
        respond(finding, text="Setuju.", is_agreed=True, by=world.liaison, at=MONDAY)

        signed = sign_audit(report, by=world.auditor, at=MONDAY)

        made = Recommendation.objects.get()
        assert (made.subject, made.due_on) == (world.unit, finding.due_on)
        assert (made.round_number, made.tier) == (signed.number, "micro_auditor")
        assert made.text == PARTS["recommendation"]

    def test_asks_for_a_new_day_when_it_has_passed(self, world: World):
        report = sent(world)

        with pytest.raises(NotAllowedNow, match="temuan 1 sudah lewat"):
            sign_audit(report, by=world.auditor, at=MONDAY + timedelta(days=90))

    def test_waits_for_the_response_until_its_day(self, world: World):
        report = sent(world)

        with pytest.raises(NotAllowedNow):
            sign_audit(report, by=world.auditor, at=MONDAY)
        later = MONDAY + timedelta(days=15)
        assert sign_audit(report, by=world.auditor, at=later).state == AuditState.SIGNED


class TestSeen:
    """audit_reports_seen_by() …"""

    def test_shows_a_draft_to_the_auditor_only(self, world: World):
        report = drafted(world)

        assert audit_report_seen_by(world.auditor, report.pk, on=TODAY) == report
        others = [u for u in world.officers.values() if u != world.auditor]
        assert [
            u.username for u in others if audit_reports_seen_by(u, on=TODAY).exists()
        ] == []

    def test_shows_what_was_sent_to_those_who_must_answer(self, world: World):
        sent(world)

        who = {
            name
            for name, user in world.officers.items()
            if audit_reports_seen_by(user, on=TODAY).exists()
        }

        assert who == {"auditor", "admin", "leader", "liaison"}
