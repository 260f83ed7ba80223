"""Writing, sending, answering and signing an audit report (LHM).

The auditor changes no case and no figure: he writes what he found, asks for a
response, and signs. What was signed cannot be changed.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.ledger.actions import record
from lapor.domain.monev.models.audit import AuditFinding, AuditReport
from lapor.domain.monev.queries.audit import (
    digest_of,
    finding_of,
    keeps_audit,
    responds_to,
    results_by_unit,
    sampled_answers,
)
from lapor.domain.monev.rules.audit import (
    AUDIT_LIFE,
    FINDING_PARTS,
    REPORT_PARTS,
    WITHOUT_PART,
    AuditAct,
    AuditState,
    unwritten,
)
from lapor.domain.monev.rules.words import Tier
from lapor.domain.organisations.models import Organisation
from lapor.domain.plans.actions.recommending import recommend
from lapor.kernel.enums import translate
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from lapor.kernel.text import clean

LONGEST: Final = 5_000
MOST_FINDINGS: Final = 200


@transaction.atomic
def draft_audit(
    agency: Organisation,
    *,
    title: str,
    first_on: date,
    last_on: date,
    by: User,
    at: datetime,
) -> AuditReport:
    """Begin a report over a period of one agency.

    Raises Invalid for a period that has not ended or an empty title, NotPermitted for
    others than the agency's internal auditor.
    """
    _may_keep(by, agency, at)
    name = clean(title, max_length=160)
    wrong = {}
    if not name:
        wrong["title"] = _("Beri judul, misalnya: Monev triwulan 3 tahun 2026.")
    if last_on < first_on:
        wrong["last_on"] = _("Hari terakhir mendahului hari pertama.")
    elif last_on >= at.astimezone(ZoneInfo(agency.zone)).date():
        wrong["last_on"] = _("Masa ini belum selesai. Pilih masa yang sudah lewat.")
    if wrong:
        raise Invalid(_("Laporan hasil monev belum dapat dibuat."), fields=wrong)
    report = AuditReport.objects.create(
        agency=agency,
        title=name,
        first_on=first_on,
        last_on=last_on,
        written_by=by,
        written_at=at,
    )
    record("audit.drafted", subject=report.ref, actor=by.actor, at=at)
    return report


@transaction.atomic
def write_audit(
    report: AuditReport, *, parts: Mapping[str, str], by: User, at: datetime
) -> AuditReport:
    """Write basis, scope and method; a part that is left out stays as it was."""
    locked = _locked(report, AuditAct.WRITE, by, at)
    for name in REPORT_PARTS:
        if name in parts:
            written = clean(parts[name], max_length=LONGEST, multiline=True)
            setattr(locked, name, written)
    locked.save(update_fields=[*REPORT_PARTS])
    record("audit.written", subject=locked.ref, actor=by.actor, at=at)
    return locked


@transaction.atomic
def write_finding(
    report: AuditReport,
    *,
    place: int | None,
    unit: Organisation | None,
    parts: Mapping[str, str],
    due_on: date,
    by: User,
    at: datetime,
) -> AuditFinding:
    """Add a finding (``place`` None) or change one.

    Raises Invalid naming each of the five parts that is empty, and for a unit of
    another agency or a day that has passed.
    """
    locked = _locked(report, AuditAct.WRITE, by, at)
    written = {
        name: clean(parts.get(name, ""), max_length=LONGEST, multiline=True)
        for name in FINDING_PARTS
    }
    wrong = {
        name: translate(WITHOUT_PART) for name in unwritten(written, FINDING_PARTS)
    }
    if unit is not None and unit.agency_id != locked.agency_id:
        wrong["unit"] = _("Unit ini bukan bagian dari instansi yang diperiksa.")
    if due_on <= at.astimezone(ZoneInfo(locked.agency.zone)).date():
        wrong["due_on"] = _("Isi tanggal sesudah hari ini.")
    if wrong:
        raise Invalid(_("Temuan belum lengkap."), fields=wrong)
    if place is None:
        last = locked.findings.aggregate(last=Max("place"))["last"] or 0
        if last >= MOST_FINDINGS:
            raise Invalid(_("Satu laporan memuat paling banyak 200 temuan."))
        finding = AuditFinding(report=locked, place=last + 1)
    else:
        finding = finding_of(locked, place)
    finding.unit, finding.due_on = unit, due_on
    for name, text in written.items():
        setattr(finding, name, text)
    finding.save()
    record(
        "audit.finding_written",
        subject=locked.ref,
        actor=by.actor,
        at=at,
        place=finding.place,
    )
    return finding


@transaction.atomic
def drop_finding(report: AuditReport, *, place: int, by: User, at: datetime) -> None:
    """Take a finding out of a draft."""
    locked = _locked(report, AuditAct.WRITE, by, at)
    finding_of(locked, place).delete()
    record(
        "audit.finding_dropped",
        subject=locked.ref,
        actor=by.actor,
        at=at,
        place=place,
    )


@transaction.atomic
def send_audit(
    report: AuditReport,
    *,
    respond_until: date,
    by: User,
    at: datetime,
) -> AuditReport:
    """Freeze figures and sampled answers, and ask the units for their response.

    Raises Invalid while a part is unwritten or for a day that has passed.
    """
    locked = _locked(report, AuditAct.SEND, by, at)
    written = {name: getattr(locked, name) for name in REPORT_PARTS}
    wrong = {name: translate(WITHOUT_PART) for name in unwritten(written, REPORT_PARTS)}
    if respond_until <= at.astimezone(ZoneInfo(locked.agency.zone)).date():
        wrong["respond_until"] = _("Isi tanggal sesudah hari ini.")
    if wrong:
        raise Invalid(_("Laporan belum dapat dikirim untuk ditanggapi."), fields=wrong)
    locked.results = results_by_unit(locked, at=at)
    locked.sample = sampled_answers(locked)
    locked.respond_until = respond_until
    return _go(locked, AuditAct.SEND, by, at, "results", "sample", "respond_until")


@transaction.atomic
def take_back_audit(report: AuditReport, *, by: User, at: datetime) -> AuditReport:
    """Take a report back to correct it; responses stay."""
    locked = _locked(report, AuditAct.TAKE_BACK, by, at)
    return _go(locked, AuditAct.TAKE_BACK, by, at)


@transaction.atomic
def respond(
    finding: AuditFinding, *, text: str, is_agreed: bool, by: User, at: datetime
) -> AuditFinding:
    """Answer a finding for the unit or the agency it is about."""
    if not responds_to(by, finding, on=at.date()):
        raise NotPermitted(_("Temuan ini ditanggapi oleh unit yang bersangkutan."))
    locked = _in_state(finding.report, AuditAct.RESPOND)
    words = clean(text, max_length=LONGEST, multiline=True)
    if not words:
        raise Invalid(
            _("Tanggapan belum ditulis."),
            fields={"response": _("Tulis tanggapan Anda, juga bila Anda setuju.")},
        )
    finding = AuditFinding.objects.select_for_update().get(pk=finding.pk)
    finding.response, finding.is_agreed = words, is_agreed
    finding.responded_by, finding.responded_at = by, at
    finding.save()
    record(
        "audit.answered",
        subject=locked.ref,
        actor=by.actor,
        at=at,
        place=finding.place,
        is_agreed=is_agreed,
    )
    return finding


@transaction.atomic
def sign_audit(report: AuditReport, *, by: User, at: datetime) -> AuditReport:
    """Give the report its number and the SHA-256 of its content; it is closed then.

    What each finding asks for becomes a recommendation to its unit or to the agency.
    Raises NotAllowedNow while a response is missing and its day has not passed, or
    when the day of a recommendation has passed meanwhile.
    """
    locked = _locked(report, AuditAct.SIGN, by, at)
    today = at.astimezone(ZoneInfo(locked.agency.zone)).date()
    waiting = locked.findings.filter(responded_at=None).exists()
    if waiting and locked.respond_until and today <= locked.respond_until:
        raise NotAllowedNow(
            _("Masih ada temuan yang belum ditanggapi, dan batasnya belum lewat.")
        )
    findings = list(locked.findings.select_related("unit"))
    if late := [str(each.place) for each in findings if each.due_on <= today]:
        raise NotAllowedNow(
            _(
                "Batas rekomendasi temuan %(places)s sudah lewat. Tarik laporan "
                "kembali, lalu isi tanggal yang baru."
            )
            % {"places": ", ".join(late)}
        )
    signed = AuditReport.objects.filter(
        agency=locked.agency_id, state=AuditState.SIGNED, signed_at__year=today.year
    )
    place = signed.count() + 1
    locked.number = f"LHM/{locked.agency.code}/{today.year}/{place:03}"
    locked.digest = digest_of(locked)
    locked.signed_by, locked.signed_at = by, at
    for finding in findings:
        recommend(
            giver=_office_of(by, locked),
            subject=finding.unit or locked.agency,
            text=finding.recommendation,
            due_on=finding.due_on,
            tier=str(Tier.MICRO_AUDITOR),
            round_number=locked.number,
            by=by,
            at=at,
        )
    return _go(
        locked, AuditAct.SIGN, by, at, "number", "digest", "signed_by", "signed_at"
    )


def _office_of(by: User, report: AuditReport) -> Organisation:
    """Return in whose name an auditor recommends: his office inside the agency."""
    office = by.organisation
    if office is not None and office.agency_id == report.agency_id:
        return office
    return report.agency


FACTS: Final = {
    AuditAct.SEND: "audit.sent",
    AuditAct.TAKE_BACK: "audit.taken_back",
    AuditAct.SIGN: "audit.signed",
}


def _go(
    report: AuditReport, act: AuditAct, by: User, at: datetime, *fields: str
) -> AuditReport:
    target = AUDIT_LIFE[act].target
    if target is not None:
        report.state = target
    report.save(update_fields=["state", *fields])
    record(FACTS[act], subject=report.ref, actor=by.actor, at=at)
    return report


def _locked(report: AuditReport, act: AuditAct, by: User, at: datetime) -> AuditReport:
    """Lock a report for its auditor; the agency's row orders the numbers."""
    _may_keep(by, report.agency, at)
    if act == AuditAct.SIGN:
        Organisation.objects.select_for_update().get(pk=report.agency_id)
    return _in_state(report, act)


def _in_state(report: AuditReport, act: AuditAct) -> AuditReport:
    locked = (
        AuditReport.objects.select_for_update(of=("self",))
        .select_related("agency")
        .get(pk=report.pk)
    )
    state = AuditState(locked.state)
    if state not in AUDIT_LIFE[act].sources:
        raise NotAllowedNow(
            _("“%(act)s” tidak dapat dilakukan: laporan ini berstatus “%(state)s”.")
            % {"act": act.label, "state": state.label}
        )
    return locked


def _may_keep(by: User, agency: Organisation, at: datetime) -> None:
    if not keeps_audit(by, agency, on=at.date()):
        raise NotPermitted(
            _("Laporan hasil monev ditulis dan ditandatangani oleh APIP instansi ini.")
        )
