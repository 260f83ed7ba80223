"""Handling a case together, at the desk: how each act is asked and what it calls."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from lapor.domain.accounts.rules import Action
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import (
    hops,
    involved,
    meetings_of,
    open_decisions,
    shares,
)
from lapor.domain.cases.rules import Act, Part, ReturnReason
from lapor.kernel.errors import NotFound
from lapor.kernel.files import Accepted
from lapor.web.desk.asking import (
    BIGGEST,
    ActForm,
    ReasonForm,
    office_field,
    text_field,
)
from lapor.web.desk.offering import Offer
from lapor.web.desk.place import Desk
from lapor.web.desk.verifying import return_reasons
from lapor.web.fields import Day, Files, Words

DECISIONS: Final = 3  # rows of the form of a meeting
Given = Mapping[str, Any]
Sent = Sequence[Accepted]


class OfficeForm(ActForm):
    """An act that asks for an office by name."""

    to = office_field(
        gettext_lazy("Instansi atau unit"),
        error_messages={"required": gettext_lazy("Tulis instansi atau unitnya.")},
    )
    to_for = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Find the office that was named."""
        given = super().clean() or {}
        given["target"] = self.office("to") if given.get("to") else None
        return given


class InviteForm(OfficeForm):
    """Who handles which part."""

    task = text_field(
        gettext_lazy("Bagian yang ditangani"),
        rows=3,
        error_messages={"required": gettext_lazy("Tulis apa yang harus dikerjakan.")},
    )
    compulsory = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("Wajib: jawaban akhir menunggu bagian ini"),
    )


class CopyForm(OfficeForm):
    """Who may read along."""

    note = text_field(gettext_lazy("Catatan untuk penerima"), rows=2, required=False)


class ConsultForm(OfficeForm):
    """Who is asked what until when."""

    question = text_field(
        gettext_lazy("Pertanyaan"),
        rows=3,
        error_messages={"required": gettext_lazy("Tulis pertanyaannya.")},
    )
    due_on = Day(
        label=gettext_lazy("Dijawab paling lambat"),
        error_messages={"required": gettext_lazy("Isi tanggalnya.")},
    )


class ContributeForm(ActForm):
    """One's own part: how far it is, or what came of it."""

    content = text_field(
        gettext_lazy("Hasil bagian Anda"),
        rows=6,
        help_text=gettext_lazy(
            "Dibaca koordinator utama, yang menyusun satu jawaban untuk pelapor."
        ),
        error_messages={"required": gettext_lazy("Tulis hasilnya.")},
    )
    is_final = forms.BooleanField(
        required=False, initial=True, label=gettext_lazy("Bagian kami selesai")
    )
    attachments = Files(required=False, label=gettext_lazy("Bukti"))


class AdviseForm(ActForm):
    """The opinion that was asked for."""

    content = text_field(
        gettext_lazy("Pendapat"),
        error_messages={"required": gettext_lazy("Tulis pendapatnya.")},
    )
    attachments = Files(required=False, label=gettext_lazy("Lampiran"))


class DeclineForm(ReasonForm):
    """Why the part is not ours."""

    code = forms.ChoiceField(label=gettext_lazy("Jenis alasan"), choices=[])
    field_order = ["version", "code", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the reasons in words."""
        super().__init__(*args, **kwargs)
        self.set_choices("code", return_reasons())


class ReleaseForm(ReasonForm):
    """Whose part ends."""

    part = forms.TypedChoiceField(
        label=gettext_lazy("Instansi"), choices=[], coerce=int
    )
    field_order = ["version", "part", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer who takes part now."""
        super().__init__(*args, **kwargs)
        found = shares(self.desk.case, at=self.desk.now)
        self.set_choices(
            "part",
            [
                (str(one.key), f"{one.name} ({one.part.label})")
                for one in found
                if not one.ended_why
            ],
        )


class MeetingForm(ActForm):
    """What a coordination meeting decided."""

    held_on = Day(
        label=gettext_lazy("Tanggal rapat"),
        error_messages={"required": gettext_lazy("Isi tanggalnya.")},
    )
    participants = Words(
        longest=500,
        label=gettext_lazy("Yang hadir"),
        help_text=gettext_lazy("Nama instansi, dipisahkan koma."),
        error_messages={"required": gettext_lazy("Sebutkan instansi yang hadir.")},
    )
    notes = text_field(gettext_lazy("Ringkasan"), rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for some decisions; the offices are those that work on the case."""
        super().__init__(*args, **kwargs)
        offices = involved(self.desk.case)
        self.offices = {str(office.pk): office for office in offices}
        who = [(key, office.name) for key, office in self.offices.items()]
        for row in range(1, DECISIONS + 1):
            self.fields[f"text_{row}"] = Words(
                required=False,
                longest=500,
                label=gettext("Keputusan %(row)s") % {"row": row},
            )
            self.fields[f"who_{row}"] = forms.ChoiceField(
                required=False, label=gettext("Pelaksana"), choices=who
            )
            self.fields[f"due_{row}"] = Day(
                required=False, label=gettext("Paling lambat")
            )

    def clean(self) -> dict[str, Any]:
        """Put the rows together; one that was begun has all its parts."""
        given = super().clean() or {}
        given["decisions"] = []
        for row in range(1, DECISIONS + 1):
            text, day = given.get(f"text_{row}"), given.get(f"due_{row}")
            office = self.offices.get(given.get(f"who_{row}") or "")
            if not text:
                continue
            if day is None or office is None:
                self.add_error(f"due_{row}", gettext("Isi tanggal dan pelaksananya."))
                continue
            given["decisions"].append(cases.Resolved(office, text, day))
        return given


class DecisionForm(ActForm):
    """Which decision was carried out."""

    decision = forms.IntegerField(
        min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )


def _common(desk: Desk, given: Given) -> dict[str, Any]:
    return {"by": desk.user, "at": desk.now, "version": given["version"]}


def invite(desk: Desk, form: Any, given: Given, files: Sent) -> object:
    """Ask an office to handle a part."""
    return cases.invite(
        desk.case,
        to=given["target"],
        task=given["task"],
        compulsory=given["compulsory"],
        **_common(desk, given),
    )


def send_copy(desk: Desk, form: Any, given: Given, files: Sent) -> object:
    """Let an office read along."""
    return cases.send_copy(
        desk.case, to=given["target"], note=given["note"], **_common(desk, given)
    )


def consult(desk: Desk, form: Any, given: Given, files: Sent) -> object:
    """Ask an office for its opinion."""
    return cases.consult(
        desk.case,
        to=given["target"],
        question=given["question"],
        due_on=given["due_on"],
        **_common(desk, given),
    )


def contribute(desk: Desk, form: Any, given: Given, files: Sent) -> object:
    """Hand in one's part, or tell how far it is."""
    return cases.contribute(
        desk.case,
        content=given["content"],
        is_final=given["is_final"],
        files=files,
        **_common(desk, given),
    )


def advise(desk: Desk, form: Any, given: Given, files: Sent) -> object:
    """Give the opinion one was asked for."""
    return cases.advise(
        desk.case, content=given["content"], files=files, **_common(desk, given)
    )


def decline(desk: Desk, form: Any, given: Given, files: Sent) -> object:
    """Step back from a part."""
    return cases.decline(
        desk.case,
        reason=given["reason"],
        code=ReturnReason(given["code"]),
        **_common(desk, given),
    )


def release(desk: Desk, form: Any, given: Given, files: Sent) -> object:
    """End the part of another office."""
    return cases.release(
        desk.case, part=given["part"], reason=given["reason"], **_common(desk, given)
    )


def convene(desk: Desk, form: Any, given: Given, files: Sent) -> object:
    """Note a coordination meeting."""
    return cases.convene(
        desk.case,
        held_on=given["held_on"],
        participants=given["participants"],
        notes=given["notes"],
        decisions=given["decisions"],
        **_common(desk, given),
    )


def carry_out(desk: Desk, form: Any, given: Given, files: Sent) -> object:
    """Mark a decision as carried out."""
    known = {row.pk: row for row in open_decisions(desk.case)}
    if given["decision"] not in known:
        raise NotFound(gettext("Keputusan ini tidak ada atau sudah dilaksanakan."))
    return cases.carry_out(known[given["decision"]], by=desk.user, at=desk.now)


OFFERS: Final[Mapping[Act, Offer]] = MappingProxyType(
    {
        Act.CONTRIBUTE: Offer(
            "serahkan-bagian",
            gettext_lazy("Serahkan bagian kami"),
            gettext_lazy("Bagian Anda sampai kepada koordinator utama."),
            ContributeForm,
            contribute,
            gettext_lazy("Anda ikut menangani; koordinator utama yang menjawab."),
        ),
        Act.ADVISE: Offer(
            "pendapat",
            gettext_lazy("Kirim pendapat"),
            gettext_lazy("Pendapat Anda terkirim."),
            AdviseForm,
            advise,
        ),
        Act.DECLINE: Offer(
            "mundur",
            gettext_lazy("Bukan wewenang kami: mundur dari penanganan bersama"),
            gettext_lazy("Koordinator utama diberi tahu."),
            DeclineForm,
            decline,
            gettext_lazy("Dalam 2 hari kerja sejak diajak."),
            is_danger=True,
        ),
        Act.INVITE: Offer(
            "ajak",
            gettext_lazy("Ajak instansi lain menangani bersama"),
            gettext_lazy("Instansi itu ikut menangani; batasnya sendiri berjalan."),
            InviteForm,
            invite,
            gettext_lazy("Batas waktu untuk pelapor tidak berubah."),
        ),
        Act.CONSULT: Offer(
            "minta-pendapat",
            gettext_lazy("Minta pendapat"),
            gettext_lazy("Pertanyaan terkirim."),
            ConsultForm,
            consult,
            gettext_lazy("Batas waktu untuk pelapor tidak berubah."),
        ),
        Act.COPY: Offer(
            "tembusan",
            gettext_lazy("Kirim tembusan"),
            gettext_lazy("Tembusan terkirim: penerima hanya dapat membaca."),
            CopyForm,
            send_copy,
        ),
        Act.RELEASE: Offer(
            "lepaskan-instansi",
            gettext_lazy("Lepaskan instansi dari penanganan bersama"),
            gettext_lazy("Bagian instansi itu berakhir."),
            ReleaseForm,
            release,
            is_danger=True,
        ),
        Act.CONVENE: Offer(
            "rapat",
            gettext_lazy("Catat rapat koordinasi"),
            gettext_lazy("Rapat dan keputusannya tercatat."),
            MeetingForm,
            convene,
        ),
    }
)
"""In the order in which they are offered."""

CARRY_OUT: Final = Offer(
    "laksanakan-keputusan",
    gettext_lazy("Keputusan sudah dilaksanakan"),
    gettext_lazy("Keputusan dicatat sudah dilaksanakan."),
    DecisionForm,
    carry_out,
)

#: What a helper most likely wants to do.
OF_PART: Final[Mapping[Part, tuple[Act, ...]]] = MappingProxyType(
    {Part.CONTRIBUTOR: (Act.CONTRIBUTE,), Part.CONSULTED: (Act.ADVISE,)}
)


def suggested(case: Case) -> str:
    """Return the agency that was named when the return was asked for."""
    told = [hop for hop in hops(case) if not hop.verdict]
    return told[-1].suggestion if told else ""


def sections(desk: Desk) -> dict[str, Any]:
    """Return who takes part, the hops and the meetings, for the page of a case.

    Whoever only reads along (tembusan) sees of them what everybody sees.
    """
    case = desk.case
    may_carry_out = desk.may(Action.NOTE)
    return {
        "parts": shares(case, at=desk.now),
        "hops": hops(case),
        "meetings": meetings_of(case) if desk.may_write else [],
        "is_public": not desk.may_write,
        "carry_out": CARRY_OUT if may_carry_out else None,
        "may_carry_out": may_carry_out,
    }
