"""Which file may be handed out to whom."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Attachment, Case
from lapor.domain.cases.rules import Visibility
from lapor.kernel.errors import NotAllowedNow, NotFound

from .seen import seen_by


def file_seen_by(user: User, key: str, *, on: date) -> Attachment:
    """Return a file of a case this officer may read, or raise NotFound."""
    return _open(
        Attachment.objects.filter(key=key, case__in=seen_by(user, on=on)).first()
    )


def file_of_reporter(case: Case, key: str) -> Attachment:
    """Return a file of the reporter's own case; files of internal notes stay inside."""
    files = Attachment.objects.filter(key=key, case=case)
    return _open(files.exclude(message__visibility=Visibility.OFFICERS).first())


def known_files(keys: Iterable[str]) -> set[str]:
    """Return which of these keys belong to a case."""
    return set(
        Attachment.objects.filter(key__in=list(keys)).values_list("key", flat=True)
    )


def _open(file: Attachment | None) -> Attachment:
    if file is None:
        raise NotFound(_("Berkas tidak ditemukan."))
    if not file.is_open:
        raise NotAllowedNow(
            _("Berkas ini belum selesai dipindai. Coba lagi beberapa saat lagi.")
        )
    return file
