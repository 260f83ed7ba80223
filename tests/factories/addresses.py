"""One address for each route of the table of access, filled with things that exist."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from lapor.domain.accounts.models import Grant, Leave, User
from lapor.domain.accounts.rules import Role
from lapor.domain.cases.models import Attachment, Case
from lapor.domain.deadlines.models import Regulation
from lapor.domain.escalation.models import Letter, PostHandover
from lapor.domain.notifications.queries.texts import rating_token, stop_token
from lapor.domain.organisations.models import Appointment, Oversight, Region
from lapor.domain.reports.queries.issued import folder
from lapor.domain.triage.actions import save_route
from lapor.kernel import durable
from lapor.kernel.actor import SYSTEM
from lapor.web import access
from tests.factories.cases import MONDAY, World, category, receive
from tests.factories.evaluation import make_evaluation
from tests.factories.handover import formal_request, handed_over
from tests.factories.notices import make_call, make_message
from tests.factories.organisations import region


@dataclass
class Things:
    """What the addresses lead to."""

    world: World
    case: Case
    file: Attachment
    account: User
    decree: Appointment
    region: Region


def make_things(world: World, case: Case) -> Things:
    """Make what a case and a small country do not bring along."""
    file = Attachment.objects.create(
        case=case,
        key="2026/03/02/berkas-contoh.jpg",
        shown_name="bukti.jpg",
        media_type="image/jpeg",
        size=3,
        sha256="0" * 64,
        added_by="reporter",
        added_at=MONDAY,
    )
    decree = Appointment.objects.create(
        organisation=world.regency,
        number="SK 1-2026",
        signed_on=MONDAY.date(),
        valid_from=MONDAY.date(),
        signed_by="Bupati Contoh",
    )
    return Things(world, case, file, world.liaison, decree, region())


def make_letter(world: World, case: Case) -> int:
    """Return the key of a reminder letter that has its file."""
    file = folder() / "surat" / "contoh.pdf"
    durable.write(file, [b"%PDF-1.7 contoh"])
    letter, _ = Letter.objects.get_or_create(
        sender=world.panrb,
        receiver=world.regency,
        year=2026,
        serial=1,
        defaults={
            "number": "0001/TEGURAN/PANRB/2026",
            "prepared_at": MONDAY,
            "prepared_by": "system",
            "token": "contoh",
            "key": "surat/contoh.pdf",
            "sha256": "0" * 64,
            "issued_at": MONDAY,
        },
    )
    return letter.pk


def addresses(things: Things) -> dict[str, str]:
    """Return name and address of every route; a route we cannot fill is an error."""
    known = _arguments(things) | make_evaluation(things.world)
    found = {name: reverse(name, args=known.get(name, [])) for name in access.TABLE}
    found["console:calendar"] += "?tahun=2026"
    found["desk:search"] += "?q=lampu"
    found["monev:number_rows"] += "?indikator=P3&angka=penyebut"
    found["portal:list"] += "?q=lampu"
    found["portal:agencies"] += "?q=contoh"
    found["portal:regions"] += "?q=bandung"
    return found


def _leave(things: Things) -> list[object]:
    """An absence of the account, made once."""
    day = MONDAY.date() + timedelta(days=60)
    known, _made = Leave.objects.get_or_create(
        user=things.account,
        first_on=day,
        last_on=day,
        defaults={"entered_by": "system", "entered_at": MONDAY},
    )
    return [known.pk]


def _packet(world: World) -> object:
    """The post of the admin on its way to the liaison officer."""
    packet = PostHandover.objects.create(
        role=Role.AGENCY_ADMIN,
        organisation=world.regency,
        leaving=world.admin,
        successor=world.liaison,
        numbers=[],
        made_at=MONDAY,
        made_by=world.admin.actor.ref,
    )
    return packet.pk


def _arguments(things: Things) -> dict[str, list[object]]:
    world, number = things.world, things.case.number
    handover = handed_over(world)
    account, office = [things.account.pk], [world.regency.code]
    grant = Grant.objects.filter(user=things.account).values_list("pk", flat=True)[0]
    edge = Oversight.objects.values_list("pk", flat=True)[0]
    rule = {"keyword": "lampu", "agency": world.other.code, "is_on": False}
    days = {"valid_from": MONDAY.date()}
    route: list[object] = [save_route(rule | days, by=SYSTEM, at=MONDAY).pk]
    return {
        "account_confirm_email": ["kunci"],
        "account_reset_password_from_key": ["1", "kunci"],
        "mfa_remove_webauthn": [1],
        "mfa_edit_webauthn": [1],
        "portal:case": [number],
        "portal:why": [number],
        "portal:wishes": [number],
        "portal:contact": [number],
        "portal:rating": [number, rating_token(number)],
        "portal:stop": [f"case:{number}", stop_token(f"case:{number}")],
        "portal:leave": [number],
        "portal:case_file": [number, things.file.key],
        "portal:act": [number, "pesan"],
        "portal:publication": [number],
        "portal:voice": [number],
        "portal:comment": [number],
        "portal:ombudsman": [number],
        "portal:ombudsman_back": [number],
        "portal:information": [number],
        "portal:agency": [world.regency.slug],
        "portal:file": [things.file.key],
        "desk:case": [number],
        "desk:identity": [number],
        "desk:letter": [number],
        "desk:batch_example": ["csv"],
        "desk:route": route,
        "desk:route_switch": route,
        "desk:escalation_case": [number],
        "desk:escalation_letter": [make_letter(world, things.case)],
        "desk:history": [number],
        "desk:call": [make_call(things.case, world).pk],
        "desk:alike": [number],
        "desk:compare": [number, receive(world).number],
        "desk:comment_decide": [1],
        "desk:handover": [handover.number],
        "desk:package": [handover.number],
        "desk:information": [formal_request(world).case.number],
        "console:account": account,
        "console:account_edit": account,
        "console:account_switch": account,
        "console:account_password": account,
        "console:account_factor": account,
        "console:grant_give": account,
        "console:leave": account,
        "console:leave_cancel": [*account, *_leave(things)],
        "console:mailbox": account,
        "desk:leave_cancel": _leave(things),
        "desk:post": [_packet(world)],
        "console:grant_revoke": [*account, grant],
        "console:organisation": office,
        "console:organisation_edit": office,
        "console:unit_add": office,
        "console:decree_add": office,
        "console:decree": [*office, things.decree.number],
        "console:oversight_end": [edge],
        "console:calendar": ["nasional"],
        "console:regulation_edit": [Regulation.objects.all()[0].pk],
        "console:category": [category().slug],
        "console:classification": ["complaint"],
        "console:region": [things.region.code],
        "console:list": ["accounts"],
        "console:notice": ["received", "id"],
        "console:delivery": [make_message(things.case).pk],
        "console:channel_reopen": ["email"],
        "console:list_export": ["accounts", "csv"],
    }
