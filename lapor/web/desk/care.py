"""Special care at the desk: priority programmes and restricted reports."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from lapor.domain.cases import actions as cases
from lapor.domain.cases.rules import Act, State
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import units_of
from lapor.domain.priorities.queries import (
    harm_choices,
    harm_named,
    programme_choices,
    programme_on,
)
from lapor.kernel.enums import translate
from lapor.kernel.errors import Invalid
from lapor.kernel.files import Accepted
from lapor.web.desk import choices
from lapor.web.desk.asking import ActForm, text_field
from lapor.web.desk.offering import Offer
from lapor.web.desk.place import Desk

Given = Mapping[str, Any]
Sent = Sequence[Accepted]
WHOLE: Final = "instansi"


class TagForm(ActForm):
    """Which priority programme a report belongs to."""

    programme = forms.ChoiceField(
        required=False, label=gettext_lazy("Program prioritas")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the programmes of today, and the one it carries."""
        super().__init__(*args, **kwargs)
        pairs = dict(programme_choices(self.desk.today))
        carried = self.desk.case.programme
        if carried:
            row = programme_on(carried, self.desk.today)
            pairs.setdefault(carried, row.name if row else carried)
        none = ("", gettext("Bukan program prioritas"))
        self.set_choices("programme", [none, *pairs.items()])
        self.initial.setdefault("programme", carried)


class RestrictForm(ActForm):
    """Which harm, and which office must not see it."""

    harm = forms.ChoiceField(required=False, label=gettext_lazy("Jenis bahaya"))
    accused = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Unit yang dilaporkan"),
        help_text=gettext_lazy("Unit ini dan semua petugasnya tidak melihat laporan."),
    )
    reason = text_field(
        gettext_lazy("Alasan"),
        rows=3,
        help_text=gettext_lazy("Hanya dibaca petugas yang boleh membaca laporan ini."),
        error_messages={"required": gettext_lazy("Tulis alasannya.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the restricted kinds of harm and the units of the agency."""
        super().__init__(*args, **kwargs)
        case, on = self.desk.case, self.desk.today
        kinds = [
            pair
            for pair in harm_choices(on)
            if (row := harm_named(pair[0], on)) and row.is_restricted
        ]
        head = ("", gettext("Pilih…"))
        if self.desk.dispatches:
            head = ("", gettext("Tidak ada bahaya (salah tanda)"))
        self.set_choices("harm", [head, *kinds])
        offices = [("", gettext("Tidak ada")), *choices.units(case.agency_id)]
        if case.state == State.RECEIVED:
            whole = gettext("Seluruh %(agency)s") % {"agency": case.agency.name}
            offices.insert(1, (WHOLE, whole))
        accused = case.accused
        if accused is not None and not self.desk.dispatches:
            offices = []  # only the nation opens a report to whom it accuses
        if accused is not None and str(accused.pk) not in dict(offices):
            offices.append((str(accused.pk), accused.name))
        self.set_choices("accused", offices)
        self.initial.setdefault("harm", case.harm)
        self.initial.setdefault("accused", str(case.accused_id or ""))


def _tag(desk: Desk, form: Any, given: Given, files: Sent) -> object:
    return cases.tag(
        desk.case,
        programme=given["programme"],
        by=desk.user,
        at=desk.now,
        version=given["version"],
    )


def _restrict(desk: Desk, form: Any, given: Given, files: Sent) -> object:
    return cases.restrict(
        desk.case,
        harm=given["harm"],
        accused=_accused(desk, given["accused"]),
        reason=given["reason"],
        by=desk.user,
        at=desk.now,
        version=given["version"],
    )


def _accused(desk: Desk, chosen: str) -> Organisation | None:
    if not chosen:
        return None
    if chosen == str(desk.case.accused_id):
        return desk.case.accused
    if chosen == WHOLE:
        return desk.case.agency
    found = units_of(desk.case.agency_id).filter(pk=chosen).first()
    if found is None:
        sentence = gettext("Pilih unit dari daftar.")
        raise Invalid(sentence, fields={"accused": sentence})
    return found


OFFERS: Final[Mapping[Act, Offer]] = MappingProxyType(
    {
        Act.TAG: Offer(
            "program",
            gettext_lazy("Program prioritas"),
            gettext_lazy("Tanda program prioritas disimpan."),
            TagForm,
            _tag,
            gettext_lazy("Pengawas program melihat laporan yang bertanda."),
            press=gettext_lazy("Simpan"),
        ),
        Act.RESTRICT: Offer(
            "batasi",
            gettext_lazy("Batasi pembaca karena bahaya"),
            gettext_lazy("Laporan menjadi rahasia dan pembacanya dibatasi."),
            RestrictForm,
            _restrict,
            gettext_lazy(
                "Hanya petugas yang ditunjuk untuk laporan terbatas yang dapat "
                "membacanya. Bila Anda bukan salah satunya, laporan ini hilang dari "
                "meja Anda."
            ),
            is_danger=True,
        ),
    }
)


def care_of(desk: Desk) -> dict[str, Any]:
    """Return what the page of a case shows of programme and harm."""
    case, on = desk.case, desk.today
    harm = harm_named(case.harm, on) if case.harm else None
    row = programme_on(case.programme, on) if case.programme else None
    return {
        "programme_name": row.name if row else case.programme,
        "harm_name": translate(harm.name) if harm else case.harm,
        "is_urgent": bool(harm and harm.is_urgent),
    }
