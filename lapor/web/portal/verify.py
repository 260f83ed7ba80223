"""Is this document genuine? Anybody may ask, by its code or with its file."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.domain.reports.models import IssuedDocument
from lapor.domain.reports.queries.issued import (
    Verdict,
    Verified,
    given,
    issued_by_token,
    stored,
)
from lapor.kernel import clock, throttle
from lapor.web.visitor import address

BUCKET: Final = "verify"
MOST: Final = 60
WINDOW: Final = timedelta(hours=1)
LARGEST: Final = 20 * 1024 * 1024  # bytes
TONES: Final = {
    Verdict.VALID: "good",
    Verdict.CHANGED: "bad",
    Verdict.UNKNOWN: "warn",
    Verdict.MISSING: "warn",
}


class FileForm(forms.Form):
    """The PDF that somebody holds."""

    file = forms.FileField(
        label=gettext_lazy("Berkas PDF"),
        help_text=gettext_lazy(
            "Berkas hanya dibandingkan, tidak disimpan. Paling besar 20 MB."
        ),
        error_messages={
            "required": gettext_lazy("Pilih berkasnya lebih dahulu."),
            "empty": gettext_lazy("Berkas ini kosong. Pilih berkas yang lain."),
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse what is too large to be one of ours."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(gettext("Berkas lebih besar dari 20 MB."))
        return file


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Compare a file with everything that was issued."""
    return _page(request, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_token(request: HttpRequest, token: str) -> HttpResponse:
    """Show the document a QR code names, check it, and compare a file with it."""
    return _page(request, issued_by_token(token))


def _page(request: HttpRequest, document: IssuedDocument | None) -> HttpResponse:
    form, status = FileForm(), 200
    context: dict[str, Any] = {"document": document}
    visitor, now = address(request), clock.now()
    throttle.check(BUCKET, visitor, limit=MOST, window=WINDOW, at=now)
    if request.method == "POST":
        throttle.count(BUCKET, visitor, limit=MOST, window=WINDOW, at=now)
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            found = given(form.cleaned_data["file"].chunks())
            context |= {"found": found, "found_tone": TONES[found.verdict]}
            context["is_other"] = _is_other(found, document)
        else:
            status = 422
    if document is not None:
        kept = stored(document)
        context |= {"kept": kept, "kept_tone": TONES[kept.verdict]}
    return render(
        request, "portal/verify.html", {**context, "form": form}, status=status
    )


def _is_other(found: Verified, document: IssuedDocument | None) -> bool:
    """Say whether a genuine file is not the one whose code was read."""
    return bool(document and found.document and found.document.pk != document.pk)
