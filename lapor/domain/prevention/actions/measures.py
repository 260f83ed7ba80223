"""Planning and finishing preventive actions, and testing whether they helped."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.domain.plans.actions.proving import accepted, today
from lapor.domain.plans.models import Item
from lapor.domain.prevention.models import Issue, Measure, MeasureProof
from lapor.domain.prevention.policies import may_keep
from lapor.domain.prevention.queries.groups import first_data_of
from lapor.domain.prevention.queries.windows import counts_in
from lapor.domain.prevention.rules.effects import Windows, judge, windows
from lapor.domain.prevention.rules.recurring import WINDOW
from lapor.domain.prevention.rules.words import Means
from lapor.kernel import scanner
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow
from lapor.kernel.sweeping import one_by_one
from lapor.kernel.text import clean

#: So many files are scanned at once.


class Plan(NamedTuple):
    """What is planned. ``issue`` None: a declared preventive programme."""

    agency: Organisation
    unit: Organisation | None
    issue: Issue | None
    text: str
    means: str
    starts_on: date
    due_on: date
    output: str
    cost: str = ""
    cites_data: bool = False
    item: Item | None = None


@transaction.atomic
def plan_measure(plan: Plan, *, by: User, at: datetime) -> Measure:
    """Plan an action. Raises Invalid with every field that is missing or wrong."""
    may_keep(by, plan.agency, on=at.date())
    text = clean(plan.text, max_length=2_000, multiline=True)
    output = clean(plan.output, max_length=2_000, multiline=True)
    wrong = {}
    if not text:
        wrong["text"] = _("Tulis apa yang dilakukan.")
    if not output:
        wrong["output"] = _("Tulis bukti yang akan ditunjukkan.")
    if plan.means not in set(Means):
        wrong["means"] = _("Pilih jenisnya.")
    if plan.due_on < plan.starts_on:
        wrong["due_on"] = _("Hari selesai mendahului hari mulai.")
    if plan.item is not None and plan.item.plan.agency_id != plan.agency.pk:
        wrong["item"] = _("Pilih butir rencana aksi instansi ini.")
    if wrong:
        raise Invalid(_("Tindakan belum lengkap."), fields=wrong)
    measure = Measure.objects.create(
        agency=plan.agency,
        unit=plan.unit,
        issue=plan.issue,
        item=plan.item,
        text=text,
        means=plan.means,
        starts_on=plan.starts_on,
        due_on=plan.due_on,
        cost=clean(plan.cost, max_length=120),
        output=output,
        cites_data=plan.cites_data,
        planned_by=by.actor.ref,
        planned_at=at,
    )
    record("measure.planned", subject=measure.ref, actor=by.actor, at=at)
    return measure


def finish_measure(
    measure: Measure,
    *,
    on: date,
    uploads: "Sequence[File[Any]]",
    by: User,
    at: datetime,
) -> Measure:
    """Say that an action is finished, with its proof. Raises Invalid without any."""
    may_keep(by, measure.agency, on=at.date())
    wrong = {}
    if not uploads and not measure.proofs.exists():
        wrong["uploads"] = _("Lampirkan bukti: foto, surat, atau dokumen.")
    if on > today(at, measure.agency):
        wrong["on"] = _("Hari ini belum tiba.")
    if on < measure.starts_on:
        wrong["on"] = _("Hari selesai mendahului hari mulai.")
    if wrong:
        raise Invalid(_("Tindakan belum dapat diselesaikan."), fields=wrong)
    with accepted(uploads, at=at) as stored, transaction.atomic():
        locked = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
        if locked.finished_on:
            raise NotAllowedNow(_("Tindakan ini sudah dinyatakan selesai."))
        MeasureProof.objects.bulk_create(
            MeasureProof(
                measure=locked,
                key=file.key,
                shown_name=file.shown_name,
                media_type=file.media_type,
                size=file.size,
                sha256=file.sha256.hex(),
                scan=scan,
                added_by=by.actor.ref,
                added_at=at,
            )
            for file, scan in stored
        )
        locked.finished_on = on
        locked.save(update_fields=["finished_on"])
        record("measure.finished", subject=locked.ref, actor=by.actor, at=at)
    return locked


def scan_measure_proofs(*, at: datetime) -> int:
    """Scan files that wait; returns how many got a verdict. Level-triggered."""

    def note(proof: MeasureProof, verdict: scanner.Verdict) -> None:
        record(
            "measure.proof_scanned",
            subject=proof.measure.ref,
            actor=SYSTEM,
            at=at,
            verdict=str(verdict),
        )

    return scanner.scan_waiting(MeasureProof.objects.select_related("measure"), note)


def judge_effects(*, at: datetime) -> int:
    """Test finished actions whose window is over; returns how many were judged.

    One that fails holds up none behind it.
    """
    rows = Measure.objects.filter(
        finished_on__isnull=False, effect="", issue__isnull=False
    ).select_related("agency", "issue__agency")
    return one_by_one(
        rows.order_by("finished_on", "pk"), lambda measure: _judge_if_due(measure, at)
    )


def _judge_if_due(measure: Measure, at: datetime) -> bool:
    days = windows(_day(measure), first_data=_first_day(measure))
    is_due = days.after[1] <= today(at, measure.agency)
    if is_due:
        _judge(measure, days, at)
    return is_due


@transaction.atomic
def _judge(measure: Measure, days: Windows, at: datetime) -> None:
    issue = measure.issue
    assert issue is not None  # noqa: S101 - the query asked for it
    before, exposure_before = counts_in(issue, *days.before)
    after, exposure_after = counts_in(issue, *days.after)
    found = judge(
        before=before,
        after=after,
        exposure_before=exposure_before,
        exposure_after=exposure_after,
    )
    ratio = found.ratio
    measure.effect = found.effect
    measure.test = {
        "before": before,
        "after": after,
        "exposure_before": exposure_before,
        "exposure_after": exposure_after,
        "before_from": days.before[0].isoformat(),
        "before_until": days.before[1].isoformat(),
        "after_from": days.after[0].isoformat(),
        "after_until": days.after[1].isoformat(),
        "same_season": days.same_season,
        "ratio": _finite(ratio.value) if ratio else None,
        "low": _finite(ratio.low) if ratio else None,
        "high": _finite(ratio.high) if ratio else None,
    }
    measure.save(update_fields=["effect", "test"])
    record(
        "effect.tested",
        subject=measure.ref,
        actor=SYSTEM,
        at=at,
        effect=found.effect,
        before=before,
        after=after,
    )


def _first_day(measure: Measure) -> date | None:
    """Return since when the issue can be compared with the year before.

    An issue that came up later than the same season of the year before had no reports
    then, and against nothing no effect can show.
    """
    first = first_data_of(measure.agency.code)
    assert measure.issue is not None  # noqa: S101 - the query asked for it
    return max(first, measure.issue.detected_on - WINDOW) if first else None


def _day(measure: Measure) -> date:
    assert measure.finished_on is not None  # noqa: S101 - the query asked for it
    return measure.finished_on


def _finite(value: float) -> float | None:
    """Return a number that JSON knows; infinity has none."""
    return None if value == float("inf") else round(value, 4)
