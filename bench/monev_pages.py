"""The pages of evaluation on a home full of facts, asked as people ask them."""

import time
from datetime import timedelta
from typing import Final

from django.db import connections
from rich.console import Console

from bench import people, wrk
from bench.place import Place
from bench.questions import Question
from bench.serving import serving
from bench.table import Line
from lapor.domain.analytics.actions.standing import refresh
from lapor.domain.analytics.models import CaseFact
from lapor.domain.organisations.models import Organisation
from lapor.kernel import clock

WARM_UP: Final = 1.5  # seconds, not counted
AIM: Final = 150.0  # ms, p95
PERIOD: Final = "2025"
PAGES: Final = (
    ("home", "Home of a tier", "/monev/"),
    ("numbers", "Numbers of a year", f"/monev/angka/?masa={PERIOD}"),
    ("charts", "Charts of a year", f"/monev/grafik/?masa={PERIOD}"),
    ("brief", "One page for a leader", f"/monev/ringkasan/?masa={PERIOD}"),
    ("ranking", "Ranking", "/monev/peringkat/"),
)


def ask_pages(place: Place, seconds: float, console: Console) -> list[Line]:
    """Start the system and ask each page as the nation and as the busiest agency."""
    wrk.ensure_wrk()
    cookies = {
        "nation": people.session_of(people.nation_admin()),
        "agency": people.session_of(people.agency_admin(_busiest())),
    }
    _count_ahead(console)
    connections.close_all()
    found = []
    with serving(place):
        for who, cookie in cookies.items():
            for name, label, path in PAGES:
                lines = [(path, cookie)]
                question = Question(f"{name}_{who}", f"{label}, {who}", lines)
                line = _ask(place, question, seconds)
                found.append(line)
                console.print(
                    f"  {line.label}: p50 {line.p50:.0f} ms, p95 {line.p95:.0f} ms, "
                    f"{line.rate:.0f} a second, {line.failed} failed"
                )
    return found


def _count_ahead(console: Console) -> None:
    """Do what the worker of a running system has long done: every usual period."""
    begun = time.monotonic()
    done = refresh(at=clock.now(), budget=timedelta(hours=6))
    console.print(
        f"  {done} periods counted ahead in {time.monotonic() - begun:.0f} s",
        style="dim",
    )


def _busiest() -> Organisation:
    row = (
        CaseFact.objects.filter(received_at__year=int(PERIOD))
        .values_list("agency_id")
        .order_by("agency_id")
        .first()
    )
    known = Organisation.objects.filter(pk=row[0]).first() if row else None
    return known or Organisation.objects.exclude(kind="unit").order_by("pk")[0]


def _ask(place: Place, question: Question, seconds: float) -> Line:
    for duration in (WARM_UP, seconds):
        load = wrk.ask(
            place.address, question.lines, clients=question.clients, seconds=duration
        )
    return Line(
        question.name,
        question.label,
        clients=question.clients,
        rate=load.requests / load.seconds if load.seconds else 0.0,
        p50=load.p50,
        p95=load.p95,
        p99=load.p99,
        failed=load.refused + load.broken,
        aim=f"p95 ≤ {AIM:g}",
        is_met=0 < load.p95 <= AIM and not load.refused + load.broken,
    )
