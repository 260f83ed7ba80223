"""What each question makes of its answer."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from lapor.kernel.enums import translate as _

from . import words
from .asking import Setting, again, aside, ask, joined, move_on, say
from .composing import SHORTEST_TITLE, looks_cut, title_of
from .reading import choice_of, day_of, is_any, number_of, plain
from .state import LONGEST_NAME, Doing, Node, Order, Talk, Turn

SHORTEST_CONTENT: Final = 20
OLDEST_YEAR: Final = 1945
LONGEST_LOCATION: Final = 255


def tell(talk: Talk, text: str, setting: Setting) -> Turn:
    """Take a piece of the report's own text, until there is enough of it."""
    whole = text if talk.is_editing else joined(talk.draft.content, text)
    told = replace(talk.with_draft(content=whole), is_editing=False)
    is_short = len(whole) < SHORTEST_CONTENT
    if is_short or len(title_of(whole)) < SHORTEST_TITLE:
        return Turn(told, (_(words.QUESTIONS[Node.CONTENT]),))
    if talk.after == Node.CHECK:
        return move_on(told, Node.CONTENT, setting)
    if setting.is_short and looks_cut(text):
        asked = told.at(Node.MORE)
        return Turn(asked, (ask(asked, setting),))
    return move_on(told, Node.CONTENT, setting, _(words.BEGUN))


def _more(talk: Talk, text: str, setting: Setting) -> Turn:
    if is_any(text, words.GO_ON | words.YES):
        return move_on(talk, Node.CONTENT, setting, _(words.BEGUN))
    # The halves of one SMS belong together without a break.
    told = talk.with_draft(content=f"{talk.draft.content} {text}")
    if looks_cut(text):
        return Turn(told.at(Node.MORE), (ask(told, setting),))
    return move_on(told, Node.CONTENT, setting, _(words.BEGUN))


def _rest(talk: Talk, text: str, setting: Setting) -> Turn:
    if is_any(text, words.GO_ON | words.YES):
        return say(talk.at(talk.after, held="", number=""), setting)
    return fill(talk, text, talk.held, setting)


def fill(talk: Talk, text: str, mark: str, setting: Setting) -> Turn:
    """Put a part that came late where it is missing, else beside the rest."""
    if mark and mark in talk.draft.content:
        content = talk.draft.content.replace(mark, text, 1)
        talk = talk.with_draft(content=content)
    else:
        talk = aside(talk, text.strip())
    if talk.node == Node.REST:
        return say(talk.at(talk.after, held="", number=""), setting)
    return Turn(talk)


def _class(talk: Talk, text: str, setting: Setting) -> Turn:
    chosen = choice_of(text, words.CLASSES)
    if not chosen:
        return again(talk, text, setting, {"classification": "complaint"})
    return move_on(talk.with_draft(classification=chosen), Node.CLASSIFICATION, setting)


def _day(talk: Talk, text: str, setting: Setting) -> Turn:
    if is_any(text, words.UNKNOWN):
        known = aside(talk, _(words.NO_DAY))
        known = known.with_draft(happened_on=setting.today.isoformat())
        return move_on(known, Node.DAY, setting)
    found = day_of(text, setting.today)
    is_near = found and found.day.year >= OLDEST_YEAR
    if found is None or not is_near or found.day > setting.today:
        fallback = {"happened_on": setting.today.isoformat()}
        note = _(words.DAY_AHEAD) if found and found.day > setting.today else ""
        return again(talk, text, setting, fallback, note=note, told=_(words.NO_DAY))
    known = talk if found.is_all else aside(talk, text)
    return move_on(
        known.with_draft(happened_on=found.day.isoformat()), Node.DAY, setting
    )


def _location(talk: Talk, text: str, setting: Setting) -> Turn:
    kept = text if len(text) <= LONGEST_LOCATION else text[:LONGEST_LOCATION]
    told = talk if kept == text else aside(talk, text)
    told = told.with_draft(location=kept, region="", region_path="")
    found = tuple(setting.places(kept))[:5]
    if not found:
        return move_on(told, Node.LOCATION, setting)
    if len(found) == 1:
        code, path = found[0]
        told = told.with_draft(region=code, region_path=path)
        return move_on(told, Node.LOCATION, setting)
    asked = told.at(Node.REGION, options=found)
    return Turn(asked, (ask(asked, setting),))


def _region(talk: Talk, text: str, setting: Setting) -> Turn:
    chosen = number_of(text, len(talk.options))
    if chosen is None:
        return again(talk, text, setting, {})
    if chosen:
        code, path = talk.options[chosen - 1]
        talk = talk.with_draft(region=code, region_path=path)
    return move_on(replace(talk, options=()), Node.LOCATION, setting)


def _files(talk: Talk, text: str, setting: Setting) -> Turn:
    if is_any(text, words.GO_ON | words.YES):
        return move_on(talk, Node.FILES, setting)
    return again(talk, text, setting, {})


def _protection(talk: Talk, text: str, setting: Setting) -> Turn:
    chosen = choice_of(text, words.PROTECTIONS)
    if not chosen:  # who cannot be understood is protected
        return again(talk, text, setting, {"is_anonymous": True})
    told = talk.with_draft(
        is_anonymous=chosen in {"anonymous", "both"},
        is_secret=chosen in {"secret", "both"},
    )
    return move_on(told, Node.PROTECTION, setting)


def _name(talk: Talk, text: str, setting: Setting) -> Turn:
    if is_any(text, words.GO_ON):
        return move_on(talk.with_draft(is_anonymous=True), Node.NAME, setting)
    if len(text) > LONGEST_NAME or "\n" in text:
        return again(talk, text, setting, {"is_anonymous": True})
    return move_on(talk.with_draft(name=text, is_anonymous=False), Node.NAME, setting)


def _check(talk: Talk, text: str, setting: Setting) -> Turn:
    if is_any(text, words.YES):
        done = Talk(language=talk.language)
        return Turn(done, (), Order(Doing.SUBMIT, draft=talk.draft))
    first, _blank, part = plain(text).partition(" ")
    if first in {"ubah", "change", "2"}:
        node = words.PARTS.get(part)
        if node is None:
            kept = aside(talk, text) if part else talk
            return Turn(kept, (_(words.CHANGE),))
        asked = talk.at(node, after=Node.CHECK, is_editing=node == Node.CONTENT)
        return Turn(asked, (ask(asked, setting),))
    return Turn(aside(talk, text), (_(words.ADDED),))


Handler = Callable[[Talk, str, Setting], Turn]
HANDLERS: Final[Mapping[Node, Handler]] = MappingProxyType(
    {
        Node.CONTENT: tell,
        Node.MORE: _more,
        Node.REST: _rest,
        Node.CLASSIFICATION: _class,
        Node.DAY: _day,
        Node.LOCATION: _location,
        Node.REGION: _region,
        Node.FILES: _files,
        Node.PROTECTION: _protection,
        Node.NAME: _name,
        Node.CHECK: _check,
    }
)
