"""What several people and several offices do with one case, by real acts.

A cluster with an objection, a case of three offices, returns that end binding, formal
requests, hand-overs to the Ombudsman, and voices of the public: a few of each, on the
desks of the demo officers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from django.db import transaction

from lapor.domain.accounts.models import User
from lapor.domain.analytics.actions import fold_cases
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case, Category, Classification
from lapor.domain.cases.rules import Channel, OmbudsmanWay, ReturnReason
from lapor.domain.handover import actions as handovers
from lapor.domain.handover.rules import Answer, NoticeState, Wish
from lapor.domain.handover.rules import State as Step
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import organisation_by_code, units_of
from lapor.domain.publication import actions as publication
from lapor.domain.publication.rules import Refusal
from lapor.domain.reporters.actions import keep_identity
from lapor.domain.reporters.rules import Person
from lapor.kernel import ids
from lapor.kernel.actor import REPORTER, SYSTEM
from lapor.ops.demo.country import HOME, HOME_DUTIES
from lapor.ops.demo.topics import FIRST_NAMES, LAST_NAMES

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
CLUSTER: Final = (
    "Jembatan kecil di Kelurahan Sumurboto miring",
    "Jembatan Sumurboto miring dan retak",
    "Mohon jembatan di Sumurboto diperbaiki",
    "Jembatan dekat masjid Sumurboto sudah miring",
)
#: What begins one scene; where it is there, the story was told already.
FIRST: Final = CLUSTER[0]
HELPERS: Final = 2  # other agencies that the scenes need


@dataclass(frozen=True)
class Stage:
    """Who plays: the home agency with its unit, two other agencies, the nation."""

    home: Organisation
    unit: Organisation
    admin: User
    deputy: User
    national: User
    helpers: tuple[User, ...]
    luck: Random
    at: datetime

    @property
    def nation(self) -> Organisation:
        """Return the office of the national admin."""
        return self.national.organisation or self.home

    def home_of(self, place: int) -> Organisation:
        """Return the agency of one of the helpers."""
        office = self.helpers[place].organisation
        return office or self.home


def cross(*, seed: int, at: datetime) -> int:
    """Play every scene once; returns how many cases were made.

    A country with fewer than two other agencies that have an admin plays none.
    """
    if Case.objects.filter(title=FIRST).exists():
        return 0
    stage = _stage(seed, at)
    if len(stage.helpers) < HELPERS:
        return 0
    made = [case for play in SCENES for case in play(stage)]
    fold_cases([case.pk for case in made], at=at)
    return len(made)


def _stage(seed: int, at: datetime) -> Stage:
    home = organisation_by_code(HOME)
    others = (
        User.objects.filter(username__startswith="admin-", is_demo=True)
        .exclude(username__in=("admin-instansi", "admin-nasional"))
        .exclude(organisation=home)
        .select_related("organisation")
        .order_by("username")
    )
    return Stage(
        home,
        units_of(home).filter(duties=HOME_DUTIES).first() or home,
        _user("admin-instansi"),
        _user("wakil-admin"),
        _user("admin-nasional"),
        tuple(others[:HELPERS]),
        Random(f"crossing {seed}"),  # noqa: S311 - a story, no secret
        at,
    )


def _cluster(stage: Stage) -> list[Case]:
    """Four reporters, one bridge; one of them wants his report to stay by itself."""
    told = stage.at - 9 * DAY
    made = [
        _dispatched(stage, title, told + place * 5 * HOUR)
        for place, title in enumerate(CLUSTER)
    ]
    first, *others = made
    joined = [
        cases.merge(
            case,
            into=first,
            reason="Jembatan yang sama, dilihat dari alamat dan fotonya.",
            by=stage.admin,
            at=told + 2 * DAY,
        )
        for case in others
    ]
    cases.unmerge(
        joined[-1],
        by=REPORTER,
        reason="Yang saya laporkan tangganya, bukan jembatannya.",
        at=told + 3 * DAY,
    )
    cases.follow_up(
        first,
        content="Petugas memeriksa jembatan dan memasang tanda batas beban.",
        by=stage.admin,
        at=told + 4 * DAY,
    )
    return made


def _together(stage: Stage) -> list[Case]:
    """A case of three offices: one has handed in its part, one is asked, one reads."""
    told = stage.at - 6 * DAY
    case = _dispatched(stage, "Saluran meluap di batas dua wilayah", told)
    one, two = stage.home_of(0), stage.home_of(1)
    given: dict[str, Any] = {"by": stage.admin, "at": told + DAY}
    case = cases.invite(case, to=one, task="Membersihkan saluran di hulu.", **given)
    case = cases.consult(
        case,
        to=two,
        question="Siapa pemilik pintu air di perbatasan?",
        due_on=(stage.at + 2 * DAY).date(),
        **given,
    )
    case = cases.contribute(
        case,
        content="Saluran di hulu dibersihkan sepanjang 400 meter.",
        is_final=True,
        by=stage.helpers[0],
        at=told + 3 * DAY,
    )
    return [cases.send_copy(case, to=stage.nation, **given)]


def _returned(stage: Stage) -> list[Case]:
    """A case that went round until a decision bound, and one that waits for it."""
    told = stage.at - 8 * DAY
    settled = _dispatched(
        stage, "Papan jalan roboh di tikungan pasar", told, unit=False
    )
    round_trip = (
        (stage.admin, stage.home_of(0)),
        (stage.helpers[0], stage.home_of(1)),
    )
    moment = settled.dispatched_at or told
    for holder, target in round_trip:
        moment += 2 * HOUR
        settled = _refused(settled, holder, target, moment)
        moment += 2 * HOUR
        settled = cases.grant_return(settled, to=target, by=stage.national, at=moment)
    waiting = _dispatched(
        stage, "Rambu sungai hilang di dermaga", stage.at - 2 * DAY, unit=False
    )
    asked = (waiting.dispatched_at or stage.at - DAY) + HOUR
    return [settled, _refused(waiting, stage.admin, stage.home_of(0), asked)]


def _refused(case: Case, by: User, target: Organisation, at: datetime) -> Case:
    return cases.ask_return(
        case,
        reason="Ruas ini bukan wewenang kami.",
        code=ReturnReason.OTHER_LEVEL,
        suggestion=target,
        basis="UU 23/2014, Lampiran C",
        by=by,
        at=at,
    )


def _asked(stage: Stage) -> list[Case]:
    """Two formal requests for information: one answered, one open."""
    made = []
    for place, title in enumerate(
        ("Anggaran perbaikan jalan lingkungan", "Daftar penerima bantuan bedah rumah")
    ):
        told = stage.at - (7 - 3 * place) * DAY
        case = _dispatched(stage, title, told, law="information", asked="information")
        case = cases.follow_up(
            case,
            content="Pertanyaan Anda kami teruskan ke bagian data.",
            by=stage.admin,
            at=told + DAY,
        )
        request = handovers.ask_information(
            case,
            wanted=f"{title} tahun lalu, menurut kelurahan.",
            purpose="Mengetahui rencana di kampung kami.",
            wish=Wish.COPY,
            at=told + DAY + HOUR,
        )
        if not place:
            handovers.answer_information(
                request,
                answer=Answer.GIVEN,
                text="Rincian per kelurahan kami sampaikan dalam salinan digital.",
                by=stage.admin,
                at=told + 3 * DAY,
            )
        made.append(case)
    return made


def _handed_over(stage: Stage) -> list[Case]:
    """Two late cases: one lies with the Ombudsman, the other reporter has an offer."""
    told = stage.at - 70 * DAY
    made = []
    for place, title in enumerate(
        ("Izin warung belum terbit sejak dua bulan", "Sambungan air belum dipasang")
    ):
        case = _dispatched(stage, title, told + place * HOUR)
        person = _person(stage)
        keep_identity(
            case_number=case.number,
            person=person,
            is_anonymous=False,
            by=REPORTER,
            at=told,
        )
        made.append(case)
        if place:
            way = OmbudsmanWay.SIXTY_DAYS
            handovers.offer(case, way=way, by=SYSTEM, at=stage.at - 5 * DAY)
            continue
        handover = handovers.consent(
            case, agrees=True, person=person, at=stage.at - 5 * DAY
        )
        moment = stage.at - 2 * DAY
        handovers.take_step(
            handover,
            NoticeState(handover.number, Step.RECEIVED, moment, "0147/LM/2026"),
            by=_user("ombudsman"),
            at=moment,
        )
    return made


def _spoken_of(stage: Stage) -> list[Case]:
    """A case that many support, some follow, and three have commented on."""
    told = stage.at - 5 * DAY
    case = _dispatched(stage, "Taman bermain di Tembalang gelap", told)
    copy = publication.propose(case, by=stage.admin, at=told + DAY)
    copy = publication.approve(copy, by=stage.deputy, at=told + DAY + HOUR)
    shown = told + 2 * DAY
    visitors = [publication.Visitor(f"demo-{n}", f"198.51.{n}.0") for n in range(14)]
    for place, visitor in enumerate(visitors):
        publication.support(copy, visitor=visitor, at=shown + place * HOUR)
    for visitor in visitors[:5]:
        publication.follow(copy, visitor=visitor, at=shown)
    written = [
        publication.comment(copy, content=words, visitor=visitor, at=shown + DAY)
        for words, visitor in zip(COMMENTS, visitors, strict=False)
    ]
    for comment, refusal in zip(written, (None, Refusal.ADVERT), strict=False):
        publication.moderate(
            comment, refusal=refusal, by=stage.admin, at=shown + DAY + HOUR
        )
    return [case]


COMMENTS: Final = (
    "Benar, sejak lampunya padam anak-anak pulang sebelum magrib.",
    "Butuh lampu? Hubungi toko kami.",
    "Sebelah utara taman juga gelap.",
)
SCENES: Final[tuple[Callable[[Stage], list[Case]], ...]] = (
    *(_cluster, _together, _returned, _asked, _handed_over, _spoken_of),
)


def _dispatched(
    stage: Stage,
    title: str,
    at: datetime,
    *,
    law: str = "complaint_ordinary",
    asked: str = "complaint",
    unit: bool = True,
) -> Case:
    """Return a case that the home agency has verified and taken, a day later."""
    case = _received(stage, title, at, asked)
    return cases.dispatch(
        case,
        to=stage.unit if unit else stage.home,
        classification=Classification.objects.get(pk=law),
        category=Category.objects.filter(parent=None).order_by("pk").first(),
        by=stage.admin,
        at=at + 20 * HOUR,
    )


@transaction.atomic
def _received(stage: Stage, title: str, at: datetime, asked: str) -> Case:
    new = cases.NewCase(
        title=title,
        content=f"{title}. Mohon ditangani, warga sekitar ikut menunggu.",
        classification=Classification.objects.get(pk=asked),
        channel=Channel.WEB,
        agency=stage.home,
        region=stage.home.region,
    )
    return cases.open_case(new, code=ids.derived_code(title), by=REPORTER, at=at)


def _person(stage: Stage) -> Person:
    name = f"{stage.luck.choice(FIRST_NAMES)} {stage.luck.choice(LAST_NAMES)}"
    return Person(
        name=name, email=f"{name.lower().replace(' ', '.')}@contoh.example.id"
    )


def _user(name: str) -> User:
    return User.objects.select_related("organisation").get(username=name)
