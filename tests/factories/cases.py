"""A small country with one officer of each kind, and cases in any state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.cases import actions
from lapor.domain.cases.models import Case, Category, Classification
from lapor.domain.cases.rules import (
    AnswerResult,
    ArchiveReason,
    Channel,
    ReturnReason,
    State,
)
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import OrganisationKind
from lapor.domain.priorities.actions import load_harms
from lapor.kernel import ids
from lapor.kernel.actor import REPORTER
from tests.factories.accounts import make_officers
from tests.factories.deadlines import load_law
from tests.factories.organisations import agency, oversight, unit
from tests.factories.priorities import make_programme

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 09:00 in Jakarta
HOUR = timedelta(hours=1)
CODE = "0123456789ABCDEFGHJKMNPQRS"
ANSWER = (
    "Petugas memeriksa lokasi pada 3 Maret 2026 dan memperbaiki lampu jalan nomor 12. "
    "Lampu menyala kembali sejak pukul 19.00."
)

#: Why a case is not one's own, with evidence.
NOT_OURS = {
    "code": ReturnReason.OTHER_LEVEL,
    "basis": "UU 23/2014, Lampiran C: jalan provinsi",
}


@dataclass
class World:
    """The national admin, a regency with a unit, another agency, and officers."""

    panrb: Organisation
    regency: Organisation
    unit: Organisation
    other: Organisation
    coordinator_home: Organisation
    national: User
    admin: User
    liaison: User
    leader: User
    auditor: User
    clerk: User
    other_admin: User
    coordinator: User
    ombudsman: User
    programme: User
    system: User

    @property
    def officers(self) -> dict[str, User]:
        """Everybody who can log in, by the name used here."""
        return {k: v for k, v in self.__dict__.items() if isinstance(v, User)}


def make_world() -> World:
    """Make the law, the calendar, the classes, the offices and the officers."""
    load_law()
    actions.load_classifications(by=REPORTER, at=MONDAY)
    load_harms(by=REPORTER, at=MONDAY)
    ministry = OrganisationKind.MINISTRY
    panrb = agency("panrb", "Kementerian PANRB", ministry)
    regency = agency(name="Pemerintah Kabupaten Contoh")
    street = unit(regency, name="Dinas Pekerjaan Umum")
    other = agency(name="Pemerintah Kota Lain", kind=OrganisationKind.CITY)
    above = agency(name="Kementerian Koordinator Contoh", kind=ministry)
    ombudsman = agency(name="Ombudsman", kind=OrganisationKind.INSTITUTION)
    ksp = agency(name="Kantor Staf Presiden", kind=OrganisationKind.INSTITUTION)
    oversight(above, regency)
    for code in ("mudik", "gizi"):
        make_programme(code, overseer=ksp)
    places = {
        "national": (Role.NATIONAL_ADMIN, panrb),
        "admin": (Role.AGENCY_ADMIN, regency),
        "liaison": (Role.LIAISON_OFFICER, street),
        "leader": (Role.LEADER, regency),
        "auditor": (Role.AUDITOR, regency),
        "clerk": (Role.CLERK, regency),
        "other_admin": (Role.AGENCY_ADMIN, other),
        "coordinator": (Role.COORDINATOR, above),
        "ombudsman": (Role.OMBUDSMAN, ombudsman),
        "programme": (Role.PROGRAMME_OVERSEER, ksp),
        "system": (Role.SYSTEM_ADMIN, panrb),
    }
    officers = make_officers(list(places.values()))
    return World(
        panrb=panrb,
        regency=regency,
        unit=street,
        other=other,
        coordinator_home=above,
        **dict(zip(places, officers, strict=True)),
    )


def classification(code: str = "complaint_ordinary") -> Classification:
    """Return one of the classes of the decree."""
    return Classification.objects.get(pk=code)


def category(name: str = "Jalan berlubang") -> Category:
    """Return a topic, made once."""
    made, _ = Category.objects.get_or_create(
        name=name, parent=None, defaults={"slug": ids.new_media_key()[-32:]}
    )
    return made


def receive(
    world: World,
    *,
    at: datetime = MONDAY,
    agency: Organisation | None = None,
    anonymous: bool = False,
    secret: bool = False,
    entered_by: str = "",
    title: str = "Lampu jalan padam di depan pasar",
    content: str = "Lampu jalan di depan pasar padam sejak seminggu yang lalu.",
) -> Case:
    """Return a case that has just come in, with the code ``CODE``."""
    from django.db import transaction  # noqa: PLC0415 - only here

    new = actions.NewCase(
        title=title,
        content=content,
        classification=classification("complaint"),
        channel=Channel.WEB,
        agency=agency or world.regency,
        is_anonymous=anonymous,
        is_secret=secret,
        entered_by=entered_by,
    )
    with transaction.atomic():
        return actions.open_case(new, code=CODE, by=REPORTER, at=at)


def dispatch(world: World, case: Case, *, at: datetime, to_unit: bool = True) -> Case:
    """Verify and hand to the unit (or only the agency)."""
    return actions.dispatch(
        case,
        to=world.unit if to_unit else world.regency,
        classification=classification(),
        category=category(),
        by=world.admin,
        at=at,
    )


def make_case(world: World, state: State = State.RECEIVED, **options: object) -> Case:
    """Return a case brought to a state by real acts, an hour apart."""
    case = receive(world, **options)  # type: ignore[arg-type]
    at = case.received_at
    for hours, (reached, act) in enumerate(_PATHS[state], start=1):
        case = act(world, case, at + hours * HOUR)
        assert case.state == reached
    return case


def _hold(world: World, case: Case, at: datetime) -> Case:
    missing = ["Alamat lengkap"]
    return actions.hold(
        case, reason="Mohon lengkapi.", missing=missing, by=world.admin, at=at
    )


def _archive(world: World, case: Case, at: datetime) -> Case:
    return actions.archive(
        case,
        reason=ArchiveReason.TOO_GENERAL,
        advice="Sampaikan lokasi yang jelas dalam laporan baru.",
        by=world.admin,
        at=at,
    )


def _dispatch(world: World, case: Case, at: datetime) -> Case:
    return dispatch(world, case, at=at)


def _ask_return(world: World, case: Case, at: datetime) -> Case:
    reason = "Jalan ini milik provinsi."
    return actions.ask_return(
        case, reason=reason, suggestion=None, by=world.admin, at=at, **NOT_OURS
    )


def _follow_up(world: World, case: Case, at: datetime) -> Case:
    text = "Petugas menuju lokasi."
    return actions.follow_up(case, content=text, by=world.liaison, at=at)


def _answer(world: World, case: Case, at: datetime) -> Case:
    return answer(world, case, at=at)


def _reply(world: World, case: Case, at: datetime) -> Case:
    return actions.reply(case, content="Masih padam.", at=at)


def _accept(world: World, case: Case, at: datetime) -> Case:
    return actions.accept(case, at=at)


Path = list[tuple[State, Callable[[World, Case, datetime], Case]]]
_TO_UNIT: Path = [(State.DISPATCHED, _dispatch)]
_UNDER_WAY: Path = [*_TO_UNIT, (State.IN_PROGRESS, _follow_up)]
_ANSWERED: Path = [*_UNDER_WAY, (State.ANSWERED, _answer)]
_PATHS: dict[State, Path] = {
    State.RECEIVED: [],
    State.ON_HOLD: [(State.ON_HOLD, _hold)],
    State.ARCHIVED: [(State.ARCHIVED, _archive)],
    State.DISPATCHED: _TO_UNIT,
    State.RETURN_REQUESTED: [*_TO_UNIT, (State.RETURN_REQUESTED, _ask_return)],
    State.IN_PROGRESS: _UNDER_WAY,
    State.ANSWERED: _ANSWERED,
    State.REPLIED: [*_ANSWERED, (State.REPLIED, _reply)],
    State.CLOSED: [*_ANSWERED, (State.CLOSED, _accept)],
}


def answer(world: World, case: Case, *, at: datetime) -> Case:
    """Give a final answer that explains."""
    return actions.final_answer(
        case, content=ANSWER, result=AnswerResult.FULFILLED, by=world.liaison, at=at
    )
