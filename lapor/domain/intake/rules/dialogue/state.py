"""What a conversation remembers between two messages, and what it asks to be done."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Final, Self

MOST_TYPED: Final = 9_000  # characters of one draft, so that the report can be taken
MOST_FILES: Final = 5
LONGEST_NAME: Final = 100


class Node(StrEnum):
    """Where a conversation stands: the question that waits for its answer."""

    IDLE = "idle"
    WHICH = "which"
    CONTENT = "content"
    MORE = "more"
    REST = "rest"
    CLASSIFICATION = "classification"
    DAY = "happened_on"
    LOCATION = "location"
    REGION = "region"
    FILES = "files"
    PROTECTION = "protection"
    NAME = "name"
    CHECK = "check"
    CANCEL = "cancel"
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as far as it has been told. Texts as typed; ``happened_on`` is ISO.

    ``asides`` holds what was typed and answered no question: it goes into the report.
    ``key`` makes sending twice one report and is the origin of the access code.
    """

    key: str = ""
    title: str = ""
    content: str = ""
    classification: str = ""
    happened_on: str = ""
    location: str = ""
    region: str = ""
    region_path: str = ""
    name: str = ""
    is_anonymous: bool = False
    is_secret: bool = False
    files: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    is_warned: bool = False

    @property
    def size(self) -> int:
        """How many characters have been typed so far."""
        texts = (self.content, self.location, self.name)
        return sum(map(len, texts)) + sum(len(text) + 3 for text in self.asides)


@dataclass(frozen=True, slots=True)
class Talk:
    """The state of one conversation; it survives as JSON.

    ``after`` is the node to go to when a question in between is answered, ``back`` the
    one that BATAL interrupted; ``tries`` counts answers to the present question that
    were not understood; ``held`` is a text whose purpose is still being asked.
    """

    node: Node = Node.IDLE
    language: str = "id"
    draft: Draft = field(default_factory=Draft)
    after: Node = Node.IDLE
    back: Node = Node.IDLE
    tries: int = 0
    held: str = ""
    options: tuple[tuple[str, str], ...] = ()
    number: str = ""
    stars: int = 0
    is_editing: bool = False

    def at(self, node: Node, **changes: Any) -> Self:
        """Return the talk at another question, with a fresh count of tries."""
        return replace(self, **{"node": node, "tries": 0, **changes})

    def with_draft(self, **changes: Any) -> Self:
        """Return the talk with a changed draft."""
        return replace(self, draft=replace(self.draft, **changes))

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read what ``as_json`` wrote; names of another version are left out."""
        known = {k: v for k, v in value.items() if k in cls.__dataclass_fields__}
        names = Draft.__dataclass_fields__
        draft = {k: v for k, v in value.get("draft", {}).items() if k in names}
        draft |= {k: tuple(draft.get(k, ())) for k in ("files", "asides")}
        return cls(
            **{
                **known,
                "node": Node(value.get("node", Node.IDLE)),
                "after": Node(value.get("after", Node.IDLE)),
                "back": Node(value.get("back", Node.IDLE)),
                "draft": Draft(**draft),
                "options": tuple((c, p) for c, p in value.get("options", ())),
            }
        )


@dataclass(frozen=True, slots=True)
class Said:
    """One message as it came.

    ``subject`` and ``name`` come with a mail. ``torn`` names the parts of a long SMS
    that are missing; ``fills`` is the mark they left. ``is_late``: it was written
    before one that has been answered already.
    """

    text: str = ""
    files: tuple[str, ...] = ()
    subject: str = ""
    name: str = ""
    torn: str = ""
    fills: str = ""
    is_late: bool = False


class Doing(StrEnum):
    """What the conversation wants to be done."""

    SUBMIT = "submit"
    STATUS = "status"
    REPLY = "reply"
    FINISH = "finish"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Order:
    """One thing to do. ``number`` may be empty: the newest report of this address."""

    doing: Doing
    number: str = ""
    code: str = ""
    text: str = ""
    files: tuple[str, ...] = ()
    draft: Draft | None = None
    stars: int = 0
    solved: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message led to: the new state, sentences to say, maybe an order."""

    talk: Talk
    replies: tuple[str, ...] = ()
    order: Order | None = None
