"""Forms of action plans: the board, the header with its targets, reasons, documents."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lapor.domain.analytics.rules.catalogue import by_id, of_part
from lapor.domain.analytics.rules.indicator import Part, Unit
from lapor.domain.plans.models import Plan
from lapor.domain.plans.rules import QUARTERS
from lapor.kernel.enums import translate
from lapor.web.fields import Files, Words

#: Targets people set for themselves: the scored performance and the mean quality.
AIMED: Final = (
    *(one for one in of_part(Part.PERFORMANCE) if one.weight),
    by_id("K1"),
)


class ChoiceForm(forms.Form):
    """How the board is narrowed."""

    tahun = forms.IntegerField(
        label=_("Tahun"), required=False, min_value=2000, max_value=2999
    )
    triwulan = forms.ChoiceField(
        label=_("Triwulan"),
        required=False,
        choices=[("", _("Semua")), *((str(n), f"TW{n}") for n in QUARTERS)],
    )
    rencana = forms.ChoiceField(label=_("Rencana"), required=False)
    keadaan = forms.CharField(required=False, widget=forms.HiddenInput)


class HeaderForm(forms.Form):
    """The header of a plan, with its targets."""

    agency = forms.ChoiceField(label=_("Instansi"))
    year = forms.IntegerField(label=_("Tahun pertama"), min_value=2000, max_value=2999)
    until_year = forms.IntegerField(
        label=_("Tahun terakhir"), min_value=2000, max_value=2999
    )
    title = Words(label=_("Judul"), longest=200)
    legal_basis = Words(label=_("Dasar hukum"), longest=300, required=False)
    team_decree = Words(
        label=_("SK tim"),
        longest=200,
        required=False,
        help_text=_("Nomor dan tanggal SK tim pelaksana."),
    )

    def __init__(self, plan: Plan | None, *given: Any, **named: Any) -> None:
        """Agency and year stand once the plan is made."""
        super().__init__(*given, **named)
        if plan:
            del self.fields["agency"], self.fields["year"]
        for one in AIMED:
            unit = {Unit.SHARE: "%", Unit.DAYS: gettext("hari kerja")}.get(one.unit, "")
            label = f"{one.id} {translate(one.name)}" + (f" ({unit})" if unit else "")
            self.fields[f"target_{one.id}"] = forms.CharField(
                label=label,
                required=False,
                max_length=16,
                initial=plan.targets.get(one.id, "") if plan else "",
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )

    @property
    def targets(self) -> dict[str, str]:
        """Return the targets that were typed, by indicator."""
        return {one.id: self.cleaned_data.get(f"target_{one.id}", "") for one in AIMED}


class WhyForm(forms.Form):
    """A reason for those who come after."""

    why = Words(
        label=_("Alasan"),
        longest=4_000,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PlanFileForm(forms.Form):
    """The signed document."""

    uploads = Files(label=_("Dokumen bertanda tangan atau SK tim"), required=False)
