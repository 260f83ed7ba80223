"""Fields of the console's forms: days, and organisations by name or code."""

from typing import Any, Final, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lapor.domain.organisations.models import Organisation
from lapor.kernel.enums import Labelled

NOTHING: Final = "\N{EN DASH}"
#: Up to so many are shown as a list to choose from; more are typed.
MOST_IN_LIST: Final = 120
#: So many of those that fit are named.
SHOWN: Final = 4


def day_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, required=required, help_text=hint, widget=widget
    )


def choice(form: forms.Form, name: str) -> forms.ChoiceField:
    """Return a field of a form that offers choices, to be filled."""
    return cast(forms.ChoiceField, form.fields[name])


def choices_of(kind: type[Labelled], empty: str = "") -> list[tuple[str, str]]:
    """Return members with their labels in the language of the reader."""
    head = [("", empty)] if empty else []
    return head + [(member.value, member.label) for member in kind]


class OrganisationField(forms.CharField):
    """Takes the code or the name of an organisation among ``within``.

    Few are offered as a list. A name that fits several is answered with their codes.
    """

    def __init__(self, within: QuerySet[Organisation], **given: Any) -> None:
        """Look how many there are to choose from."""
        self.within = within
        few = list(within.order_by("name")[: MOST_IN_LIST + 1])
        if len(few) <= MOST_IN_LIST:
            rows = [("", NOTHING), *((row.code, str(row)) for row in few)]
            given.setdefault("widget", forms.Select(choices=rows))
        else:
            given.setdefault(
                "help_text", _("Tulis kode atau nama, misalnya “pemda-32.04”.")
            )
        super().__init__(max_length=200, **given)

    def clean(self, value: Any) -> Any:
        """Return the organisation, None for an empty optional field."""
        typed = super().clean(value).strip()
        if not typed:
            return None
        found = self.within.filter(code=typed).first()
        if found:
            return found
        named = list(self.within.filter(name__iexact=typed)[: SHOWN + 1])
        if not named:
            named = list(self.within.filter(name__icontains=typed)[: SHOWN + 1])
        if len(named) == 1:
            return named[0]
        if not named:
            raise forms.ValidationError(
                gettext("Tidak ada instansi bernama atau berkode “%s”.") % typed[:60]
            )
        rows = [f"{row.name} ({row.code})" for row in named[:SHOWN]]
        raise forms.ValidationError(
            gettext("Ada beberapa yang cocok, misalnya %s. Tulis kodenya.")
            % "; ".join(rows)
        )
