"""Other sides that behave badly, for everything that sends."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from lapor.channels.transport import Message, Receipt


@dataclass
class Sink:
    """Takes messages, or what ``mood`` makes of them.

    Like a real gateway it drops a message whose key it knows: ``arrived`` holds each
    key once, ``tries`` how often it came.
    """

    mood: Callable[[Message], None] = lambda message: None
    cost: Decimal = Decimal(0)
    awaits_proof: bool = False
    arrived: dict[str, Message] = field(default_factory=dict)
    tries: Counter[str] = field(default_factory=Counter)

    def send(self, message: Message) -> Receipt:
        """Take a message; ``mood`` may raise before or after it has arrived."""
        self.tries[message.key] += 1
        self.mood(message)
        self.arrived.setdefault(message.key, message)
        return Receipt(f"id-{message.key}"[-90:], self.cost, self.awaits_proof)


def slow(seconds: float) -> Callable[[Message], None]:
    """Answer after a while."""
    return lambda message: time.sleep(seconds)
