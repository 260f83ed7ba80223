"""Being away, standing in, and mailboxes that do not work."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.actions import mandates
from lapor.domain.accounts.models import Grant, Leave, User
from lapor.domain.accounts.policies import may_plan_leave, must_leave_somebody
from lapor.domain.accounts.queries import possible_deputies
from lapor.domain.accounts.rules import MailboxState, Role
from lapor.domain.ledger.actions import record
from lapor.kernel.actor import SYSTEM, Actor
from lapor.kernel.errors import Invalid


@transaction.atomic
def take_leave(
    user: User,
    *,
    first_on: date,
    last_on: date,
    deputy: User | None,
    reason: str,
    by: User,
    at: datetime,
) -> Leave:
    """Enter that somebody is away; his deputy gets his mandates for these days.

    Entered by the person himself or by who manages his account. Whoever is the last
    national admin needs a deputy. The mark for reports of harm is personal and does
    not pass to the deputy. Raises Invalid, NotAllowedNow and NotPermitted.
    """
    may_plan_leave(by, user, on=at.date())
    if last_on < first_on:
        sentence = _("Hari terakhir mendahului hari pertama.")
        raise Invalid(sentence, fields={"last_on": sentence})
    if user.leaves.filter(
        cancelled_at=None, first_on__lte=last_on, last_on__gte=first_on
    ).exists():
        sentence = _("Sudah ada cuti pada hari-hari itu. Batalkan dahulu.")
        raise Invalid(sentence, fields={"first_on": sentence})
    if deputy is None:
        must_leave_somebody(user, on=first_on, until=last_on)
    elif deputy not in possible_deputies(user, on=at.date()) or _is_away(
        deputy, first_on, last_on
    ):
        sentence = _(
            "Pilih pengganti di instansi yang sama yang bertugas dan tidak cuti."
        )
        raise Invalid(sentence, fields={"deputy": sentence})
    leave = Leave.objects.create(
        user=user,
        deputy=deputy,
        first_on=first_on,
        last_on=last_on,
        reason=reason,
        entered_by=by.actor.ref,
        entered_at=at,
    )
    if deputy:
        _lend(leave, deputy, by=by.actor, at=at)
    record(
        "leave.taken",
        subject=user.actor.ref,
        actor=by.actor,
        at=at,
        first_on=first_on.isoformat(),
        last_on=last_on.isoformat(),
        deputy=deputy.actor.ref if deputy else "",
    )
    return leave


@transaction.atomic
def cancel_leave(leave: Leave, *, by: User, at: datetime) -> Leave:
    """Take an absence back, or end it early; the mandates of the deputy end with it."""
    may_plan_leave(by, leave.user, on=at.date())
    leave.cancelled_at = at
    leave.save(update_fields=["cancelled_at"])
    leave.mandates.filter(revoked_at=None).update(revoked_at=at)
    record("leave.cancelled", subject=leave.user.actor.ref, actor=by.actor, at=at)
    return leave


@transaction.atomic
def mark_mailbox(
    user: User, state: MailboxState, *, at: datetime, by: Actor = SYSTEM
) -> User:
    """Note that messages to an officer come back, or arrive again. Twice is once."""
    if user.mailbox == state:
        return user
    user.mailbox, user.mailbox_at = state, at
    user.save(update_fields=["mailbox", "mailbox_at"])
    record(
        "account.mailbox_marked",
        subject=user.actor.ref,
        actor=by,
        at=at,
        state=str(state),
    )
    return user


def _lend(leave: Leave, deputy: User, *, by: Actor, at: datetime) -> None:
    """Give the deputy the mandates of who is away, for the days of the absence."""
    basis = _("Pengganti selama %(name)s cuti") % {"name": leave.user}
    for grant in leave.user.grants.filter(revoked_at=None).select_related(
        "organisation"
    ):
        first = max(grant.valid_from, leave.first_on)
        last = min(grant.valid_until or leave.last_on, leave.last_on)
        if first > last or grant.role == Role.SYSTEM_ADMIN:
            continue
        if _has(deputy, grant, first, last):
            continue
        given = mandates.enter(
            deputy,
            role=Role(grant.role),
            organisation=grant.organisation,
            valid_from=first,
            valid_until=last,
            legal_basis=basis[:200],
            actor=by,
            at=at,
        )
        given.leave = leave
        given.save(update_fields=["leave"])


def _has(deputy: User, grant: Grant, first: date, last: date) -> bool:
    """Say whether the deputy has the same mandate anyway, or one from that day on."""
    same = deputy.grants.filter(
        role=grant.role, organisation=grant.organisation, revoked_at=None
    )
    return any(
        own.valid_from == first
        or (own.valid_from <= first and (own.valid_until or last) >= last)
        for own in same
    )


def _is_away(user: User, first_on: date, last_on: date) -> bool:
    return user.leaves.filter(
        cancelled_at=None, first_on__lte=last_on, last_on__gte=first_on
    ).exists()
