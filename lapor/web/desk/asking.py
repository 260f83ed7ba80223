"""The form of an act, and the pieces all of them are made of."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import organisation_by_code
from lapor.web import places
from lapor.web.desk.place import Desk
from lapor.web.fields import FirstInput, Words

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


def office_field(label: str | Promise, **options: Any) -> Words:
    """Return a field for the name of an office, which is looked up by ``office``."""
    widget = FirstInput(attrs={"data-suggest": "/meja/pilihan/instansi/"})
    return Words(longest=200, label=label, widget=widget, **options)


def text_field(label: str | Promise, *, rows: int = 4, **options: Any) -> Words:
    """Return a field for several lines of text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return Words(longest=10_000, multiline=True, label=label, widget=widget, **options)


class ReasonForm(ActForm):
    """An act that asks only why."""

    reason = text_field(REASON, error_messages=WRITE_REASON)


class NothingForm(ActForm):
    """An act that asks for nothing but the button."""
