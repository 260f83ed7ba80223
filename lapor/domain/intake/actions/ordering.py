"""What a conversation orders, done: sending a report, its state, a reply, a grade."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import (
    acts_for_reporter,
    case_of_holder,
    next_step,
    open_with,
)
from lapor.domain.cases.rules import Channel, State
from lapor.domain.intake.models import Inbound
from lapor.domain.intake.queries.talks import Memory
from lapor.domain.intake.rules import Report, dialogue
from lapor.domain.intake.rules.dialogue import Doing, Draft, Order
from lapor.domain.reporters.rules import Person
from lapor.kernel import ids, throttle
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import NotAllowedNow, NotFound
from lapor.kernel.files import Accepted
from lapor.kernel.refusals import Finding

from .answering import WAYS, hear
from .submitting import HOME_ZONE, submit

Finish = Callable[[Case, int, str, datetime], object]
"""Accepts the answer of a case and rates it: case, grade 1-5, solved, moment."""

TRIES: Final = 10  # wrong pairs of number and code, of one address in an hour
HOUR: Final = timedelta(hours=1)


class NotOpened(NotFound):
    """A number that neither this address nor the code given opens."""


def carry_out(
    memory: Memory,
    order: Order,
    inbound: Inbound,
    *,
    finish: Finish | None,
    at: datetime,
) -> list[str]:
    """Do what the conversation orders and return sentences. Raises DomainError."""
    channel = Channel(inbound.channel)
    if order.doing == Doing.SUBMIT and order.draft is not None:
        return _submit(memory, order.draft, channel, at)
    case = _case(memory, order, inbound, at)
    if order.doing == Doing.STATUS:
        return [_status(case)]
    if order.doing == Doing.CODE:
        return [_code(memory, case)]
    if order.doing == Doing.REPLY:
        return [_reply(memory, case, order, inbound, at)]
    if finish is None:
        raise NotAllowedNow(_("Saluran ini tidak dapat menerima penilaian."))
    finish(case, order.stars, order.solved, at)
    return [
        _("Terima kasih. Laporan %(number)s selesai; penilaian Anda tercatat.")
        % {"number": case.number}
    ]


def case_in_hand(memory: Memory, *, at: datetime) -> Case | None:
    """Return the newest report of a conversation, if it can still be talked about."""
    if not memory.cases or memory.talk.node != dialogue.Node.IDLE:
        return None
    case = case_of_holder(memory.cases[-1][0])
    if case is None:
        return None
    ways = {act for act, _write in WAYS}
    possible = {step.act for step in acts_for_reporter(case, at=at, late=False)}
    return case if ways & possible else None


def _submit(memory: Memory, draft: Draft, channel: Channel, at: datetime) -> list[str]:
    report = Report(
        classification=draft.classification,
        title=dialogue.heading_of(draft),
        content=dialogue.content_of(draft),
        happened_on=_day(draft.happened_on),
        location=draft.location,
        region=draft.region,
        is_anonymous=draft.is_anonymous,
        is_secret=draft.is_secret,
        consent=True,
    )
    receipt = submit(
        report,
        person=_person(channel, memory.address, draft.name),
        key=draft.key,
        channel=channel,
        by=REPORTER,
        at=at,
        files=[_accepted(key, memory.files[key]) for key in draft.files],
    )
    case = receipt.case
    memory.cases.append((case.number, draft.key, str(channel)))
    due = _shown_day(case.verification_due_at)
    return [
        _(
            "Laporan diterima dengan nomor %(number)s. Diperiksa paling lambat "
            "%(due)s. Perkembangan: balas STATUS. Untuk situs %(address)s, kode akses: "
            "balas KODE."
        )
        % {"number": case.number, "due": due, "address": _address()}
    ]


def _status(case: Case) -> str:
    """Say where a case stands. Its words stay where they are (domain §11)."""
    step = next_step(case)
    lines = [f"{case.number}: {State(case.state).label}.", f"{step.what}."]
    if step.due_at is not None:
        lines.append(_("Batas: %(day)s.") % {"day": _shown_day(step.due_at)})
    if case.state == State.ANSWERED:
        lines.append(
            _("Terima: SELESAI %(number)s 1-5. Tanggapi: BALAS %(number)s teks.")
            % {"number": case.number}
        )
    lines.append(_address())
    return " ".join(lines)


def _code(memory: Memory, case: Case) -> str:
    """Give the access code once more; only to the conversation it came from."""
    origin = {number: (key, channel) for number, key, channel in memory.cases}
    key, channel = origin.get(case.number, ("", ""))
    if not key:
        raise NotAllowedNow(
            _("Kode akses hanya kami kirim ke alamat tempat laporan dibuat.")
        )
    code = ids.code_shown(ids.derived_code(f"{channel}:{key}"))
    return _(
        "Kode akses %(number)s: %(code)s. Simpan, jangan berikan kepada orang lain."
    ) % {"number": case.number, "code": code}


def _reply(
    memory: Memory, case: Case, order: Order, inbound: Inbound, at: datetime
) -> str:
    files = [_accepted(key, memory.files[key]) for key in order.files]
    heard = hear(
        number=case.number,
        channel=Channel(inbound.channel),
        external_id=inbound.external_id,
        text=order.text,
        files=files,
        at=at,
    )
    return heard.sentence


def _case(memory: Memory, order: Order, inbound: Inbound, at: datetime) -> Case:
    """Return the case an order is about, if this address or the code opens it.

    A wrong number, a wrong code and a case of somebody else look alike.
    """
    own = [number for number, _key, _channel in memory.cases]
    number = order.number or (own[-1] if own else "")
    if not number:
        raise NotFound(
            _("Belum ada laporan dari alamat ini. Tulis juga nomor dan kode aksesnya.")
        )
    if number in own and (case := case_of_holder(number)):
        return case
    throttle.check("conversation", _subject(inbound), **_limits(at))
    found = open_with(number, order.code) if order.code else None
    if found is None:
        raise NotOpened(
            _(
                "Nomor ini tidak dibuat dari alamat ini, atau kodenya keliru. Tulis "
                "nomor lalu kode akses, misalnya: STATUS %(number)s KODE-AKSES."
            )
            % {"number": number}
        )
    memory.cases.append((found.number, "", str(inbound.channel)))
    return found


def note_failure(inbound: Inbound, *, at: datetime) -> None:
    """Count one wrong number or code of an address; outside of what is rolled back."""
    throttle.count("conversation", _subject(inbound), **_limits(at))


def _subject(inbound: Inbound) -> str:
    return bytes(inbound.address).hex()


def _limits(at: datetime) -> dict[str, Any]:
    return {"limit": TRIES, "window": HOUR, "at": at}


def _person(channel: Channel, address: str, name: str) -> Person:
    """Return who reports, reachable where he wrote from."""
    if channel == Channel.SMS:
        return Person(name=name, phone=address)
    if channel == Channel.WHATSAPP:
        return Person(name=name, phone=address, chat=f"whatsapp:{address}")
    if channel == Channel.TELEGRAM:
        return Person(name=name, chat=f"telegram:{address}")
    if channel == Channel.EMAIL:
        return Person(name=name, email=address)
    return Person(name=name)


def _accepted(key: str, known: Mapping[str, Any]) -> Accepted:
    findings: Sequence[str] = known["findings"]
    return Accepted(
        key=key,
        sha256=bytes.fromhex(known["sha256"]),
        size=known["size"],
        media_type=known["media_type"],
        shown_name=known["shown_name"],
        findings=tuple(Finding(finding) for finding in findings),
    )


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _shown_day(moment: datetime | None) -> str:
    return moment.astimezone(HOME_ZONE).strftime("%d-%m-%Y") if moment else "-"


def _address() -> str:
    return f"{settings.LAPOR_PUBLIC_URL.rstrip('/')}/lacak/"
