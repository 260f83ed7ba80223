"""Sending what is due: outside of any transaction, each by itself."""

import json
import logging
from datetime import datetime
from typing import Final

from django.conf import settings

from lapor.channels.ombudsman.counterpart import Counterpart, counterpart
from lapor.channels.ombudsman.file_drop import FileDrop
from lapor.channels.ombudsman.parcel import Parcel, locked
from lapor.channels.signing import checked
from lapor.channels.transport import Refused, Unreachable
from lapor.domain.handover.actions import (
    failed,
    opened_package,
    sent,
    take_notice,
    void_told,
)
from lapor.domain.handover.models import Handover
from lapor.domain.handover.queries import live_package, to_send, voids_to_tell
from lapor.domain.handover.rules import read_notice
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import DomainError

_log: Final = logging.getLogger(__name__)


def deliver(*, at: datetime) -> int:
    """Send every package and withdrawal that is due; returns how many arrived.

    Without a counterpart nothing is sent and nothing is lost: the officers of the
    Ombudsman find the hand-over at their desk.
    """
    other = counterpart()
    if other is None:
        return 0
    arrived = sum(_send(other, each, at) for each in to_send(at=at))
    arrived += sum(_tell_void(other, each, at) for each in voids_to_tell(at=at))
    if isinstance(other, FileDrop):
        _read_notices(other, at)
    return arrived


def _send(other: Counterpart, handover: Handover, at: datetime) -> bool:
    package = live_package(handover)
    if package is None:
        return False
    content = opened_package(handover, by=SYSTEM, at=at)
    parcel = Parcel(
        handover.number,
        package.version,
        content,
        package.sha256,
        office=handover.office.code if handover.office else "",
    )
    try:
        reference = other.hand_over(locked(parcel))
    except Refused as refusal:
        failed(handover, why=str(refusal), is_final=True, at=at)
        return False
    except (Unreachable, OSError, ValueError) as trouble:
        failed(handover, why=str(trouble), is_final=False, at=at)
        return False
    sent(handover, reference=reference, at=at)
    return True


def _tell_void(other: Counterpart, handover: Handover, at: datetime) -> bool:
    try:
        other.take_back(handover.number)
    except Refused as refusal:
        failed(handover, why=str(refusal), is_final=True, at=at)
        return False
    except (Unreachable, OSError) as trouble:
        failed(handover, why=str(trouble), is_final=False, at=at)
        return False
    void_told(handover, at=at)
    return True


def _read_notices(other: FileDrop, at: datetime) -> None:
    for dropped in other.notices():
        try:
            keys = [settings.LAPOR_OMBUDSMAN_SECRET]
            name = checked(dropped.headers, dropped.body, keys=keys, at=at)
            take_notice(read_notice(json.loads(dropped.body)), external_id=name, at=at)
        except (DomainError, ValueError, TypeError, AttributeError) as odd:
            _log.warning("a notice of the Ombudsman was put aside: %s", odd)
            other.put_away(dropped.file, is_good=False)
        else:
            other.put_away(dropped.file, is_good=True)
