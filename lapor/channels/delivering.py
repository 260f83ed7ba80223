"""Sending what is due, by all channels at a time, outside of any transaction."""

import json
import logging
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from typing import Final

from lapor.channels.composing import composed
from lapor.channels.push.transport import GONE
from lapor.channels.transport import (
    Message,
    NotDelivered,
    NotSetUp,
    Refused,
    Transport,
    Unreachable,
    transport_for,
)
from lapor.domain.notifications import actions
from lapor.domain.notifications.actions import Outcome, Parcel
from lapor.domain.notifications.rules import State, Way
from lapor.kernel import clock

log = logging.getLogger(__name__)
BATCH: Final = 200
#: Messages of one channel under way at a time, and those with the ones made ready.
HANDS: Final = 8
AHEAD: Final = 12
#: So many failures of the other side in a row end a batch: the gate takes over.
ENOUGH: Final = 5
Now = Callable[[], datetime]


def deliver(*, now: Now = clock.now, most: int = 1_000_000) -> Counter[str]:
    """Send everything that is due; returns how many ended in which state.

    ``now`` is asked for every batch: a long run goes on with what falls due meanwhile.
    """
    actions.take_up_abandoned(at=now())
    told: Counter[str] = Counter()
    with ThreadPoolExecutor(HANDS, thread_name_prefix="deliver") as hands:
        ways = list(Way)
        while ways and told.total() < most:
            for way in list(ways):
                found = _deliver_batch(way, hands, now)
                told.update(found)
                if not found:
                    ways.remove(way)
    return told


def _deliver_batch(way: Way, hands: ThreadPoolExecutor, now: Now) -> Counter[str]:
    parcels = actions.take(way, at=now(), limit=BATCH)
    if not parcels:
        return Counter()
    transport = transport_for(way)
    outcomes = list(_sent(parcels, transport, hands))
    actions.settle(way, outcomes, at=now())
    _forget_browsers(way, parcels, outcomes)
    untouched = [each.outgoing for each in parcels[len(outcomes) :]]
    if untouched:
        actions.put_back(untouched, at=now())
    return Counter(str(each.state) for each in outcomes)


def _forget_browsers(
    way: Way, parcels: Sequence[Parcel], outcomes: Sequence[Outcome]
) -> None:
    """Drop browsers of which their push service says that they are gone."""
    if way == Way.PUSH:
        for parcel, outcome in zip(parcels, outcomes, strict=False):
            if outcome.why.startswith(GONE) and parcel.to:
                actions.drop_browser(json.loads(parcel.to)["endpoint"])


def _sent(
    parcels: Sequence[Parcel], transport: Transport, hands: ThreadPoolExecutor
) -> Iterator[Outcome]:
    """Yield outcomes in order; begins no more when the other side is down.

    A few messages are made ready while others are under way. Whatever was begun has
    an outcome: the rest can be put back.
    """
    failures = 0
    rest = iter(parcels)
    begun: deque[Future[Outcome]] = deque()
    while True:
        free = AHEAD - len(begun) if failures < ENOUGH else 0
        for parcel in islice(rest, free):
            begun.append(_begin(parcel, transport, hands))
        if not begun:
            return
        outcome = begun.popleft().result()
        yield outcome
        if outcome.state == State.QUEUED:
            failures += 1
        elif outcome.state == State.SENT:
            failures = 0


def _begin(
    parcel: Parcel, transport: Transport, hands: ThreadPoolExecutor
) -> "Future[Outcome]":
    """Make the message here: only sending is left to threads without a database.

    One that cannot be made stops nobody: it waits for somebody to look at it.
    """
    try:
        message = composed(parcel) if parcel.to else None
    except Exception as fault:
        log.exception("No message could be made for %s", parcel.outgoing)
        made: Future[Outcome] = Future()
        why = f"fault: {type(fault).__name__}"
        made.set_result(Outcome(parcel.outgoing, State.FAILED, why))
        return made
    return hands.submit(_send, transport, parcel, message)


def _send(transport: Transport, parcel: Parcel, message: Message | None) -> Outcome:
    row = parcel.outgoing
    if message is None:
        return Outcome(row, State.FAILED, "no address")
    try:
        receipt = transport.send(message)
    except NotSetUp:
        return Outcome(row, State.HELD, "no transport is set up")
    except Refused as why:
        return Outcome(row, State.FAILED, str(why))
    except NotDelivered as why:
        wait = why.wait if isinstance(why, Unreachable) else 0
        return Outcome(row, State.QUEUED, str(why), wait=wait)
    except Exception as fault:
        log.exception("The transport of %s broke", row.way)
        return Outcome(row, State.QUEUED, f"fault: {type(fault).__name__}")
    return Outcome(
        row,
        State.SENT,
        provider_id=receipt.provider_id,
        cost=receipt.cost,
        awaits_proof=receipt.awaits_proof,
    )
