"""SMPP 3.4: bound as transmitter to send, as receiver to listen."""

import hashlib
import logging
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db import OperationalError
from smpplib import consts
from smpplib.client import Client
from smpplib.exceptions import ConnectionError as Broken
from smpplib.exceptions import PDUError, UnknownCommandError

from lapor.channels import deliveries
from lapor.channels.sms.encoding import Encoded, decoded, encoded, plainer
from lapor.channels.sms.numbers import sender_of
from lapor.channels.transport import Message, Receipt, Refused, Unreachable
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.actions import keep_inbound

log = logging.getLogger(__name__)
SECONDS: Final = 10  # for the answer to one PDU
QUIET: Final = 30  # seconds without a word, then the listener asks for a sign of life
#: Statuses that are final for this message: the number cannot be reached.
FINAL: Final = frozenset({consts.SMPP_ESME_RINVDSTADR, consts.SMPP_ESME_RINVMSGLEN})
TROUBLE: Final = (Broken, PDUError, UnknownCommandError, OSError, ValueError)
#: States of a message in a delivery receipt (SMPP 3.4 section 5.2.28).
STATES: Final = {2: "delivered", 3: "failed", 5: "failed", 8: "failed"}
_kept: Final = threading.local()


class Smpp:
    """Sends through ``LAPOR_SMS_SMPP`` (``host:port``); one connection a thread."""

    def send(self, message: Message) -> Receipt:
        """Send every part; the id of the first stands for the message."""
        text = plainer(message.text)
        made = encoded(text, zlib.crc32(message.key.encode()))
        try:
            client = _transmitter()
            names = [_submitted(client, message.to, made, part) for part in made.parts]
        except PDUError as refused:
            _drop()
            status = refused.args[1] if len(refused.args) > 1 else 0
            if status in FINAL:
                raise Refused(f"SMPP status {status}") from None
            raise Unreachable(f"SMPP status {status}") from None
        except TROUBLE as trouble:
            _drop()
            raise Unreachable(f"SMPP: {type(trouble).__name__}") from None
        cost = len(made.parts) * Decimal(settings.LAPOR_SMS_COST)
        return Receipt(names[0], cost, awaits_proof=settings.LAPOR_SMS_REPORTS)


class Listener:
    """Hears what the SMSC delivers, until told to stop.

    A message is acknowledged after it was stored; one whose acknowledgement got lost
    comes again in the next connection, and is known by its content.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        """``now`` tells the time."""
        self.now = now
        self.session = ""
        self.heard = 0
        self._pending = b""
        self._unsure: set[bytes] = set()

    def listen(self, is_over: Callable[[], bool]) -> None:
        """Hold one connection and hear. Raises Unreachable when it breaks."""
        try:
            with connected("receiver", seconds=1) as client:
                self.session = f"{self.now():%Y%m%d%H%M%S%f}"
                client.set_message_received_handler(self._take)
                quiet = 0
                while not is_over():
                    quiet = self._read(client, quiet)
        except TROUBLE as trouble:
            if self._pending:
                self._unsure.add(self._pending)
            raise Unreachable(f"SMPP: {type(trouble).__name__}") from None

    def _read(self, client: Client, quiet: int) -> int:
        """Read one PDU; return for how many seconds nothing has come."""
        try:
            client.read_once(auto_send_enquire_link=False)
        except TimeoutError:
            quiet += 1
            if quiet == QUIET:
                client.send_pdu(_pdu("enquire_link", client))
            if quiet > QUIET + SECONDS:
                raise Broken("no sign of life") from None
            return quiet
        self._pending = b""
        return 0

    def _take(self, pdu: Any, **_more: Any) -> int:
        """Store what came. Any status but 0 makes the SMSC bring it again."""
        if pdu.command != "deliver_sm":
            return int(consts.SMPP_ESME_ROK)
        try:
            if int(pdu.esm_class or 0) & 0x3C:
                _note_report(pdu, at=self.now())
            else:
                self._keep(pdu)
        except OperationalError:
            log.warning("The database is away; the SMSC will bring the message again")
            return int(consts.SMPP_ESME_RX_T_APPN)
        return int(consts.SMPP_ESME_ROK)

    def _keep(self, pdu: Any) -> None:
        data = _raw(pdu.message_payload) or _raw(pdu.short_message)
        source = _bytes(pdu.source_addr).decode("ascii", "replace")
        print_ = hashlib.sha256(source.encode() + b"\0" + data).digest()
        self._pending = print_
        if print_ in self._unsure:
            self._unsure.discard(print_)
            return
        address = sender_of(source)
        if not address:
            return
        has_header = bool(int(pdu.esm_class or 0) & consts.SMPP_GSMFEAT_UDHI)
        came = decoded(data, int(pdu.data_coding or 0), has_header=has_header)
        name = f"smpp:{self.session}:{pdu.sequence}"
        keep_inbound(
            channel=Channel.SMS,
            address=address,
            external_id=name,
            payload={"id": name, "text": came.text, "raw": {"data": data.hex()}},
            piece=came.piece or _sar(pdu),
            at=self.now(),
        )
        self.heard += 1


@contextmanager
def connected(role: str, *, seconds: float = SECONDS) -> Iterator[Client]:
    """Yield a client bound as transmitter or receiver; it is unbound at the end."""
    client = _bound(role)
    client._socket.settimeout(seconds)
    try:
        yield client
    finally:
        _close(client)


def _bound(role: str) -> Client:
    host, _colon, port = settings.LAPOR_SMS_SMPP.rpartition(":")
    client = Client(host, int(port), timeout=SECONDS, allow_unknown_opt_params=True)
    try:
        client.connect()
        getattr(client, f"bind_{role}")(
            system_id=settings.LAPOR_SMS_USER, password=settings.LAPOR_SMS_PASSWORD
        )
    except BaseException:
        _close(client)
        raise
    return client


def _close(client: Client) -> None:
    if client._socket is None:
        return
    with suppress(*TROUBLE):
        client._socket.settimeout(1)
        client.unbind()
    client._socket.close()
    client._socket = None


def _transmitter() -> Client:
    """Return the connection of this thread, or a new one."""
    client: Client | None = getattr(_kept, "client", None)
    if client is not None and _is_alive(client):
        return client
    _drop()
    _kept.client = _bound("transmitter")
    made: Client = _kept.client
    return made


def _is_alive(client: Client) -> bool:
    try:
        asked = _pdu("enquire_link", client)
        client.send_pdu(asked)
        _answer_to(client, asked)
    except TROUBLE:
        return False
    return True


def _drop() -> None:
    client: Client | None = getattr(_kept, "client", None)
    _kept.client = None
    if client is not None:
        _close(client)


def close() -> None:
    """Take leave of the SMSC, if this thread knows one."""
    _drop()


def _submitted(client: Client, to: str, made: Encoded, part: bytes) -> str:
    """Submit one part and wait for its answer; return the id the SMSC gave it."""
    sender = settings.LAPOR_SMS_SENDER
    asked = client.send_message(
        source_addr_ton=_kind_of(sender),
        source_addr_npi=consts.SMPP_NPI_ISDN if sender.isdigit() else 0,
        source_addr=sender,
        dest_addr_ton=consts.SMPP_TON_INTL,
        dest_addr_npi=consts.SMPP_NPI_ISDN,
        destination_addr=to.lstrip("+"),
        short_message=part,
        data_coding=made.data_coding,
        esm_class=consts.SMPP_GSMFEAT_UDHI if made.has_headers else 0,
        registered_delivery=int(settings.LAPOR_SMS_REPORTS),
    )
    answer = _answer_to(client, asked)
    return _bytes(answer.message_id).decode("ascii", "replace")


def _answer_to(client: Client, asked: Any) -> Any:
    """Read until the answer to a PDU comes; what else comes is answered meanwhile."""
    while True:
        pdu = client.read_pdu()
        if pdu.command == "enquire_link":
            client._enquire_link_received(pdu)
        elif pdu.sequence == asked.sequence:
            if pdu.is_error():
                raise PDUError(f"status {pdu.status}", int(pdu.status))
            return pdu


def _note_report(pdu: Any, *, at: datetime) -> None:
    """Read a delivery receipt: by its parameters, else by its text (appendix B)."""
    name = _bytes(pdu.receipted_message_id).decode("ascii", "replace")
    state = STATES.get(int(pdu.message_state or 0), "")
    text = _bytes(pdu.short_message).decode("latin-1")
    fields = dict(part.split(":", 1) for part in text.split() if part.count(":") == 1)
    name = name or fields.get("id", "")
    if not state:
        said = fields.get("stat", "")
        state = "delivered" if said == "DELIVRD" else ""
        state = "failed" if said in {"EXPIRED", "UNDELIV", "REJECTD"} else state
    deliveries.note("sms", name, state, fields.get("err", ""), at=at)


def _sar(pdu: Any) -> tuple[str, int, int] | None:
    """Return the part a message is by its parameters (SAR)."""
    total, number = pdu.sar_total_segments, pdu.sar_segment_seqnum
    if not total or not number or int(total) < 2:
        return None
    return str(pdu.sar_msg_ref_num), int(number), int(total)


def _kind_of(sender: str) -> int:
    """Return the type of number: a word, a short code, or a whole number."""
    if not sender.isdigit():
        return int(consts.SMPP_TON_ALNUM)
    return int(consts.SMPP_TON_SBSCR if len(sender) > 6 else consts.SMPP_TON_NWSPEC)


def _raw(value: object) -> bytes:
    """Return octets as they came."""
    if isinstance(value, str):
        return value.encode("latin-1", "replace")
    return value if isinstance(value, bytes) else b""


def _bytes(value: object) -> bytes:
    """Return a string of the protocol without the zero at its end."""
    return _raw(value).rstrip(b"\0")


def _pdu(command: str, client: Client) -> Any:
    from smpplib import smpp  # noqa: PLC0415 - its only use

    return smpp.make_pdu(command, client=client)
