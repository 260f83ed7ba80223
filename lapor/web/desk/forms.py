"""The forms of the desk: what each act asks for. The domain decides what is right."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from lapor.domain.cases.models import Category, Classification
from lapor.domain.cases.queries import classification_by_code
from lapor.domain.cases.rules import AnswerResult, ArchiveReason
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import organisation_by_code
from lapor.web import places
from lapor.web.desk import choices
from lapor.web.desk.place import Desk
from lapor.web.fields import Day, Files, FirstInput, Words

BIGGEST: Final = 2**31 - 1
REASON: Final = gettext_lazy("Alasan")
WRITE_REASON: Final = {"required": gettext_lazy("Tulis alasannya.")}


class ActForm(forms.Form):
    """A form that belongs to one act on one case.

    ``version`` is the case as it stood on the officer's screen: whoever comes second
    is told what changed. ``hits`` are the offices an unclear name may mean.
    """

    version = forms.IntegerField(
        required=False, min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )
    at_preview: frozenset[str] = frozenset()  # fields asked for beside the preview

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        """Every act knows the case and who acts."""
        super().__init__(*args, **kwargs)
        self.desk = desk
        self.hits: dict[str, Sequence[places.Hit]] = {}
        self.initial.setdefault("version", desk.case.version)

    def stay(self) -> None:
        """Show what was typed without finding fault: nothing was sent yet."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def set_choices(self, name: str, pairs: Iterable[tuple[str, Any]]) -> None:
        """Fill the choices of one field."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(pairs)

    def office(self, name: str) -> Organisation | None:
        """Return the office meant by a name field; its error or hits otherwise."""
        data: Any = self.data
        typed = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        choice = places.choose_agency(typed, data.get(f"{name}_for", ""))
        if choice.error:
            self.hits[name] = choice.hits
            self.add_error(name, choice.error)
        return organisation_by_code(choice.code) if choice.code else None


def _office_field(label: str | Promise, **options: Any) -> Words:
    widget = FirstInput(attrs={"data-suggest": "/meja/pilihan/instansi/"})
    return Words(longest=200, label=label, widget=widget, **options)


def _text(label: str | Promise, *, rows: int = 4, **options: Any) -> Words:
    widget = forms.Textarea(attrs={"rows": rows})
    return Words(longest=10_000, multiline=True, label=label, widget=widget, **options)


class ReasonForm(ActForm):
    """An act that asks only why."""

    reason = _text(REASON, error_messages=WRITE_REASON)


class NothingForm(ActForm):
    """An act that asks for nothing but the button."""


class TopicForm(ActForm):
    """Title, class and topic in two levels; part of two acts."""

    title = Words(longest=255, shortest=5, label=gettext_lazy("Judul yang jelas"))
    classification = forms.ChoiceField(
        label=gettext_lazy("Klasifikasi"),
        error_messages={"required": gettext_lazy("Pilih klasifikasinya.")},
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Kategori"),
        error_messages={"required": gettext_lazy("Pilih kategorinya.")},
    )
    topic = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Subkategori"),
        error_messages={
            "invalid_choice": gettext_lazy(
                "Subkategori ini bukan bagian dari kategori itu. Pilih lagi."
            )
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what the case has now."""
        super().__init__(*args, **kwargs)
        case = self.desk.case
        now = case.category
        group = str(now.parent_id or now.pk) if now else ""
        self.initial = {
            "title": case.shown_title,
            "classification": case.classification_id,
            "group": group,
            "topic": str(now.pk) if now and now.parent_id else "",
            **self.initial,
        }
        nothing = ("", gettext("Pilih…"))
        self.set_choices("classification", [nothing, *choices.classes()])
        self.set_choices("group", [nothing, *choices.topics()])
        chosen = str(self["group"].value() or "")
        below = choices.subtopics(int(chosen)) if chosen.isdecimal() else ()
        self.set_choices("topic", [("", gettext("Belum dirinci")), *below])
        self.fields["group"].widget.attrs["data-group"] = "topic"

    def category(self) -> Category | None:
        """Return the finest topic that was chosen."""
        key = self.cleaned_data["topic"] or self.cleaned_data["group"]
        return Category.objects.filter(pk=key).first() if key else None

    def kind(self) -> Classification:
        """Return the class that was chosen."""
        return classification_by_code(self.cleaned_data["classification"])


class ClassifyForm(TopicForm):
    """Correct title, class and topic."""


class DispatchForm(TopicForm):
    """Verify and dispatch in one step (domain §7.2)."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit kerja"))
    to = _office_field(
        gettext_lazy("Instansi atau unit tujuan"),
        error_messages={"required": gettext_lazy("Tulis instansi yang berwenang.")},
    )
    to_for = forms.CharField(required=False, widget=forms.HiddenInput)
    note = _text(gettext_lazy("Catatan untuk penerima"), rows=1, required=False)
    publish = forms.BooleanField(
        required=False,
        label=gettext_lazy("Usulkan tayang; orang kedua menyetujui"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the units of the agency that has the case, or any office by name."""
        super().__init__(*args, **kwargs)
        home = self.desk.case.agency
        units = choices.units(home.pk)
        self.reaches_far = self.desk.reaches_far
        if units and not self.desk.dispatches:
            own = [(str(home.pk), gettext("Belum dibagi: %s") % home.name)]
            self.set_choices("unit", [*own, *units])
        else:
            del self.fields["unit"]
        self.fields["to"].required = "unit" not in self.fields
        if not self.reaches_far and "unit" in self.fields:
            del self.fields["to"]
        if not self.desk.may_propose:
            del self.fields["publish"]

    def clean(self) -> dict[str, Any]:
        """Say where it goes: an office by name, a unit, or the agency itself."""
        given = super().clean() or {}
        target = None
        if "to" in self.fields and given.get("to"):
            target = self.office("to")
        elif given.get("unit"):
            target = Organisation.objects.filter(pk=given["unit"]).first()
        given["target"] = target
        return given


class MissingForm(ActForm):
    """Ask the reporter for what is missing."""

    missing = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Yang kurang"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (text, text)
            for text in (
                gettext_lazy("Lokasi yang lengkap"),
                gettext_lazy("Tanggal dan jam kejadian"),
                gettext_lazy("Foto atau bukti"),
                gettext_lazy("Nama instansi atau petugas yang dilaporkan"),
                gettext_lazy("Penjelasan apa yang diharapkan"),
            )
        ],
    )
    more = _text(gettext_lazy("Yang lain, satu per baris"), rows=2, required=False)
    content = _text(
        gettext_lazy("Pesan untuk pelapor"),
        rows=3,
        error_messages={"required": gettext_lazy("Tulis pesan untuk pelapor.")},
    )

    def clean(self) -> dict[str, Any]:
        """Put ticks and lines together; the domain wants at least one."""
        given = super().clean() or {}
        lines = str(given.get("more", "")).splitlines()
        given["items"] = [
            *[str(item) for item in given.get("missing", [])],
            *[line.strip() for line in lines if line.strip()],
        ]
        if not given["items"] and not self.errors:
            self.add_error(
                "missing", gettext("Sebutkan paling sedikit satu data yang kurang.")
            )
        return given


ADVICE: Final = {
    ArchiveReason.NOT_COMPLETED: gettext_lazy(
        "Data yang kami minta belum dilengkapi. Silakan buat laporan baru bila datanya "
        "sudah ada."
    ),
    ArchiveReason.UNCLEAR: gettext_lazy(
        "Kami belum dapat memahami isi laporan. Silakan buat laporan baru: ceritakan "
        "apa yang terjadi, di mana, dan kapan."
    ),
    ArchiveReason.TOO_GENERAL: gettext_lazy(
        "Laporan ini terlalu umum untuk ditangani satu instansi. Silakan laporkan satu "
        "kejadian, lengkap dengan lokasi dan waktunya."
    ),
    ArchiveReason.NOT_PUBLIC_SERVICE: gettext_lazy(
        "Hal ini bukan pelayanan publik. Anda dapat menyelesaikannya langsung dengan "
        "pihak yang bersangkutan atau melalui lembaga yang menanganinya."
    ),
    ArchiveReason.DUPLICATE: gettext_lazy(
        "Hal ini sudah Anda laporkan sebelumnya. Perkembangannya dapat Anda lihat pada "
        "laporan yang pertama."
    ),
    ArchiveReason.TRIAL: gettext_lazy(
        "Laporan ini tampaknya uji coba. Bila Anda ingin melaporkan kejadian nyata, "
        "silakan buat laporan baru."
    ),
    ArchiveReason.HATE_OR_SPAM: gettext_lazy(
        "Isi laporan ini tidak dapat kami tangani. Silakan sampaikan kejadiannya "
        "dengan kata-kata yang baik dalam laporan baru."
    ),
    ArchiveReason.IN_COURT: gettext_lazy(
        "Perkara ini sedang diperiksa pengadilan, jadi tidak dapat kami tangani. "
        "Tanyakan perkembangannya kepada pengadilan yang memeriksa."
    ),
    ArchiveReason.OUTSIDE_JURISDICTION: gettext_lazy(
        "Kejadian ini di luar wilayah Indonesia. Hubungi perwakilan Republik Indonesia "
        "di negara setempat."
    ),
}


class ArchiveForm(ActForm):
    """Put away with a reason and advice; the first press writes an example."""

    reason = forms.ChoiceField(
        label=REASON, error_messages={"required": gettext_lazy("Pilih alasannya.")}
    )
    advice = _text(
        gettext_lazy("Saran bagi pelapor"),
        help_text=gettext_lazy("Ke mana ia dapat melanjutkan? Contoh ada di bawah."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A wrong address is no reason to archive: it is dispatched or passed on.

        Without advice the example of the reason is written in, to be looked over.
        """
        super().__init__(*args, **kwargs)
        data: Any = self.data
        reason = data.get("reason", "")
        self.is_filled_in = reason in ADVICE and not data.get("advice", "").strip()
        if self.is_filled_in:
            data = data.copy()
            data["advice"] = str(ADVICE[ArchiveReason(reason)])
            self.data = data
        reasons = [(str(reason), reason.label) for reason in ADVICE]
        self.set_choices("reason", [("", gettext("Pilih…")), *reasons])
        self.examples = [(str(r), r.label, text) for r, text in ADVICE.items()]
        self.fields["reason"].widget.attrs["data-examples"] = "advice"

    def clean(self) -> dict[str, Any]:
        """An example goes out only after a second press."""
        given = super().clean() or {}
        if self.is_filled_in:
            self.add_error(
                "advice",
                gettext("Kami isi dengan contoh. Sesuaikan, lalu tekan sekali lagi."),
            )
        return given


class SuggestForm(ReasonForm):
    """Say "not ours", and whose it is when known."""

    suggestion = _office_field(gettext_lazy("Instansi yang berwenang"), required=False)
    suggestion_for = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Find the office that was named."""
        given = super().clean() or {}
        named = given.get("suggestion")
        given["suggested"] = self.office("suggestion") if named else None
        return given


class PassOnForm(SuggestForm):
    """Hand a new report to who decides."""

    receiver = forms.ChoiceField(label=gettext_lazy("Teruskan kepada"))
    field_order = ["version", "receiver", "reason", "suggestion"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The national admin decides, or the province for its own territory."""
        super().__init__(*args, **kwargs)
        self.set_choices("receiver", self.desk.deciders)


class ToUnitForm(ActForm):
    """Give the case to a unit."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Unit kerja"),
        error_messages={"required": gettext_lazy("Pilih unit kerjanya.")},
    )
    note = _text(gettext_lazy("Catatan untuk penerima"), rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """All units of the agency but the one that has it."""
        super().__init__(*args, **kwargs)
        case = self.desk.case
        units = [p for p in choices.units(case.agency_id) if p[0] != str(case.unit_id)]
        self.set_choices("unit", [("", gettext("Pilih…")), *units])


class GrantForm(ActForm):
    """Agree that another agency answers."""

    to = _office_field(
        gettext_lazy("Alihkan ke instansi"),
        error_messages={"required": gettext_lazy("Tulis instansi yang berwenang.")},
    )
    to_for = forms.CharField(required=False, widget=forms.HiddenInput)
    note = _text(gettext_lazy("Catatan untuk penerima"), rows=3, required=False)

    def clean(self) -> dict[str, Any]:
        """Find the office that was named."""
        given = super().clean() or {}
        given["target"] = self.office("to") if given.get("to") else None
        return given


class NoteForm(ActForm):
    """A note among officers."""

    content = _text(
        gettext_lazy("Catatan"),
        help_text=gettext_lazy("Hanya petugas yang membacanya, tidak pernah pelapor."),
        error_messages={"required": gettext_lazy("Tulis isi catatannya.")},
    )
    attachments = Files(required=False, label=gettext_lazy("Lampiran"))


class FollowUpForm(ActForm):
    """What is being done; shown as the reporter will see it before it goes."""

    content = _text(
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
    reason = _text(gettext_lazy("Penjelasan untuk pelapor"), rows=3)


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
    content = _text(
        gettext_lazy("Isi yang tampil"),
        rows=8,
        help_text=gettext_lazy(
            "Nomor identitas, telepon, rekening, dan pelat sudah disamarkan. Hapus "
            "juga nama orang."
        ),
    )


class PromiseForm(ActForm):
    """Which promise was kept."""

    promise = forms.IntegerField(
        min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )
