"""The one question graph: a message and the state give the next state and what to say.

Pure: no clock, no database, no network. Every channel and the counter ask from here.
Three promises, tried with random conversations: it always ends; nothing that was typed
is lost without a word; BATAL works everywhere.
"""

from dataclasses import replace
from typing import Final

from lapor.kernel.enums import translate as _

from . import words
from .answers import HANDLERS, SHORTEST_CONTENT, fill, tell
from .asking import MOST_TRIES, Setting, aside, ask, attach, joined, say
from .composing import missing_mark
from .reading import Command, choice_of, command_of, is_any
from .state import MOST_FILES, MOST_TYPED, Doing, Draft, Node, Order, Said, Talk, Turn

_NOTHING_YET: Final = words.GREETINGS | words.YES | words.GO_ON | {"lapor"}

#: Nodes at which no report is being told.
_APART: Final = frozenset({Node.IDLE, Node.WHICH, Node.SOLVED})


def step(talk: Talk, said: Said, setting: Setting) -> Turn:
    """Take one message. Never raises for anything a person may type."""
    turn = _step(talk, said, setting)
    if setting.warning and not turn.talk.draft.is_warned:
        talk = turn.talk
        if talk.node != Node.IDLE:
            talk = talk.with_draft(is_warned=True)
        return Turn(talk, (setting.warning, *turn.replies), turn.order)
    return turn


def _step(talk: Talk, said: Said, setting: Setting) -> Turn:
    part = said.text  # the blanks at the ends of a part belong to the text
    said = replace(said, text=said.text.strip())
    command = _command(talk, said)
    if command is not None:
        turn = _obey(talk, command, said, setting)
    elif talk.draft.size + len(talk.held) + len(said.text) > MOST_TYPED:
        return say(talk, setting, _(words.TOO_MUCH).format(most=MOST_TYPED))
    elif said.fills and talk.node not in _APART:
        return fill(talk, part, said.fills, setting)
    elif said.is_late and talk.node not in _APART:
        late, notes = attach(aside(talk, said.text), said.files)
        return Turn(late, notes)
    else:
        turn = _answer(talk, said, setting)
    return _torn(turn, said, setting) if said.torn else turn


def _command(talk: Talk, said: Said) -> Command | None:
    """Return the command a message is, unless the word answers the question first."""
    if talk.node in {Node.FILES, Node.MORE, Node.REST} and is_any(
        said.text, words.GO_ON
    ):
        return None
    if talk.node == Node.SOLVED and choice_of(said.text, words.SOLVED):
        return None
    command = command_of(said.text)
    # A photo that is called "status" is a photo.
    return None if command and said.files and command.name != "reply" else command


def _obey(talk: Talk, command: Command, said: Said, setting: Setting) -> Turn:
    match command.name:
        case "help":
            return say(talk, setting, _(words.HELP))
        case "english" | "indonesian":
            language = "en" if command.name == "english" else "id"
            return Turn(replace(talk, language=language))
        case "cancel":
            return _cancel(talk, setting)
        case "finish":
            return _finish(talk, command, setting)
        case "reply":
            return _reply(talk, command, said, setting)
    doing = Doing.STATUS if command.name == "status" else Doing.CODE
    return Turn(talk, (), Order(doing, command.number, command.code))


def _reply(talk: Talk, command: Command, said: Said, setting: Setting) -> Turn:
    if not command.rest and not said.files:
        return say(talk, setting, _(words.EMPTY_REPLY))
    order = Order(
        Doing.REPLY,
        command.number,
        command.code,
        text=command.rest,
        files=said.files,
    )
    return Turn(talk, (), order)


def _cancel(talk: Talk, setting: Setting) -> Turn:
    if talk.node == Node.IDLE:
        return Turn(talk, (_(words.NOTHING),))
    is_empty = not (talk.draft.size or talk.held or talk.draft.files)
    if talk.node == Node.SOLVED or is_empty:
        return Turn(Talk(language=talk.language), (_(words.ERASED),))
    if talk.node == Node.CANCEL:
        return Turn(talk, (ask(talk, setting),))
    asked = talk.at(Node.CANCEL, back=talk.node)
    return Turn(asked, (ask(asked, setting),))


def _finish(talk: Talk, command: Command, setting: Setting) -> Turn:
    grade, _blank, solved = command.rest.partition(" ")
    if grade not in set("12345"):
        return say(talk, setting, _(words.STARS))
    number = command.number or setting.about
    stars = int(grade)
    if value := choice_of(solved, words.SOLVED) if solved else "":
        order = Order(Doing.FINISH, number, command.code, stars=stars, solved=value)
        return Turn(talk, (), order)
    if talk.node != Node.IDLE:
        return say(talk, setting, _(words.STARS))
    asked = talk.at(Node.SOLVED, number=number, stars=stars, held=command.code)
    return Turn(asked, (ask(asked, setting),))


def _answer(talk: Talk, said: Said, setting: Setting) -> Turn:
    if talk.node in _APART:
        begun = {Node.IDLE: _begin, Node.WHICH: _which, Node.SOLVED: _solved}
        return begun[talk.node](talk, said, setting)
    talk, notes = attach(talk, said.files)
    if said.text and talk.node == Node.CANCEL:
        turn = _cancelled(talk, said.text, setting)
    elif said.text:
        turn = HANDLERS[talk.node](talk, said.text, setting)
    else:
        is_asked_for = talk.node == Node.FILES and said.files
        turn = Turn(talk, () if is_asked_for else (ask(talk, setting),))
    return replace(turn, replies=(*notes, *turn.replies))


def _begin(talk: Talk, said: Said, setting: Setting) -> Turn:
    if not said.files and (not said.text or is_any(said.text, _NOTHING_YET)):
        return _start(talk, replace(said, text=""), setting)
    if setting.about and not said.torn:
        draft = Draft(
            key=setting.new_key,
            title=said.subject,
            name=said.name,
            files=said.files[:MOST_FILES],
        )
        asked = talk.at(Node.WHICH, held=said.text, number=setting.about, draft=draft)
        return Turn(asked, (ask(asked, setting),))
    return _start(talk, said, setting)


def _start(talk: Talk, said: Said, setting: Setting) -> Turn:
    draft = Draft(key=setting.new_key, title=said.subject, name=said.name)
    started = talk.at(Node.CONTENT, draft=draft, held="", number="")
    started, notes = attach(started, said.files)
    if not said.text:
        return Turn(started, (_(words.WELCOME), *notes, ask(started, setting)))
    turn = tell(started, said.text, setting)
    return replace(turn, replies=(*notes, *turn.replies))


def _which(talk: Talk, said: Said, setting: Setting) -> Turn:
    chosen = choice_of(said.text, words.WHICH)
    files = (*talk.draft.files, *said.files)
    if chosen == "reply":
        order = Order(Doing.REPLY, talk.number, text=talk.held, files=files)
        return Turn(Talk(language=talk.language), (), order)
    if not chosen:  # whatever was meant, both texts are kept
        if talk.tries + 1 < MOST_TRIES and len(said.text) < SHORTEST_CONTENT:
            held = joined(talk.held, said.text)
            asked = replace(talk, tries=talk.tries + 1, held=held)
            asked = asked.with_draft(files=files[:MOST_FILES])
            return Turn(asked, (_(words.AGAIN), ask(asked, setting)))
        talk = replace(talk, held=joined(talk.held, said.text))
    whole = Said(talk.held, files, talk.draft.title, talk.draft.name)
    return _start(talk, whole, setting)


def _cancelled(talk: Talk, text: str, setting: Setting) -> Turn:
    if is_any(text, words.YES | {"hapus", "delete"}):
        return Turn(Talk(language=talk.language), (_(words.ERASED),))
    back = talk.at(talk.back, back=Node.IDLE)
    if is_any(text, words.GO_ON):
        return say(back, setting, _(words.BACK))
    return _answer(back, Said(text), setting)


def _solved(talk: Talk, said: Said, setting: Setting) -> Turn:
    chosen = choice_of(said.text, words.SOLVED)
    done = Talk(language=talk.language)
    if chosen and not said.files:
        order = Order(
            Doing.FINISH, talk.number, talk.held, stars=talk.stars, solved=chosen
        )
        return Turn(done, (), order)
    if not (said.text or said.files):
        return Turn(talk, (ask(talk, setting),))
    # Whoever writes more than a word here is not done: it goes to the officers.
    order = Order(Doing.REPLY, talk.number, talk.held, text=said.text, files=said.files)
    return Turn(done, (), order)


def _torn(turn: Turn, said: Said, setting: Setting) -> Turn:
    """Ask for the missing parts of a long SMS before anything else."""
    node = turn.talk.node
    if node in _APART | {Node.REST, Node.CANCEL}:
        return turn
    mark = missing_mark(said.torn.partition(",")[0])
    asked = turn.talk.at(Node.REST, after=node, held=mark, number=said.torn)
    return Turn(asked, (ask(asked, setting),), turn.order)
