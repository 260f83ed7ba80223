"""The order of the questions, how they are asked, and how one moves on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from lapor.kernel.enums import translate as _

from . import words
from .composing import summary
from .state import MOST_FILES, Draft, Node, Talk, Turn

MOST_TRIES: Final = 2  # answers not understood, then the question is left behind
#: The order in which a report is asked for.
ORDER: Final = (
    Node.CLASSIFICATION,
    Node.DAY,
    Node.LOCATION,
    Node.FILES,
    Node.PROTECTION,
    Node.NAME,
    Node.CHECK,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a message is understood with.

    ``today`` is the day where the reporter is; ``places`` finds regions by name, best
    first (code, path); ``about`` is the number of the report this address talks about;
    ``warning`` is the text for an emergency the message speaks of; ``new_key`` is a
    fresh secret for a draft that begins now.
    """

    today: date
    places: Callable[[str], Sequence[tuple[str, str]]] = lambda text: ()
    about: str = ""
    warning: str = ""
    new_key: str = ""
    takes_files: bool = True
    is_short: bool = False


def move_on(talk: Talk, node: Node, setting: Setting, *notes: str) -> Turn:
    """Go to the next question that still has to be asked."""
    if talk.after != Node.CHECK:
        following = _next(talk, node, setting)
    elif _lacks_day(talk.draft):
        following = Node.DAY
    elif not (talk.draft.name or talk.draft.is_anonymous):
        following = Node.NAME
    else:
        following = Node.CHECK
    moved = talk.at(following)
    if following == Node.CHECK:
        moved = replace(moved, after=Node.IDLE)
    return Turn(moved, (*notes, ask(moved, setting)))


def _next(talk: Talk, node: Node, setting: Setting) -> Node:
    start = 0 if node == Node.CONTENT else ORDER.index(node) + 1
    draft = talk.draft
    needless = {
        Node.CLASSIFICATION: bool(draft.classification),
        Node.DAY: not _lacks_day(draft),
        Node.FILES: not setting.takes_files,
        Node.NAME: draft.is_anonymous or bool(draft.name),
    }
    return next(each for each in ORDER[start:] if not needless.get(each))


def _lacks_day(draft: Draft) -> bool:
    return draft.classification == "complaint" and not draft.happened_on


def again(
    talk: Talk,
    text: str,
    setting: Setting,
    fallback: Mapping[str, object],
    *,
    note: str = "",
    told: str = "",
) -> Turn:
    """Keep what was not understood; ask once more, then go on with a safe answer."""
    kept = aside(talk, text)
    if talk.tries + 1 < MOST_TRIES:
        asked = replace(kept, tries=talk.tries + 1)
        return Turn(asked, (note or _(words.AGAIN), ask(asked, setting)))
    kept = aside(kept, told) if told else kept
    node = Node.LOCATION if talk.node == Node.REGION else talk.node
    return move_on(kept.with_draft(**fallback), node, setting, _(words.SKIPPED))


def aside(talk: Talk, text: str) -> Talk:
    """Keep a text that answers no question; it goes into the report."""
    return talk.with_draft(asides=(*talk.draft.asides, text)) if text else talk


def attach(talk: Talk, files: Sequence[str]) -> tuple[Talk, tuple[str, ...]]:
    """Add files, five at the most; return what to say about them."""
    if not files:
        return talk, ()
    kept = (*talk.draft.files, *files)
    held = talk.with_draft(files=kept[:MOST_FILES])
    if len(kept) > MOST_FILES:
        return held, (_(words.FILES_FULL).format(most=MOST_FILES),)
    note = _(words.FILE_TAKEN).format(count=len(kept), most=MOST_FILES)
    return held, (note,)


def joined(before: str, text: str) -> str:
    """Return a text with another one below it."""
    return f"{before}\n{text}" if before else text


def say(talk: Talk, setting: Setting, *notes: str) -> Turn:
    """Say something and repeat the question that waits, if one does."""
    question = () if talk.node == Node.IDLE else (ask(talk, setting),)
    return Turn(talk, (*notes, *question))


def ask(talk: Talk, setting: Setting) -> str:
    """Return the question of the node, in the language that is switched on."""
    if talk.node == Node.CHECK:
        return summary(talk.draft)
    if talk.node == Node.REGION:
        lines = [f"{n}. {path}" for n, (_code, path) in enumerate(talk.options, 1)]
        return "\n".join([_(words.QUESTIONS[Node.REGION]), *lines])
    question = _(words.QUESTIONS[talk.node])
    if talk.node in {Node.WHICH, Node.SOLVED, Node.REST}:
        number = talk.number or setting.about
        return question.format(number=number, missing=talk.number)
    return question


def question(talk: Talk, setting: Setting) -> str:
    """Return what waits for an answer, "" when nothing does; for a change of language.

    The caller has switched the language on.
    """
    if talk.node == Node.IDLE:
        return _(words.WELCOME)
    return ask(talk, setting)
