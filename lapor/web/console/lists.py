"""Every list as a table: taken out, brought back after a dry run."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final, NamedTuple, cast

from django import forms
from django.core import signing
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.actions import accounts_list, grants_list, note_export
from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import has_action, organisations_under
from lapor.domain.accounts.rules import Action
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import OrganisationKind
from lapor.kernel import clock, drafts, lists, tables
from lapor.kernel.actor import Actor
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError, Invalid, NotFound, NotPermitted
from lapor.kernel.lists import ImportResult, ListSpec, Values
from lapor.web.who import officer, put_on_form, today

#: A file waits so long for the second look. Unit: seconds.
PATIENCE: Final = 60 * 60
#: So many bad rows are named on the page.
MOST_ERRORS: Final = 500
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _accounts(user: User) -> ListSpec:
    return accounts_list(user, on=today())


def _grants(user: User) -> ListSpec:
    return grants_list(user, on=today())


def _organisations(user: User) -> ListSpec:
    return _within(lists.find("organisations"), user, "code", _guard_organisation)


def _appointments(user: User) -> ListSpec:
    return _within(lists.find("appointments"), user, "organisation", _guard_decree)


def _whole(name: str) -> Callable[[User], ListSpec]:
    return lambda user: lists.find(name)


class Shelf(NamedTuple):
    """A list of the console: who may have it, and as far as he reaches."""

    action: Action
    spec: Callable[[User], ListSpec]


SHELVES: Final = {
    "accounts": Shelf(Action.MANAGE_ACCOUNTS, _accounts),
    "grants": Shelf(Action.MANAGE_ACCOUNTS, _grants),
    "organisations": Shelf(Action.MANAGE_ORGANISATION, _organisations),
    "appointments": Shelf(Action.MANAGE_ORGANISATION, _appointments),
    **{
        name: Shelf(Action.MANAGE_REFERENCE, _whole(name))
        for name in (
            "oversight",
            "calendars",
            "holidays",
            "regulations",
            "terms",
            "allowances",
            "rungs",
            "categories",
            "routes",
            "classifications",
            "regions",
            "notices",
            "message-limits",
            "programmes",
            "harms",
            "monev-schedule",
            "finding-thresholds",
            "population",
            "registers",
        )
    },
}


class FileForm(forms.Form):
    """A table to look at."""

    file = forms.FileField(
        label=_("Berkas CSV atau XLSX"),
        help_text=_("Paling besar 60 MB. Baris pertama berisi nama kolom."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is kept."""
        file = self.cleaned_data["file"]
        if file.size > tables.MAX_BYTES:
            raise forms.ValidationError(gettext("Berkas lebih besar dari 60 MB."))
        return file


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the lists this person may take out."""
    user = officer(request)
    found = [
        (name, translate(shelf.spec(user).title))
        for name, shelf in SHELVES.items()
        if has_action(user, shelf.action, on=today())
    ]
    return render(request, "console/lists.html", {"rows": found})


@require_safe
def export(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """Send a list as a file; who took it is a fact of the ledger."""
    spec = _spec(officer(request), name)
    if form not in {"csv", "xlsx"}:
        raise NotFound(gettext("Daftar ini ada sebagai CSV dan XLSX."))
    note_export(name, by=officer(request).actor, at=clock.now())
    filename = f"{name}-{today().isoformat()}.{form}"
    if form == "xlsx":
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        tables.write_xlsx(file, spec.header, lists.exported(spec), sheet=name)
        file.seek(0)
        return FileResponse(
            file, as_attachment=True, filename=filename, content_type=_XLSX
        )
    response = StreamingHttpResponse(
        tables.write_csv(spec.header, lists.exported(spec)),
        content_type="text/csv; charset=utf-8",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, name: str) -> HttpResponse:
    """Look at a file without saving anything, then save it after a second look."""
    user = officer(request)
    spec = _spec(user, name)
    if "ticket" in request.POST:
        return _save(request, user, spec)
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"spec": spec, "form": form, "columns": _columns(spec)}
    if request.method == "POST" and form.is_valid():
        key = drafts.keep(form.cleaned_data["file"])
        try:
            result = _run(spec, key, user, dry_run=True)
        except DomainError as refusal:
            drafts.drop(key)
            put_on_form(form, refusal)
        else:
            if result.errors or not (result.created or result.changed):
                drafts.drop(key)
            else:
                context["ticket"] = signing.dumps([user.pk, name, key], salt="impor")
            context |= _outcome(result)
    return render(request, "console/list.html", context)


def _save(request: HttpRequest, user: User, spec: ListSpec) -> HttpResponse:
    try:
        ticket = signing.loads(request.POST["ticket"], salt="impor", max_age=PATIENCE)
    except signing.BadSignature:
        ticket = None
    context: dict[str, Any] = {
        "spec": spec,
        "form": FileForm(),
        "columns": _columns(spec),
    }
    is_ours = ticket and ticket[:2] == [user.pk, spec.name]
    try:
        if not is_ours:
            raise NotFound("")
        result = _run(spec, ticket[2], user, dry_run=False)
    except NotFound:
        context["lost"] = True
        return render(request, "console/list.html", context, status=409)
    drafts.drop(ticket[2])
    return render(request, "console/list.html", context | _outcome(result))


def _run(spec: ListSpec, key: str, user: User, *, dry_run: bool) -> ImportResult:
    with drafts.opened(key) as file:
        rows = tables.read_rows(cast(BinaryIO, file))
        return lists.import_rows(
            spec, rows, dry_run=dry_run, by=user.actor, at=clock.now()
        )


def _outcome(result: ImportResult) -> dict[str, Any]:
    return {
        "result": result,
        "errors_shown": result.errors[:MOST_ERRORS],
        "errors_more": max(0, len(result.errors) - MOST_ERRORS),
    }


def _columns(spec: ListSpec) -> list[tuple[str, bool, str]]:
    return [
        (column.name, column.required, translate(column.note) if column.note else "")
        for column in spec.columns
    ]


def _spec(user: User, name: str) -> ListSpec:
    """Return a list as far as this person reaches; raises NotFound."""
    shelf = SHELVES.get(name)
    if shelf is None or not has_action(user, shelf.action, on=today()):
        raise NotFound(gettext("Daftar itu tidak ada, atau di luar wewenang Anda."))
    return shelf.spec(user)


Guard = Callable[[Values, QuerySet[Organisation]], None]


def _within(spec: ListSpec, user: User, column: str, guard: Guard) -> ListSpec:
    """Return the rows of a list about organisations this person may edit."""
    if has_action(user, Action.MANAGE_REFERENCE, on=today()):
        return spec
    within = organisations_under(user, on=today())

    def current() -> Iterator[Values]:
        known = set(within.values_list("code", flat=True))
        return (row for row in spec.current() if row[column] in known)

    def write(values: Values, by: Actor, at: datetime) -> None:
        guard(values, within)
        spec.write(values, by, at)

    return replace(spec, current=current, write=write)


def _guard_organisation(values: Values, within: QuerySet[Organisation]) -> None:
    """Let an agency admin bring units of his own agency, nothing else."""
    row = Organisation.objects.filter(code=values["code"]).first()
    is_mine = row is None or within.filter(pk=row.pk).exists()
    parent = values.get("parent") or (row and row.parent and row.parent.code)
    is_unit = values.get("kind") == OrganisationKind.UNIT and (
        row is None or not row.is_agency
    )
    if not (is_mine and is_unit and within.filter(code=parent).exists()):
        raise NotPermitted(
            gettext("Anda hanya dapat mengimpor unit kerja di instansi Anda.")
        )


def _guard_decree(values: Values, within: QuerySet[Organisation]) -> None:
    if not within.filter(code=values["organisation"]).exists():
        sentence = gettext("Instansi ini di luar wewenang Anda.")
        raise Invalid(sentence, fields={"organisation": sentence})
