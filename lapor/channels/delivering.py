"""Sending what is due, by all channels at a time, outside of any transaction."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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
    transport_for,
)
from lapor.domain.notifications import actions
from lapor.domain.notifications.actions import Outcome, Parcel
from lapor.domain.notifications.rules import State, Way
from lapor.kernel import clock

log = logging.getLogger(__name__)
BATCH: Final = 200
#: Messages of one channel under way at a time.
HANDS: Final = 8
#: So many failures of the other side in a row end a batch: the gate takes over.
ENOUGH: Final = 5
Now = Callable[[], datetime]


def deliver(*, now: Now = clock.now, most: int = 1_000_000) -> Counter[str]:
    """Send everything that is due; returns how many ended in which state.

    ``now`` is asked for every batch: a long run goes on with what falls due meanwhile.
    """
    actions.take_up_abandoned(at=now())
    told: Counter[str] = Counter()
    with ThreadPoolExecutor(HANDS * 2, thread_name_prefix="deliver") as hands:
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
    """Yield outcomes in order; stops early when the other side is down."""
    failures = 0
    rest = iter(parcels)
    while batch := list(islice(rest, HANDS)):
        messages = [_composed(parcel) for parcel in batch]
        answers = hands.map(lambda pair: _send(transport, *pair), messages)
        for answer in answers:
            yield answer
            if answer.state == State.QUEUED:
                failures += 1
            elif answer.state == State.SENT:
                failures = 0
        if failures >= ENOUGH:
            return


def _composed(parcel: Parcel) -> tuple[Parcel, Message | None]:
    """Make the message here: only sending is left to threads without a database."""
    return parcel, composed(parcel) if parcel.to else None


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
        return Outcome(row, State.QUEUED, str(why))
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
