"""The reporter's page in one question to the database.

No page is looked at more often. Case, offices, class, conversation and files come in
one round trip, with the few columns the page shows; the columns left out are deferred,
so that nobody mistakes them for empty.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, models

from lapor.domain.cases.models import (
    Attachment,
    Case,
    Category,
    Classification,
    Message,
)
from lapor.domain.cases.rules import Act, Visibility
from lapor.domain.deadlines.rules import Timer
from lapor.domain.organisations.models import Organisation
from lapor.kernel.actor import REPORTER

from .acts import way_with
from .promises import COLUMNS as PROMISED
from .promises import keep_promises
from .timeline import Line, lines_of

SHOWN: Final = frozenset(
    {
        "id",
        "number",
        "title",
        "edited_title",
        "content",
        "classification_id",
        "category_id",
        "happened_on",
        "location",
        "is_anonymous",
        "is_secret",
        "state",
        "agency_id",
        "unit_id",
        "parent_id",
        "version",
        "received_at",
        "updated_at",
        "answered_at",
        "closed_at",
        "completion_due_at",
        "due_at",
        "due_timer",
        "closing",
        "archive_reason",
        "is_waiting_for_reporter",
        "is_finding",
        "is_joint",
        "is_remit_settled",
        "pause_count",
        "reopen_count",
        "return_count",
    }
)
COLUMNS: Final = tuple(
    field.attname for field in Case._meta.concrete_fields if field.attname in SHOWN
)
QUERY: Final = f"""
SELECT {", ".join(f"c.{name}" for name in COLUMNS)},
  a.name, a.zone, a.calendar_code, u.name, k.label, k.needs_apip, t.name,
  EXISTS (SELECT FROM cases_clock o
    WHERE o.case_id = c.id AND o.timer = %(ombudsman)s
      AND o.stopped_at IS NULL AND o.due_at < %(at)s),
  (SELECT json_agg(json_build_array(m.id, m.kind, m.visibility, m.author, m.template,
      m.parameters, m.content, m.created_at, w.name) ORDER BY m.id)
    FROM cases_message m
    LEFT JOIN organisations_organisation w ON w.id = m.organisation_id
    WHERE m.case_id = c.id AND m.visibility = ANY(%(seen)s)),
  (SELECT json_agg(json_build_array(f.key, f.shown_name, f.size, f.scan, f.message_id)
      ORDER BY f.id)
    FROM cases_attachment f WHERE f.case_id = c.id),
  (SELECT json_agg(json_build_array({", ".join(f"p.{name}" for name in PROMISED)})
      ORDER BY p.due_on, p.id)
    FROM cases_promise p WHERE p.case_id = c.id)
FROM cases_case c
JOIN organisations_organisation a ON a.id = c.agency_id
LEFT JOIN organisations_organisation u ON u.id = c.unit_id
LEFT JOIN cases_classification k ON k.code = c.classification_id
LEFT JOIN cases_category t ON t.id = c.category_id
WHERE c.number = %(number)s AND NOT c.is_finding
"""  # noqa: S608 - only names of our own columns are put in


class Followed(NamedTuple):
    """A case as its reporter follows it.

    ``is_late`` says whether the way to the Ombudsman is open (domain §9.7).
    """

    case: Case
    lines: list[Line]
    is_late: bool


def followed(number: str, *, at: datetime) -> Followed | None:
    """Return what the holder of the access code sees, or None: no such case."""
    values: dict[str, Any] = {
        "number": number,
        "at": at,
        "ombudsman": Timer.OMBUDSMAN.value,
        "seen": [Visibility.PUBLIC.value, Visibility.REPORTER.value],
    }
    with connection.cursor() as cursor:
        cursor.execute(QUERY, values)
        row = cursor.fetchone()
    if row is None:
        return None
    case = _case(row[: len(COLUMNS)], row[len(COLUMNS) :])
    past_sixty_days, said, sent, promised = row[-4:]
    keep_promises(case, promised or ())
    messages = [_message(item) for item in said or ()]
    seen = {None, *(message.pk for message in messages)}
    files: dict[int | None, list[Attachment]] = {}
    for key, name, size, scan, message_id in sent or ():
        if message_id in seen:
            file = Attachment(key=key, shown_name=name, size=size, scan=scan)
            files.setdefault(message_id, []).append(file)
    refusals = sum(
        m.template == Act.REPLY and m.author == REPORTER.ref for m in messages
    )
    way = way_with(case, past_sixty_days, refusals, at=at)
    return Followed(case, lines_of(case, messages, files), way is not None)


def _case(own: Sequence[Any], joined: Sequence[Any]) -> Case:
    agency, zone, calendar, unit, label, needs_apip, topic = joined[:7]
    case = Case.from_db(DEFAULT_DB_ALIAS, COLUMNS, own)
    case.agency = _partial(
        Organisation, id=case.agency_id, name=agency, zone=zone, calendar_code=calendar
    )
    if case.unit_id:
        case.unit = _partial(Organisation, id=case.unit_id, name=unit)
    if case.classification_id:
        case.classification = _partial(
            Classification,
            code=case.classification_id,
            label=label,
            needs_apip=needs_apip,
        )
    if case.category_id:
        case.category = _partial(Category, id=case.category_id, name=topic)
    return case


def _message(item: Sequence[Any]) -> Message:
    pk, kind, visibility, author, template, parameters, content, said_at, office = item
    message = Message(
        pk=pk,
        kind=kind,
        visibility=visibility,
        author=author,
        template=template,
        parameters=parameters,
        content=content,
        created_at=datetime.fromisoformat(said_at),
    )
    message.organisation = Organisation(name=office) if office else None
    return message


def _partial(model: type[models.Model], **known: object) -> Any:
    """Return an object with some columns; asking for another one reads it."""
    names = [f.attname for f in model._meta.concrete_fields if f.attname in known]
    return model.from_db(DEFAULT_DB_ALIAS, names, [known[name] for name in names])
