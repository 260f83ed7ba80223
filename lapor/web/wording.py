"""How the story of a case is shown: states with names, lines as moments of a timeline.

Shared by the pages of the public, of reporters and of officers.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext

from lapor.domain.cases.models import Attachment, Case
from lapor.domain.cases.queries import Line, NextStep
from lapor.domain.cases.rules import State
from lapor.web.shapes import File, Moment

AddressOf = Callable[[Attachment], str]


def state_words(case: Case) -> str:
    """Return the public words of a state, with the name of who has it in hand."""
    state = State(case.state)
    if state not in {State.DISPATCHED, State.RETURN_REQUESTED}:
        return state.label
    words = gettext("Terdisposisi ke %(name)s") % {"name": holder(case)}
    if state == State.RETURN_REQUESTED:
        words += f" ({gettext('peninjauan kewenangan')})"
    return words


def holder(case: Case) -> str:
    """Return the name of the unit that has the case, else of the agency."""
    return case.unit.name if case.unit else case.agency.name


def is_overdue(case: Case, at: datetime) -> bool:
    """Say whether an office is late with this case now; the reporter never is."""
    waits = State(case.state) in {State.ON_HOLD, State.ANSWERED}
    is_passed = case.due_at is not None and case.due_at < at
    return is_passed and not waits and not case.is_waiting_for_reporter


def moments(
    lines: Iterable[Line],
    *,
    address: AddressOf | None,
    reporter: str = "",
    day_only: bool = False,
) -> list[Moment]:
    """Turn lines into moments of a timeline, in the order given.

    ``address`` says where a file is fetched, None leaves files out; ``reporter`` is
    what the reporter is called ("Anda" on his own page); ``day_only`` hides the hours.
    """
    called = reporter or gettext("Pelapor")
    return [
        Moment(
            title=line.sentence,
            at=line.at,
            by=called if line.is_from_reporter else line.by,
            body=_body(line),
            tone=_tone(line),
            files=[_file(f, address) for f in line.files] if address else (),
            day_only=day_only,
        )
        for line in lines
    ]


def ahead(step: NextStep, *, reporter: str = "") -> Moment:
    """Return what is still to come as the dashed moment of a timeline."""
    called = reporter or gettext("Pelapor")
    return Moment(
        step.what, by=called if step.is_with_reporter else step.who, tone="next"
    )


def _file(attachment: Attachment, address: AddressOf) -> File:
    note = "" if attachment.is_open else gettext("sedang diperiksa dari virus")
    return File(attachment.shown_name, address(attachment), attachment.size, note)


def _body(line: Line) -> str:
    parts = [line.content] if line.content else []
    if line.missing:
        parts += [gettext("Yang diminta:"), *(f"• {item}" for item in line.missing)]
    return "\n".join(parts)


def _tone(line: Line) -> str:
    if line.is_internal:
        return "note"
    if line.is_late:
        return "late"
    return "person" if line.is_from_reporter else ""
