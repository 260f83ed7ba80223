"""Issuing: documents of a fixed round are made, signed, stored, and then written down.

The order is file, fsync, row: a row never names a file that a power cut has taken.
Made again, the same round gets new files; the older ones still answer to their code.
What a job that was cut short has left without a row is removed a day later.
"""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import translation

from lapor.domain.ledger.actions import record
from lapor.domain.monev.actions.publishing import keep_document
from lapor.domain.monev.models import Round
from lapor.domain.monev.queries.rounds import round_named
from lapor.domain.monev.rules.words import SETTLED
from lapor.domain.organisations.models import Organisation
from lapor.domain.reports.contents.letters import result_letter, round_paper
from lapor.domain.reports.models import IssuedDocument
from lapor.domain.reports.queries.issued import folder, identities
from lapor.domain.reports.rendering import pdf_of
from lapor.domain.reports.rules.documents import Document
from lapor.domain.reports.rules.kinds import DocumentKind
from lapor.kernel import durable, pdf_signing
from lapor.kernel.actor import SYSTEM
from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import NotAllowedNow

TOKEN_BYTES: Final = 24
LEFT_OVER: Final = timedelta(days=1)
TOO_EARLY: Final = noop("Dokumen hasil dibuat setelah hasil putaran ditetapkan.")


def drop_unnamed(*, at: datetime) -> int:
    """Remove the files of documents that no row names, a day after they were written.

    Returns how many there were.
    """
    before = (at - LEFT_OVER).timestamp()
    old = [file for file in folder().rglob("*.pdf") if file.stat().st_mtime < before]
    keys = {file.relative_to(folder()).as_posix(): file for file in old}
    named = IssuedDocument.objects.filter(key__in=keys).values_list("key", flat=True)
    for key in keys.keys() - set(named):
        keys.pop(key).unlink(missing_ok=True)
    return len(old) - len(keys)


class _Ready(NamedTuple):
    """A signed file that is durable, and what its row will say."""

    document: Document
    token: str
    key: str
    content_hash: str
    identity: str
    size: int
    subject: Organisation | None


def issue_result(code: str, *, at: datetime) -> list[IssuedDocument]:
    """Make the paper of a round and a letter for each subject; twice makes them anew.

    Raises NotFound, NotAllowedNow before the round is fixed, and NotAddingUp when
    numbers contradict each other: then nothing is issued.
    """
    round = round_named(code)
    if round.standing not in SETTLED:
        raise NotAllowedNow(translate(TOO_EARLY))
    with translation.override(settings.LANGUAGE_CODE):
        ready = [_signed(*each, round) for each in _documents(round, at)]
    with transaction.atomic():
        return _write_down(round, ready, at)


def _documents(
    round: Round, at: datetime
) -> Iterator[tuple[Document, str, Organisation | None]]:
    # the QR code of the round was promised when it was fixed; it names the paper
    first = IssuedDocument.objects.filter(token=round.token).exists()
    token = secrets.token_urlsafe(TOKEN_BYTES) if first else str(round.token)
    yield round_paper(round, token=token, at=at).check(), token, None
    everybody = list(round.results.select_related("subject", "round__assessor"))
    for result in everybody:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        letter = result_letter(result, token=token, at=at, beside=everybody)
        yield letter.check(), token, result.subject


def _signed(
    document: Document, token: str, subject: Organisation | None, round: Round
) -> _Ready:
    made = pdf_of(document)
    content = pdf_signing.sign(made, reason=document.title, place=round.assessor.name)
    key = f"{round.pk}/{token}.pdf"
    durable.write(folder() / key, [content])
    own = sorted(identities(made))
    return _Ready(
        document,
        token,
        key,
        hashlib.sha256(content).hexdigest(),
        own[0] if own else "",
        len(content),
        subject,
    )


def _write_down(
    round: Round, ready: list[_Ready], at: datetime
) -> list[IssuedDocument]:
    IssuedDocument.objects.filter(
        round=round.code,
        kind__in=[DocumentKind.ROUND, DocumentKind.RESULT],
        replaced_at=None,
    ).update(replaced_at=at)
    name, is_trial = pdf_signing.signer_name(), pdf_signing.current().is_trial
    rows = IssuedDocument.objects.bulk_create(
        IssuedDocument(
            kind=each.document.kind,
            number=round.number,
            title=f"{each.document.title}: {each.document.subtitle}"[:200],
            token=each.token,
            sha256=each.content_hash,
            identity=each.identity,
            key=each.key,
            size=each.size,
            signed_by=name,
            is_trial=is_trial,
            round=round.code,
            publisher=round.assessor,
            subject=each.subject,
            made_by=SYSTEM.ref,
            made_at=at,
        )
        for each in ready
    )
    for row in rows:
        record(
            "document.issued",
            subject=row.ref,
            actor=SYSTEM,
            at=at,
            kind=row.kind,
            round=row.round,
            hash=row.sha256,
        )
    paper = next(row for row in rows if row.kind == DocumentKind.ROUND)
    keep_document(round, key=paper.key, sha256=paper.sha256, by=SYSTEM, at=at)
    return rows
