"""Pages for what went wrong: a clear sentence, what to do now, nothing typed lost.

None of them touches the database or the session, since either may be what failed.
"""

import errno
import logging
import sys
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.csrf import requires_csrf_token

from lapor.kernel.errors import Busy, DomainError, TooMany

logger = logging.getLogger(__name__)

RETRY_AFTER: Final = 30  # seconds
NEVER_SHOWN: Final = ("csrfmiddlewaretoken", "password", "otp", "code", "credential")
LABELS: Final = {
    "classification": gettext_lazy("Jenis laporan"),
    "title": gettext_lazy("Judul"),
    "content": gettext_lazy("Isi laporan"),
    "date_of_incident": gettext_lazy("Tanggal kejadian"),
    "location": gettext_lazy("Lokasi"),
    "region": gettext_lazy("Wilayah"),
    "agency": gettext_lazy("Instansi tujuan"),
    "name": gettext_lazy("Nama"),
    "email": gettext_lazy("Email"),
    "phone": gettext_lazy("Nomor telepon"),
    "text": gettext_lazy("Isi pesan"),
    "reason": gettext_lazy("Alasan"),
    "note": gettext_lazy("Catatan"),
}
TITLES: Final = {
    400: gettext_lazy("Permintaan tidak dapat dibaca"),
    403: gettext_lazy("Anda tidak berwenang membuka halaman ini"),
    404: gettext_lazy("Halaman tidak ditemukan"),
    409: gettext_lazy("Belum dapat dilakukan"),
    413: gettext_lazy("Kiriman terlalu besar"),
    422: gettext_lazy("Ada isian yang belum benar"),
    429: gettext_lazy("Terlalu sering mencoba"),
    500: gettext_lazy("Terjadi kesalahan pada sistem kami"),
    503: gettext_lazy("Layanan sedang terganggu"),
}


def page(
    request: HttpRequest | None,
    status: int,
    message: str,
    *,
    title: str = "",
    retry_after: int = 0,
    resend: bool = False,
    keep: bool = False,
) -> HttpResponse:
    """Return the page of a failure. ``resend`` offers what was typed once more,
    ``keep`` shows its sentences to be copied: sending them again is of no use.
    """
    typed = list(_typed(request)) if resend and request else []
    context = {
        "language": get_language() or "id",
        "title": title or TITLES.get(status, TITLES[400]),
        "message": message,
        "status": status,
        "typed": typed,
        "kept": list(_sentences(request)) if keep and request else [],
        "lost_files": bool(typed and request and request.FILES),
        "here": request.get_full_path() if request else "/",
        "token": get_token(request) if typed and request else "",
        "back": _back(request) if request else "",
    }
    response = HttpResponse(
        render_to_string("failures/page.html", context), status=status
    )
    response.headers["Cache-Control"] = "no-store"
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def answer(request: HttpRequest, exception: BaseException) -> HttpResponse | None:
    """Return the page for an exception, or None when it is none of ours."""
    if isinstance(exception, DomainError):
        waits = isinstance(exception, Busy | TooMany)
        return page(
            request,
            exception.status,
            exception.message,
            retry_after=getattr(exception, "retry_after", 0),
            resend=waits and request.method == "POST",
            keep=not waits and request.method == "POST",
        )
    if _is_database_away(exception) or _is_disk_full(exception):
        logger.error("Unavailable: %s", type(exception).__name__, exc_info=exception)
        return unavailable(request)
    if isinstance(exception, DataError | UnicodeError) or _is_nul(exception):
        return page(
            request,
            400,
            gettext("Ada tanda atau angka yang tidak dapat kami baca. Periksa isian."),
        )
    return None


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that we are away for a moment, and give back what was typed."""
    sent = request.method == "POST"
    message = (
        gettext(
            "Yang Anda kirim belum tersimpan, tetapi tulisan Anda masih ada di bawah "
            "ini. Tunggu setengah menit, lalu tekan kirim sekali lagi."
        )
        if sent
        else gettext("Tunggu setengah menit, lalu muat ulang halaman ini.")
    )
    return page(request, 503, message, retry_after=RETRY_AFTER, resend=sent)


def too_large(request: HttpRequest) -> HttpResponse:
    """Refuse a body that is too long; it was not read, so nothing can be shown back."""
    message = gettext(
        "Paling banyak 5 berkas, masing-masing 10 MB. Tekan tombol kembali di "
        "peramban: tulisan Anda masih ada di sana. Pilih berkas yang lebih kecil, lalu "
        "kirim lagi."
    )
    return page(None, 413, message)


@requires_csrf_token
def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give a form that lay open too long a fresh token, with what was typed."""
    if not _is_from_here(request):
        return page(
            request,
            403,
            gettext("Kiriman ini tidak berasal dari halaman kami, jadi kami tolak."),
        )
    return page(
        request,
        403,
        gettext(
            "Halaman sudah lama terbuka. Tulisan Anda masih ada: tekan kirim sekali "
            "lagi."
        ),
        title=gettext("Tekan kirim sekali lagi"),
        resend=True,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read at all (handler400)."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent | TooManyFieldsSent):
        return too_large(request)
    return page(
        None, 400, gettext("Peramban mengirim sesuatu yang tidak dapat kami baca.")
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer who may not (handler403)."""
    return page(
        request,
        403,
        gettext(
            "Akun Anda tidak mempunyai tugas untuk halaman ini. Hubungi admin instansi "
            "Anda bila menurut Anda ini keliru."
        ),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer where nothing is, or nothing for these eyes (handler404)."""
    return page(
        request,
        404,
        gettext("Alamat ini salah ketik, sudah dipindah, atau memang tidak ada."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Answer our own mistake (handler500); a database that is away gives 503."""
    exception = sys.exc_info()[1]
    try:
        if exception and (response := answer(request, exception)):
            return response
        return page(
            None,
            500,
            gettext("Kesalahan ini sudah tercatat. Coba sekali lagi sebentar lagi."),
        )
    except Exception:
        logger.exception("The failure page itself failed")
        return HttpResponse(
            '<!doctype html><html lang="id"><title>Lapor</title>'
            "<h1>Terjadi kesalahan pada sistem kami</h1>"
            "<p>Coba sekali lagi sebentar lagi.</p></html>",
            status=500,
        )


def _is_database_away(exception: BaseException) -> bool:
    return isinstance(exception, OperationalError | InterfaceError)


def _is_disk_full(exception: BaseException) -> bool:
    return isinstance(exception, OSError) and exception.errno in {
        errno.ENOSPC,
        errno.EDQUOT,
    }


def _is_nul(exception: BaseException) -> bool:
    return isinstance(exception, ValueError) and "NUL" in str(exception)


def _is_from_here(request: HttpRequest) -> bool:
    """Tell whether the form came from our own page.

    A foreign page must not get its text put before a person with our button below it.
    The public report form is open to everybody anyway.
    """
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site:
        return bool(site == "same-origin")
    origin = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER")
    if origin:
        return bool(urlsplit(origin).netloc == request.get_host())
    return request.path == "/lapor/"


def _typed(request: HttpRequest) -> Iterator[tuple[str, str, str, bool]]:
    """Yield (name, value, label, is long) of all that may be sent again."""
    for name, values in request.POST.lists():
        if any(part in name for part in NEVER_SHOWN):
            continue
        for value in values:
            is_long = "\n" in str(value) or len(str(value)) > 120
            yield name, str(value), str(LABELS.get(name, "")), is_long


def _sentences(request: HttpRequest) -> Iterator[str]:
    """Yield what a person wrote in more than one word."""
    for _name, value, _label, _is_long in _typed(request):
        if len(value.split()) > 1:
            yield value


def _back(request: HttpRequest) -> str:
    """Return where to go back to: the page that sent the form, when it is ours."""
    referer = urlsplit(request.META.get("HTTP_REFERER", ""))
    is_ours = referer.netloc == request.META.get("HTTP_HOST") and referer.path
    return referer.path if is_ours and referer.path != request.path else ""
