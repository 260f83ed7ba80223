"""What the page of a case shows, and what an act would look like to the reporter."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Attachment
from lapor.domain.cases.queries import (
    Eyes,
    effect_of_class,
    next_step,
    timeline,
    why,
)
from lapor.domain.cases.rules import AnswerResult, Channel, State, promised_days
from lapor.domain.deadlines.rules import Timer
from lapor.domain.intake.queries import counter_entry
from lapor.domain.organisations.queries import region_path
from lapor.domain.publication.queries import is_much_supported
from lapor.domain.quality.queries import doubt_before_sending
from lapor.domain.reporters.queries import has_identity
from lapor.domain.reporters.rules import Reason
from lapor.domain.reports.contents.postal import last_told
from lapor.kernel.text import mask
from lapor.web.desk.asking import ActForm
from lapor.web.desk.care import care_of
from lapor.web.desk.offering import Offer
from lapor.web.desk.place import Desk
from lapor.web.shapes import Moment
from lapor.web.wording import ahead, moments, state_words


def shown(desk: Desk) -> dict[str, Any]:
    """Return everything about the case itself, for the template."""
    case, step = desk.case, next_step(desk.case)
    lines = timeline(case, Eyes.OFFICER if desk.may_write else Eyes.REPORTER)
    told = moments(reversed(lines), address=_address, day_only=case.is_anonymous)
    is_open = step.due_at is not None or bool(step.who)
    waits = {State.ANSWERED, State.ON_HOLD}
    may_look = desk.may(Action.SEE_IDENTITY)
    return {
        "case": case,
        "state_words": state_words(case),
        "channel": Channel(case.channel).label,
        "place": region_path(case.region_id) if case.region_id else "",
        "step": step if is_open else None,
        "closing": "" if is_open else step.what,
        "is_silence": case.state in waits,
        "explanation": why(case, step.timer, at=desk.now) if step.timer else None,
        "today": desk.today,
        "moments": [ahead(step), *told] if is_open else told,
        "topic": case.category,
        "is_much_supported": desk.publication is not None
        and is_much_supported(case, on=desk.today),
        "may_look": may_look and has_identity(case.number),
        "has_answer": may_look and last_told(case) is not None,
        "entry": counter_entry(case) if case.entered_by else None,
        "look_reasons": [(r.value, r.label) for r in Reason if r != Reason.NOTICE],
        "other_due": _completion(desk, step.timer),
        **care_of(desk),
        "masked_title": mask(case.shown_title),
        "masked_content": mask(case.content),
    }


def preview_of(desk: Desk, offer: Offer, form: ActForm) -> dict[str, Any]:
    """Return what the act would do, before it is done."""
    given = form.cleaned_data
    if offer.preview == "class":
        return {"kind": "class", "effect": effect_of_class(desk.case, form.kind())}  # type: ignore[attr-defined]
    content = given["content"]
    result = given.get("result")
    title = gettext("Ditindaklanjuti oleh instansi")
    if result:
        label = AnswerResult(result).label
        title = gettext("Jawaban akhir: %(result)s") % {"result": label}
    home = desk.user.organisation
    has_files = bool(given.get("attachments"))
    doubt = doubt_before_sending(desk.case, content, has_files=has_files)
    hints = doubt.sentences if doubt.is_likely else []
    if mask(content) != content:
        hints.append(
            gettext("Ada nomor atau alamat pribadi: hapus bila milik orang lain.")
        )
    hints += _promises_read(desk, content, given.get("promised_on"))
    return {
        "kind": "message",
        "moments": [
            Moment(title, at=desk.now, by=home.name if home else "", body=content)
        ],
        "hints": hints,
        "is_final": bool(result),
        "is_public": not desk.case.is_secret,
    }


def _completion(desk: Desk, shown_timer: Timer | None) -> Any:
    """Return the end of the whole case when the next step is due before it."""
    case = desk.case
    if shown_timer == Timer.COMPLETION or case.answered_at or case.closed_at:
        return None
    return case.completion_due_at


def _promises_read(desk: Desk, content: str, promised_on: date | None) -> list[str]:
    """Return a hint for each day that the words promise and nobody would watch."""
    if promised_on:
        return []
    return [
        gettext(
            "Terbaca janji “%(words)s” (%(day)s). Pilih “Ubah lagi” dan isi tanggal "
            "janji, agar dipantau."
        )
        % {"words": found.words, "day": date_format(found.on, "j F Y")}
        for found in promised_days(content, desk.today)
    ]


def _address(file: Attachment) -> str:
    return f"/berkas/{file.key}/"
