"""Documents of a scope: which parts each kind has, in their order."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from lapor.domain.analytics.rules.periods import Period
from lapor.domain.monev.queries import Scope
from lapor.domain.organisations.models import Organisation
from lapor.domain.reports.contents import judgements as j
from lapor.domain.reports.contents import numbers as n
from lapor.domain.reports.contents import packs as p
from lapor.domain.reports.contents.context import Context, Section, period_name
from lapor.domain.reports.contents.letters import reminder_letter
from lapor.domain.reports.rules.documents import Document
from lapor.domain.reports.rules.kinds import DocumentKind, demand_scope
from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import Invalid

_MONTH: Final = (
    *(n.summary, n.states, n.arrivals, n.speed, n.league, n.late, n.put_away),
    *(n.places, j.practices, n.advice),
)
_QUARTER: Final = (*_MONTH, j.quality, j.plans, j.recurring)
_HALF: Final = (*_QUARTER, j.ranking, j.agreement, j.minutes, n.all_indicators)
_YEAR: Final = (*_HALF, n.years, p.connectivity)
PARTS: Final[Mapping[DocumentKind, tuple[Section, ...]]] = MappingProxyType(
    {
        DocumentKind.MONTHLY: _MONTH,
        DocumentKind.QUARTERLY: _QUARTER,
        DocumentKind.HALF_YEARLY: _HALF,
        DocumentKind.YEARLY: _YEAR,
        DocumentKind.PACK_AGENCY: (
            *(n.summary, n.states, n.league, n.speed, j.quality, n.put_away),
            *(n.late, p.letter_to_heads),
        ),
        DocumentKind.PACK_COORDINATOR: (
            *(n.summary, n.states, n.league, p.joint_handling, n.late, j.plans),
            *(j.ranking, p.agenda),
        ),
        DocumentKind.PACK_PROVINCE: (
            *(n.summary, n.places, n.states, n.league, j.ranking, j.plans),
            p.agenda,
        ),
        DocumentKind.PACK_HOME_AFFAIRS: (
            *(p.circular, p.evaluators, n.summary, n.places, n.league, j.ranking),
        ),
        DocumentKind.PACK_PROGRAMME: (
            *(n.summary, p.programmes, n.places, n.arrivals, n.speed, n.late),
            j.quality,
        ),
        DocumentKind.PACK_OMBUDSMAN: (
            *(n.summary, p.resolution, n.late, n.put_away, j.recurring),
        ),
        DocumentKind.PACK_NATION: (*(*_HALF, p.connectivity, p.outliers, n.years),),
    }
)


OF_ANOTHER: Final = noop("{kind} dibuat dari satu putaran atau satu LHM.")


def written(
    kind: DocumentKind,
    scope: Scope,
    period: Period,
    *,
    at: datetime,
    sender: Organisation | None = None,
) -> Document:
    """Return the document of a scope and period. Raises Invalid when it has none.

    ``sender`` signs a reminder; without one the organisation above does.
    """
    if scope.kind == "agency" and kind != DocumentKind.REMINDER:
        # of an agency one reads how its units do
        scope = Scope(scope.key, scope.name, "units", scope.owner)
    demand_scope(kind, scope.kind)
    context = Context(scope, period, at, sender)
    if kind == DocumentKind.REMINDER:
        return reminder_letter(context)
    if kind not in PARTS:
        raise Invalid(translate(OF_ANOTHER).format(kind=kind.label))
    sections = PARTS[kind]
    if scope.kind == "nation":
        # the members of a nation fill pages: they stand at the end
        sections = tuple(each for each in sections if each is not n.league)
        sections += (n.annex,)
    blocks = [block for section in (*sections, n.method) for block in section(context)]
    return Document(
        kind,
        kind.label,
        f"{scope.name}, {period_name(period)}",
        context.publisher.name,
        at,
        tuple(blocks),
    )
