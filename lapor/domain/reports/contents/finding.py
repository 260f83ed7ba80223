"""Which round or audit report a document is made of, as a command names it."""

from datetime import datetime

from django.utils.translation import gettext

from lapor.domain.analytics.rules.periods import Period
from lapor.domain.monev.models import AuditReport, Result, Round
from lapor.domain.monev.queries import Scope
from lapor.domain.monev.queries.rounds import round_named
from lapor.domain.monev.rules.words import SETTLED
from lapor.domain.reports.contents import written
from lapor.domain.reports.contents.letters import (
    audit_paper,
    minutes_paper,
    result_letter,
    round_paper,
)
from lapor.domain.reports.models import IssuedDocument
from lapor.domain.reports.queries.rounds import rounds_of
from lapor.domain.reports.rules.documents import Document
from lapor.domain.reports.rules.kinds import OF_A_ROUND, DocumentKind
from lapor.kernel.errors import NotFound


def document_of(
    kind: DocumentKind, scope: Scope, period: Period, *, round: str = "", at: datetime
) -> Document:
    """Return any kind of document. ``round`` names a round; empty: the newest fixed.

    Raises NotFound when there is no such round, result or audit report.
    """
    if kind == DocumentKind.AUDIT:
        return audit_paper(_audit(scope, period), at=at)
    if kind not in OF_A_ROUND:
        return written(kind, scope, period, at=at)
    if kind == DocumentKind.RESULT:
        result = _result(scope, period, round)
        return result_letter(result, token=_token(result.round, result), at=at)
    found = round_named(round) if round else _newest(scope, period)
    if kind == DocumentKind.MINUTES:
        return minutes_paper(found, at=at)
    return round_paper(found, token=_token(found, None), at=at)


def _newest(scope: Scope, period: Period) -> Round:
    found = rounds_of(scope, period).first()
    if found is None:
        raise NotFound(
            gettext(
                "Belum ada putaran yang ditetapkan untuk cakupan dan masa ini. "
                "Sebut satu dengan --round; daftarnya: lapor monev status"
            )
        )
    return found


def _result(scope: Scope, period: Period, code: str) -> Result:
    rows = Result.objects.filter(
        subject=scope.owner or None, round__state__in=[str(each) for each in SETTLED]
    )
    rows = (
        rows.filter(round=round_named(code))
        if code
        else rows.filter(
            round__period_end__lte=period.last, round__period_end__gte=period.first
        )
    )
    found = rows.select_related("round__assessor", "subject").order_by("-round_id")
    if (row := found.first()) is None:
        raise NotFound(
            gettext("Belum ada hasil yang ditetapkan tentang %(name)s pada masa ini.")
            % {"name": scope.name}
        )
    return row


def _audit(scope: Scope, period: Period) -> AuditReport:
    found = (
        AuditReport.objects.filter(
            agency=scope.owner or None,
            first_on__lte=period.last,
            last_on__gte=period.first,
        )
        .select_related("agency", "signed_by")
        .order_by("-written_at", "-pk")
        .first()
    )
    if found is None:
        raise NotFound(
            gettext("%(name)s belum punya LHM untuk masa ini.") % {"name": scope.name}
        )
    return found


def _token(round: Round, result: Result | None) -> str:
    """Return the code of what was issued; a letter that was not yet has none."""
    kind = DocumentKind.RESULT if result else DocumentKind.ROUND
    rows = IssuedDocument.objects.filter(
        round=round.code,
        kind=kind,
        subject=result.subject if result else None,
        replaced_at=None,
    )
    found = rows.values_list("token", flat=True).first()
    return found or ""
