"""The numbers of an overseer: every indicator of a scope, and a line for each member.

Numbers are read as they were counted ahead; each says as of when, what it means, and
leads to the rows it counts.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple
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
from lapor.domain.analytics.rules.catalogue import of_part
from lapor.domain.analytics.rules.indicator import Basis, Part, Reading
from lapor.domain.analytics.rules.periods import Period
from lapor.domain.cases.queries.seen import rules_of
from lapor.domain.cases.rules import Bucket
from lapor.domain.monev.queries import Evaluation, Line, Scope, evaluate
from lapor.kernel import clock
from lapor.kernel.memory import remembered
from lapor.web.monev.cards import Card, cards_of, rounded
from lapor.web.monev.choosing import UNITS, choose
from lapor.web.templatetags import ui
from lapor.web.who import officer

DAYS: Final = "P5"
SIZE: Final = 50  # lines of a page
PATIENCE: Final = timedelta(seconds=5)  # with a count that nobody made ahead
SHOWN: Final = ("P3", "P4", DAYS, "P6", "P7", "P8")


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


@never_cache
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Show one scope in one period on one basis."""
    user = officer(request)
    on = timezone.localdate(clock.now())
    asked = request.GET.dict()
    chosen = choose(asked, user, on=on)
    found = evaluation(chosen.scope, chosen.period, chosen.basis)
    reader = _Reader(user, found, asked)
    page = _page_number(asked.get("hal", ""), len(found.lines))
    context = {
        "found": found,
        "form": chosen.form,
        "refusal": chosen.refusal,
        "parts": _by_part(cards_of(found)),
        "heads": _heads(),
        "rows": [
            reader.row(line) for line in found.lines[(page - 1) * SIZE : page * SIZE]
        ],
        "count": len(found.lines),
        "total": reader.row(found.total),
        "is_units": found.scope.kind == "units",
        "is_small": found.total.is_small,
        "is_over": found.period.end <= found.at,
        "next_url": _with(asked, page + 1) if page * SIZE < len(found.lines) else "",
        "first_url": _with(asked, 1) if page > 1 else "",
    }
    return render(request, "monev/numbers.html", context)


@remembered
def evaluation(scope: Scope, period: Period, basis: Basis) -> Evaluation:
    """Read once for everybody who looks within some seconds; it says as of when."""
    return evaluate(scope, period, basis, at=clock.now(), patience=PATIENCE)


class _Reader:
    """Turns lines into rows, with links as far as this person may go."""

    def __init__(self, user: User, found: Evaluation, asked: dict[str, str]) -> None:
        self.scope, self.asked = found.scope, asked
        self.opens_cases = found.scope.kind == "units" and _reads(
            user, found.scope.owner, timezone.localdate(found.at)
        )

    def row(self, line: Line) -> Row:
        buckets = line.buckets()
        cells = [Cell(ui.number(line.received))]
        cells += [Cell(ui.number(buckets.get(bucket, 0))) for bucket in Bucket]
        cells += [_cell(id, line.reading(id)) for id in SHOWN]
        name = line.member.name if line.member else gettext("Belum dibagi ke unit")
        return Row(name, self._url(line), cells, line.is_small)

    def _url(self, line: Line) -> str:
        if line.member is None:
            return ""
        if self.scope.kind != "units":
            target = {**self.asked, "cakupan": f"{UNITS}{line.member.code}"}
            target.pop("hal", None)
            return f"?{urlencode(target)}"
        if not self.opens_cases:
            return ""
        return f"{reverse('desk:queue')}?{urlencode({'unit': line.member.pk})}"


def _by_part(cards: list[Card]) -> list[tuple[str, list[Card]]]:
    """Put cards under the four kinds of evaluation."""
    return [
        (str(part.label), [card for card in cards if card.indicator in of_part(part)])
        for part in Part
    ]


def _page_number(typed: str, n: int) -> int:
    """Return the page a person typed, inside what there is."""
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    return min(max(number, 1), max(1, -(-n // SIZE)))


def _with(asked: dict[str, str], page: int) -> str:
    return "?" + urlencode({**asked, "hal": str(page)})


def _reads(user: User, agency: int, on: date) -> bool:
    """Say whether this person may read the cases of an agency at the desk."""
    return any(
        rule.relation == Relation.ANY
        or (rule.relation == Relation.AGENCY and grant.organisation.agency_id == agency)
        for grant, rule in rules_of(user, Action.READ_CASE, on=on)
    )


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


def _cell(id: str, reading: Reading) -> Cell:
    if reading.value is None:
        return Cell(ui.NOTHING)
    if id == DAYS:
        shown = number_format(rounded(reading.value), 1)
    else:
        shown = ui.share(reading.value)
    return Cell(shown, ui.number(reading.n))
