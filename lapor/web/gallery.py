"""The gallery of components, to be mounted by the console as ``console:gallery``."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lapor.domain.cases.rules import State
from lapor.kernel import clock
from lapor.web.shapes import Bar, File, Moment, Tab


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Judul", help_text="Satu kalimat pendek.")
    content = forms.CharField(label="Isi", widget=forms.Textarea)
    kind = forms.ChoiceField(
        label="Jenis",
        choices=[("a", "Pengaduan"), ("b", "Aspirasi")],
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label="Tanggal", required=False)
    agreed = forms.BooleanField(label="Saya setuju", help_text="Wajib dicentang.")


class SampleFilter(forms.Form):
    """A search box and a choice."""

    q = forms.CharField(label="Kata kunci", required=False)
    state = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua"), *State.choices()]
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component with made-up content."""
    noon = datetime(2025, 4, 8, 5, tzinfo=UTC)
    today = clock.now().date()
    context = {
        "form": SampleForm(),
        "wrong": SampleForm({"title": "", "content": "Yang sudah ditulis tetap ada."}),
        "filters": SampleFilter(request.GET or None),
        "states": [str(state) for state in State],
        "days": [today + timedelta(days=d) for d in (-3, 0, 1, 9)],
        "due": SimpleNamespace(
            due_on=date(2025, 4, 9),
            day_zero=date(2025, 4, 8),
            counted=[date(2025, 4, 9)],
            skipped=[SimpleNamespace(on=date(2025, 4, 7), why="Cuti bersama")],
        ),
        "moments": [
            Moment("Laporan diterima", noon, "Pelapor", "Lampu jalan mati.", "person"),
            Moment("Terdisposisi", noon, "Admin instansi"),
            Moment("Catatan internal", noon, "Budi", "Cek anggaran dulu.", "note"),
            Moment("Menunggu tindak lanjut instansi", tone="next"),
        ],
        "step_names": ["Isi laporan", "Identitas", "Kirim"],
        "files": [File("foto-1.jpg", "#", 120_000, "data lokasi dihapus")],
        "tabs": [Tab("Semua", "#", True, 1234), Tab("Terlambat", "#", False, 7)],
        "bars": [Bar("Pengaduan", 1200), Bar("Aspirasi", 90), Bar("Informasi", 0)],
        "months": [Bar(f"{m:02}/25", m * m % 17 * 10) for m in range(1, 13)],
    }
    return render(request, "components/gallery.html", context)
