"""What a verifier is asked: class, topic and target, what is missing, why not."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Category, Classification
from lapor.domain.cases.queries import classification_by_code
from lapor.domain.cases.rules import ArchiveReason, ReturnReason
from lapor.domain.organisations.models import Organisation
from lapor.kernel.enums import noop, translate
from lapor.web.desk import choices
from lapor.web.desk.asking import (
    REASON,
    ActForm,
    ReasonForm,
    office_field,
    text_field,
)
from lapor.web.fields import Files, Words


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
    to = office_field(
        gettext_lazy("Instansi atau unit tujuan"),
        error_messages={"required": gettext_lazy("Tulis instansi yang berwenang.")},
    )
    to_for = forms.CharField(required=False, widget=forms.HiddenInput)
    note = text_field(gettext_lazy("Catatan untuk penerima"), rows=1, required=False)
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
        self.hint = self.desk.route_hint if self.reaches_far else None
        if self.hint and "unit" not in self.fields:
            self.initial.setdefault("to", self.hint.agency.name)
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
        if target and not (target.is_agency or self._may_divide(target)):
            hint = gettext("Usulan unit kerja: %s.") % target.name
            given["note"] = f"{hint} {given.get('note', '')}".strip()
            target = target.agency
        given["target"] = target
        return given

    def _may_divide(self, unit: Organisation) -> bool:
        """Only an agency gives its cases to its units; others may suggest one."""
        is_here = unit.agency_id == self.desk.case.agency_id
        return is_here and self.desk.may(Action.DISPATCH_UNIT)


#: Stored as it stands here, whatever the officer reads; shown in the reader's language.
OFTEN_MISSING: Final = (
    noop("Lokasi yang lengkap"),
    noop("Tanggal dan jam kejadian"),
    noop("Foto atau bukti"),
    noop("Nama instansi atau petugas yang dilaporkan"),
    noop("Penjelasan apa yang diharapkan"),
)


def _often_missing() -> list[tuple[str, str]]:
    return [(text, translate(text)) for text in OFTEN_MISSING]


class MissingForm(ActForm):
    """Ask the reporter for what is missing."""

    missing = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Yang kurang"),
        widget=forms.CheckboxSelectMultiple,
        choices=_often_missing,
    )
    more = text_field(gettext_lazy("Yang lain, satu per baris"), rows=2, required=False)
    content = text_field(
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
    advice = text_field(
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


def return_reasons() -> list[tuple[str, str]]:
    """Return the reasons for "not ours", in words."""
    return [(str(one), one.label) for one in ReturnReason]


class SuggestForm(ReasonForm):
    """Say "not ours", why, and whose it is when known."""

    code = forms.ChoiceField(label=gettext_lazy("Jenis alasan"), choices=[])
    suggestion = office_field(gettext_lazy("Instansi yang berwenang"), required=False)
    suggestion_for = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["version", "code", "reason", "suggestion"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the reasons in words."""
        super().__init__(*args, **kwargs)
        self.set_choices("code", return_reasons())

    def clean(self) -> dict[str, Any]:
        """Find the office that was named."""
        given = super().clean() or {}
        named = given.get("suggestion")
        given["suggested"] = self.office("suggestion") if named else None
        return given


class ReturnForm(SuggestForm):
    """Say "not ours" of a dispatched case, with evidence."""

    basis = Words(
        required=False,
        longest=300,
        label=gettext_lazy("Dasar hukum"),
        help_text=gettext_lazy("Peraturan dan pasalnya; atau lampirkan buktinya."),
    )
    attachments = Files(required=False, label=gettext_lazy("Bukti"))
    field_order = ["version", "code", "reason", "basis", "attachments", "suggestion"]


class PassOnForm(SuggestForm):
    """Hand a new report to who decides."""

    receiver = forms.ChoiceField(label=gettext_lazy("Teruskan kepada"))
    field_order = ["version", "receiver", "code", "reason", "suggestion"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The national admin decides, or the province for its own territory."""
        super().__init__(*args, **kwargs)
        self.set_choices("receiver", self.desk.deciders)
