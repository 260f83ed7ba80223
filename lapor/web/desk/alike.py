"""Cases that may be the same matter: a ranked list, and two of them side by side."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.rules import Action
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import case_seen_by, is_permitted, seen_by
from lapor.domain.cases.rules import CLOSED, State
from lapor.domain.organisations.queries import region_path
from lapor.domain.reporters.queries import same_reporter
from lapor.domain.triage.actions import judge_different
from lapor.domain.triage.queries import about_row, similar
from lapor.domain.triage.rules.similar import LIKE_ENOUGH, likeness
from lapor.kernel.errors import DomainError, NotFound
from lapor.web.desk.place import Desk, desk_of
from lapor.web.wording import state_words

MOST: Final = 12
WITHIN: Final = 90  # days after which time says nothing here
JOIN, JOIN_OTHER, DIFFERENT = "gabung", "gabung-sebaliknya", "berbeda"


@never_cache
@require_safe
def alike(request: HttpRequest, number: str) -> HttpResponse:
    """List what resembles a case, with reasons, and what it is joined with."""
    desk = desk_of(request, number)
    found = similar(
        about_row(desk.case),
        among=seen_by(desk.user, on=desk.today).select_related("category"),
        at=desk.now,
        limit=MOST,
        least=LIKE_ENOUGH - 0.15,  # an officer judges; he may see doubtful ones
        without=desk.case,
    )
    same = _same_reporter(desk, [each.row for each in found])
    by_him = gettext("kontak pelapor yang sama")
    context = {
        "case": desk.case,
        "state_words": state_words(desk.case),
        "found": [
            (
                each.row,
                state_words(each.row),
                (*each.why, by_him) if each.number in same else each.why,
                round(each.score * 100),
            )
            for each in found
        ],
        "cluster": _cluster(desk),
        "may_merge": desk.may(Action.MERGE),
    }
    return render(request, "desk/alike.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, number: str, other: str) -> HttpResponse:
    """Show two cases beside each other, and take the judgement."""
    desk = desk_of(request, number)
    second = case_seen_by(desk.user, other, on=desk.today)
    if second.pk == desk.case.pk:
        raise NotFound(gettext("Pilih dua laporan yang berbeda."))
    refusal = ""
    if request.method == "POST":
        try:
            done = _judge(desk, second, request.POST)
        except DomainError as refused:
            refusal = refused.message
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("desk:alike", args=[number]))
    found = likeness(about_row(desk.case), about_row(second), within=WITHIN)
    context = {
        "case": desk.case,
        "other": second,
        "pair": [_shown(desk.case), _shown(second)],
        "why": found.why,
        "score": round(found.score * 100),
        "refusal": refusal,
        "reason": request.POST.get("reason", "")[:2_000],
        "may_join": _may_join(desk, desk.case, second),
        "may_join_other": _may_join(desk, second, desk.case),
        "may_judge": desk.may(Action.MERGE),
    }
    status = 409 if refusal else 200
    return render(request, "desk/compare.html", context, status=status)


def _judge(desk: Desk, second: Case, given: dict[str, str]) -> str:
    wish = given.get("putusan", "")
    if wish == DIFFERENT:
        judge_different(desk.case, second, by=desk.user, at=desk.now)
        return gettext("Dicatat: dua laporan ini berbeda.")
    child, parent = (desk.case, second) if wish == JOIN else (second, desk.case)
    reason = given.get("reason", "").strip() or gettext(
        "Laporan Anda membahas hal yang sama dengan laporan lain dan ditangani bersama."
    )
    cases.merge(child, into=parent, reason=reason, by=desk.user, at=desk.now)
    return gettext(
        "Laporan digabungkan; pelapornya diberi tahu dan boleh berkeberatan."
    )


def _may_join(desk: Desk, child: Case, parent: Case) -> bool:
    """Say whether the button is worth showing; the act itself asks again."""
    states = {State(child.state), State(parent.state)}
    return (
        not states & CLOSED
        and child.parent_id is None
        and parent.parent_id is None
        and not (parent.is_secret and not child.is_secret)
        and is_permitted(desk.user, child, Action.MERGE, on=desk.today)
    )


def _same_reporter(desk: Desk, found: list[Case]) -> set[str]:
    """Return which of them came from the same contact, where he may know reporters."""
    if not desk.may(Action.SEE_IDENTITY):
        return set()
    numbers = [
        each.number
        for each in found
        if is_permitted(desk.user, each, Action.SEE_IDENTITY, on=desk.today)
    ]
    return same_reporter(desk.case.number, numbers)


def _cluster(desk: Desk) -> list[tuple[Case, str, bool]]:
    """Return the other members of the cluster that this officer may see."""
    case = desk.case
    root = case.parent_id or case.pk
    members = seen_by(desk.user, on=desk.today).filter(parent=root)
    rows = list(members.exclude(pk=case.pk).order_by("received_at")[:50])
    if case.parent_id:
        above = seen_by(desk.user, on=desk.today).filter(pk=case.parent_id)
        rows = [*above, *rows]
    return [(row, state_words(row), row.pk == root) for row in rows]


def _shown(case: Case) -> tuple[Case, str, str]:
    place = region_path(case.region_id) if case.region_id else ""
    return case, state_words(case), place
