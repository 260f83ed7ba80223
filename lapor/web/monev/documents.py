"""Documents: made on order for a scope and period, and those that were issued."""

from typing import Any, Final

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.monev.queries.audit import audit_report_seen_by
from lapor.domain.monev.queries.rounds import round_seen_by
from lapor.domain.reports.contents import written
from lapor.domain.reports.contents.letters import audit_paper, minutes_paper
from lapor.domain.reports.queries.issued import (
    document_seen_by,
    page_of_documents,
    path_of,
)
from lapor.domain.reports.rendering import MEDIA_TYPES, rendered
from lapor.domain.reports.rules.documents import Document
from lapor.domain.reports.rules.kinds import (
    PACKS,
    PERIODIC,
    DocumentKind,
    Format,
    demand_format,
    fits_scope,
)
from lapor.kernel import clock
from lapor.kernel.errors import Invalid, NotFound
from lapor.web.monev.choosing import choose
from lapor.web.who import officer, today

ORDERED: Final = (*PERIODIC, *PACKS, DocumentKind.REMINDER)
#: Made of one audit report or one round, from their own pages.
OF_ONE: Final = (DocumentKind.AUDIT, DocumentKind.MINUTES)


class OrderForm(forms.Form):
    """What is made, and as what."""

    jenis = forms.ChoiceField(label=gettext_lazy("Jenis dokumen"))
    bentuk = forms.ChoiceField(
        label=gettext_lazy("Bentuk berkas"), choices=Format.options
    )

    def __init__(self, scope: str, *given: Any, **named: Any) -> None:
        """Offer the kinds that are made for this kind of scope."""
        super().__init__(*given, **named)
        field = self.fields["jenis"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - our own form
        field.choices = [
            (kind.value, kind.label) for kind in ORDERED if fits_scope(kind, scope)
        ]


@never_cache
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Offer what can be ordered, and list what was issued to this person's eyes."""
    user, on = officer(request), today()
    page = page_of_documents(user, on=on, after=request.GET.get("sesudah", ""))
    context: dict[str, Any] = {
        "page": page,
        "next_url": f"?sesudah={page.next}" if page.next else "",
        "first_url": "" if page.is_first else "?",
    }
    try:
        chosen = choose(request.GET.dict(), user, on=on)
    except NotFound:
        if "cakupan" in request.GET:
            raise
        # who oversees nobody still reads what was issued to him
        return render(request, "monev/documents.html", context)
    order = OrderForm(chosen.scope.kind, initial={"bentuk": Format.PDF.value})
    context |= {"chosen": chosen, "form": chosen.form, "order": order}
    return render(request, "monev/documents.html", context)


@never_cache
@require_safe
def document_make(request: HttpRequest) -> HttpResponse:
    """Make a document and hand it over.

    Of a scope that this person oversees, of the audit report ``lhm`` he may read, or
    the minutes of the round ``putaran`` he may see.
    """
    kind, wanted = _asked(request)
    demand_format(kind, wanted)
    made, name = _made(request, kind)
    response = HttpResponse(rendered(made, wanted), content_type=MEDIA_TYPES[wanted])
    header = content_disposition_header(
        as_attachment=True, filename=f"{kind.value}-{name}.{wanted.value}"
    )
    response.headers["Content-Disposition"] = header or "attachment"
    return response


@never_cache
@require_safe
def document(request: HttpRequest, token: str) -> HttpResponseBase:
    """Hand over an issued document, exactly as it was signed."""
    found = document_seen_by(officer(request), token, on=today())
    try:
        file = path_of(found).open("rb")
    except FileNotFoundError:
        raise NotFound(
            gettext("Berkas dokumen ini tidak ada. Hubungi pengelola sistem.")
        ) from None
    name = f"{found.kind}-{found.number}.pdf".replace("/", "-")
    return FileResponse(
        file, as_attachment=True, filename=name, content_type="application/pdf"
    )


def _asked(request: HttpRequest) -> tuple[DocumentKind, Format]:
    kind = request.GET.get("jenis", "")
    wanted = request.GET.get("bentuk", Format.PDF.value)
    known = {each.value for each in (*ORDERED, *OF_ONE)}
    if kind not in known or wanted not in set(Format):
        raise Invalid(gettext("Pilih jenis dokumen dan bentuk berkasnya."))
    return DocumentKind(kind), Format(wanted)


def _made(request: HttpRequest, kind: DocumentKind) -> tuple[Document, str]:
    """Return the document and what its file is called."""
    user, on, now = officer(request), today(), clock.now()
    if kind == DocumentKind.AUDIT:
        key = request.GET.get("lhm", "")
        report = audit_report_seen_by(user, int(key) if key.isdecimal() else 0, on=on)
        return audit_paper(report, at=now), str(report.pk)
    if kind == DocumentKind.MINUTES:
        round = round_seen_by(user, request.GET.get("putaran", "")[:100], on=on)
        return minutes_paper(round, at=now), round.code
    chosen = choose(request.GET.dict(), user, on=on)
    if chosen.refusal:
        raise Invalid(chosen.refusal)
    sender = user.organisation.agency if user.organisation else None
    made = written(kind, chosen.scope, chosen.period, at=now, sender=sender)
    scope = "".join(
        sign if sign.isalnum() or sign in "-." else "-" for sign in chosen.scope.key
    )
    return made, f"{scope}-{chosen.period.name}"
