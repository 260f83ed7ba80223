"""Issued documents: who may read them, and whether a file is one of them."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from lapor.domain.accounts.models import User
from lapor.domain.escalation.queries import letters_seen_by
from lapor.domain.monev.models import Round
from lapor.domain.monev.queries.rounds import results_seen_by, rounds_seen_by
from lapor.domain.monev.rules.words import SETTLED
from lapor.domain.reports.models import IssuedDocument
from lapor.domain.reports.rules.kinds import DocumentKind
from lapor.kernel import pdf_signing
from lapor.kernel.enums import Labelled, noop
from lapor.kernel.errors import NotFound
from lapor.kernel.paging import Order, Page, page_of

#: The first identity of a PDF stays when others change the file.
_ID: Final = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]{16,64})>")


class Verdict(Labelled):
    """What a file is against what was issued."""

    VALID = "valid", noop("Asli: sama persis dengan yang diterbitkan")
    CHANGED = "changed", noop("Sudah diubah setelah diterbitkan")
    UNKNOWN = "unknown", noop("Tidak dikenal: bukan dokumen yang diterbitkan di sini")
    MISSING = "missing", noop("Berkas simpanan tidak ada; hubungi penerbitnya")


class Verified(NamedTuple):
    """A verdict, with the document it is about, if any."""

    verdict: Verdict
    document: IssuedDocument | None


def folder() -> Path:
    """Return where issued documents are kept."""
    return Path(settings.LAPOR_HOME) / "documents"


def path_of(document: IssuedDocument) -> Path:
    """Return the file of a document."""
    return folder() / document.key


def issued_by_token(token: str) -> IssuedDocument:
    """Return the document whose QR code was read, or raise NotFound."""
    found = IssuedDocument.objects.filter(token=token[:48]).select_related(
        "publisher", "subject"
    )
    row = found.first()
    if row is None:
        raise NotFound(
            gettext("Kode ini tidak dikenal. Pindai lagi kode pada dokumen.")
        )
    return row


def stored(document: IssuedDocument) -> Verified:
    """Check the stored file: its hash, then its signature."""
    try:
        content = path_of(document).read_bytes()
    except FileNotFoundError:
        return Verified(Verdict.MISSING, document)
    if not hmac.compare_digest(_hash([content]), document.sha256):
        return Verified(Verdict.CHANGED, document)
    found = pdf_signing.check(content)
    is_good = found.is_signed and found.is_intact
    return Verified(Verdict.VALID if is_good else Verdict.CHANGED, document)


def given(chunks: Iterable[bytes]) -> Verified:
    """Say whether a file from outside is one of ours; it is hashed, never opened.

    A file that carries the identity of an issued one, but other bytes, was changed.
    """
    content = b"".join(chunks)
    row = IssuedDocument.objects.filter(sha256=_hash([content]))
    if found := row.select_related("publisher", "subject").first():
        return Verified(Verdict.VALID, found)
    rows = IssuedDocument.objects.filter(identity__in=identities(content))
    document = rows.select_related("publisher", "subject").first()
    return Verified(Verdict.CHANGED if document else Verdict.UNKNOWN, document)


def documents_seen_by(user: User, *, on: date) -> QuerySet[IssuedDocument]:
    """Return the documents of settled rounds this person may read.

    The paper of a round goes to those who see the round; a letter to those who see
    that result; a reminder to the offices at both its ends.
    """
    reminders = letters_seen_by(user, on=on).exclude(token="").values("token")
    rounds = rounds_seen_by(user, on=on).filter(
        state__in=[str(state) for state in SETTLED]
    )
    codes = rounds.values("code")
    mine = results_seen_by(user, on=on).filter(
        round__code=OuterRef("round"), subject=OuterRef("subject")
    )
    return IssuedDocument.objects.filter(
        Q(kind=DocumentKind.ROUND, round__in=codes)
        | (Q(kind=DocumentKind.RESULT) & Exists(mine))
        | Q(kind=DocumentKind.REMINDER, token__in=reminders),
        replaced_at=None,
    ).select_related("publisher", "subject")


def page_of_documents(user: User, *, on: date, after: str) -> Page[IssuedDocument]:
    """Return a page of the documents this person may read, the newest first."""
    rows = documents_seen_by(user, on=on)
    return page_of(rows, order=Order("made_at", descending=True), after=after)


def paper_of(round: Round) -> IssuedDocument | None:
    """Return the signed paper of a round that counts now; whoever asks sees the round.

    None: it was not issued.
    """
    papers = IssuedDocument.objects.filter(
        kind=DocumentKind.ROUND, round=round.code, replaced_at=None
    )
    return papers.first()


def document_seen_by(user: User, token: str, *, on: date) -> IssuedDocument:
    """Return one document, or raise NotFound, also when it exists for other eyes."""
    found = documents_seen_by(user, on=on).filter(token=token[:48]).first()
    if found is None:
        raise NotFound(gettext("Dokumen itu tidak ada, atau bukan untuk Anda."))
    return found


def identities(content: bytes) -> set[str]:
    """Return the identities that stand in a PDF: the first says where it came from."""
    return {found.decode().lower() for found in _ID.findall(content)}


def _hash(chunks: Iterable[bytes]) -> str:
    sum = hashlib.sha256()
    for chunk in chunks:
        sum.update(chunk)
    return sum.hexdigest()
