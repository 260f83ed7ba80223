"""Reminder letters: who writes to whom about which late cases, numbered, once.

A letter is prepared here: number, sender, receiver, cases. The room ``reports`` makes
and signs its PDF afterwards, in a job deferred by name, and tells ``issue_letter``.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.cases.actions import local_day
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import OPEN, State
from lapor.domain.escalation.models import Climb, Letter, LetterLine
from lapor.domain.escalation.policies import may_remind
from lapor.domain.escalation.rules import Receiver
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.kernel.actor import SYSTEM, Actor
from lapor.kernel.errors import NotAllowedNow, NotPermitted
from lapor.kernel.queue import defer

TASK: Final = "reports.issue_reminder"
BATCH: Final = 500
PATIENCE: Final = timedelta(hours=1)
#: Who of those that were told of the step signs a letter.
SIGNING: Final = (
    Role.COORDINATOR,
    Role.AGENCY_ADMIN,
    Role.PROGRAMME_OVERSEER,
    Role.NATIONAL_ADMIN,
)
NUMBER: Final = "{serial:04d}/TEGURAN/{code}/{year}"


def prepare_letters(*, at: datetime) -> int:
    """Prepare what is owed: one letter for each sender and agency; returns how many.

    Twice is once: a step that has led to a letter owes none any more. What was
    answered meanwhile is left out. A letter whose PDF did not come about is asked for
    again.
    """
    for key in Letter.objects.filter(
        issued_at=None, prepared_at__lt=at - PATIENCE
    ).values_list("pk", flat=True):
        defer(TASK, letter=key)
    total = 0
    while True:
        done, letters = _prepare_some(at)
        total += letters
        if not done:
            return total


@transaction.atomic
def remind(case: Case, *, by: User, at: datetime) -> Letter:
    """Send the agency of a late case a letter by hand, in one's own office's name.

    Raises NotAllowedNow before the case has climbed to anybody, and on a day on which
    the office has written about this step already.
    """
    case = Case.objects.select_related("agency").get(pk=case.pk)
    may_remind(by, case, on=local_day(at, case.agency))
    home = by.organisation.agency if by.organisation else None
    if home is None:
        raise NotPermitted(_("Akun Anda belum mempunyai instansi."))
    today = local_day(at, home)
    climb = case.climbs.filter(clock__stopped_at=None).order_by("-pk").first()
    if climb is None or State(case.state) not in OPEN:
        raise NotAllowedNow(
            _("Surat teguran dibuat untuk laporan yang sudah naik jenjang.")
        )
    # Who presses twice waits here for his first letter.
    Organisation.objects.select_for_update(no_key=True).get(pk=home.pk)
    since = datetime.combine(today, time(), ZoneInfo(home.zone))
    written = Letter.objects.filter(sender=home, prepared_at__gte=since)
    if written.filter(lines__climb=climb).exists():
        raise NotAllowedNow(_("Hari ini surat tentang laporan ini sudah dibuat."))
    return _letter(home, case.agency, [climb], by=by.actor, at=at)


@transaction.atomic
def issue_letter(
    letter: Letter, *, key: str, sha256: str, token: str, at: datetime
) -> Letter:
    """Remember the signed PDF of a letter; the file is durable already."""
    Letter.objects.filter(pk=letter.pk).update(
        key=key, sha256=sha256, token=token, issued_at=at
    )
    letter.refresh_from_db()
    record(
        "letter.issued",
        subject=letter.ref,
        actor=SYSTEM,
        at=at,
        number=letter.number,
        hash=sha256,
        told=[
            Receiver(role, letter.receiver.code).ref
            for role in (Role.LEADER, Role.AGENCY_ADMIN)
        ],
    )
    return letter


@transaction.atomic
def _prepare_some(at: datetime) -> tuple[int, int]:
    """Deal with one batch; returns how many steps, and how many letters came of it."""
    owed = list(
        Climb.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(owes_letter=True)
        .select_related("case__agency", "clock")
        .order_by("pk")[:BATCH]
    )
    Climb.objects.filter(pk__in=[climb.pk for climb in owed]).update(owes_letter=False)
    bundles: dict[tuple[str, int], list[Climb]] = defaultdict(list)
    for climb in owed:
        if climb.clock.stopped_at is not None:
            continue
        for code in _senders(climb):
            bundles[code, climb.case.agency_id].append(climb)
    senders = Organisation.objects.in_bulk(
        {code for code, _agency in bundles}, field_name="code"
    )
    letters = 0
    for (code, agency), climbs in sorted(bundles.items()):
        sender = senders.get(code)
        if sender is None or sender.pk == agency:
            continue
        _letter(sender, climbs[0].case.agency, climbs, by=SYSTEM, at=at)
        letters += 1
    return len(owed), letters


def _senders(climb: Climb) -> Iterable[str]:
    """Return the codes of the offices in whose name a letter about this step goes."""
    return dict.fromkeys(
        each["organisation"] for each in climb.receivers if each["role"] in SIGNING
    )


def _letter(
    sender: Organisation,
    receiver: Organisation,
    climbs: Sequence[Climb],
    *,
    by: Actor,
    at: datetime,
) -> Letter:
    year = local_day(at, sender).year
    # One number after the other: whoever writes for this sender waits here.
    Organisation.objects.select_for_update(no_key=True).get(pk=sender.pk)
    last = Letter.objects.filter(sender=sender, year=year).aggregate(Max("serial"))
    serial = (last["serial__max"] or 0) + 1
    letter = Letter.objects.create(
        sender=sender,
        receiver=receiver,
        year=year,
        serial=serial,
        number=NUMBER.format(serial=serial, code=sender.code.upper(), year=year),
        prepared_at=at,
        prepared_by=by.ref,
    )
    LetterLine.objects.bulk_create(
        LetterLine(letter=letter, climb=climb) for climb in climbs
    )
    record(
        "letter.prepared",
        subject=letter.ref,
        actor=by,
        at=at,
        number=letter.number,
        sender=sender.code,
        receiver=receiver.code,
        cases=len(climbs),
    )
    defer(TASK, letter=letter.pk)
    return letter
