"""The desk of internal auditors (APIP): they read everything, and change nothing."""

from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.monev.queries.audit import (
    audit_reports_seen_by,
    audited_agencies,
    late_cases,
    oversight_cases,
)
from lapor.kernel import clock
from lapor.kernel.enums import translate
from lapor.web.monev.navigation import entries_for
from lapor.web.shapes import Tab
from lapor.web.who import officer, today

OVERSIGHT, LATE = "berkadar", "terlambat"


class Row(NamedTuple):
    """One case of a list, with what is asked of whom."""

    number: str
    url: str
    title: str
    category: str
    unit: str
    state: str
    due_at: datetime | None
    why: str


@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show one of the two lists of cases, and the ways to the other four views."""
    user, on = officer(request), today()
    view = LATE if request.GET.get("bagian") == LATE else OVERSIGHT
    after = request.GET.get("sesudah", "")
    if view == LATE:
        page = late_cases(user, at=clock.now(), on=on, after=after)
    else:
        page = oversight_cases(user, on=on, after=after)
    here = f"?bagian={view}"
    context = {
        "agencies": audited_agencies(user, on=on),
        "view": view,
        "tabs": [
            Tab(gettext("Berkadar pengawasan"), f"?bagian={OVERSIGHT}", view != LATE),
            Tab(gettext("Terlambat"), f"?bagian={LATE}", view == LATE),
        ],
        "rows": [_row(case) for case in page.rows],
        "next_url": f"{here}&sesudah={page.next}" if page.next else "",
        "first_url": "" if page.is_first else here,
        "doors": _doors(request),
        "reports": audit_reports_seen_by(user, on=on).order_by("-written_at")[:5],
        "today": on,
    }
    return render(request, "monev/audit.html", context)


def _row(case: Case) -> Row:
    return Row(
        case.number,
        reverse("desk:case", args=[case.number]),
        case.edited_title or case.title,
        translate(case.category.name) if case.category else "",
        case.unit.name if case.unit else gettext("Belum dibagi ke unit"),
        case.state,
        case.due_at,
        _why(case),
    )


def _why(case: Case) -> str:
    """Say which step is late, in the words of the terms."""
    late = {
        State.RECEIVED: gettext("Belum diverifikasi"),
        State.DISPATCHED: gettext("Belum ada tindak lanjut"),
        State.RETURN_REQUESTED: gettext("Pengembalian belum diputus"),
        State.IN_PROGRESS: gettext("Belum ada jawaban akhir"),
        State.REPLIED: gettext("Tanggapan pelapor belum dijawab"),
    }
    return late.get(State(case.state), gettext("Melewati batas waktu"))


def _doors(request: HttpRequest) -> list[Any]:
    """Return the ways to the other views of the desk that this person may open."""
    wanted = {
        "monev:samples": gettext("Sampel mutu tindak lanjut, menurut rencana sampel."),
        "monev:findings": gettext(
            "Ditutup kurang dari sejam, jawaban disalin, tanpa jawaban akhir, mundur "
            "tanggal, dan akun bersama."
        ),
        "monev:recommendations": gettext("Rekomendasi yang diberikan dan keadaannya."),
        "monev:plans": gettext("Rencana aksi, kemajuan tiap triwulan, dan buktinya."),
        "monev:lhm": gettext("Dasar, lingkup, metode, temuan, dan tanggapan unit."),
    }
    return [
        (entry, wanted[entry.name])
        for entry in entries_for(request)
        if entry.name in wanted
    ]
