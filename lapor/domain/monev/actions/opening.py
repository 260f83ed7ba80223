"""Opening a round: seal the facts, fill the sheets in advance, draw what is looked at.

One transaction from lock to ledger. The files are durable before the rows that name
them: a crash leaves files without a round, never a round without files.
"""

import shutil
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from lapor.domain.analytics.actions.sealing import seal
from lapor.domain.analytics.queries.sealed import manifest_of
from lapor.domain.analytics.rules.catalogue import by_id
from lapor.domain.analytics.rules.indicator import Basis, Reading, Window
from lapor.domain.analytics.rules.periods import Period
from lapor.domain.analytics.rules.tables import TABLES
from lapor.domain.ledger.queries import history_of
from lapor.domain.monev.models import Recheck, Result, Round, Sheet, SheetItem
from lapor.domain.monev.queries.below import (
    results_below,
    summary,
    with_micro_round,
)
from lapor.domain.monev.queries.computing import (
    OPENING,
    About,
    known_of,
    readings_of,
    sealed_engine,
)
from lapor.domain.monev.queries.outcome import MANIFEST, hash_of
from lapor.domain.monev.queries.standing import subjects_of
from lapor.domain.monev.rules.agreement import drawn
from lapor.domain.monev.rules.items import Known, automatic, items
from lapor.domain.monev.rules.tiers import TIERS
from lapor.domain.monev.rules.words import Level, RoundAct, SheetState, Tier
from lapor.domain.organisations.models import Organisation
from lapor.domain.scoring.queries import instrument_on
from lapor.domain.scoring.rules import written_readings
from lapor.kernel.errors import Conflict, Invalid

from .sampling import draw_samples
from .steps import By, begin, demand_ended, finish, limit, today

#: Answers are drawn and judged after the opening; they are sealed at the fixing.
SEALED_LATER: Final = frozenset({"answers"})


def folder_of(round: Round) -> Path:
    """Return where the seals of a round lie."""
    return Path(settings.LAPOR_HOME) / "seals" / round.code


@transaction.atomic
def open_round(round: Round, *, by: By, at: datetime) -> Round:
    """Seal the facts of the period and open a sheet for everyone under the assessor.

    Who that is is read from the oversight rows of this day. Raises Invalid for a
    period that has not ended or when nobody is left to judge; Conflict when somebody
    else is opening the same round.
    """
    found = _begin(round, by, at)
    demand_ended(found, at=at)
    subjects = _subjects(found, at)
    found.opened_at = found.cut_off = at
    instrument = instrument_on(today(at, found.assessor))
    found.instrument = instrument.version
    about = about_of(found, subjects, at)
    _seal(found, about, subjects, instrument.data, at)
    _fill_in_advance(found, about, subjects, at)
    if not found.is_automatic:
        found.fill_until = limit(at, found.fill_days, found.assessor)
    finish(
        found,
        RoundAct.OPEN,
        by=by,
        at=at,
        subjects=len(subjects),
        dropped=len(found.dropped),
        opening=found.opening_hash,
    )
    draw_samples(found, at=at)
    return found


def _begin(round: Round, by: By, at: datetime) -> Round:
    try:
        with transaction.atomic():
            Round.objects.select_for_update(nowait=True, of=("self",)).get(pk=round.pk)
    except DatabaseError:
        raise Conflict(
            _("Putaran ini sedang dibuka orang lain. Tunggu sebentar, lalu muat ulang.")
        ) from None
    return begin(round, RoundAct.OPEN, by=by, at=at)


def _subjects(round: Round, at: datetime) -> list[Organisation]:
    """Return who is judged, and note who was under the assessor but is no more."""
    tier, on = Tier(round.tier), today(at, round.assessor)
    kinds = round.subject_kinds.split()
    now = [
        each
        for each in subjects_of(tier, round.assessor, on).select_related("agency")
        if not kinds or each.kind in kinds
    ]
    if not now:
        raise Invalid(
            _("Pada hari ini tidak ada yang dinilai oleh %(name)s pada tingkat ini.")
            % {"name": round.assessor.name}
        )
    round.dropped = [
        {"code": each.code, "name": each.name, "why": why}
        for each in _were_under(round, tier)
        if each not in now and (not kinds or each.kind in kinds)
        if (why := _why_dropped(each, round))
    ]
    return now


def _were_under(round: Round, tier: Tier) -> list[Organisation]:
    """Return the agencies under the assessor at an end of the period, active or not."""
    found = {}
    for day in (round.period_start, round.period_end):
        for each in subjects_of(tier, round.assessor, day, closed_too=True):
            found[each.pk] = each
    return [each for each in found.values() if each.is_agency]


def _why_dropped(organisation: Organisation, round: Round) -> str:
    if organisation.is_active:
        return _("Tidak lagi di bawah penilai ini pada hari putaran dibuka.")
    start = Period(round.period, round.period_start, round.period_end).start
    was_closed = history_of(organisation.ref).filter(
        happened_at__gte=start, data__fields__contains="is_active"
    )
    if not was_closed.exists():
        return ""
    return _(
        "Digabung atau dibubarkan di tengah masa ini; laporannya ikut disegel tetapi "
        "tidak dinilai sebagai instansi sendiri."
    )


def about_of(round: Round, subjects: Sequence[Organisation], at: datetime) -> About:
    """Return what the manifest says of a round."""
    period = Period(round.period, round.period_start, round.period_end)
    homes = {each.agency_id or each.pk for each in subjects}
    micro = with_micro_round(homes, year=round.period_end.year)
    codes = {(each.agency or each).pk: (each.agency or each).code for each in subjects}
    return About(
        round.code,
        Tier(round.tier),
        round.assessor.code,
        round.kinds,
        Window(period.start, period.end, round.cut_off or at, Basis(round.basis)),
        round.seed,
        frozenset(codes[key] for key in micro),
    )


def about_from(folder: Path) -> About:
    """Return what the first seal of a round says of it."""
    return About.of_json(manifest_of(folder / OPENING).extra["round"])


def _seal(
    round: Round,
    about: About,
    subjects: Sequence[Organisation],
    instrument: Mapping[str, Any],
    at: datetime,
) -> None:
    folder, on = folder_of(round) / OPENING, today(at, round.assessor)
    shutil.rmtree(folder, ignore_errors=True)  # left over from a crash
    agencies = {(each.agency or each).code for each in subjects}
    agencies |= {gone["code"] for gone in round.dropped}
    seal(
        folder,
        agencies=None if about.tier == Tier.MACRO else agencies,
        window=about.window,
        tables=set(TABLES) - SEALED_LATER,
        at=at,
        micro=about.micro,
        extra={
            "round": about.as_json(),
            "instrument": {"version": round.instrument, "data": instrument},
            "subjects": [
                {"code": each.code, "name": each.name, "kind": each.kind}
                for each in subjects
            ],
            "dropped": round.dropped,
            "items": {item.key: item.aspect.value for item in items(on=on)},
        },
    )
    round.opening_hash = hash_of(folder / MANIFEST)


def _fill_in_advance(
    round: Round, about: About, subjects: Sequence[Organisation], at: datetime
) -> None:
    with sealed_engine(folder_of(round), about.tier) as engine:
        readings = readings_of(engine, about)
        known = known_of(engine, about, readings)
    below = results_below(round, [each.agency_id or each.pk for each in subjects])
    by_subject = _by_subject(about, below)
    sheets = Sheet.objects.bulk_create(
        Sheet(
            round=round,
            subject=each,
            state=SheetState.OPEN,
            readings=written_readings(_shown(readings.get(each.code, {}), about)),
            below=summary(by_subject.get(each.pk, [])),
            changed_at=at,
        )
        for each in subjects
    )
    on = today(at, round.assessor)
    if not round.is_automatic:
        SheetItem.objects.bulk_create(
            (item for sheet in sheets for item in _items(sheet, known, on)),
            batch_size=2_000,
        )
    _draw(round, about, sheets, by_subject)


def _shown(readings: Mapping[str, Reading], about: About) -> dict[str, Reading]:
    return {key: r for key, r in readings.items() if by_id(key).part in about.parts}


def _items(sheet: Sheet, known: Mapping[str, Known], on: date) -> list[SheetItem]:
    facts = known.get(sheet.subject.code, Known())
    return [
        SheetItem(sheet=sheet, key=item.key, automatic=automatic(item, facts))
        for item in items(for_unit=not sheet.subject.is_agency, on=on)
    ]


def _by_subject(about: About, below: Sequence[Result]) -> dict[int, list[Result]]:
    """Put lower results under the agency whose sheet shows them."""
    found: dict[int, list[Result]] = {}
    for result in below:
        key = result.subject.agency_id or result.subject_id
        found.setdefault(key, []).append(result)
    return found


def _draw(
    round: Round,
    about: About,
    sheets: Sequence[Sheet],
    by_subject: Mapping[int, Sequence[Result]],
) -> None:
    """Draw lower results to be scored anew: of each subject, or of all for macro."""
    results = {each.pk: each for found in by_subject.values() for each in found}
    if TIERS[about.tier].level == Level.MACRO:
        chosen = set(drawn(list(results), seed=round.seed))
    else:
        chosen = {
            key
            for subject, found in by_subject.items()
            for key in drawn([r.pk for r in found], seed=round.seed + subject)
        }
    Recheck.objects.bulk_create(
        Recheck(sheet=sheet, of=result, lower=result.score or 0)
        for sheet in sheets
        for result in by_subject.get(sheet.subject_id, ())
        if result.pk in chosen
    )
