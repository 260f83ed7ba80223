"""The page of an overseer: the indicators of those below, with the n of each."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Relation
from lapor.domain.cases.queries.seen import rules_of
from lapor.domain.monev.queries import Evaluation, Line, Scope, evaluate
from lapor.domain.monev.rules import (
    Basis,
    Definition,
    Parts,
    Period,
    Result,
    band_of,
    indicators,
    is_small,
)
from lapor.kernel import clock
from lapor.kernel.enums import translate
from lapor.kernel.errors import NotPermitted
from lapor.kernel.memory import remembered
from lapor.web.monev.choosing import UNITS, choose
from lapor.web.templatetags import ui

DAYS = "P5"


class Cell(NamedTuple):
    """One cell: a number for people, and the n it stands on."""

    shown: str
    n: str = ""


class Row(NamedTuple):
    """One line of the table. ``url`` leads deeper, when the person may go there."""

    name: str
    url: str
    cells: Sequence[Cell]
    is_small: bool


class Card(NamedTuple):
    """One indicator of the whole scope, with everything that explains it."""

    definition: Definition
    shown: str
    exact: str
    band: str
    strict: str
    classes: Sequence[tuple[str, str]]
    name: str
    formula: str
    population: str
    unit: str
    reference: str
    evidence: str


@never_cache
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Show one scope in one period on one basis."""
    user = request.user
    if not isinstance(user, User):
        raise NotPermitted(gettext("Masuk dulu dengan akun petugas."))
    on = timezone.localdate(clock.now())
    chosen = choose(request.GET.dict(), user, on=on)
    found = evaluation(chosen.scope, chosen.period, chosen.basis)
    reader = _Reader(user, found, request.GET.dict())
    context = {
        "found": found,
        "form": chosen.form,
        "refusal": chosen.refusal,
        "cards": cards_of(found),
        "heads": _heads(),
        "rows": [reader.row(line) for line in found.lines],
        "total": reader.row(Line(None, found.total)),
        "is_units": found.scope.kind == "units",
        "is_small": is_small(found.total),
        "is_over": found.period.end <= found.at,
    }
    return render(request, "monev/numbers.html", context)


@remembered
def evaluation(scope: Scope, period: Period, basis: Basis) -> Evaluation:
    """Count once for everybody who looks within some seconds; it says as of when."""
    return evaluate(scope, period, basis, at=clock.now())


def cards_of(found: Evaluation) -> list[Card]:
    """Return every indicator of a scope that means something, with its words."""
    return [_card(result) for result in _results(found)]


class _Reader:
    """Turns lines into rows, with links as far as this person may go."""

    def __init__(self, user: User, found: Evaluation, asked: dict[str, str]) -> None:
        self.scope, self.asked = found.scope, asked
        self.opens_cases = found.scope.kind == "units" and _reads(
            user, found.scope.owner, timezone.localdate(found.at)
        )

    def row(self, line: Line) -> Row:
        counts = line.counts
        results = {result.definition.id: result for result in indicators(counts)}
        numbers = (
            *(counts.received, counts.unverified, counts.waiting, counts.in_process),
            *(counts.done, counts.on_hold, counts.archived),
        )
        cells = [Cell(ui.number(number)) for number in numbers]
        cells += [_cell(results[key]) for key in ("P3", "P4", DAYS, "P6", "P7", "P8")]
        name = line.member.name if line.member else gettext("Belum dibagi ke unit")
        return Row(name, self._url(line), cells, is_small(counts))

    def _url(self, line: Line) -> str:
        if line.member is None:
            return ""
        if self.scope.kind != "units":
            target = {**self.asked, "cakupan": f"{UNITS}{line.member.code}"}
            return f"?{urlencode(target)}"
        if not self.opens_cases:
            return ""
        return f"{reverse('desk:queue')}?{urlencode({'unit': line.member.pk})}"


def _reads(user: User, agency: int, on: date) -> bool:
    """Say whether this person may read the cases of an agency at the desk."""
    return any(
        rule.relation == Relation.ANY
        or (rule.relation == Relation.AGENCY and grant.organisation.agency_id == agency)
        for grant, rule in rules_of(user, Action.READ_CASE, on=on)
    )


def _results(found: Evaluation) -> list[Result]:
    """Return the indicators that mean something: a unit is not connected by itself."""
    results = indicators(found.total)
    return [r for r in results if found.scope.kind != "units" or r.definition.id > "P2"]


def _heads() -> list[tuple[str, str]]:
    """Return the headings: short, and in full for who cannot guess."""
    return [
        ("M", gettext("Semua laporan")),
        (gettext("Belum verif."), gettext("Laporan Belum Terverifikasi")),
        (gettext("Belum TL"), gettext("Laporan Terdisposisi Belum Ditindaklanjuti")),
        (gettext("Proses"), gettext("Laporan Terdisposisi Sedang Diproses")),
        (gettext("Selesai"), gettext("Laporan Terdisposisi Selesai")),
        (gettext("Tunda"), gettext("Laporan Tertunda")),
        (gettext("Arsip"), gettext("Laporan Arsip")),
        ("PTL", gettext("Persentase tindak lanjut")),
        ("PS", gettext("Persentase penyelesaian")),
        ("RTL", gettext("Rata-rata tindak lanjut pertama, hari")),
        (gettext("Verif. tepat"), gettext("Verifikasi tepat waktu")),
        (gettext("TL tepat"), gettext("Tindak lanjut pertama tepat waktu")),
        (gettext("Batas ditepati"), gettext("Batas penyelesaian ditepati")),
    ]


def _card(result: Result) -> Card:
    definition = result.definition
    band = band_of(result.value) if definition.id == "P3" else None
    strict = ""
    if result.strict is not None:
        strict = _parts_shown(result.strict)
    return Card(
        definition,
        _shown(result),
        result.exact if definition.id != DAYS else f"n = {result.denominator}",
        band.label if band else "",
        strict,
        [(_class_name(name), _parts_shown(part)) for name, part in result.classes],
        *(
            translate(words)
            for words in (
                *(definition.name, definition.formula, definition.population),
                *(definition.unit, definition.reference, definition.evidence),
            )
        ),
    )


def _cell(result: Result) -> Cell:
    if result.value is None:
        return Cell(ui.NOTHING)
    shown = number_format(_rounded(result.value), 1)
    if result.definition.id != DAYS:
        shown = ui.share(result.value)
    return Cell(shown, ui.number(result.denominator))


def _shown(result: Result) -> str:
    if result.value is None:
        return gettext("tidak ada data")
    if result.definition.id == DAYS:
        days = number_format(_rounded(result.value), 1)
        return gettext("%(days)s hari") % {"days": days}
    return ui.share(result.value)


def _parts_shown(parts: Parts) -> str:
    if not parts.population:
        return gettext("tidak ada data")
    share = ui.share(Fraction(parts.kept, parts.population))
    return f"{share} ({parts.kept}/{parts.population})"


def _class_name(code: str) -> str:
    names = {
        "": gettext("Tanpa klasifikasi"),
        "complaint": gettext("Pengaduan"),
        "complaint_ordinary": gettext("Pengaduan tidak berkadar pengawasan"),
        "complaint_oversight": gettext("Pengaduan berkadar pengawasan"),
        "information": gettext("Permintaan informasi"),
        "aspiration": gettext("Aspirasi"),
    }
    return names.get(code, code)


def _rounded(value: Fraction) -> float:
    """Round half up to one decimal, where it is shown."""
    return int(value * 10 + Fraction(1, 2)) / 10
