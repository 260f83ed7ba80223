"""The reporter's words from a channel, taken by whatever act fits the case now.

A mail or a short message does not choose a button. What it says goes where the
transition table lets it go: data that was asked for first, then a reply to the answer,
else a message. A closed case takes nothing: it is reopened on purpose or not at all.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import acts_for_reporter, case_of_holder
from lapor.domain.cases.rules import Act, Channel
from lapor.domain.deadlines.rules import local_day
from lapor.domain.intake.models import Submission
from lapor.domain.priorities.queries import emergency_text
from lapor.kernel import ids
from lapor.kernel.errors import NotFound
from lapor.kernel.files import Accepted

from .submitting import TAKEN_ONCE

#: The first of these that is possible takes the words.
WAYS: Final[tuple[tuple[Act, Callable[..., Case]], ...]] = (
    (Act.COMPLETE, cases.complete),
    (Act.SUPPLY, cases.supply),
    (Act.REPLY, cases.reply),
    (Act.COMMENT, cases.comment),
)


class Heard(NamedTuple):
    """What became of the words, as a sentence for who wrote them.

    ``is_written``: they stand in the case now, and its files are used. The same words
    heard again are written once and get the same sentence. ``warning`` names numbers to
    call when the words speak of danger, else it is empty.
    """

    sentence: str
    is_written: bool
    warning: str = ""


def hear(
    *,
    number: str,
    channel: Channel,
    external_id: str,
    text: str,
    files: Sequence[Accepted] = (),
    at: datetime,
) -> Heard:
    """Take what a reporter writes back; his right to do so was shown at the door.

    ``external_id`` is the channel's name of the message: heard twice is written once.
    Raises NotFound for an unknown case and Invalid for an empty message.
    """
    case = case_of_holder(number)
    if case is None:
        raise NotFound(_("Laporan dengan nomor ini tidak ada."))
    sentence = _("Pesan Anda sudah masuk ke laporan %(number)s.") % {"number": number}
    warning = emergency_text(text, local_day(at, case.agency.zone))
    try:
        with transaction.atomic():
            _remember(case, channel, external_id, at)
            possible = {step.act for step in acts_for_reporter(case, at=at)}
            for act, write in WAYS:
                if act in possible:
                    write(case, content=text, files=files, at=at)
                    return Heard(sentence, is_written=True, warning=warning)
            transaction.set_rollback(True)
    except IntegrityError as error:
        if TAKEN_ONCE not in str(error):
            raise
        return Heard(sentence, is_written=False, warning=warning)
    return Heard(
        _(
            "Laporan %(number)s sudah selesai, jadi pesan Anda tidak kami masukkan. "
            "Bila masalahnya belum beres, buka laporan Anda dengan nomor dan kode "
            "akses, lalu pilih “Buka kembali”."
        )
        % {"number": number},
        is_written=False,
        warning=warning,
    )


def _remember(case: Case, channel: Channel, external_id: str, at: datetime) -> None:
    """Keep a keyed digest of the message, so that the same one is known again."""
    Submission.objects.create(
        channel=channel,
        key=ids.digest(f"reply:{external_id}", "submission key").hex(),
        body_digest=b"",
        case=case,
        received_at=at,
    )
