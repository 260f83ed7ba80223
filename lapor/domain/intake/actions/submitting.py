"""Taking a report: everything in one transaction, and asking twice is once."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lapor.domain.cases.actions import NewCase, open_case
from lapor.domain.cases.models import Case, Category, Classification
from lapor.domain.cases.queries import classification_by_code
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.models import CounterEntry, Submission
from lapor.domain.intake.rules import (
    OTHER_TERRITORY,
    SEVERAL,
    Origin,
    Report,
    checked,
    checked_origin,
    is_inside,
)
from lapor.domain.organisations.models import Organisation, Region
from lapor.domain.organisations.queries import national_admin, organisation_by_code
from lapor.domain.organisations.rules import newest_day
from lapor.domain.reporters.actions import keep_identity
from lapor.domain.reporters.rules import Person
from lapor.kernel import ids, queue
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Conflict, DomainError, Invalid
from lapor.kernel.files import Accepted
from lapor.kernel.memory import remembered

TAKEN_ONCE = "submission_taken_once"
HOME_ZONE = ZoneInfo("Asia/Jakarta")


class Receipt(NamedTuple):
    """What the reporter gets. ``code`` opens the case; it is not stored anywhere."""

    case: Case
    code: str
    is_new: bool


def submit(
    report: Report,
    *,
    person: Person,
    key: str,
    channel: Channel,
    by: Actor,
    at: datetime,
    files: Sequence[Accepted] = (),
    origin: Origin | None = None,
) -> Receipt:
    """Take one report, whatever door it came through.

    Identity, case, clocks, files with their job, ledger entry and idempotency key are
    written in one transaction: an acknowledged report is there with all of them.
    ``key`` is chosen by the client; the same key with the same body returns the same
    receipt, with another body raises Conflict. Raises Invalid naming every bad field.
    ``origin`` is what a clerk wrote about the letter, call or box.
    """
    today = newest_day(at)
    report = checked(report, today=today)
    if origin is not None:
        origin = checked_origin(origin, channel, today=today, now=at)
    digest = _digest(report, person, files, origin)
    code = ids.derived_code(f"{channel}:{key}")
    key_digest = ids.digest(f"{channel}:{key}", "submission key").hex()
    new = _new_case(report, channel, by, files)
    try:
        with transaction.atomic():
            case = open_case(new, code=code, by=by, at=at)
            if not person.is_empty:
                keep_identity(
                    case_number=case.number,
                    person=person,
                    is_anonymous=report.is_anonymous,
                    by=by,
                    at=at,
                )
            queue.defer("cases.after_receipt", number=case.number)
            Submission.objects.create(
                channel=channel,
                key=key_digest,
                body_digest=digest,
                case=case,
                received_at=at,
            )
            if origin is not None and not origin.is_empty:
                CounterEntry.objects.create(case=case, **asdict(origin))
    except IntegrityError as error:
        if TAKEN_ONCE not in str(error):
            raise
        return _taken_before(channel, key_digest, digest, code)
    return Receipt(case, code, True)


def _new_case(
    report: Report, channel: Channel, by: Actor, files: Sequence[Accepted]
) -> NewCase:
    named, region, category = _looked_up(report)
    return NewCase(
        title=report.title,
        content=report.content,
        classification=_classification(report.classification),
        category=category,
        happened_on=report.happened_on,
        region=region,
        location=report.location,
        channel=channel,
        agency=(named.agency or named) if named else _national_admin(),
        named=named,
        is_anonymous=report.is_anonymous,
        is_secret=report.is_secret,
        entered_by=by.ref if by.ref.startswith("user:") else "",
        files=files,
    )


def _taken_before(channel: Channel, key: str, digest: bytes, code: str) -> Receipt:
    earlier = Submission.objects.select_related("case__agency").get(
        channel=channel, key=key
    )
    if bytes(earlier.body_digest) != digest:
        raise Conflict(
            _(
                "Formulir ini sudah pernah dikirim dengan isi lain. Buka formulir baru "
                "bila Anda ingin mengirim laporan lain."
            )
        )
    return Receipt(earlier.case, code, False)


def _looked_up(
    report: Report,
) -> tuple[Organisation | None, Region | None, Category | None]:
    """Find what the report names; every unknown name is a sentence of its own."""
    bad: dict[str, str] = {}
    named = _named(report.agency, bad)
    region = Region.objects.filter(pk=report.region).first() if report.region else None
    if report.region and region is None:
        bad["region"] = _("Wilayah ini tidak dikenal. Pilih dari daftar.")
    category = None
    if report.category_id:
        active = Category.objects.filter(is_active=True)
        category = active.filter(pk=report.category_id).first()
        if category is None:
            bad["category"] = _("Kategori ini tidak dikenal. Pilih dari daftar.")
    if named and region and _is_foreign(named.agency or named, region):
        bad["region"] = _(OTHER_TERRITORY)
    if bad:
        raise Invalid(_(SEVERAL), fields=bad)
    return named, region, category


@remembered
def _national_admin() -> Organisation:
    """Return who takes what names no agency; a submission need not ask again."""
    return national_admin()


@remembered
def _classification(code: str) -> Classification:
    return classification_by_code(code)


def _named(code: str, bad: dict[str, str]) -> Organisation | None:
    if not code:
        return None
    try:
        return organisation_by_code(code)
    except DomainError as error:
        bad["agency"] = error.message
        return None


def _is_foreign(agency: Organisation, region: Region) -> bool:
    territory = agency.region_id if agency.is_local_government else None
    return territory is not None and not is_inside(region.code, territory)


def _digest(
    report: Report,
    person: Person,
    files: Sequence[Accepted],
    origin: Origin | None,
) -> bytes:
    """Tell one body from another without keeping any of it."""
    body: list[object] = [
        asdict(report),
        asdict(person),
        [file.sha256.hex() for file in files],
    ]
    if origin is not None:
        body.append(asdict(origin))
    return ids.digest(json.dumps(body, default=str, sort_keys=True), "submission")
