"""From a told draft to the report: title, text, the summary before it is sent."""

import re
from datetime import date
from typing import Final

from lapor.kernel.enums import translate
from lapor.kernel.enums import translate as _

from . import words
from .state import Draft

LONGEST_TITLE: Final = 150
SHORTEST_TITLE: Final = 10
_SENTENCE: Final = re.compile(r"[.!?](?:\s|$)|\n")
#: Lengths of an SMS that is full and may stop in the middle: 7-bit or UCS-2, one part
#: or several; one less where a blank at its end was taken off.
_FULL: Final = frozenset(
    length - blank
    for parts in range(1, 9)
    for length in (160, 70, 153 * parts, 67 * parts)
    for blank in (0, 1)
)


def title_of(content: str) -> str:
    """Return the first sentence as the title, at most 150 characters, at a word.

    >>> title_of("Lampu jalan mati. Sudah seminggu.")
    'Lampu jalan mati'
    """
    line = " ".join(content.split())
    for end in _SENTENCE.finditer(line):
        if end.start() >= SHORTEST_TITLE:
            line = line[: end.start()]
            break
    line = line.strip(" .!?,;:")
    if len(line) <= LONGEST_TITLE:
        return line
    start = line[: LONGEST_TITLE - 1]
    words = start.rpartition(" ")[0]
    return (words if len(words) >= SHORTEST_TITLE else start) + "…"


def heading_of(draft: Draft) -> str:
    """Return the subject the report came under, when it says enough, else a title."""
    subject = title_of(draft.title)
    return subject if len(subject) >= SHORTEST_TITLE else title_of(draft.content)


def content_of(draft: Draft) -> str:
    """Return the text of the report: what was told, then what was said beside it."""
    content = draft.content
    if draft.title and heading_of(draft) != title_of(draft.title):
        content = f"{draft.title}\n{content}"
    if not draft.asides:
        return content
    lines = "\n".join(f"- {text}" for text in draft.asides)
    return f"{content}\n\n{_(words.KEPT_ASIDE)}\n{lines}"


def summary(draft: Draft) -> str:
    """Return the report in one message, with what its reporter agrees to."""
    kind = next((o.label for o in words.CLASSES if o.value == draft.classification), "")
    shield = {
        (False, False): words.PROTECTIONS[0],
        (True, False): words.PROTECTIONS[1],
        (False, True): words.PROTECTIONS[2],
        (True, True): words.PROTECTIONS[3],
    }[draft.is_anonymous, draft.is_secret]
    count = len(draft.files)
    place = ", ".join(part for part in (draft.location, draft.region_path) if part)
    day = date.fromisoformat(draft.happened_on) if draft.happened_on else None
    hidden = _(words.SECRET)  # its words are not sent around again
    return _(words.CHECK).format(
        title=_short(heading_of(draft), 60) if not draft.is_secret else hidden,
        kind=translate(kind),
        day=day.strftime("%d-%m-%Y") if day else "-",
        place=_short(place, 60) or "-" if not draft.is_secret else hidden,
        protection=translate(shield.label).partition(":")[0],
        files=_(words.FILE_COUNT).format(count=count) if count else "",
    )


def looks_cut(text: str) -> bool:
    """Say whether a text fills its SMS to the last character and then stops.

    >>> looks_cut("a" * 160), looks_cut("Jalan rusak.")
    (True, False)
    """
    return len(text) in _FULL and not text.rstrip().endswith((".", "!", "?"))


def missing_mark(parts: str) -> str:
    """Return what stands in a text where parts of an SMS are missing."""
    return f"[… {parts}]"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
