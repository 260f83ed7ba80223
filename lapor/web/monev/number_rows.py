"""The rows behind a number: what was counted, newest first, in pages."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.accounts.models import User
from lapor.domain.analytics.queries.computing import Counted
from lapor.domain.analytics.queries.engines import Live, one_moment
from lapor.domain.analytics.queries.rows import RowPage, Within, rows_behind
from lapor.domain.analytics.rules.catalogue import CATALOGUE
from lapor.domain.analytics.rules.indicator import Indicator
from lapor.domain.analytics.rules.windows import window_of
from lapor.domain.cases.models import Category
from lapor.domain.cases.queries import seen_by
from lapor.domain.cases.rules import Channel, State
from lapor.domain.monev.queries import Evaluation
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import OrganisationKind
from lapor.kernel.enums import translate
from lapor.web.monev.cards import WORDS, part_name
from lapor.web.monev.choosing import choose
from lapor.web.monev.pages import PATIENCE, evaluation
from lapor.web.templatetags import ui
from lapor.web.who import officer, today

COUNTED: Final = {word: what for what, word in WORDS.items()}
HEADS: Final[dict[str, str | Promise]] = {
    "number": _("Nomor"),
    "agency": _("Instansi"),
    "unit": _("Unit kerja"),
    "name": _("Nama"),
    "kind": _("Jenis"),
    "months": _("Bulan"),
    "active_months": _("Bulan aktif"),
    "officers": _("Pejabat penghubung"),
    "classification": _("Klasifikasi"),
    "category": _("Kategori"),
    "channel": _("Kanal"),
    "state": _("Status"),
    "received_at": _("Diterima"),
    "followed_up_at": _("Tindak lanjut pertama"),
    "answered_at": _("Jawaban akhir"),
    "closed_at": _("Ditutup"),
    "asked_at": _("Diminta"),
    "due_at": _("Batas waktu"),
    "handed_in_at": _("Selesai"),
    "issue_id": _("Isu"),
    "measure_id": _("Tindakan"),
    "answer_id": _("Jawaban"),
    "recommendation_id": _("Rekomendasi"),
    "plan_id": _("Rencana"),
    "item_id": _("Butir"),
    "detected_on": _("Ditemukan"),
    "cases": _("Laporan"),
    "due_on": _("Jatuh tempo"),
    "finished_on": _("Selesai"),
    "effect": _("Hasil uji"),
    "stratum": _("Strata"),
    "given_at": _("Dijawab"),
    "score_hundredths": _("Nilai"),
    "given_on": _("Diberikan"),
    "status": _("Status"),
    "year": _("Tahun"),
    "approved_on": _("Disahkan"),
    "weight": _("Bobot"),
}


@never_cache
@require_safe
def number_rows(request: HttpRequest) -> HttpResponse:
    """Show the rows of one number of one indicator in one scope."""
    user, asked = officer(request), request.GET.dict()
    one = _indicator(asked.get("indikator", ""))
    what = COUNTED.get(asked.get("angka", ""))
    if one is None or what is None or one.relation is not None:
        raise Http404
    chosen = choose(asked, user, on=today())
    found = evaluation(chosen.scope, chosen.period, chosen.basis)
    reading = found.total.reading(one.id)
    page = _page(found, one, what, asked.get("sesudah", ""))
    address = {
        "cakupan": chosen.scope.key,
        "masa": chosen.period.name,
        "dasar": str(chosen.basis),
    }
    context = {
        "found": found,
        "name": translate(one.name),
        "formula": translate(one.formula),
        "who": translate(one.who),
        "number": None if what in one.sums else getattr(reading, what),
        "is_numerator": what == "numerator",
        "heads": [HEADS[column] for column in page.columns],
        "rows": _shown(page, one, user),
        "back_url": f"{reverse('monev:numbers')}?{urlencode(address)}#{one.id}",
        "next_url": _with(asked, page.next) if page.next else "",
        "first_url": _with(asked, "") if asked.get("sesudah") else "",
        "refusal": chosen.refusal,
    }
    return render(request, "monev/number_rows.html", context)


def _indicator(id: str) -> Indicator | None:
    return next((one for one in CATALOGUE if one.id == id), None)


def _page(found: Evaluation, one: Indicator, what: Counted, after: str) -> RowPage:
    window = window_of(found.period, found.basis, at=found.at)
    within = _within(found)
    engine = Live(window, agencies=within.agencies)
    with one_moment(PATIENCE):
        return rows_behind(engine, one, window, what=what, within=within, after=after)


def _within(found: Evaluation) -> Within:
    """Return whose rows a scope counts."""
    scope = found.scope
    if scope.kind == "nation":
        return Within()
    if scope.kind in ("units", "unit", "agency"):
        owner = Organisation.objects.select_related("agency").get(pk=scope.owner)
        if scope.kind == "unit":
            return Within([(owner.agency or owner).code], owner.code)
        return Within([owner.code])
    return Within([line.member.code for line in found.lines if line.member])


def _shown(page: RowPage, one: Indicator, user: User) -> list[list[tuple[Any, str]]]:
    """Return the cells of each row: what is shown, and where it leads."""
    names = _names(page)
    open_to_me: set[str] = set()
    if one.table == "cases":
        numbers = [row["number"] for row in page.rows]
        mine = seen_by(user, on=today()).filter(number__in=numbers)
        open_to_me = set(mine.values_list("number", flat=True))
    return [
        [_cell(column, row[column], one, names, open_to_me) for column in page.columns]
        for row in page.rows
    ]


def _cell(
    column: str,
    value: Any,
    one: Indicator,
    names: dict[str, str],
    open_to_me: set[str],
) -> tuple[Any, str]:
    if value is None or value == "":
        return ui.NOTHING, ""
    if column == "number" and value in open_to_me:
        return value, reverse("desk:case", args=[value])
    if column.endswith("_at"):
        return ui.moment(value, day_only=True), ""
    if column in ("classification", "effect"):
        return part_name(one, value), ""
    words: dict[str, Callable[[Any], Any]] = {
        "agency": lambda code: names.get(code, code),
        "unit": lambda code: names.get(code, code),
        "category": lambda slug: names.get(slug, slug),
        "state": lambda state: State(state).label,
        "channel": lambda channel: Channel(channel).label,
        "kind": lambda kind: OrganisationKind(kind).label,
        "score_hundredths": lambda score: ui.points(score / 100),
    }
    return (words[column](value) if column in words else value), ""


def _names(page: RowPage) -> dict[str, str]:
    """Return the names of the organisations and topics of a page, by code."""
    codes = {row.get(column, "") for row in page.rows for column in ("agency", "unit")}
    topics = {row.get("category", "") for row in page.rows}
    known = Organisation.objects.filter(code__in=codes).values_list("code", "name")
    named = Category.objects.filter(slug__in=topics).values_list("slug", "name")
    return {**dict(named), **dict(known)}


def _with(asked: dict[str, str], after: str) -> str:
    query = {key: value for key, value in asked.items() if key != "sesudah"}
    return "?" + urlencode({**query, **({"sesudah": after} if after else {})})
