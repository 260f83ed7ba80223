"""One late case: how it climbed, who said what, and what I can answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.domain.accounts.rules import Action
from lapor.domain.cases.rules import OPEN, State
from lapor.domain.escalation import actions
from lapor.domain.escalation.models import Letter, Response
from lapor.domain.escalation.policies import NEEDS
from lapor.domain.escalation.queries import letters_about, story
from lapor.domain.escalation.queries.climbed import Said, Story
from lapor.domain.escalation.rules import ResponseKind
from lapor.kernel.errors import DomainError, NotFound
from lapor.web.desk.asking import BIGGEST
from lapor.web.desk.place import Desk, desk_of
from lapor.web.fields import Day, Words, put_refusal
from lapor.web.shapes import Moment

REMIND: Final = "surat-teguran"
EXPLAIN: Final = "penjelasan"


class AnswerForm(forms.Form):
    """What is said, and maybe by when an explanation is expected."""

    text = Words(
        longest=5_000,
        multiline=True,
        label=gettext_lazy("Isi"),
        help_text=gettext_lazy("Hanya petugas yang membacanya, tidak pernah pelapor."),
        error_messages={"required": gettext_lazy("Tulis isinya dulu.")},
    )
    due_on = Day(
        required=False,
        label=gettext_lazy("Dijawab paling lambat"),
        help_text=gettext_lazy("Sesudah hari ini, paling lama 60 hari lagi."),
    )


class RequestForm(AnswerForm):
    """A request for an explanation, which needs a day."""

    due_on = Day(
        label=gettext_lazy("Dijelaskan paling lambat"),
        help_text=gettext_lazy("Sesudah hari ini, paling lama 60 hari lagi."),
        error_messages={"required": gettext_lazy("Pilih tanggalnya.")},
    )


class ExplainForm(forms.Form):
    """An explanation of one thing that was asked."""

    answers = forms.IntegerField(
        min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )
    text = Words(
        longest=5_000,
        multiline=True,
        label=gettext_lazy("Penjelasan"),
        help_text=gettext_lazy("Mengapa terlambat, dan kapan selesai."),
        error_messages={"required": gettext_lazy("Tulis penjelasannya.")},
    )


class Way(NamedTuple):
    """One way to answer a late case: its address, words, form and act."""

    slug: str
    label: str | Promise
    done: str | Promise
    kind: ResponseKind
    form: type[forms.Form]
    do: Callable[..., Response]


WAYS: Final[Mapping[str, Way]] = MappingProxyType(
    {
        way.slug: way
        for way in (
            Way(
                "instruksi",
                gettext_lazy("Beri instruksi"),
                gettext_lazy("Instruksi tersimpan dan diberitahukan."),
                ResponseKind.INSTRUCTION,
                AnswerForm,
                actions.instruct,
            ),
            Way(
                "minta-penjelasan",
                gettext_lazy("Minta penjelasan"),
                gettext_lazy("Permintaan penjelasan tersimpan dan diberitahukan."),
                ResponseKind.EXPLANATION_REQUEST,
                RequestForm,
                actions.demand_explanation,
            ),
            Way(
                "pemeriksaan",
                gettext_lazy("Tulis catatan pemeriksaan"),
                gettext_lazy("Catatan pemeriksaan tersimpan."),
                ResponseKind.EXAMINATION,
                AnswerForm,
                actions.examine,
            ),
            Way(
                "intervensi",
                gettext_lazy("Intervensi"),
                gettext_lazy("Intervensi tersimpan dan diberitahukan."),
                ResponseKind.INTERVENTION,
                AnswerForm,
                actions.intervene,
            ),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A way with its form, as the page shows it."""

    way: Way
    form: forms.Form

    @property
    def is_opened(self) -> bool:
        """It stays open when it came back with errors."""
        return bool(self.form.errors)


@dataclass(frozen=True, slots=True)
class Asked:
    """Something said, with the form to explain when it still waits for that."""

    said: Said
    moment: Moment
    form: forms.Form | None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def escalation_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show how a case climbed, or take an answer to it."""
    desk = desk_of(request, number)
    if request.method != "POST":
        return _page(request, desk)
    slug = request.POST.get("jenis", "")
    if slug == REMIND:
        return _remind(request, desk)
    form, act, done = _asked(request, desk, slug)
    if not form.is_valid():
        return _page(request, desk, slug, form, status=422)
    try:
        act(form.cleaned_data)
    except DomainError as refusal:
        put_refusal(form, refusal)
        return _page(request, desk, slug, form, status=refusal.status)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("desk:escalation_case", args=[number]))


def _asked(
    request: HttpRequest, desk: Desk, slug: str
) -> tuple[forms.Form, Callable[[dict[str, Any]], object], str]:
    """Return the form, the act and the words of what was asked for."""
    who: dict[str, Any] = {"by": desk.user, "at": desk.now}
    if slug == EXPLAIN:
        return (
            ExplainForm(request.POST, auto_id=f"{slug}-%s"),
            lambda given: actions.explain(
                _request_of(desk, given["answers"]), text=given["text"], **who
            ),
            gettext("Penjelasan terkirim."),
        )
    way = WAYS.get(slug)
    if way is None:
        raise NotFound(gettext("Tindakan itu tidak ada."))
    return (
        way.form(request.POST, auto_id=f"{slug}-%s"),
        lambda given: way.do(desk.case, **given, **who),
        str(way.done),
    )


def _remind(request: HttpRequest, desk: Desk) -> HttpResponse:
    letter = actions.remind(desk.case, by=desk.user, at=desk.now)
    messages.success(
        request,
        gettext("Surat %(number)s dibuat; berkasnya siap sebentar lagi.")
        % {"number": letter.number},
    )
    return HttpResponseRedirect(
        reverse("desk:escalation_case", args=[desk.case.number])
    )


def _request_of(desk: Desk, key: int) -> Response:
    found = Response.objects.filter(case=desk.case, pk=key).first()
    if found is None:
        raise NotFound(gettext("Permintaan itu tidak ada pada laporan ini."))
    return found


def _page(
    request: HttpRequest,
    desk: Desk,
    slug: str = "",
    form: forms.Form | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    told = story(desk.case)
    context = {
        "case": desk.case,
        "today": desk.today,
        "rises": _rises(told),
        "asked": _said(desk, told, form if slug == EXPLAIN else None)
        if desk.may_write
        else [],
        "offers": _offers(desk, told, slug, form),
        "may_remind": _may_remind(desk, told),
        "letters": _letters(desk),
        "explain": EXPLAIN,
        "remind": REMIND,
    }
    return render(request, "desk/escalation_case.html", context, status=status)


def _offers(desk: Desk, told: Story, slug: str, form: forms.Form | None) -> list[Offer]:
    """Return what may be answered: only to what climbed and is still open."""
    if not told.rises or State(desk.case.state) not in OPEN:
        return []
    return [
        Offer(way, form if form and way.slug == slug else way.form(auto_id=_ids(way)))
        for way in WAYS.values()
        if desk.may(NEEDS[way.kind])
    ]


def _ids(way: Way) -> str:
    return f"{way.slug}-%s"


def _may_remind(desk: Desk, told: Story) -> bool:
    is_open = State(desk.case.state) in OPEN
    return bool(told.rises) and is_open and desk.may(Action.REMIND)


def _rises(told: Story) -> list[Moment]:
    return [
        Moment(f"{rise.timer}: {rise.name}", at=rise.at, body="\n".join(rise.told))
        for rise in reversed(told.rises)
    ]


def _said(desk: Desk, told: Story, form: forms.Form | None) -> list[Asked]:
    explains = desk.may(NEEDS[ResponseKind.EXPLANATION])
    answered = form["answers"].value() if form else None
    found = []
    for said in told.said:
        own = None
        if said.waits and explains:
            is_this = form is not None and str(answered) == str(said.pk)
            own = form if is_this else _blank(said)
        found.append(Asked(said, _moment(said), own))
    return found


def _blank(said: Said) -> forms.Form:
    return ExplainForm(initial={"answers": said.pk}, auto_id=f"jawab-{said.pk}-%s")


def _moment(said: Said) -> Moment:
    by = f"{said.by}, {said.office}"
    tone = "" if said.kind == ResponseKind.EXPLANATION else "note"
    return Moment(said.kind.label, at=said.at, by=by, body=said.text, tone=tone)


def _letters(desk: Desk) -> list[Letter]:
    return list(letters_about(desk.user, desk.case, on=desk.today))
