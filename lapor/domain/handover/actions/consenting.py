"""Offering, consent with a confirmed identity, and consent withdrawn."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case, Clock
from lapor.domain.cases.queries import ombudsman_way
from lapor.domain.cases.rules import Act, OmbudsmanOutcome, OmbudsmanWay
from lapor.domain.cases.rules import State as CaseState
from lapor.domain.deadlines.queries import allowance
from lapor.domain.deadlines.rules import Allowed, Timer, local_day
from lapor.domain.handover.models import Handover
from lapor.domain.handover.queries import alive_handover, office_for
from lapor.domain.handover.rules import State
from lapor.domain.ledger.actions import record
from lapor.domain.reporters.actions import keep_identity, look_at_identity
from lapor.domain.reporters.queries import has_identity
from lapor.domain.reporters.rules import (
    Person,
    Reason,
    email_normalised,
    phone_normalised,
)
from lapor.kernel import ids, queue
from lapor.kernel.actor import REPORTER, SYSTEM, Actor
from lapor.kernel.errors import Invalid, NotAllowedNow, NotFound
from lapor.kernel.sweeping import one_by_one

from .sealing import destroy_packages

OFFERED_FROM: Final = (
    *(CaseState.DISPATCHED, CaseState.RETURN_REQUESTED, CaseState.IN_PROGRESS),
    *(CaseState.ANSWERED, CaseState.REPLIED),
)
BATCH: Final = 500
SIXTY_DAYS: Final = timedelta(days=60)


def offer_due(*, at: datetime) -> int:
    """Offer the Ombudsman to every reporter to whom the law opens that way.

    Level-triggered: looks at what holds now; a case that was offered once, whatever
    came of it, is not offered again by itself. One that fails holds up none behind
    it. Returns how many were offered.
    """
    offered, keys = 0, _candidates(at)
    for start in range(0, len(keys), BATCH):
        batch = Case.objects.filter(pk__in=keys[start : start + BATCH]).order_by("pk")
        with_law = batch.select_related("agency", "classification")
        offered += one_by_one(with_law, lambda case: _offer_if_open(case, at))
    return offered


def _offer_if_open(case: Case, at: datetime) -> bool:
    way = ombudsman_way(case, at=at)
    if way is not None:
        offer(case, way=way, by=SYSTEM, at=at)
    return way is not None


def adopt_earlier(*, at: datetime) -> int:
    """Make the row of a hand-over for cases that lie with the Ombudsman without one:
    they went there before rows were kept, or came with an import.

    Their package is made when somebody asks for it. Returns how many there were.
    """
    kept = Handover.objects.filter(case=OuterRef("pk"))
    with_him = Case.objects.filter(
        state=CaseState.WITH_OMBUDSMAN, escalated_at__isnull=False
    )
    left = with_him.exclude(Exists(kept)).select_related("agency")
    return one_by_one(left.order_by("pk"), _adopt)


@transaction.atomic
def _adopt(case: Case) -> bool:
    since = case.escalated_at
    if since is None:
        return False
    is_past_sixty = since - case.received_at >= SIXTY_DAYS
    way = OmbudsmanWay.SIXTY_DAYS if is_past_sixty else OmbudsmanWay.PAST_TERM
    handover = offer(case, way=way, by=SYSTEM, at=since)
    handover.state, handover.consented_at = State.CONSENTED, since
    handover.office = office_for(case, on=local_day(since, case.agency.zone))
    handover.save()
    return True


@transaction.atomic
def offer(case: Case, *, way: OmbudsmanWay, by: Actor, at: datetime) -> Handover:
    """Write down that the way is open; twice is once. The reporter is told of it."""
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if (alive := alive_handover(locked)) is not None:
        return alive
    handover = Handover.objects.create(
        number=ids.new_number(), case=locked, reason=way, offered_at=at
    )
    record("handover.offered", subject=locked.ref, actor=by, at=at, reason=str(way))
    return handover


def consent(
    case: Case,
    *,
    agrees: bool,
    person: Person,
    keeps_identity_secret: bool = False,
    at: datetime,
) -> Handover:
    """Take the reporter's consent; the package is made in the background.

    The Ombudsman needs to know who complains (UU 37/2008 Pasal 24): what the reporter
    types must match what is kept, or is kept now if nothing was. Call it outside of a
    transaction: looking at an identity leaves its trace first. Raises Invalid with a
    sentence for each field, NotAllowedNow when the way is not open.
    """
    if not agrees:
        raise Invalid(
            _("Centang persetujuan agar laporan dapat diteruskan ke Ombudsman."),
            fields={"consent": _("Persetujuan Anda diperlukan.")},
        )
    way = ombudsman_way(case, at=at)
    if way is None:
        raise NotAllowedNow(
            _("Laporan belum melewati batas waktu, jadi belum dapat diteruskan.")
        )
    is_new = _confirm(case, person, at)
    with transaction.atomic():
        if is_new:
            keep_identity(
                case_number=case.number,
                person=person,
                is_anonymous=case.is_anonymous,
                by=REPORTER,
                at=at,
            )
        cases.escalate(case, consent=True, at=at)
        handover = offer(case, way=way, by=REPORTER, at=at)
        handover.state, handover.consented_at = State.CONSENTED, at
        handover.keeps_identity_secret = keeps_identity_secret
        handover.office = office_for(case, on=local_day(at, case.agency.zone))
        handover.save()
        record(
            "handover.consented",
            subject=case.ref,
            actor=REPORTER,
            at=at,
            handover=handover.number,
            secret=keeps_identity_secret,
            office=handover.office.code if handover.office else "",
        )
        queue.defer("ombudsman.prepare", handover=handover.number)
    return handover


@transaction.atomic
def ask_package(handover: Handover) -> None:
    """Have the package made of a hand-over that has none; raises NotFound when nobody
    knows who the reporter is: then there will never be one.
    """
    if not has_identity(handover.case.number):
        raise NotFound(
            _("Identitas pelapor tidak tersimpan, jadi paket tidak dapat dibuat.")
        )
    queue.defer("ombudsman.prepare", handover=handover.number)


@transaction.atomic
def void(case: Case, *, reason: str, at: datetime) -> Handover:
    """The reporter withdraws his consent: the package cannot be opened any more.

    The case goes back to its agency, the Ombudsman no longer sees it, and the other
    side is told. Raises NotAllowedNow when nothing is on its way.
    """
    if not reason.strip():
        raise Invalid(
            _("Tulis alasannya."), fields={"reason": _("Alasan harus diisi.")}
        )
    alive = alive_handover(case)
    if alive is None or alive.state == State.OFFERED:
        raise NotAllowedNow(_("Tidak ada penyerahan yang dapat ditarik."))
    handover = Handover.objects.select_for_update(of=("self",)).get(pk=alive.pk)
    if not handover.is_alive:  # taken back or ended while we waited
        raise NotAllowedNow(_("Tidak ada penyerahan yang dapat ditarik."))
    handover.voided_at = at
    handover.next_attempt_at = at if handover.sent_at else None
    handover.attempts, handover.trouble = 0, ""
    handover.save()
    destroy_packages(handover, at=at)
    if Case.objects.get(pk=case.pk).state == CaseState.WITH_OMBUDSMAN:
        withdrawn = OmbudsmanOutcome.WITHDRAWN
        cases.come_back(case, outcome=withdrawn, content=reason, by=REPORTER, at=at)
    record(
        "handover.voided",
        subject=case.ref,
        actor=REPORTER,
        at=at,
        handover=handover.number,
    )
    queue.defer("ombudsman.send")
    return handover


def _confirm(case: Case, person: Person, at: datetime) -> bool:
    """Compare with what is kept; return whether nothing was, so that it is kept now."""
    _demand_whole(person)
    if not has_identity(case.number):
        return True
    kept = look_at_identity(
        case_number=case.number, by=REPORTER, at=at, reason=Reason.OMBUDSMAN
    )
    contacts = {email_normalised(person.email).lower(), phone_normalised(person.phone)}
    same_contact = contacts & {kept.email.lower(), kept.phone} - {""}
    same_name = not kept.name or _folded(kept.name) == _folded(person.name)
    if not (same_name and (same_contact or not (kept.email or kept.phone))):
        raise Invalid(
            _(
                "Nama atau kontak ini tidak sama dengan yang Anda berikan saat "
                "melapor. Tulis seperti waktu itu."
            ),
            fields={"name": _("Periksa nama dan kontak Anda.")},
        )
    return False


def _demand_whole(person: Person) -> None:
    bad = {}
    if not person.name.strip():
        bad["name"] = _("Tulis nama lengkap Anda.")
    if not (person.email.strip() or person.phone.strip()):
        bad["phone"] = _("Isi email atau nomor telepon.")
    if bad:
        raise Invalid(
            _("Ombudsman hanya dapat menerima laporan dari orang yang dikenalnya."),
            fields=bad,
        )


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace(".", " ").split())


def _candidates(at: datetime) -> list[int]:
    """Return the cases that may qualify, by key; ``ombudsman_way`` judges each.

    Late ones are found by their running clocks, not by asking every open case.
    """
    wait = timedelta(days=allowance(Allowed.OMBUDSMAN_WAIT_DAYS, on=at.date()))
    most = allowance(Allowed.OMBUDSMAN_REFUSALS, on=at.date())
    past_sixty = Q(timer=Timer.OMBUDSMAN, due_at__lt=at)
    past_term = Q(timer=Timer.COMPLETION, due_at__lt=at - wait)
    late = Clock.objects.filter(past_sixty | past_term, stopped_at=None)
    refusals = Count("messages", filter=Q(messages__template=Act.REPLY))
    angry = (
        Case.objects.filter(state=CaseState.REPLIED)
        .annotate(refusals=refusals)
        .filter(refusals__gte=most)
    )
    offered = Handover.objects.filter(case=OuterRef("pk"))
    wanted = late.order_by().values("case").union(angry.order_by().values("pk"))
    found = Case.objects.filter(
        state__in=OFFERED_FROM, is_finding=False, pk__in=wanted
    ).exclude(Exists(offered))
    return list(found.order_by("pk").values_list("pk", flat=True))
