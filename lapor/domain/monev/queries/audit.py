"""Audit reports: who sees them, who writes them, who responds to a finding."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Relation
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import Filters, Tab, queue
from lapor.domain.cases.queries.seen import rules_of, seen_by
from lapor.domain.cases.rules import OPEN
from lapor.domain.monev.models.audit import AuditFinding, AuditReport
from lapor.domain.monev.rules import Basis, parse_period
from lapor.domain.monev.rules.audit import AuditState
from lapor.domain.organisations.models import Organisation
from lapor.domain.quality.models import SampledAnswer
from lapor.kernel.errors import NotFound
from lapor.kernel.paging import Order, Page, page_of

from .evaluating import Line, evaluate
from .scopes import Scope

ASKED = Q(state__in=[AuditState.RESPONDING, AuditState.SIGNED])


def audited_agencies(user: User, *, on: date) -> list[Organisation]:
    """Return the agencies whose internal auditor this person is, by name."""
    return _agencies(user, Action.VERIFY_PLAN, on)


def keeps_audit(user: User, agency: Organisation, *, on: date) -> bool:
    """Say whether a person audits an agency: nobody else writes its reports."""
    return agency.pk in {each.pk for each in audited_agencies(user, on=on)}


def audit_reports_seen_by(user: User, *, on: date) -> QuerySet[AuditReport]:
    """Return the reports a person may read.

    Auditors see all of their agency; its leader and admin those they were asked to
    respond to; a liaison officer those with a finding about his unit.
    """
    answering = [*_agencies(user, Action.FILL_SHEET, on)]
    answering += _agencies(user, Action.SIGN_SHEET, on)
    condition = Q(agency__in=audited_agencies(user, on=on))
    condition |= Q(agency__in=answering) & ASKED
    if units := _units(user, on):
        findings = AuditFinding.objects.filter(unit__in=units)
        condition |= Q(pk__in=findings.values("report")) & ASKED
    rows = AuditReport.objects.filter(condition)
    return rows.select_related("agency", "written_by", "signed_by")


def audit_report_seen_by(user: User, key: int, *, on: date) -> AuditReport:
    """Return one report, or raise NotFound, also when it exists for other eyes."""
    found = audit_reports_seen_by(user, on=on).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Laporan hasil monev itu tidak ada atau bukan untuk Anda."))
    return found


def finding_of(report: AuditReport, place: int) -> AuditFinding:
    """Return the finding at a place of a report, or raise NotFound."""
    found = report.findings.select_related("unit").filter(place=place).first()
    if found is None:
        raise NotFound(_("Temuan itu tidak ada dalam laporan ini."))
    return found


def responds_to(user: User, finding: AuditFinding, *, on: date) -> bool:
    """Say whether a person answers for the unit or agency a finding is about."""
    agencies = {each.pk for each in _agencies(user, Action.FILL_SHEET, on)}
    if finding.report.agency_id in agencies:
        return True
    return finding.unit_id is not None and finding.unit_id in _units(user, on)


def open_responses(user: User, *, on: date) -> QuerySet[AuditFinding]:
    """Return the findings that wait for this person's response."""
    agencies = _agencies(user, Action.FILL_SHEET, on)
    mine = Q(report__agency__in=agencies) | Q(unit__in=_units(user, on))
    return AuditFinding.objects.filter(
        mine, report__state=AuditState.RESPONDING, responded_at=None
    ).select_related("report", "unit")


def oversight_cases(
    user: User, *, on: date, after: str = "", size: int = 50
) -> Page[Case]:
    """Return the open cases of classes that auditors handle, due first (berkadar)."""
    rows = seen_by(user, on=on).filter(
        classification__needs_apip=True, state__in=[str(state) for state in OPEN]
    )
    rows = rows.select_related("unit", "category")
    return page_of(rows, order=Order("due_at"), after=after, size=size)


def late_cases(
    user: User, *, at: datetime, on: date, after: str = "", size: int = 50
) -> Page[Case]:
    """Return what is past its term in the eyes of this person, the oldest first."""
    rows = queue(user, Tab.LATE, Filters(), at=at, on=on)
    rows = rows.select_related("unit", "category")
    return page_of(rows, order=Order("due_at"), after=after, size=size)


def results_by_unit(report: AuditReport, *, at: datetime) -> list[dict[str, Any]]:
    """Return the counts of each unit in the period of a report, for freezing.

    Reports received in the period, states as of ``at`` (UTC). Unit: reports.
    """
    period = parse_period(f"{report.first_on}..{report.last_on}")
    scope = Scope(report.agency.code, report.agency.name, "units", report.agency_id)
    found = evaluate(scope, period, Basis.COHORT, at=at)
    return [_row(line) for line in found.lines]


def sampled_answers(report: AuditReport) -> list[dict[str, Any]]:
    """Return the answers that the auditor's samples of the period drew, for freezing.

    Named by their code, never by number or reporter. ``score`` is 0 to 100, None
    while it is not settled.
    """
    period = parse_period(f"{report.first_on}..{report.last_on}")
    rows = SampledAnswer.objects.filter(
        sample__agency=report.agency_id,
        sample__by_auditor=True,
        sample__starts_at__lt=period.end,
        sample__ends_at__gt=period.start,
    ).select_related("unit")
    return [
        {
            "label": row.code,
            "unit": row.unit.name if row.unit else "",
            "stratum": row.stratum,
            "score": None
            if row.score_hundredths is None
            else f"{row.score_hundredths / 100:.2f}",
        }
        for row in rows.order_by("sample_id", "place")
    ]


def digest_of(report: AuditReport) -> str:
    """Return the SHA-256 of everything a signature stands for, hexadecimal."""
    content = {
        "agency": report.agency.code,
        "title": report.title,
        "period": [str(report.first_on), str(report.last_on)],
        "basis": report.basis,
        "scope": report.scope,
        "method": report.method,
        "results": report.results,
        "sample": report.sample,
        "findings": [
            {
                "place": finding.place,
                "unit": finding.unit.code if finding.unit else "",
                "condition": finding.condition,
                "criteria": finding.criteria,
                "cause": finding.cause,
                "effect": finding.effect,
                "recommendation": finding.recommendation,
                "due_on": str(finding.due_on),
                "response": finding.response,
                "is_agreed": finding.is_agreed,
            }
            for finding in report.findings.select_related("unit")
        ],
    }
    written = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _row(line: Line) -> dict[str, Any]:
    buckets = line.buckets()
    return {
        "code": line.member.code if line.member else "",
        "name": line.member.name if line.member else _("Belum dibagi ke unit"),
        "received": line.received,
        "waiting": buckets.get("waiting", 0),
        "in_process": buckets.get("in_process", 0),
        "done": buckets.get("done", 0),
        "dispatched": line.dispatched,
        "answered": _pair(line, "P7"),
        "kept": _pair(line, "P8"),
    }


def _pair(line: Line, indicator: str) -> list[int]:
    """Return how many did what an indicator asks, of how many."""
    reading = line.reading(indicator)
    return [reading.numerator, reading.denominator]


def _agencies(user: User, action: Action, on: date) -> list[Organisation]:
    found = {}
    for grant, rule in rules_of(user, action, on=on):
        agency = grant.organisation.agency
        if rule.relation == Relation.AGENCY and agency:
            found[agency.pk] = agency
    return sorted(found.values(), key=lambda agency: agency.name)


def _units(user: User, on: date) -> list[int]:
    """Return the units a liaison officer fills in for, and those directly below."""
    here = [
        grant.organisation_id
        for grant, rule in rules_of(user, Action.FILL_SHEET, on=on)
        if rule.relation == Relation.UNIT and not grant.organisation.is_agency
    ]
    if not here:
        return []
    below = Organisation.objects.filter(parent__in=here).values_list("pk", flat=True)
    return [*here, *below]
