"""What evaluation leaves behind in the made-up country: rounds, scores, plans.

On every tier two half-years are finished and one is open. People do what people do: a
few fill their sheets well, some are late, one point is clarified, recommendations are
given and followed. Everything goes through the same acts as in real life, with the
days of then; what a day of the story would need the clock for is told to the act.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Final, NamedTuple

from lapor.domain.accounts.models import User
from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.analytics.rules.periods import Period, parse_period
from lapor.domain.monev.actions import (
    drafting,
    filling,
    fixing,
    opening,
    publishing,
    sampling,
    verifying,
)
from lapor.domain.monev.models import Clarification, Round, Sheet
from lapor.domain.monev.queries.standing import subjects_of
from lapor.domain.monev.rules.words import SheetState, Tier
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import inspectorate_of, organisation_by_code
from lapor.domain.plans import actions as plans
from lapor.domain.plans.rules.words import RecommendationAct
from lapor.domain.quality.actions import begin, finish, keep_marks
from lapor.domain.quality.models import Sample
from lapor.domain.quality.queries import next_answer
from lapor.domain.quality.rules.rubric import KEYS
from lapor.kernel.errors import DomainError
from lapor.ops.demo.country import HOME, HOME_DUTIES, PROVINCE
from lapor.ops.demo.planning import plan_years
from lapor.ops.demo.prevention import prevent
from lapor.ops.demo.proof import proof_file

Tell = Callable[[int, int], None]
#: How many sheets of a round are filled by people; the rest is closed with what the
#: system knows, as late ones are.
FILLED: Final = 1
#: Items of a sheet that are claimed with proof; the others are honestly 0.
CLAIMED: Final = 2
#: How many answers of a sample are scored in the story.
SCORED: Final = 24
FINISHED: Final = 2


class Cast(NamedTuple):
    """Who evaluates on a tier, and for whom."""

    tier: Tier
    assessor: Organisation
    people: tuple[User, ...]


class Day:
    """The days of one round in the story, each later than the one before."""

    def __init__(self, period: Period, latest: datetime) -> None:
        """Open twenty days after the end of the period, never after ``latest``."""
        begun = datetime.combine(period.last, time(2), UTC) + timedelta(days=20)
        self.now = min(begun, latest)
        self.latest = latest

    def after(self, days: int) -> datetime:
        """Let days pass; the story never overtakes today."""
        self.now = min(self.now + timedelta(days=days), self.latest)
        return self.now


def evaluate(*, seed: int, at: datetime, tell: Tell = lambda done, total: None) -> int:
    """Make what is missing of the rounds of every tier; returns how many were made."""
    plan_years(seed=seed, at=at)
    made, periods, everybody = 0, list(halves(at)), casts()
    wanted = [(cast, period) for cast in everybody for period in periods]
    for done, (cast, period) in enumerate(wanted):
        tell(done, len(wanted))
        is_finished = period != periods[-1]
        made += _round(cast, period, seed, at, is_finished=is_finished)
    if made:
        home = organisation_by_code(HOME)
        prevent(home, admin=_user("admin-instansi"), auditor=_user("auditor"), at=at)
    return made


def halves(at: datetime) -> Iterator[Period]:
    """Yield the last half-years that are over, oldest first; the last stays open."""
    year, half = at.year, 1 if at.month <= 6 else 2
    names = []
    for _ in range(FINISHED + 1):
        year, half = (year, 1) if half == 2 else (year - 1, 2)
        names.append(f"{year}-S{half}")
    return (parse_period(name) for name in reversed(names))


def casts() -> list[Cast]:
    """Return who evaluates on each tier, as far as the country has them."""
    home = organisation_by_code(HOME)
    auditors = inspectorate_of(home) or home
    rows = (
        (Tier.MICRO_AGENCY, home.code, ("admin-instansi", "wakil-admin")),
        (Tier.MICRO_AUDITOR, auditors.code, ("auditor", "auditor-kedua")),
        (Tier.MESO_COORDINATION, "kemenko-pmk", ("pengawas-binaan", "penilai-binaan")),
        (Tier.MESO_TERRITORY, PROVINCE, ("admin-provinsi",)),
        (Tier.MESO_HOME_AFFAIRS, "kemendagri", ("pengawas-daerah",)),
        (Tier.THEMATIC_PROGRAMME, "ksp", ("pengawas-program",)),
        (Tier.THEMATIC_RESOLUTION, "ombudsman", ("ombudsman",)),
        (Tier.MACRO, "panrb", ("admin-nasional",)),
    )
    offices = Organisation.objects.in_bulk([row[1] for row in rows], field_name="code")
    return [
        Cast(tier, offices[code], tuple(map(_user, names)))
        for tier, code, names in rows
        if code in offices
    ]


def _round(
    cast: Cast, period: Period, seed: int, at: datetime, *, is_finished: bool
) -> int:
    """Live through one round, unless it is there; returns 1 when it is new."""
    day = Day(period, at - timedelta(hours=1))
    lead = cast.people[0]
    if (
        Round.objects.filter(
            tier=cast.tier, assessor=cast.assessor, period=period.name
        ).exists()
        or not subjects_of(cast.tier, cast.assessor, day.now.date()).exists()
    ):
        return 0
    luck = Random(f"round {seed} {cast.tier} {period.name}")  # noqa: S311 - a story
    round = drafting.draft_round(
        tier=cast.tier,
        assessor=cast.assessor,
        period=period,
        parts=tuple(Part),
        by=lead,
        at=day.now,
    )
    round = opening.open_round(round, by=lead, at=day.now)
    sheets = _chosen(round)
    _fill(sheets, luck, day)
    _sample(round, sheets, cast, luck, day)
    if is_finished:
        _finish(round, sheets, cast, luck, day)
    return 1


def _chosen(round: Round) -> list[Sheet]:
    """Return the sheets that people fill: those who have accounts for it."""
    rows = round.sheets.select_related("subject__agency", "round").order_by("pk")
    found = []
    for sheet in rows.iterator():
        names = {filler_of(sheet.subject), leader_of(sheet.subject)}
        if User.objects.filter(username__in=names).count() == len(names):
            found.append(sheet)
        if len(found) == FILLED:
            break
    return found


def _fill(sheets: list[Sheet], luck: Random, day: Day) -> None:
    """Fill some sheets with proof and sign them."""
    for sheet in sheets:
        admin, leader = (
            _user(name) for name in (filler_of(sheet.subject), leader_of(sheet.subject))
        )
        moment = day.after(1)
        open_items = list(sheet.items.filter(automatic=None).order_by("pk"))
        claimed = luck.sample(open_items, min(CLAIMED, len(open_items)))
        for item in open_items:
            value = luck.choice((2, 3, 4)) if item in claimed else 0
            filling.save_value(sheet, key=item.key, value=value, by=admin, at=moment)
            if value:
                filling.add_evidence(
                    sheet,
                    key=item.key,
                    uploads=[proof_file(item.key)],
                    by=admin,
                    at=moment,
                )
        filling.submit_sheet(sheet, by=leader, at=day.after(1))


def _sample(
    round: Round, sheets: list[Sheet], cast: Cast, luck: Random, day: Day
) -> None:
    """Score some of the answers drawn of one agency of the round."""
    for sheet in sheets:
        agency = sheet.subject.agency or sheet.subject
        try:
            sample = sampling.draw_sample(round, agency, by=cast.people[0], at=day.now)
        except DomainError:
            continue  # nothing was answered there in that half-year
        _score(sample, cast.people, luck, day.after(1))
        return


def _score(
    sample: Sample, people: tuple[User, ...], luck: Random, moment: datetime
) -> None:
    skill = luck.uniform(1.8, 3.2)
    for person in people:
        for _ in range(SCORED // len(people)):
            answer = next_answer(person, sample, on=moment.date())
            if answer is None:
                break
            mine = begin(answer, by=person, at=moment)
            marks = {key: max(0, min(4, round(luck.gauss(skill, 0.8)))) for key in KEYS}
            keep_marks(mine, marks=marks, by=person, at=moment)
            finish(mine, by=person, at=moment)


def _finish(
    round: Round, sheets: list[Sheet], cast: Cast, luck: Random, day: Day
) -> None:
    """Verify, clarify, meet, fix, publish, recommend, and see one of them through."""
    lead = cast.people[0]
    round.refresh_from_db()
    if round.fill_until:
        late = datetime.combine(round.fill_until, time(2), UTC) + timedelta(days=1)
        day.now = max(day.now, late)
    round = verifying.start_verifying(round, by=lead, at=day.now)
    asked = _verify(round, lead, luck, day)
    if asked:
        verifying.send_clarifications(round, by=lead, at=day.after(1))
        _clarify(round, lead, day)
    meeting = verifying.Meeting(
        held_on=day.after(2).date(),
        place="Ruang rapat dan daring",
        chaired_by="Kepala bagian pengaduan",
        attendees="Penilai, pengelola pengaduan, pengawas internal",
        decisions="Hasil disepakati; rekomendasi diberikan kepada yang terendah.",
    )
    verifying.hold_plenary(round, meeting=meeting, by=lead, at=day.now)
    round = fixing.fix_round(round, by=lead, at=day.after(1))
    round = publishing.publish_round(round, by=lead, at=day.after(1))
    _recommend(round, sheets, lead, day)


def _verify(round: Round, lead: User, luck: Random, day: Day) -> bool:
    """Verify what was handed in; ask about one point. Returns whether it was asked."""
    asked = False
    moment = day.after(2)
    handed_in = round.sheets.filter(state=SheetState.SUBMITTED).order_by("pk")
    for sheet in handed_in.select_related("subject", "round"):
        claimed = sheet.items.filter(value__gte=2, score=None).order_by("pk").first()
        if claimed and not asked:
            verifying.score_item(
                sheet,
                key=claimed.key,
                score=(claimed.value or 0) - luck.choice((1, 2)),
                reason="Bukti tidak menyebut tahun ini.",
                by=lead,
                at=moment,
            )
            verifying.verify_sheet(sheet, by=lead, at=moment, accept_rest=True)
            verifying.ask_clarification(
                sheet,
                about=claimed.key,
                question="Apakah ada bukti untuk tahun ini?",
                by=lead,
                at=moment,
            )
            asked = True
        else:
            verifying.verify_sheet(sheet, by=lead, at=moment, accept_rest=True)
    return asked


def _clarify(round: Round, lead: User, day: Day) -> None:
    moment = day.after(2)
    points = Clarification.objects.filter(sheet__round=round)
    for point in points.select_related("sheet__subject__agency", "sheet__round"):
        filling.answer_clarification(
            point,
            answer="Bukti tahun ini kami sampaikan dalam rapat.",
            by=_user(filler_of(point.sheet.subject)),
            at=moment,
        )
        point.refresh_from_db()
        verifying.decide_clarification(
            point,
            is_accepted=False,
            decision="Nilai penilai tetap; bukti menyusul pada putaran berikutnya.",
            by=lead,
            at=day.after(1),
        )


def _recommend(round: Round, sheets: list[Sheet], lead: User, day: Day) -> None:
    """Recommend to those who filled; the first follows it to its verified end."""
    for place, sheet in enumerate(sheets):
        admin = _user(filler_of(sheet.subject))
        moment = day.after(1)
        given = publishing.recommend(
            round,
            subject=sheet.subject,
            text="Buat jawaban yang substantif: sebutkan apa yang diperiksa, apa "
            "hasilnya, dan kapan selesai.",
            due_on=moment.date() + timedelta(days=60),
            by=lead,
            at=moment,
        )
        if place == 0:
            steps = (
                (RecommendationAct.ACCEPT, admin, ""),
                (RecommendationAct.START, admin, "Pelatihan petugas dijadwalkan."),
                (RecommendationAct.CLAIM, admin, "Pelatihan selesai; daftar hadir."),
                (RecommendationAct.VERIFY, lead, "Bukti sudah diperiksa."),
            )
            for act, person, words in steps:
                proofs = (
                    [proof_file("pelatihan")] if act == RecommendationAct.CLAIM else []
                )
                plans.act_on(
                    given, act, text=words, uploads=proofs, by=person, at=day.after(1)
                )
                given.refresh_from_db()


def filler_of(subject: Organisation) -> str:
    """Return who fills the sheet of a subject: the admin, or a unit's officer."""
    if not subject.is_agency:
        at_home = subject.duties == HOME_DUTIES and subject.code.startswith(HOME)
        return "pejabat-penghubung" if at_home else "-"
    return "admin-instansi" if subject.code == HOME else f"admin-{subject.code}"


def leader_of(subject: Organisation) -> str:
    """Return who signs the sheet of a subject."""
    agency = subject.agency or subject
    return "pimpinan" if agency.code == HOME else f"pimpinan-{agency.code}"


def _user(name: str) -> User:
    return User.objects.get(username=name)
