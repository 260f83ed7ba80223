"""Complaints that come back, and what is done about them."""

from datetime import datetime, timedelta

from lapor.domain.analytics.actions import fold_cases
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.prevention.actions import (
    Plan,
    detect,
    finish_measure,
    plan_measure,
    register_issue,
)
from lapor.domain.prevention.models import Issue, Measure, MeasureProof
from tests.factories.cases import MONDAY, World, make_case
from tests.factories.files import photo, upload

LATER = MONDAY + timedelta(days=80)
LAMP = "Lampu jalan mati di Pasar Baru"


def repeat(
    world: World, n: int, title: str = LAMP, *, since: datetime = MONDAY
) -> None:
    """Make the same complaint ``n`` times, two days apart, and fold the facts."""
    made = []
    for place in range(n):
        case = make_case(world, State.DISPATCHED)
        moment = since + timedelta(days=2 * place)
        Case.objects.filter(pk=case.pk).update(title=title, received_at=moment)
        made.append(case.pk)
    fold_cases(made, at=since + timedelta(days=2 * n))


def make_issue(world: World) -> Issue:
    """Detect one issue of the regency."""
    repeat(world, 6)
    detect(world.regency, at=LATER)
    return Issue.objects.get()


def make_measure(world: World, issue: Issue) -> Measure:
    """Register its cause and plan an action."""
    register_issue(
        issue,
        cause="facilities",
        whys=["Kabel tua", "Tidak ada anggaran perawatan"],
        owner=world.unit,
        likelihood=4,
        impact=3,
        by=world.admin,
        at=LATER,
    )
    plan = Plan(
        agency=world.regency,
        unit=world.unit,
        issue=issue,
        text="Ganti semua kabel",
        means="repair",
        starts_on=LATER.date(),
        due_on=LATER.date() + timedelta(days=30),
        output="Berita acara dan foto",
    )
    return plan_measure(plan, by=world.admin, at=LATER)


def finish(world: World, measure: Measure) -> MeasureProof:
    """Finish it with a photo."""
    finish_measure(
        measure,
        on=LATER.date(),
        uploads=[upload("bukti.jpg", photo(60, 40))],
        by=world.admin,
        at=LATER,
    )
    return measure.proofs.get()
