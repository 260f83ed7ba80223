"""Learning routing rules from accepted returns; switching and writing them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.domain.cases.models import Case, Category, Return, SearchWord
from lapor.domain.cases.rules import Verdict
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation, Region
from lapor.domain.triage.models import Route
from lapor.domain.triage.rules.routing import Lesson, Moved, Origin, lessons
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid

LOOK_BACK: Final = timedelta(days=365)
MOST: Final = 50_000
SAMPLE_OF_WORDS: Final = 20_000  # reports of which the words were counted


@transaction.atomic
def learn_routes(*, by: Actor, at: datetime) -> list[Route]:
    """Propose rules from the returns accepted in the last year; all switched off.

    A rule that is there already only gets its new number of cases. Returns the new
    ones. Nothing is suggested to a verifier before somebody switches it on.
    """
    made = []
    for lesson in lessons(_moved(at), _usual()):
        row = _same(lesson).first()
        if row is None:
            made.append(_propose(lesson, by=by, at=at))
        elif row.support != lesson.support:
            row.support = lesson.support
            row.save(update_fields=["support"])
    return made


@transaction.atomic
def switch_route(route: Route, *, on: bool, by: Actor, at: datetime) -> Route:
    """Switch a rule on or off; what it suggested before stays as it was decided."""
    row = Route.objects.select_for_update(of=("self",)).get(pk=route.pk)
    if row.is_on == on:
        return row
    row.is_on = on
    row.save(update_fields=["is_on"])
    record("route.switched", subject=row.ref, actor=by, at=at, is_on=on)
    return row


@transaction.atomic
def save_route(values: Mapping[str, Any], *, by: Actor, at: datetime) -> Route:
    """Write a rule by hand, or change the dates and the switch of the same one.

    Fields: category (a slug), region (a code), keyword, agency (a code), valid_from,
    valid_until, legal_basis, is_on. Raises Invalid with fields.
    """
    named = {
        "category": _category(values),
        "region": _region(values),
        "keyword": " ".join(str(values.get("keyword") or "").split()).casefold(),
        "agency": _agency(values),
        "valid_from": values.get("valid_from"),
    }
    if named["valid_from"] is None:
        _refuse("valid_from", _("Isi tanggal mulai berlaku."))
    if not (named["category"] or named["region"] or named["keyword"]):
        _refuse("keyword", _("Sebutkan kategori, wilayah, atau kata kunci."))
    row = Route.objects.select_for_update(of=("self",)).filter(**named).first()
    is_new = row is None
    row = row or Route(
        **named, origin=Origin.WRITTEN, made_at=at, made_by=by.ref, is_on=True
    )
    before = (row.valid_until, row.legal_basis, row.is_on)
    for name in ("valid_until", "legal_basis", "is_on"):
        if name in values:
            setattr(row, name, values[name])
    if not is_new and before == (row.valid_until, row.legal_basis, row.is_on):
        return row
    try:
        row.full_clean(exclude=["category", "region", "agency"])
    except ValidationError as refusal:
        said = " ".join(refusal.messages)
        raise Invalid(said, fields={"keyword": said}) from None
    row.save()
    record(
        "route.written" if is_new else "route.changed",
        subject=row.ref,
        actor=by,
        at=at,
        agency=row.agency.code,
        is_on=row.is_on,
    )
    return row


def _moved(at: datetime) -> list[Moved]:
    rows = (
        Return.objects.filter(verdict=Verdict.GRANTED, decided_at__gte=at - LOOK_BACK)
        .filter(target__isnull=False)
        .select_related("case")
        .order_by("case_id", "-pk")[:MOST]
    )
    last: dict[int, Moved] = {}
    for row in rows:
        case = row.case
        if row.case_id in last or row.target_id != case.agency_id:
            continue  # only where it stayed
        last[row.case_id] = Moved(
            case.category_id,
            case.region_id or "",
            "" if case.is_secret else case.shown_title,
            case.agency_id,
        )
    return list(last.values())


def _usual() -> dict[str, float]:
    known = min(Case.objects.count(), SAMPLE_OF_WORDS) or 1
    common = SearchWord.objects.order_by("-count")[:2_000]
    return {row.word: row.count / known for row in common}


def _same(lesson: Lesson) -> QuerySet[Route]:
    return Route.objects.filter(
        category=lesson.category_id,
        region=lesson.region or None,
        keyword=lesson.keyword,
        agency=lesson.agency_id,
    )


def _propose(lesson: Lesson, *, by: Actor, at: datetime) -> Route:
    row = Route.objects.create(
        category_id=lesson.category_id,
        region_id=lesson.region or None,
        keyword=lesson.keyword,
        agency_id=lesson.agency_id,
        valid_from=at.date(),
        origin=Origin.LEARNT,
        support=lesson.support,
        made_at=at,
        made_by=by.ref,
    )
    record(
        "route.learnt",
        subject=row.ref,
        actor=by,
        at=at,
        agency=row.agency.code,
        support=lesson.support,
    )
    return row


def _category(values: Mapping[str, Any]) -> Category | None:
    slug = str(values.get("category") or "")
    found = Category.objects.filter(slug=slug).first() if slug else None
    if slug and found is None:
        _refuse("category", _("Tidak ada kategori “%(slug)s”.") % {"slug": slug})
    return found


def _region(values: Mapping[str, Any]) -> Region | None:
    code = str(values.get("region") or "")
    found = Region.objects.filter(pk=code).first() if code else None
    if code and found is None:
        _refuse("region", _("Tidak ada wilayah “%(code)s”.") % {"code": code})
    return found


def _agency(values: Mapping[str, Any]) -> Organisation:
    code = str(values.get("agency") or "")
    found = Organisation.objects.filter(code=code).first()
    if found is None or not found.is_agency:
        sentence = _("Tidak ada instansi “%(code)s”.") % {"code": code}
        raise Invalid(sentence, fields={"agency": sentence})
    return found


def _refuse(field: str, sentence: str) -> None:
    raise Invalid(sentence, fields={field: sentence})
