"""Handing a post over: a packet for the successor, who confirms it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.policies import may_plan_leave
from lapor.domain.accounts.queries import possible_deputies
from lapor.domain.accounts.rules import Role
from lapor.domain.escalation.models import PostHandover
from lapor.domain.escalation.queries.coverage_posts import open_numbers, posts_of
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import Conflict, Invalid, NotPermitted


@transaction.atomic
def hand_post(
    leaving: User,
    *,
    role: Role,
    organisation: Organisation,
    successor: User,
    note: str,
    by: User,
    at: datetime,
) -> PostHandover:
    """Make the packet of a post: everything that is open, with a note.

    By the one who goes, or by who manages his account. The mandate of the successor is
    given apart. Raises Invalid, Conflict and NotPermitted.
    """
    may_plan_leave(by, leaving, on=at.date())
    if (role, organisation) not in posts_of(leaving, on=at.date()):
        sentence = _("Pilih jabatan yang sedang dipegang.")
        raise Invalid(sentence, fields={"post": sentence})
    if successor not in possible_deputies(leaving, on=at.date()):
        sentence = _("Pilih pengganti yang bertugas di instansi yang sama.")
        raise Invalid(sentence, fields={"successor": sentence})
    try:
        with transaction.atomic():
            packet = PostHandover.objects.create(
                role=role,
                organisation=organisation,
                leaving=leaving,
                successor=successor,
                note=note.strip(),
                numbers=open_numbers(role, organisation),
                made_at=at,
                made_by=by.actor.ref,
            )
    except IntegrityError:
        raise Conflict(
            _("Serah terima jabatan ini sudah dibuat dan menunggu konfirmasi.")
        ) from None
    _record("post.handed_over", packet, by, at)
    return packet


@transaction.atomic
def confirm_post(
    packet: PostHandover, *, remark: str, by: User, at: datetime
) -> PostHandover:
    """Let the successor confirm that he has everything, once."""
    if by.pk != packet.successor_id:
        raise NotPermitted(_("Hanya penerima yang dapat mengonfirmasi serah terima."))
    row = PostHandover.objects.select_for_update().get(pk=packet.pk)
    if row.confirmed_at is not None:
        raise Conflict(_("Serah terima ini sudah dikonfirmasi."))
    row.confirmed_at, row.remark = at, remark.strip()
    row.save(update_fields=["confirmed_at", "remark"])
    _record("post.taken_over", row, by, at)
    return row


def _record(fact: str, packet: PostHandover, by: User, at: datetime) -> None:
    record(
        fact,
        subject=packet.organisation.ref,
        actor=by.actor,
        at=at,
        role=packet.role,
        leaving=f"user:{packet.leaving_id}",
        successor=f"user:{packet.successor_id}",
        open_cases=len(packet.numbers),
    )
