"""The home of evaluation: what is due, what my tier shows, how those below me do."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import has_action
from lapor.domain.accounts.rules import Action
from lapor.domain.monev.queries import Evaluation, Line, Scope, scopes_of
from lapor.domain.monev.rules import Basis, Period
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import OrganisationKind
from lapor.kernel.memory import remembered
from lapor.web.monev import league
from lapor.web.monev.cards import cards_of
from lapor.web.monev.choosing import UNITS, Choice, choose
from lapor.web.monev.duties import duties_of
from lapor.web.monev.pages import evaluation
from lapor.web.shapes import Tab
from lapor.web.who import officer, today

SHOWN = ("P3", "P4", "P5", "P6", "P7", "P8")


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show one person's evaluation: duties first, then the scope he chose."""
    user, on = officer(request), today()
    context: dict[str, Any] = {"duties": duties_of(user, on=on), "today": on}
    if has_action(user, Action.OVERSEE, on=on) and scopes_of(user, on=on):
        context |= _board(request, user)
    return render(request, "monev/home.html", context)


def _board(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return the cards and the league of one scope."""
    asked = request.GET.dict()
    chosen = choose(asked, user, on=today())
    found = evaluation(chosen.scope, chosen.period, chosen.basis)
    rows = ranked(found.scope, found.period, found.basis)
    group = asked.get("kelompok", "")
    groups = sorted({row.group for row in rows})
    if group in groups:
        rows = [row for row in rows if row.group == group]
    column, down = _sorting(asked)
    page = league.page_of(
        league.ordered(rows, column, down=down), _number(asked.get("hal", ""))
    )
    return {
        "found": found,
        "form": chosen.form,
        "refusal": chosen.refusal,
        "scopes": _scopes(user, chosen, asked),
        "cards": _cards(found),
        "numbers_url": _address("monev:numbers", chosen),
        "is_small": found.total.is_small,
        "is_over": found.period.end <= found.at,
        "page": page,
        "heads": _heads(asked, column, down),
        "rows": [(row, _deeper(found, chosen, row)) for row in page.rows],
        "groups": _group_tabs(groups, group, asked),
        "next_url": _with(asked, hal=page.number + 1)
        if page.number < page.pages
        else "",
        "first_url": _with(asked, hal="") if page.number > 1 else "",
        "is_units": found.scope.kind == "units",
    }


def _number(typed: str) -> int:
    """Return the page a person typed; what is no number means the first."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def _cards(found: Evaluation) -> list[Any]:
    return [card for card in cards_of(found) if card.indicator.id in SHOWN]


def _scopes(user: User, chosen: Choice, asked: dict[str, str]) -> list[Tab]:
    """Return one tab for each tier this person works in."""
    return [
        Tab(scope.name, _with(asked, cakupan=scope.key, hal=""), scope == chosen.scope)
        for scope in scopes_of(user, on=today())
    ]


@remembered
def ranked(scope: Scope, period: Period, basis: Basis) -> list[league.Row]:
    """Return the league of a scope, worked out once for all who look."""
    lines = evaluation(scope, period, basis).lines
    return league.rows_of(lines, groups_of(lines))


def groups_of(lines: Iterable[Line]) -> dict[str, str]:
    """Return the ranking group of each member: groups never mix."""
    codes = [line.member.code for line in lines if line.member]
    kinds = Organisation.objects.filter(code__in=codes).values_list("code", "kind")
    return {code: OrganisationKind(kind).label for code, kind in kinds}


def _group_tabs(groups: list[str], group: str, asked: dict[str, str]) -> list[Tab]:
    if len(groups) < 2:
        return []
    every = Tab(gettext("Semua kelompok"), _with(asked, kelompok="", hal=""), not group)
    return [
        every,
        *(
            Tab(name, _with(asked, kelompok=name, hal=""), name == group)
            for name in groups
        ),
    ]


def _sorting(asked: dict[str, str]) -> tuple[str, bool]:
    """Return the column and whether the greatest comes first."""
    column = asked.get("urut", "tempat").removeprefix("-")
    if column not in {each.key for each in league.COLUMNS}:
        column = "tempat"
    return column, asked.get("urut", "").startswith("-")


def _heads(asked: dict[str, str], key: str, down: bool) -> list[league.Head]:
    found = []
    for column in league.COLUMNS:
        goes_down = not down if column.key == key else not column.up_first
        url = _with(asked, urut=f"{'-' if goes_down else ''}{column.key}", hal="")
        now = ("descending" if down else "ascending") if column.key == key else ""
        found.append(league.Head(column, url, now))
    return found


def _deeper(found: Evaluation, chosen: Choice, row: league.Row) -> str:
    """Return where the numbers of one member are, if there is more to see."""
    if found.scope.kind == "units":
        return ""
    target = {"cakupan": f"{UNITS}{row.code}", "masa": chosen.period.name}
    return f"{reverse('monev:numbers')}?{urlencode(target)}"


def _address(route: str, chosen: Choice) -> str:
    query = {
        "cakupan": chosen.scope.key,
        "masa": chosen.period.name,
        "dasar": str(chosen.basis),
    }
    return f"{reverse(route)}?{urlencode(query)}"


def _with(asked: dict[str, str], **changed: object) -> str:
    """Return this address with some values changed; an empty one is left out."""
    query = {**asked, **{key: str(value) for key, value in changed.items()}}
    return "?" + urlencode({key: value for key, value in query.items() if value})
