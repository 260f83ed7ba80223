"""From queued to sent: taking, and what became of each attempt."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from django.db import connection, transaction
from django.db.models import F

from lapor.domain.accounts.actions.duty import mark_mailbox
from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules.duty import MailboxState
from lapor.domain.ledger.actions import record
from lapor.domain.notifications.models import (
    ChannelState,
    Delivery,
    Outgoing,
    Preference,
    PushSubscription,
)
from lapor.domain.notifications.queries.delivery import LEFT_LYING, due, gates
from lapor.domain.notifications.queries.limits import PAID
from lapor.domain.notifications.queries.texts import number_of
from lapor.domain.notifications.rules import (
    GIVE_UP_AFTER,
    Gate,
    Notice,
    State,
    Way,
    after_failure,
    retry_at,
)
from lapor.domain.reporters.actions import forget_former
from lapor.domain.reporters.queries import contacts_for_delivery, former_contacts
from lapor.domain.reporters.rules import Former, Person
from lapor.kernel.actor import SYSTEM, Actor

from .limiting import divide, note_spending, wait
from .planning import ways_for

_WHY: Final = 200  # characters kept of a reason
#: No service is believed that wants to be left alone for longer. Seconds.
MOST_ASKED: Final = 86_400
FORMER: Final = "former"  # a message to an address that its owner gave up: which one
BOUNCED: Final = "came back: the mailbox does not take it"
ELSEWHERE: Final = "daily limit: sent by a free channel instead"
UNPROVEN: Final = "no proof of arrival: sent once more"
DELAYED: Final = "came back for a while: the mailbox is full or away"
#: A channel that proves arrival and did not: sent again after so long, once.
UNPROVED: Final = GIVE_UP_AFTER / 12  # six hours


_SAVED: Final = (
    *("pk", "state", "why", "sent_at", "awaits_proof", "provider_id", "cost"),
    "due_at",
)
_SAVE: Final = """
UPDATE notifications_outgoing o SET state = v.state, why = v.why, sent_at = v.sent_at,
    awaits_proof = v.awaits_proof, provider_id = v.provider_id, cost = v.cost,
    due_at = v.due_at
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[], %s::boolean[],
    %s::text[], %s::numeric[], %s::timestamptz[]) AS v(id, state, why, sent_at,
    awaits_proof, provider_id, cost, due_at)
WHERE o.id = v.id
"""


class Parcel(NamedTuple):
    """A message taken to be sent, with the address it goes to."""

    outgoing: Outgoing
    to: str


class Outcome(NamedTuple):
    """What the other side said to one parcel.

    ``state`` is SENT, FAILED (never again), QUEUED (try again) or HELD. ``wait``: the
    seconds that the other side asked for, 0 where it named none.
    """

    outgoing: Outgoing
    state: State
    why: str = ""
    provider_id: str = ""
    cost: Decimal = Decimal(0)
    awaits_proof: bool = False
    wait: int = 0


def take(way: Way, *, at: datetime, limit: int = 100) -> list[Parcel]:
    """Take the next due messages of a channel, to be sent outside the transaction.

    A shut channel gives none; one that tries again after a pause gives one. Messages
    whose sender died come again after ten minutes, with the same key.
    """
    gate = gates()[way]
    if not gate.is_open(at):
        return []
    with transaction.atomic():
        found = list(
            due(at=at)
            .filter(way=way)
            .select_for_update(skip_locked=True)[: 1 if gate.shut_until else limit]
        )
        rows, beyond = divide(way, found, at=at)
        _put_off(beyond, at=at)
        Outgoing.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=State.SENDING, taken_at=at, attempts=F("attempts") + 1
        )
    addresses = _addresses(rows)
    return [Parcel(row, addresses.get(row.pk, "")) for row in rows]


def _put_off(rows: Sequence[Outgoing], *, at: datetime) -> None:
    """Send what is beyond the daily limit by a free channel, or let it wait."""
    if not rows:
        return
    moved = go_another_way(rows, at=at, among=frozenset(Way) - PAID)
    Outgoing.objects.filter(pk__in=moved).update(state=State.FAILED, why=ELSEWHERE)
    wait([row for row in rows if row.pk not in moved], at=at)


def put_back(rows: Sequence[Outgoing], *, at: datetime) -> None:
    """Queue what was taken and not tried: the channel broke down before."""
    keys = [row.pk for row in rows]
    Outgoing.objects.filter(pk__in=keys, state=State.SENDING).update(
        state=State.QUEUED, attempts=F("attempts") - 1
    )


def take_up_abandoned(*, at: datetime) -> int:
    """Queue again what a killed sender left lying; returns how many messages."""
    left = Outgoing.objects.filter(state=State.SENDING, taken_at__lte=at - LEFT_LYING)
    unproved = Outgoing.objects.filter(
        state=State.SENT,
        awaits_proof=True,
        proved_at=None,
        sent_at__lte=at - UNPROVED,
    )
    again = unproved.update(
        state=State.QUEUED, due_at=at, awaits_proof=False, why=UNPROVEN
    )
    return left.update(state=State.QUEUED, due_at=at) + again


@transaction.atomic
def settle(way: Way, outcomes: Sequence[Outcome], *, at: datetime) -> None:
    """Write down what became of a batch: states, log, costs, and the channel's gate."""
    log, changed, more = [], [], []
    for outcome in outcomes:
        row = outcome.outgoing
        is_second = row.why == UNPROVEN
        row.state, row.why = outcome.state, outcome.why[:_WHY]
        if outcome.state == State.SENT:
            row.sent_at = at
            row.awaits_proof = outcome.awaits_proof and not is_second
            row.provider_id = outcome.provider_id[:_WHY]
            row.cost += outcome.cost
        elif outcome.state == State.QUEUED:
            again = retry_at(
                at,
                attempts=row.attempts + 1,
                queued_at=row.due_first,
                asked=timedelta(seconds=min(max(outcome.wait, 0), MOST_ASKED)),
            )
            row.state = State.QUEUED if again else State.DEAD
            row.due_at = again or row.due_at
        if row.state in {State.FAILED, State.DEAD}:
            more.append(row)
        changed.append(row)
        log.append(
            Delivery(
                outgoing=row,
                at=at,
                outcome=row.state,
                why=row.why,
                provider_id=outcome.provider_id[:_WHY],
                cost=outcome.cost,
            )
        )
    _save(changed)
    paid = [(e.outgoing, e.cost) for e in outcomes if e.state == State.SENT]
    note_spending(way, paid, at)
    Delivery.objects.bulk_create(log, batch_size=1_000)
    _turn_gate(way, outcomes, at)
    go_another_way(more, at=at)
    _forget_former(changed)


def _forget_former(rows: Sequence[Outgoing]) -> None:
    """Let go of the addresses given up that were told, or that take nothing."""
    for row in rows:
        if FORMER in row.parameters and row.state in {State.SENT, State.FAILED}:
            forget_former(number_of(row.receiver), {row.parameters[FORMER]})


def _save(rows: Sequence[Outgoing]) -> None:
    """Write what became of these rows: one statement, a tenth of ``bulk_update``."""
    columns = [[getattr(row, name) for row in rows] for name in _SAVED]
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, columns)


def _turn_gate(way: Way, outcomes: Sequence[Outcome], at: datetime) -> None:
    """Open or shut the channel by what the other side did, in order."""
    row, _new = ChannelState.objects.select_for_update().get_or_create(way=way)
    gate, why = Gate(row.failures, row.shut_until), row.why
    worked_at = row.worked_at
    for outcome in outcomes:
        if outcome.state == State.QUEUED:
            gate, why = after_failure(gate, at), outcome.why
        elif outcome.state == State.SENT:
            gate, why, worked_at = Gate(), "", at
    row.failures, row.shut_until = gate
    row.why, row.worked_at = why[:_WHY], worked_at
    row.save()


def go_another_way(
    rows: Collection[Outgoing], *, at: datetime, among: Collection[Way] = tuple(Way)
) -> set[int]:
    """Send what a reporter did not get by his other channel, if he has one.

    Returns the keys of the messages that go another way. Officers have their inbox.
    """
    lost = [
        row
        for row in rows
        if row.receiver.startswith("case:") and FORMER not in row.parameters
    ]
    if not lost:
        return set()
    people = contacts_for_delivery({number_of(row.receiver) for row in lost})
    made, moved = [], set()
    for row in lost:
        person = people.get(number_of(row.receiver))
        tried = [*row.parameters.get("tried", []), row.way]
        way = _another(person, tried, among) if person else None
        if way:
            moved.add(row.pk)
            base = row.key.rpartition(":")[0]
            made.append(
                Outgoing(
                    key=f"{base}:{way}",
                    receiver=row.receiver,
                    subject=row.subject,
                    way=way,
                    notice=row.notice,
                    language=row.language,
                    parameters={**row.parameters, "tried": tried},
                    urgency=row.urgency,
                    is_legal=row.is_legal,
                    created_at=at,
                    due_at=at,
                    due_first=at,
                )
            )
    Outgoing.objects.bulk_create(made, ignore_conflicts=True)
    return moved


def _another(
    person: Person, tried: Sequence[str], among: Collection[Way]
) -> Way | None:
    left = [way for way in Way if way in among and way not in tried]
    found = ways_for(person, Preference(ways=left), Notice.RECEIVED)
    found = [way for way in found if way in left]
    return found[0] if found else None


@transaction.atomic
def proved(way: Way, provider_id: str, *, at: datetime) -> bool:
    """Note that a message has arrived, as its channel reports. Unknown ids: False."""
    rows = Outgoing.objects.filter(way=way, provider_id=provider_id)
    return bool(rows.filter(proved_at=None).update(proved_at=at))


@transaction.atomic
def refused_later(way: Way, provider_id: str, why: str, *, at: datetime) -> bool:
    """Note that a message was taken and then refused (a status of the provider)."""
    row = (
        Outgoing.objects.select_for_update()
        .filter(way=way, provider_id=provider_id, state=State.SENT)
        .first()
    )
    if row is None:
        return False
    _fail(row, why, at)
    return True


@transaction.atomic
def bounced(provider_id: str, *, permanent: bool, at: datetime) -> bool:
    """Note that a mail came back; ``provider_id`` is the name it was sent under.

    A full mailbox is only written into the log. A dead one: what waits for the same
    receiver by mail goes another way, and an officer counts as out of reach. Returns
    whether the mail was ours.
    """
    row = (
        Outgoing.objects.select_for_update()
        .filter(way=Way.EMAIL, provider_id=provider_id)
        .exclude(provider_id="")
        .first()
    )
    if row is None:
        return False
    if not permanent:
        Delivery.objects.create(outgoing=row, at=at, outcome=row.state, why=DELAYED)
        return True
    if row.state == State.FAILED:
        return True
    _fail(row, BOUNCED, at)
    waiting = Outgoing.objects.filter(
        receiver=row.receiver, way=row.way, state=State.QUEUED
    )
    for each in waiting.select_for_update():
        _fail(each, BOUNCED, at)
    record("notice.bounced", subject=row.receiver, actor=SYSTEM, at=at, way=row.way)
    officer = User.objects.filter(pk=_user_key(row.receiver)).first()
    if officer is not None:
        mark_mailbox(officer, MailboxState.BOUNCED, at=at)
    return True


def _user_key(receiver: str) -> int:
    """Return the key of an officer, 0 for a reporter."""
    kind, _colon, key = receiver.partition(":")
    return int(key) if kind == "user" and key.isdigit() else 0


def _fail(row: Outgoing, why: str, at: datetime) -> None:
    row.state, row.why = State.FAILED, why[:_WHY]
    row.save(update_fields=["state", "why"])
    Delivery.objects.create(outgoing=row, at=at, outcome=State.FAILED, why=row.why)
    go_another_way([row], at=at)


@transaction.atomic
def send_again(keys: Collection[int], *, by: Actor, at: datetime) -> int:
    """Queue messages that stand still once more, by hand; returns how many."""
    rows = Outgoing.objects.filter(
        pk__in=keys, state__in=[State.FAILED, State.DEAD, State.HELD]
    )
    count = rows.update(state=State.QUEUED, due_at=at, due_first=at, attempts=0)
    if count:
        record("notice.sent_again", subject="notices", actor=by, at=at, count=count)
    return count


@transaction.atomic
def open_gate(way: Way, *, by: Actor, at: datetime) -> None:
    """Let a channel try again at once: somebody has repaired it."""
    ChannelState.objects.filter(way=way).update(failures=0, shut_until=None)
    record("channel.reopened", subject=f"channel:{way}", actor=by, at=at)


def _addresses(rows: Sequence[Outgoing]) -> Mapping[int, str]:
    """Look up where each message goes; nothing where nobody can be reached."""
    numbers = {number_of(row.receiver) for row in rows} - {""}
    people = contacts_for_delivery(numbers)
    former = former_contacts(
        {number_of(row.receiver) for row in rows if FORMER in row.parameters}
    )
    users = {_user_key(row.receiver) for row in rows}
    officers = {
        user.pk: user for user in User.objects.filter(pk__in=users, is_active=True)
    }
    browsers = {
        row.pk: row for row in PushSubscription.objects.filter(user__in=officers)
    }
    found: dict[int, str] = {}
    for row in rows:
        if FORMER in row.parameters:
            given_up = former.get(number_of(row.receiver), [])
            found[row.pk] = _of_former(given_up, row.parameters[FORMER])
        elif row.receiver.startswith("case:"):
            person = people.get(number_of(row.receiver))
            found[row.pk] = _of_person(person, Way(row.way)) if person else ""
        else:
            user = officers.get(_user_key(row.receiver))
            found[row.pk] = _of_officer(user, row, browsers) if user else ""
    return found


def _of_person(person: Person, way: Way) -> str:
    chat, _colon, address = person.chat.partition(":")
    if way == Way.EMAIL:
        return person.email
    if way == Way.SMS:
        return person.phone
    return address if chat == way else ""


def _of_former(former: Sequence[Former], mark: str) -> str:
    return next((each.address for each in former if each.mark == mark), "")


def _of_officer(
    user: User, row: Outgoing, browsers: Mapping[int, PushSubscription]
) -> str:
    if row.way == Way.EMAIL:
        return user.email
    browser = browsers.get(int(row.parameters.get("browser") or 0))
    if browser is None or browser.user_id != user.pk:
        return ""
    keys = {"p256dh": browser.p256dh, "auth": browser.auth}
    return json.dumps({"endpoint": browser.endpoint, "keys": keys})
