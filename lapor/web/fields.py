"""Form fields of every area: text made safe, several files at once, plain sentences."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from lapor.kernel import text
from lapor.kernel.errors import DomainError

MOST_FILES = 5
LARGEST_FILE = 10 * 1024 * 1024  # bytes


class Words(forms.CharField):
    """Typed text: NFC, without invisible characters, with lengths said in words."""

    default_error_messages = {"required": gettext_lazy("Bagian ini perlu diisi.")}

    def __init__(
        self, *, shortest: int = 0, longest: int, multiline: bool = False, **kwargs: Any
    ) -> None:
        """``shortest`` and ``longest`` count characters after cleaning."""
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 6}))
        super().__init__(strip=False, **kwargs)
        self.shortest, self.longest, self.multiline = shortest, longest, multiline
        self.validators = []

    def to_python(self, value: Any) -> str:
        """Clean what was typed; too long or too short is said with both numbers."""
        try:
            cleaned = text.clean(
                value or "", max_length=self.longest, multiline=self.multiline
            )
        except DomainError as refusal:
            raise ValidationError(refusal.message) from None
        if cleaned and len(cleaned) < self.shortest:
            raise ValidationError(
                gettext("Terlalu pendek: tulis sedikitnya %(n)d huruf.")
                % {"n": self.shortest}
            )
        return cleaned


class FirstInput(forms.TextInput):
    """A text control that shares its name with a list of picks below it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was typed, not what was picked."""
        typed = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return typed[0] if typed else None


class FilesInput(forms.ClearableFileInput):
    """A file control that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class Files(forms.FileField):
    """Up to five files of at most 10 MB each; what they contain is checked later."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that were sent, empty ones left out."""
        sent = data if isinstance(data, list | tuple) else [data]
        files = [file for file in sent if file]
        if len(files) > MOST_FILES:
            raise ValidationError(
                gettext("Anda memilih %(n)d berkas. Paling banyak %(most)d berkas.")
                % {"n": len(files), "most": MOST_FILES}
            )
        for file in files:
            if (file.size or 0) > LARGEST_FILE:
                raise ValidationError(
                    gettext("Berkas “%(name)s” lebih besar dari 10 MB.")
                    % {"name": str(file.name)[:80]}
                )
        return files


class Day(forms.DateField):
    """A day, as the browser sends it or as people write it (31/12/2026)."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
    default_error_messages = {
        "invalid": gettext_lazy("Tulis tanggal seperti 31/12/2026."),
        "required": gettext_lazy("Pilih tanggal kejadian."),
    }


def put_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Show a refusal of the domain on the form, beside the fields it names."""
    named = {n: t for n, t in refusal.fields.items() if n in form.fields}
    for name, sentence in named.items():
        form.add_error(name, sentence)
    if not named:
        form.add_error(None, refusal.message)
