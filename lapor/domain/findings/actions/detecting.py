"""Looking for signs in the last thirteen weeks; the same result when done again."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from lapor.domain.findings.models import Finding
from lapor.domain.findings.queries.counting import (
    Subject,
    Window,
    answers_by_week,
    evidence_of,
    regions,
    shares,
    volumes,
    window_before,
)
from lapor.domain.findings.queries.statements import ROWS
from lapor.domain.findings.queries.thresholds import threshold_on
from lapor.domain.findings.rules.bursts import judge_bursts
from lapor.domain.findings.rules.shares import Verdict, judge_shares
from lapor.domain.findings.rules.silence import Place, Quiet, judge_silence
from lapor.domain.findings.rules.words import FindingState, Kind
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.kernel.actor import SYSTEM


class Sign(NamedTuple):
    """A sign before it is written down."""

    kind: Kind
    organisation_id: int
    region_id: str | None
    part: int
    whole: int
    tolerated: float
    chance: float
    evidence: dict[str, Any]


def detect_all(*, at: datetime, window: Window | None = None) -> int:
    """Look at the last whole months before ``at``; returns how many findings are new.

    A sign that is still open is brought up to date. One that was handled does not come
    back as long as the same days are in the window.
    """
    looked = window or window_before(at)
    agencies = dict(Organisation.objects.values_list("code", "pk"))
    new = 0
    for kind in ROWS:
        new += _write(_too_large(kind, looked, agencies), kind, looked, at)
    new += _write(_bursts(looked, agencies), Kind.BURST, looked, at)
    quiet = [*_quiet_regions(looked), *_quiet_offices(looked, agencies)]
    return new + _write(quiet, Kind.SILENCE, looked, at)


def _too_large(kind: Kind, window: Window, agencies: Mapping[str, int]) -> list[Sign]:
    counts = shares(kind, window)
    verdicts = judge_shares(list(counts.values()), threshold_on(kind, window.last))
    named: dict[str, list[tuple[Subject, Verdict]]] = defaultdict(list)
    for subject, verdict in zip(counts, verdicts, strict=True):
        if verdict.is_sign and subject[0] in agencies:
            named[subject[0]].append((subject, verdict))
    found = []
    for agency, signs in named.items():
        people = [subject[1] for subject, _verdict in signs if subject[1]]
        evidence: dict[str, Any] = evidence_of(kind, window, agency, people)
        if people:
            evidence["people"] = [[who, *counts[agency, who]] for who in sorted(people)]
        found.append(
            Sign(
                kind,
                agencies[agency],
                None,
                sum(counts[subject].part for subject, _verdict in signs),
                sum(counts[subject].whole for subject, _verdict in signs),
                signs[0][1].tolerated,
                min(verdict.chance for _subject, verdict in signs),
                evidence,
            )
        )
    return found


def _bursts(window: Window, agencies: Mapping[str, int]) -> list[Sign]:
    weeks = answers_by_week(window)
    verdicts = judge_bursts(list(weeks.values()), threshold_on(Kind.BURST, window.last))
    return [
        Sign(
            Kind.BURST,
            agencies[agency],
            None,
            counts[-1],
            sum(counts),
            verdict.tolerated,
            verdict.chance,
            {"weeks": counts},
        )
        for (agency, counts), verdict in zip(weeks.items(), verdicts, strict=True)
        if verdict.is_sign and agency in agencies
    ]


def _quiet_regions(window: Window) -> list[Sign]:
    threshold = threshold_on(Kind.SILENCE, window.last)
    everywhere = regions(window)
    found = []
    for exposure in ("people", "villages"):  # a rate for people is none for villages
        places = [each for each in everywhere if each.exposure == exposure]
        judged = judge_silence([each.place for each in places], threshold)
        found += [
            _silence(
                each.organisation_id, each.code, each.place, quiet, exposure, window
            )
            for each, quiet in zip(places, judged, strict=True)
            if quiet.is_sign
        ]
    return found


def _quiet_offices(window: Window, agencies: Mapping[str, int]) -> list[Sign]:
    """Judge agencies among all, units among those of their agency."""
    threshold = threshold_on(Kind.SILENCE, window.last)
    groups: dict[str, dict[str, Place]] = defaultdict(dict)
    for (code, _agency), place in volumes(window, by="agency").items():
        groups[""][code] = place
    for (code, agency), place in volumes(window, by="unit").items():
        groups[agency][code] = place
    found = []
    for places in groups.values():
        judged = judge_silence(list(places.values()), threshold)
        found += [
            _silence(agencies[code], None, place, quiet, "year_ago", window)
            for (code, place), quiet in zip(places.items(), judged, strict=True)
            if quiet.is_sign and code in agencies
        ]
    return found


def _silence(
    organisation_id: int,
    region: str | None,
    place: Place,
    quiet: Quiet,
    exposure: str,
    window: Window,
) -> Sign:
    return Sign(
        Kind.SILENCE,
        organisation_id,
        region,
        place.got,
        round(quiet.expected),
        threshold_on(Kind.SILENCE, window.last).tolerated,
        quiet.chance,
        {"exposure": exposure, "amount": place.exposure},
    )


@transaction.atomic
def _write(signs: list[Sign], kind: Kind, window: Window, at: datetime) -> int:
    known = Finding.objects.filter(kind=kind).filter(
        Q(state=FindingState.OPEN) | Q(last_on__gte=window.first)
    )
    there = {(each.organisation_id, each.region_id): each for each in known}
    measured = threshold_on(kind, window.last).false_alarms
    new = 0
    for sign in signs:
        before = there.get((sign.organisation_id, sign.region_id))
        if before and before.state != FindingState.OPEN:
            continue
        finding = before or Finding(
            kind=kind.value,
            organisation_id=sign.organisation_id,
            region_id=sign.region_id,
            made_at=at,
        )
        finding.first_on, finding.last_on = window.first, window.last
        finding.part, finding.whole = sign.part, sign.whole
        finding.tolerated, finding.chance = sign.tolerated, sign.chance
        finding.false_alarms, finding.evidence = measured, sign.evidence
        finding.save()
        if before is None:
            new += 1
            record(
                "finding.made",
                subject=finding.ref,
                actor=SYSTEM,
                at=at,
                kind=kind.value,
                part=sign.part,
                whole=sign.whole,
            )
    return new
