"""What can be done to a made-up case, and what is said with it; steps by the table."""

from random import Random
from typing import Any, Final

from lapor.domain.cases.rules import (
    Act,
    AnswerResult,
    ArchiveReason,
    Closing,
    Kind,
    Visibility,
)
from lapor.domain.deadlines.rules import Timer
from lapor.ops.demo import topics
from lapor.ops.demo.country import Agency, Country, Place
from lapor.ops.demo.days import DAY, Days, day_of
from lapor.ops.demo.life import Enough, Life, Office
from lapor.ops.demo.wording import filled

HOUR: Final = 3_600
UNCLEAR: Final = 0.28  # share that cannot be handled as it came
FINER: Final = ("complaint_oversight",) * 67 + ("complaint_ordinary",) * 33
RESULTS: Final = (
    (AnswerResult.FULFILLED,) * 48
    + (AnswerResult.EXPLAINED,) * 28
    + (AnswerResult.PARTLY,) * 9
    + (AnswerResult.PLANNED,) * 6
    + (AnswerResult.UNFOUNDED,) * 4
    + (AnswerResult.IMPOSSIBLE,) * 3
    + (AnswerResult.TO_INFORMATION_OFFICER, AnswerResult.TO_LAW_ENFORCEMENT)
)
ARCHIVED: Final = (
    (ArchiveReason.UNCLEAR,) * 45
    + (ArchiveReason.TOO_GENERAL,) * 25
    + (ArchiveReason.NOT_PUBLIC_SERVICE,) * 12
    + (ArchiveReason.DUPLICATE,) * 9
    + (ArchiveReason.TRIAL,) * 6
    + (ArchiveReason.HATE_OR_SPAM,) * 2
    + (ArchiveReason.IN_COURT,)
)
SPEED: Final = {
    "information": 0.5,
    "aspiration": 0.7,
    "complaint_ordinary": 1.0,
    "complaint_oversight": 2.2,
}
"""How long the final answer takes, against an ordinary complaint."""


class Acts:
    """The acts of one life with their words; ``luck`` is the only chance there is."""

    def __init__(
        self,
        life: Life,
        luck: Random,
        country: Country,
        matter: topics.Topic,
        place: Place | None,
    ) -> None:
        """A case that has not been received yet, and what it is about."""
        self.life, self.luck, self.country = life, luck, country
        self.matter, self.place = matter, place
        self.days: Days = life.shared.days
        self.target: Agency = country.panrb
        self.ratings: list[tuple[Any, ...]] = []
        self.promised: list[tuple[Any, ...]] = []

    def hold(self, moment: int, at: Agency) -> None:
        """Ask the reporter for what is missing."""
        self.life.do(Act.HOLD, moment, at.admin)
        self._say(
            Act.HOLD,
            Kind.DATA_REQUEST,
            at.admin,
            at.office.pk,
            "Mohon lengkapi laporan agar dapat kami teruskan.",
            missing=[self.luck.choice(topics.MISSING)],
        )
        self.life.check()

    def complete(self, moment: int) -> None:
        """Let the reporter add what was missing."""
        self.life.do(Act.COMPLETE, moment, "reporter")
        words = self._filled(self.luck.choice(topics.SUPPLIED))
        self._say(Act.COMPLETE, Kind.REPORTER, "reporter", None, words)

    def archive(self, moment: int, by: str) -> None:
        """Put it away with a reason and advice."""
        life, reason = self.life, self.luck.choice(ARCHIVED)
        life.do(Act.ARCHIVE, moment, by, reason=str(reason))
        life.closing, life.archive_reason = Closing.ARCHIVED_BY_OFFICER, reason
        self._say(
            Act.ARCHIVE,
            Kind.DECISION,
            by,
            life.agency_id,
            self.luck.choice(topics.ADVICE),
            reason=str(reason),
        )
        raise Enough

    def withdraw(self, moment: int) -> None:
        """Let the reporter take it back."""
        life = self.life
        life.do(Act.WITHDRAW, moment, "reporter")
        life.closing = Closing.ARCHIVED_BY_REPORTER
        life.archive_reason = ArchiveReason.WITHDRAWN
        words = "Masalahnya sudah selesai, laporan saya cabut."
        self._say(Act.WITHDRAW, Kind.REPORTER, "reporter", None, words)
        raise Enough

    def expire(self, timer: Timer, act: Act) -> None:
        """Let a clock run out; the system acts within some minutes."""
        life = self.life
        moment = life.due_of(timer) + 60 + int(self.luck.random() * 540)
        life.do(act, moment, "system")
        if act == Act.EXPIRE_SILENCE:
            life.closing = Closing.SILENCE
        else:
            life.closing = Closing.ARCHIVED_BY_SYSTEM
            life.archive_reason = ArchiveReason.NOT_COMPLETED
        self._say(act, Kind.SYSTEM, "system", None, "")
        if act == Act.EXPIRE_HOLD:
            raise Enough

    def dispatch(self, moment: int, by: str) -> None:
        """Verify, refine the class, and hand it to who must answer."""
        life = self.life
        moment = max(moment, life.now)
        home = life.agency_id
        life.hand_to(self.target.office, by, Act.DISPATCH, moment)
        if life.classification_id == "complaint":
            life.classification_id = self.luck.choice(FINER)
        life.verified_at = life.verified_at or life.dispatched_at
        life.do(Act.DISPATCH, moment, by, target=self.target.office.code)
        name = self.target.office.name
        self._say(
            Act.DISPATCH,
            Kind.DISPATCH,
            by,
            home,
            "",
            visibility=Visibility.PUBLIC,
            organisation=name,
        )

    def assign(self, moment: int, unit: Office) -> None:
        """Hand it to a unit of the agency."""
        life, agency = self.life, self.target
        moment = max(moment, life.now)
        life.do(Act.DISPATCH_UNIT, moment, agency.admin, unit=unit.code)
        life.end_assignments(Act.DISPATCH_UNIT, moment, keep=agency.office.pk)
        life.unit_id = unit.pk
        life.assign(unit.pk, agency.admin, moment)
        self._say(
            Act.DISPATCH_UNIT,
            Kind.DISPATCH,
            agency.admin,
            agency.office.pk,
            "",
            organisation=unit.name,
        )

    def ask_return(self, moment: int) -> None:
        """Say that it is not this agency's to answer."""
        agency = self.target
        self.life.do(Act.ASK_RETURN, moment, agency.admin, suggestion="")
        self._say(
            Act.ASK_RETURN,
            Kind.DECISION,
            agency.admin,
            agency.office.pk,
            "Ruas dan layanan ini bukan kewenangan kami.",
            visibility=Visibility.OFFICERS,
            suggestion="",
        )
        self.life.check()

    def escalate(self, moment: int) -> None:
        """Let the reporter take a late case to the Ombudsman."""
        self.life.do(Act.ESCALATE, moment, "reporter")
        self.life.escalated_at = self.life.updated_at
        self._say(Act.ESCALATE, Kind.DECISION, "reporter", None, "")
        self.life.check()

    def follow_up(self, moment: int) -> None:
        """Tell the reporter what is being done."""
        life, agency = self.life, self.target
        life.note_first_answer(moment)
        life.do(Act.FOLLOW_UP, moment, self._hand())
        words = self._filled(self.luck.choice(topics.STARTED))
        self._say(
            Act.FOLLOW_UP,
            Kind.FOLLOW_UP,
            self._hand(),
            life.unit_id or agency.office.pk,
            words,
            visibility=self._public(),
        )
        life.check()

    def answer(self, moment: int) -> None:
        """Give the final answer; what is planned is promised for a day."""
        life, agency, luck = self.life, self.target, self.luck
        result = luck.choice(RESULTS)
        life.note_first_answer(moment)
        life.do(Act.FINAL_ANSWER, moment, self._hand(), result=str(result))
        life.answered_at, life.result = life.updated_at, result
        pieces = {
            AnswerResult.PLANNED: topics.PLANNED,
            AnswerResult.FULFILLED: topics.ANSWERED,
            AnswerResult.PARTLY: topics.ANSWERED,
        }.get(result, topics.EXPLAINED)
        done = self._filled(luck.choice(self.matter.done))
        words = self._filled(luck.choice(pieces), done=done)
        self._say(
            Act.FINAL_ANSWER,
            Kind.FINAL_ANSWER,
            self._hand(),
            life.unit_id or agency.office.pk,
            words,
            visibility=self._public(),
            result=str(result),
        )
        if result == AnswerResult.PLANNED:
            due_on = day_of(life.now // DAY + 30 + luck.randrange(150))
            self.promised.append(
                (life.id, due_on, life.title, agency.office.pk, life.updated_at)
            )
        life.check()

    def reply(self, moment: int) -> None:
        """Let the reporter answer back, while the silence clock runs."""
        life = self.life
        moment = min(moment, life.due_of(Timer.SILENCE) - HOUR)
        life.do(Act.REPLY, moment, "reporter")
        words = self.luck.choice(topics.REPLIES)
        self._say(Act.REPLY, Kind.REPORTER, "reporter", None, words)
        life.check()

    def accept(self, moment: int) -> None:
        """Let the reporter accept the answer, while the silence clock runs."""
        life = self.life
        life.do(Act.ACCEPT, min(moment, life.due_of(Timer.SILENCE) - HOUR), "reporter")
        life.closing = Closing.ACCEPTED
        self._say(
            Act.ACCEPT, Kind.SYSTEM, "reporter", None, "", visibility=Visibility.PUBLIC
        )
        life.check()

    def close(self, moment: int) -> None:
        """Close it as an officer, while the silence clock runs."""
        life, agency = self.life, self.target
        moment = min(moment, life.due_of(Timer.SILENCE) - HOUR)
        life.do(Act.CLOSE, moment, agency.admin)
        life.closing = Closing.OFFICER
        words = "Jawaban sudah lengkap dan bukti sudah dilampirkan di kantor."
        self._say(Act.CLOSE, Kind.DECISION, agency.admin, agency.office.pk, words)

    def rate(self, moment: int) -> None:
        """Rate it, if the moment has come."""
        life, luck = self.life, self.luck
        if moment > life.shared.until:
            return
        level = luck.choice((1, 2, 3, 3, 4, 4, 4, 5, 5))
        stars = [min(5, max(1, level + luck.choice((-1, 0, 0, 1)))) for _ in range(3)]
        solved = "yes" if level > 3 else "partly" if level == 3 else "no"
        comment = luck.choice(topics.COMMENTS) if level != 3 else ""
        self.ratings.append((life.id, *stars, solved, comment, moment))

    def _hand(self) -> str:
        """Who writes for the agency: the officer of the unit, else the admin."""
        unit = self.life.unit_id
        return self.country.hands.get(unit or 0, self.target.admin)

    def _public(self) -> Visibility:
        return Visibility.REPORTER if self.life.is_secret else Visibility.PUBLIC

    def _say(
        self,
        act: Act,
        kind: Kind,
        by: str,
        office: int | None,
        content: str,
        **rest: Any,
    ) -> None:
        self.life.say(act, kind, by, office=office, content=content, **rest)

    def _filled(self, piece: str, **more: str) -> str:
        return filled(piece, self.luck, self.place, day=self.life.now // DAY, **more)

    def _delay(self, days: float, pace: float, spread: float) -> int:
        return int(days * pace * self.luck.lognormvariate(0, spread) * DAY)

    def _office(self, moment: int, office: Office) -> int:
        # A story that goes beyond its end needs no exact hour, and the days are
        # unrolled for a while after it only.
        if moment > self.life.shared.until:
            raise Enough
        return self.days.in_office(moment, office.offset, self.luck.random())
