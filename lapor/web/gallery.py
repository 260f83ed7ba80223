"""The gallery of components, to be mounted by the console as ``console:gallery``."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from lapor.domain.cases.rules import State
from lapor.kernel import clock
from lapor.web.shapes import Bar, File, Moment, Tab


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=gettext_lazy("Judul"), help_text=gettext_lazy("Satu kalimat pendek.")
    )
    content = forms.CharField(label=gettext_lazy("Isi"), widget=forms.Textarea)
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"),
        choices=[("a", gettext_lazy("Pengaduan")), ("b", gettext_lazy("Aspirasi"))],
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label=gettext_lazy("Tanggal"), required=False)
    agreed = forms.BooleanField(
        label=gettext_lazy("Saya setuju"), help_text=gettext_lazy("Wajib dicentang.")
    )


def _states() -> list[tuple[str, str]]:
    return [("", gettext("Semua")), *State.options()]


class SampleFilter(forms.Form):
    """A search box and a choice."""

    q = forms.CharField(label=gettext_lazy("Kata kunci"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Status"), required=False, choices=_states
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component with made-up content."""
    noon = datetime(2025, 4, 8, 5, tzinfo=UTC)
    today = clock.now().date()
    context = {
        "form": SampleForm(),
        "wrong": SampleForm(
            {"title": "", "content": gettext("Yang sudah ditulis tetap ada.")}
        ),
        "filters": SampleFilter(request.GET or None),
        "states": [str(state) for state in State],
        "days": [today + timedelta(days=d) for d in (-3, 0, 1, 9)],
        "due": SimpleNamespace(
            due_on=date(2025, 4, 9),
            day_zero=date(2025, 4, 8),
            counted=[date(2025, 4, 9)],
            skipped=[
                SimpleNamespace(on=date(2025, 4, 7), label=gettext("Cuti bersama"))
            ],
        ),
        "moments": [
            Moment(
                gettext("Laporan diterima"),
                noon,
                gettext("Pelapor"),
                gettext("Lampu jalan mati."),
                "person",
            ),
            Moment(gettext("Terdisposisi"), noon, gettext("Admin instansi")),
            Moment(
                gettext("Catatan internal"),
                noon,
                "Budi",
                gettext("Cek anggaran dulu."),
                "note",
            ),
            Moment(gettext("Menunggu tindak lanjut instansi"), tone="next"),
        ],
        "step_names": [gettext("Isi laporan"), gettext("Identitas"), gettext("Kirim")],
        "files": [File("foto-1.jpg", "#", 120_000, gettext("data lokasi dihapus"))],
        "tabs": [
            Tab(gettext("Semua"), "#", True, 1234),
            Tab(gettext("Terlambat"), "#", False, 7),
        ],
        "bars": [Bar(gettext("Pengaduan"), 1200), Bar(gettext("Aspirasi"), 90)],
        "months": [Bar(f"{m:02}/25", m * m % 17 * 10) for m in range(1, 13)],
    }
    return render(request, "components/gallery.html", context)
