"""Opening, answering and closing a survey."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import Invalid, NotAllowedNow
from lapor.kernel.text import clean, mask

from .models import Survey, SurveyAnswer
from .policies import may_keep
from .rules import LEAST, MOST, QUESTIONS, Kind

LONGEST_COMMENT = 1_000


@transaction.atomic
def open_survey(
    agency: Organisation,
    *,
    kind: Kind,
    title: str,
    starts_on: date,
    ends_on: date,
    population: int | None,
    by: User,
    at: datetime,
) -> Survey:
    """Open a survey. ``population`` is the number of persons served, if known.

    Raises Invalid for days out of order or an empty title, NotPermitted for others
    than the agency's admin.
    """
    may_keep(by, agency, on=at.date())
    name = clean(title, max_length=160)
    wrong = {}
    if not name:
        wrong["title"] = _("Beri judul, misalnya: Survei kepuasan semester 2.")
    if ends_on < starts_on:
        wrong["ends_on"] = _("Hari terakhir mendahului hari pertama.")
    if wrong:
        raise Invalid(_("Survei belum dapat dibuka."), fields=wrong)
    survey = Survey.objects.create(
        agency=agency,
        kind=kind,
        title=name,
        starts_on=starts_on,
        ends_on=ends_on,
        population=population,
        token=secrets.token_hex(8),
        opened_by=by.actor.ref,
        opened_at=at,
    )
    record("survey.opened", subject=survey.ref, actor=by.actor, at=at, kind=str(kind))
    return survey


@transaction.atomic
def close_survey(survey: Survey, *, by: User, at: datetime) -> Survey:
    """Close a survey before its last day; closing twice changes nothing."""
    may_keep(by, survey.agency, on=at.date())
    locked = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if locked.closed_at is None:
        locked.closed_at = at
        locked.save(update_fields=["closed_at"])
        record("survey.closed", subject=locked.ref, actor=by.actor, at=at)
    return locked


@transaction.atomic
def answer(
    survey: Survey,
    *,
    key: str,
    ratings: Sequence[int | None],
    comment: str,
    at: datetime,
) -> bool:
    """Keep one person's answers; returns False when this form was sent before.

    Numbers that could name somebody are masked in the comment. Raises Invalid for an
    answer that is missing or not 1 to 4, NotAllowedNow outside of the survey's days.
    """
    today = at.astimezone(ZoneInfo(survey.agency.zone)).date()
    if survey.closed_at or not survey.starts_on <= today <= survey.ends_on:
        raise NotAllowedNow(_("Survei ini sudah ditutup atau belum dibuka."))
    questions = QUESTIONS[Kind(survey.kind)]
    wrong = {
        question.key: _("Pilih satu jawaban.")
        for place, question in enumerate(questions)
        if place >= len(ratings) or ratings[place] not in range(LEAST, MOST + 1)
    }
    if wrong:
        raise Invalid(_("Masih ada pertanyaan yang belum dijawab."), fields=wrong)
    _kept, is_new = SurveyAnswer.objects.get_or_create(
        survey=survey,
        key=key[:32],
        defaults={
            "ratings": [stars for stars in ratings if stars is not None],
            "comment": mask(clean(comment, max_length=LONGEST_COMMENT, multiline=True)),
            "answered_on": today,
        },
    )
    return is_new
