"""What the officers of an agency are asked, act by act. The domain decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from lapor.domain.cases.rules import AnswerResult
from lapor.web.desk import choices
from lapor.web.desk.asking import (
    BIGGEST,
    ActForm,
    office_field,
    text_field,
)
from lapor.web.fields import Day, Files, Words


class ToUnitForm(ActForm):
    """Give the case to a unit."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Unit kerja"),
        error_messages={"required": gettext_lazy("Pilih unit kerjanya.")},
    )
    note = text_field(gettext_lazy("Catatan untuk penerima"), rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """All units of the agency but the one that has it."""
        super().__init__(*args, **kwargs)
        case = self.desk.case
        units = [p for p in choices.units(case.agency_id) if p[0] != str(case.unit_id)]
        self.set_choices("unit", [("", gettext("Pilih…")), *units])


class GrantForm(ActForm):
    """Agree that another agency answers."""

    to = office_field(
        gettext_lazy("Alihkan ke instansi"),
        error_messages={"required": gettext_lazy("Tulis instansi yang berwenang.")},
    )
    to_for = forms.CharField(required=False, widget=forms.HiddenInput)
    note = text_field(gettext_lazy("Catatan untuk penerima"), rows=3, required=False)

    def clean(self) -> dict[str, Any]:
        """Find the office that was named."""
        given = super().clean() or {}
        given["target"] = self.office("to") if given.get("to") else None
        return given


class NoteForm(ActForm):
    """A note among officers."""

    content = text_field(
        gettext_lazy("Catatan"),
        help_text=gettext_lazy("Hanya petugas yang membacanya, tidak pernah pelapor."),
        error_messages={"required": gettext_lazy("Tulis isi catatannya.")},
    )
    attachments = Files(required=False, label=gettext_lazy("Lampiran"))


class ExtendForm(ActForm):
    """How many days more, and why; the reporter reads it."""

    days = forms.IntegerField(
        min_value=1,
        max_value=366,
        label=gettext_lazy("Tambahan hari"),
        help_text=gettext_lazy("Dihitung seperti batas waktunya: hari kerja."),
        error_messages={"required": gettext_lazy("Tulis berapa hari tambahannya.")},
    )
    reason = text_field(
        gettext_lazy("Alasan untuk pelapor"),
        help_text=gettext_lazy("Pelapor membacanya. Sekali saja, tidak dapat diulang."),
        error_messages={"required": gettext_lazy("Tulis alasannya.")},
    )


class FollowUpForm(ActForm):
    """What is being done; shown as the reporter will see it before it goes."""

    content = text_field(
        gettext_lazy("Tindak lanjut untuk pelapor"),
        rows=6,
        help_text=gettext_lazy("Apa yang sudah dilakukan, kapan, dan apa berikutnya."),
        error_messages={"required": gettext_lazy("Tulis tindak lanjutnya.")},
    )
    attachments = Files(
        required=False,
        label=gettext_lazy("Lampiran"),
        help_text=gettext_lazy("Paling banyak 5 berkas, masing-masing 10 MB."),
    )
    promised_on = Day(
        required=False,
        label=gettext_lazy("Tanggal janji"),
        help_text=gettext_lazy("Pada hari itu pelapor ditanya apakah ditepati."),
    )
    promise = Words(
        required=False, longest=500, label=gettext_lazy("Apa yang dijanjikan")
    )
    at_preview = frozenset({"attachments"})


class FinalAnswerForm(FollowUpForm):
    """The answer that ends the work: a result, and evidence or an explanation."""

    result = forms.ChoiceField(
        label=gettext_lazy("Hasil"),
        choices=[],
        error_messages={"required": gettext_lazy("Pilih hasilnya.")},
    )
    promised_on = Day(
        required=False,
        label=gettext_lazy("Tanggal janji"),
        help_text=gettext_lazy("Wajib bila hasilnya “Masuk rencana”."),
    )
    promise = Words(
        required=False, longest=500, label=gettext_lazy("Apa yang dijanjikan")
    )
    field_order = ["version", "result", "content", "promised_on", "promise"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the results in words."""
        super().__init__(*args, **kwargs)
        results = [(str(result), result.label) for result in AnswerResult]
        self.set_choices("result", [("", gettext("Pilih…")), *results])
        self.fields["content"].label = gettext("Jawaban akhir untuk pelapor")
        self.fields["content"].help_text = gettext(
            "Apa yang diperiksa, hasilnya, dan dasarnya."
        )
        self.fields["attachments"].label = gettext("Bukti")

    def clean(self) -> dict[str, Any]:
        """A plan needs a day after today."""
        given = super().clean() or {}
        if given.get("result") == AnswerResult.PLANNED:
            day = given.get("promised_on")
            if (day is None or day <= self.desk.today) and not self.errors.get(
                "promised_on"
            ):
                self.add_error("promised_on", gettext("Isi tanggal sesudah hari ini."))
        return given


class MergeForm(ActForm):
    """Let this case follow another on the same matter."""

    into = Words(
        longest=60,
        label=gettext_lazy("Nomor laporan induk"),
        error_messages={"required": gettext_lazy("Tulis nomor laporan induknya.")},
    )
    reason = text_field(gettext_lazy("Penjelasan untuk pelapor"), rows=3)


class ProtectForm(ActForm):
    """Switch protection on; there is no way to switch it off here."""

    is_anonymous = forms.BooleanField(
        required=False, label=gettext_lazy("Anonim: sembunyikan siapa pelapornya")
    )
    is_secret = forms.BooleanField(
        required=False, label=gettext_lazy("Rahasia: sembunyikan isi dari umum")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer only what is not on yet."""
        super().__init__(*args, **kwargs)
        for name in ("is_anonymous", "is_secret"):
            if getattr(self.desk.case, name):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Nothing ticked is nothing to do."""
        given = super().clean() or {}
        if not (given.get("is_anonymous") or given.get("is_secret")):
            raise forms.ValidationError(gettext("Pilih paling sedikit satu."))
        return given


class PublishForm(ActForm):
    """The copy for the public, masked before and after."""

    title = Words(longest=255, label=gettext_lazy("Judul yang tampil"))
    content = text_field(
        gettext_lazy("Isi yang tampil"),
        rows=8,
        help_text=gettext_lazy(
            "Nomor identitas, telepon, rekening, dan pelat sudah disamarkan. Hapus "
            "juga nama orang."
        ),
    )


class ApproveForm(ActForm):
    """Nothing but the button, and which copy was read before it was pressed."""

    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the copy that is shown: by the moment of its proposal."""
        super().__init__(*args, **kwargs)
        copy = self.desk.publication
        self.now = copy.proposed_at.isoformat() if copy else ""
        self.initial.setdefault("seen", self.now)

    def stay(self) -> None:
        """Show the copy of now; it is read anew."""
        super().stay()
        sent: Any = self.data
        shown = sent.copy()
        shown["seen"] = self.now
        self.data = shown


class PromiseForm(ActForm):
    """Which promise was kept."""

    promise = forms.IntegerField(
        min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )
