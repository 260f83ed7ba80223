"""What every channel gives: a way to send one message, and three ways to fail.

A channel is a folder beside this file. Its transport is named in the setting
``LAPOR_TRANSPORTS``; without one nothing leaves and messages wait, visible, as "held".
"""

from collections.abc import Mapping
from decimal import Decimal
from hmac import compare_digest
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from lapor.kernel import ids

_NO_HEADERS: Final[Mapping[str, str]] = MappingProxyType({})
_TOKEN: Final = 12  # characters of 5 bits: 60 bits, and every try is one message


class Message(NamedTuple):
    """One message to one address. It never holds words of a case (domain §11).

    ``key`` names the message for ever: who sends it again sends the same key, so that
    a gateway or mail program can drop what it has already (Message-ID, idempotency
    key). ``to`` is an address as its channel writes it: ``a@b.id``, ``+62812…``,
    ``123`` (Telegram), for push the subscription as JSON. ``language`` names the
    approved text of a channel that wants one (WhatsApp outside of 24 hours).
    """

    key: str
    channel: str
    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = _NO_HEADERS
    case: str = ""  # the number; empty: not about one case
    reply_token: str = ""
    language: str = "id"


class Receipt(NamedTuple):
    """What the other side said. ``cost`` is in rupiah.

    ``awaits_proof``: the channel reports later that the message has arrived; without
    that report it is sent again, once.
    """

    provider_id: str = ""
    cost: Decimal = Decimal(0)
    awaits_proof: bool = False


class NotDelivered(Exception):
    """The message was not taken; the text says why, without address or content."""


class Refused(NotDelivered):
    """It will never be taken: the address is wrong, blocked, or gone."""


class Unreachable(NotDelivered):
    """The other side is down, slow or busy: try again later.

    ``wait``: the seconds it asked to be left alone, 0 where it named none.
    """

    def __init__(self, why: str = "", *, wait: int = 0) -> None:
        """Keep what it said."""
        super().__init__(why)
        self.wait = wait


class NotSetUp(NotDelivered):
    """Nobody has set up a transport for the channel."""


class Transport(Protocol):
    """One channel's way out. ``send`` has its own time limit of seconds, not minutes.

    It may be called by several threads at a time.
    """

    def send(self, message: Message) -> Receipt:
        """Send; raises Refused or Unreachable."""


class Null:
    """Sends nothing: for development, and for channels nobody has set up."""

    def send(self, message: Message) -> Receipt:
        """Leave the message where it is: it can be read in the list of deliveries."""
        raise NotSetUp(message.channel)


def transport_for(channel: str) -> Transport:
    """Return the transport of a channel, Null where none is set up."""
    path = settings.LAPOR_TRANSPORTS.get(channel, "")
    made: Transport = import_string(path)() if path else Null()
    return made


def reply_token(number: str) -> str:
    """Return the token by which a reply finds its case; it opens nothing else."""
    return ids.derived_code(f"reply:{number}")[:_TOKEN]


def reply_token_fits(number: str, token: str) -> bool:
    """Tell whether a token that came back belongs to this case."""
    return compare_digest(reply_token(number).encode(), token.strip().upper().encode())
