"""Who does something, as a name for the ledger."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A named doer: ``user:12``, ``reporter``, ``system``, ``client:9``."""

    ref: str

    @property
    def actor(self) -> "Actor":
        """Itself, so that users and bare actors can be passed alike."""
        return self


SYSTEM = Actor("system")
REPORTER = Actor("reporter")
