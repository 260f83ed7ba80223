"""The smaller forms of the portal. They validate what was typed, nothing more."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from lapor.domain.cases.rules import PromiseVerdict
from lapor.domain.feedback.rules import Solved
from lapor.kernel import ids
from lapor.web.fields import Files, Words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choices = Iterable[tuple[str, str]]


class Mail(forms.EmailField):
    """The mail address of a reporter, who may have none."""

    default_error_messages = {
        "invalid": gettext_lazy("Alamat email belum benar, contoh: ani@contoh.id.")
    }

    def __init__(self, *, help_text: "StrOrPromise" = "") -> None:
        """``help_text`` says what it is for."""
        super().__init__(
            required=False,
            max_length=254,
            label=gettext_lazy("Email"),
            help_text=help_text,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        )


class Telephone(Words):
    """The telephone number of a reporter, who may have none."""

    def __init__(self) -> None:
        """Nothing is asked of it here: intake knows what a number looks like."""
        keys = {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        super().__init__(
            required=False,
            longest=40,
            label=gettext_lazy("Nomor telepon"),
            help_text=gettext_lazy("Contoh: 0812 3456 7890."),
            widget=forms.TextInput(attrs=keys),
        )


class TrackForm(forms.Form):
    """Number and access code, typed as people type them."""

    number = Words(
        longest=60,
        label=gettext_lazy("Nomor laporan"),
        help_text=gettext_lazy("Sebelas huruf dan angka, contoh: 7K2M-P042-QRX."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
    code = Words(
        longest=100,
        label=gettext_lazy("Kode akses"),
        help_text=gettext_lazy("Ada di bukti laporan Anda: 26 huruf dan angka."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters"}
        ),
    )

    def clean_code(self) -> str:
        """Forgive blanks, dashes and look-alike letters; odd codes fail later."""
        return ids.normalise_code(self.cleaned_data["code"]) or ""


class MessageForm(forms.Form):
    """What the reporter adds, with files."""

    content = Words(
        required=False,
        longest=10_000,
        multiline=True,
        label=gettext_lazy("Tulisan Anda"),
    )
    attachments = Files(
        required=False,
        label=gettext_lazy("Lampiran"),
        help_text=gettext_lazy("Paling banyak 5 berkas, masing-masing 10 MB."),
    )


class NothingForm(forms.Form):
    """An act that asks for nothing but the button."""


class ObjectionForm(forms.Form):
    """A reporter does not want to follow another case; he need not say why."""

    reason = Words(
        required=False,
        longest=2_000,
        multiline=True,
        label=gettext_lazy("Mengapa masalah Anda berbeda"),
    )


class VerdictForm(forms.Form):
    """What the reporter says of a promise."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Apakah janji ini ditepati?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih salah satu.")},
    )
    content = Words(
        required=False,
        longest=2_000,
        multiline=True,
        label=gettext_lazy("Keterangan"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the two answers in words."""
        super().__init__(*args, **kwargs)
        field = self.fields["verdict"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(v), v.label) for v in PromiseVerdict]


class ProtectForm(forms.Form):
    """Switch protection on."""

    is_anonymous = forms.BooleanField(
        required=False, label=gettext_lazy("Anonim: sembunyikan siapa saya")
    )
    is_secret = forms.BooleanField(
        required=False, label=gettext_lazy("Rahasia: sembunyikan isi laporan")
    )

    def clean(self) -> dict[str, Any]:
        """Nothing ticked is nothing to do."""
        given = super().clean() or {}
        if not (given.get("is_anonymous") or given.get("is_secret")):
            raise forms.ValidationError(gettext("Pilih paling sedikit satu."))
        return given


class AgencySearchForm(forms.Form):
    """Find an agency by name."""

    q = Words(required=False, longest=2_000, label=gettext_lazy("Nama instansi"))


class ReasonForm(forms.Form):
    """Why a case is withdrawn or reopened."""

    reason = Words(
        shortest=5,
        longest=2_000,
        multiline=True,
        label=gettext_lazy("Alasan Anda"),
        error_messages={"required": gettext_lazy("Tulis alasannya.")},
    )


STARS = [
    ("1", gettext_lazy("1, sangat buruk")),
    ("2", gettext_lazy("2, buruk")),
    ("3", gettext_lazy("3, cukup")),
    ("4", gettext_lazy("4, baik")),
    ("5", gettext_lazy("5, sangat baik")),
]


def _stars(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih satu nilai.")},
    )


class RatingForm(forms.Form):
    """Outcome first, then three questions (domain §9.8)."""

    solved = forms.ChoiceField(
        label=gettext_lazy("Apakah masalah Anda selesai?"),
        choices=Solved.options,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih satu jawaban.")},
    )
    speed = _stars(gettext_lazy("Kecepatan penanganan"))
    quality = _stars(gettext_lazy("Mutu jawaban"))
    manner = _stars(gettext_lazy("Kesopanan dan kemudahan"))
    comment = Words(
        required=False,
        longest=2_000,
        multiline=True,
        label=gettext_lazy("Catatan"),
        help_text=gettext_lazy("Yang baik maupun yang perlu diperbaiki."),
    )


class PublicSearchForm(forms.Form):
    """Narrow the public list."""

    q = Words(required=False, longest=120, label=gettext_lazy("Cari kata"))
    agency = Words(required=False, longest=120, label=gettext_lazy("Instansi"))
    category = forms.ChoiceField(required=False, label=gettext_lazy("Topik"))
    region = Words(required=False, longest=120, label=gettext_lazy("Wilayah"))
    state = forms.ChoiceField(required=False, label=gettext_lazy("Status"))

    def __init__(
        self, *args: Any, categories: Choices = (), states: Choices = (), **kwargs: Any
    ) -> None:
        """The choices come from the tables."""
        super().__init__(*args, **kwargs)
        for name, options in (("category", categories), ("state", states)):
            found = self.fields[name]
            if isinstance(found, forms.ChoiceField):
                found.choices = [("", gettext("Semua")), *options]
