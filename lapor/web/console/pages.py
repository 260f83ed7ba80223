"""The overview, and the tables of the law of this house: rights and life of a case."""

from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import has_action
from lapor.domain.accounts.rules import TABLE, Action, Protection, Role
from lapor.domain.cases.rules import LIFE, State, Step
from lapor.web.who import officer, today


@dataclass(frozen=True, slots=True)
class Room:
    """One thing to manage: what it is, where, and which action opens it."""

    title: str | Promise
    text: str | Promise
    route: str
    actions: tuple[Action, ...]

    @property
    def url(self) -> str:
        """Where it is."""
        return reverse(self.route)


_PEOPLE = (Action.MANAGE_ACCOUNTS,)
_OFFICES = (Action.MANAGE_ORGANISATION,)
_REFERENCE = (Action.MANAGE_REFERENCE,)
ROOMS = (
    Room(
        _("Akun dan mandat"),
        _("Membuka dan menutup akun, memberi dan mencabut mandat."),
        "console:accounts",
        _PEOPLE,
    ),
    Room(
        _("Cakupan petugas"),
        _("Jabatan yang kosong, cuti tanpa pengganti, surel yang ditolak."),
        "console:coverage",
        _PEOPLE,
    ),
    Room(
        _("Instansi dan unit kerja"),
        _("Nama, kontak, zona waktu, unit baru, dan SK pengelola."),
        "console:organisations",
        _OFFICES,
    ),
    Room(
        _("Hubungan pengawasan"),
        _("Siapa mengawasi siapa, sejak kapan, dan dasar hukumnya."),
        "console:oversight",
        _REFERENCE,
    ),
    Room(
        _("Kalender hari kerja"),
        _("Libur nasional, cuti bersama, libur daerah, dan pencabutannya."),
        "console:calendars",
        _REFERENCE,
    ),
    Room(
        _("Batas waktu"),
        _("Batas menurut peraturan; instansi boleh memperpendek."),
        "console:terms",
        _REFERENCE + _OFFICES,
    ),
    Room(
        _("Kategori"),
        _("Topik laporan dalam dua tingkat."),
        "console:categories",
        _REFERENCE,
    ),
    Room(
        _("Klasifikasi"),
        _("Golongan laporan menurut peraturan."),
        "console:classifications",
        _REFERENCE,
    ),
    Room(
        _("Wilayah"),
        _("Provinsi sampai desa dengan kode Kemendagri."),
        "console:regions",
        _REFERENCE,
    ),
    Room(
        _("Teks pemberitahuan"),
        _("Siapa diberi tahu tentang apa, dengan kata apa; pratinjau dan versi."),
        "console:notices",
        _REFERENCE,
    ),
    Room(
        _("Kiriman dan saluran"),
        _("Pesan yang gagal atau ditahan, keadaan saluran, dan biayanya."),
        "console:deliveries",
        (Action.RUN_SYSTEM, Action.MANAGE_REFERENCE),
    ),
    Room(
        _("Ekspor dan impor daftar"),
        _("Semua daftar sebagai CSV atau XLSX, dengan uji coba."),
        "console:lists",
        _PEOPLE + _OFFICES + _REFERENCE,
    ),
    Room(
        _("Jejak"),
        _("Apa yang terjadi, kapan, dan oleh siapa."),
        "console:trail",
        (Action.RUN_SYSTEM, Action.MANAGE_REFERENCE),
    ),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what this person may manage."""
    user = officer(request)
    on = today()
    context = {
        "rooms": rooms_of(user),
        "grants": user.valid_grants(on=on),
    }
    return render(request, "console/home.html", context)


def rooms_of(user: User) -> list[Room]:
    """Return what this person may manage, in the order of the overview."""
    on = today()
    return [
        room
        for room in ROOMS
        if any(has_action(user, action, on=on) for action in room.actions)
    ]


class Cell(NamedTuple):
    """What a role may do in one action: where, and what stops it."""

    where: str
    closed_to: str


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Show the permission table: each action, each role, as far as it reaches."""
    roles = [role for role in Role if any(rule.role == role for rule in TABLE)]
    rows = [(action, [_cells(role, action) for role in roles]) for action in Action]
    context = {"roles": roles, "rows": rows}
    return render(request, "console/rights.html", context)


def _cells(role: Role, action: Action) -> list[Cell]:
    found = []
    for rule in TABLE:
        if (rule.role, rule.action) == (role, action):
            closed = [p.label.lower() for p in Protection if p not in rule.under]
            found.append(Cell(rule.relation.label, ", ".join(closed)))
    return found


class Line(NamedTuple):
    """One row of the transition table, in words."""

    act: str
    sources: list[str]
    target: str
    doers: list[str]
    clocks: list[tuple[str, str]]


@require_safe
def life(request: HttpRequest) -> HttpResponse:
    """Show the transition table from which buttons, clocks and tests are made."""
    context = {
        "lines": [_line(step) for step in LIFE],
        "states": [str(state) for state in State],
    }
    return render(request, "console/life.html", context)


def _line(step: Step) -> Line:
    doers = []
    if step.doer.action:
        doers.append(step.doer.action.label)
    if step.doer.reporter:
        doers.append(gettext("Pelapor"))
    if step.doer.system:
        doers.append(gettext("Sistem, pada waktunya"))
    clocks = [
        (word, ", ".join(sorted(timer.label for timer in timers)))
        for word, timers in (
            (gettext("mulai"), step.starts),
            (gettext("berhenti"), step.stops),
            (gettext("dijeda"), step.pauses),
            (gettext("berjalan lagi"), step.resumes),
        )
        if timers
    ]
    sources = [state for state in State if state in step.sources]
    return Line(
        step.act.label,
        [str(state) for state in sources],
        str(step.target) if step.target else "",
        doers,
        clocks,
    )
