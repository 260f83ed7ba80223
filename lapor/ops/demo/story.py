"""How a made-up case goes: delays, decisions and words by lot, steps by the table."""

from collections.abc import Callable
from random import Random
from typing import Any, Final

from lapor.domain.cases.rules import (
    Act,
    AnswerResult,
    ArchiveReason,
    Closing,
    Kind,
    State,
    Visibility,
)
from lapor.domain.deadlines.rules import Timer
from lapor.ops.demo import topics
from lapor.ops.demo.country import Agency, Country, Place
from lapor.ops.demo.days import DAY, Days, day_of
from lapor.ops.demo.life import Enough, Life, Office

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


class Story:
    """Tells one life. ``luck`` is the only chance there is: same seed, same story."""

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

    def tell(self, arrived: int, at: Agency, target: Agency, *, is_clear: bool) -> None:
        """Let it happen until the end, or until the day up to which we tell."""
        self.target = target
        try:
            self.life.receive(arrived, self.life.entered_by or "reporter")
            self._verify(at, is_clear)
            self._handle()
            self._end()
        except Enough:
            pass
        self.life.write()

    def tell_until(
        self,
        arrived: int,
        at: Agency,
        target: Agency,
        *,
        unit: Office | None,
        aim: State,
        patience: int,
    ) -> None:
        """Go straight to a state and stop there, ``patience`` seconds a step."""
        self.target = target
        self.life.aim = aim
        try:
            self.life.receive(arrived, self.life.entered_by or "reporter")
            self.life.check()
            self._straight(at, unit, aim, patience)
        except Enough:
            pass
        self.life.write()

    # Arrival

    def _verify(self, at: Agency, is_clear: bool) -> None:
        life, luck = self.life, self.luck
        seen = self._office(life.arrived + self._delay(0.5, at.pace, 0.9), at.office)
        if luck.random() < 0.012:
            self.withdraw(life.arrived + int(luck.random() * DAY))
        if not is_clear:
            if luck.random() < 0.45:
                self.archive(seen, at.admin)
            self.hold(seen, at)
            if luck.random() > 0.3:
                self.expire(Timer.REPORTER_DATA, Act.EXPIRE_HOLD)
            self.complete(seen + self._delay(2.5, 1, 0.8))
            seen = self._office(life.now + self._delay(0.4, at.pace, 0.7), at.office)
        self.dispatch(seen, at.admin)
        self._to_unit(at)

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

    # Dispatch

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

    def _to_unit(self, at: Agency) -> None:
        agency, luck = self.target, self.luck
        units = agency.units.get(self.matter.duties) or agency.anywhere
        if luck.random() < 0.03:
            self._return(at)
            agency = self.target
            units = agency.units.get(self.matter.duties) or agency.anywhere
        if units and luck.random() < 0.93:
            moment = self.life.now + self._delay(0.3, agency.pace, 0.8)
            self.assign(self._office(moment, agency.office), luck.choice(units))

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

    def _return(self, at: Agency) -> None:
        life, luck, agency = self.life, self.luck, self.target
        moment = self._office(life.now + int(luck.random() * DAY), agency.office)
        self.ask_return(moment)
        national = self.country.panrb
        decided = self._office(life.now + self._delay(1, 1, 0.5), national.office)
        if luck.random() < 0.35:
            life.do(Act.REFUSE_RETURN, decided, national.admin)
            life.is_remit_settled = True
            self._say(
                Act.REFUSE_RETURN,
                Kind.DECISION,
                national.admin,
                national.office.pk,
                "Urusan ini tetap kewenangan instansi Anda.",
                visibility=Visibility.OFFICERS,
            )
            return
        others = [a for a in self.country.ranked[:60] if a is not agency]
        self.target = luck.choice(others)
        decided = max(decided, life.now)
        life.hand_to(self.target.office, national.admin, Act.GRANT_RETURN, decided)
        life.return_count += 1
        life.do(
            Act.GRANT_RETURN,
            decided,
            national.admin,
            source=agency.office.code,
            target=self.target.office.code,
        )
        self._say(
            Act.GRANT_RETURN,
            Kind.DISPATCH,
            national.admin,
            national.office.pk,
            "",
            visibility=Visibility.PUBLIC,
            organisation=self.target.office.name,
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

    # Follow-up and answer

    def _handle(self) -> None:
        life, luck, agency = self.life, self.luck, self.target
        if luck.random() < 0.03:
            self._give_up()
        moment = life.now + self._delay(1.3, agency.pace, 1.0)
        if luck.random() > 0.22:
            self.follow_up(self._office(moment, agency.office))
            if luck.random() < 0.05:
                self._ask()
            if luck.random() < 0.25:
                later = life.now + self._delay(3, agency.pace, 0.8)
                self.follow_up(self._office(later, agency.office))
        if luck.random() < 0.03:
            self._give_up()
        wait = self._delay(4.5, agency.pace * SPEED[life.classification_id], 1.0)
        self.answer(self._office(life.now + wait, agency.office))

    def _give_up(self) -> None:
        """Nobody answers; a few reporters go to the Ombudsman."""
        life = self.life
        if self.luck.random() < 0.25 and Timer.COMPLETION in life.running:
            late = life.due_of(Timer.COMPLETION) + int(self.luck.random() * 20 * DAY)
            self.escalate(late)
        raise Enough

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

    def _ask(self) -> None:
        life, agency, luck = self.life, self.target, self.luck
        moment = self._office(
            life.now + self._delay(1, agency.pace, 0.6), agency.office
        )
        life.do(Act.ASK_REPORTER, moment, self._hand())
        life.pause_count += 1
        life.is_waiting_for_reporter = True
        self._say(
            Act.ASK_REPORTER,
            Kind.DATA_REQUEST,
            self._hand(),
            life.unit_id or agency.office.pk,
            "Kami memerlukan keterangan ini untuk melanjutkan.",
            missing=[luck.choice(topics.MISSING)],
        )
        if luck.random() < 0.65:
            life.do(Act.SUPPLY, life.now + self._delay(2, 1, 0.8), "reporter")
            life.is_waiting_for_reporter = False
            words = self._filled(luck.choice(topics.SUPPLIED))
            self._say(Act.SUPPLY, Kind.REPORTER, "reporter", None, words)

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

    # The end

    def _end(self) -> None:
        life, luck, agency = self.life, self.luck, self.target
        chance = luck.random()
        if chance < 0.09:
            self.reply(life.now + self._delay(2, 1, 0.7))
            wait = self._delay(2.5, agency.pace, 0.8)
            self.answer(self._office(life.now + wait, agency.office))
            chance = 0.5
        if chance < 0.16:
            self.accept(life.now + self._delay(1.5, 1, 0.9))
        elif chance < 0.28:
            moment = life.now + self._delay(2, 1, 0.6)
            self.close(self._office(moment, agency.office))
        else:
            self.expire(Timer.SILENCE, Act.EXPIRE_SILENCE)
        if luck.random() < 0.13:
            self.rate(life.now + int(luck.random() * 5 * DAY))
        elif luck.random() < 0.015:
            self._reopen()

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

    def _reopen(self) -> None:
        life, luck, agency = self.life, self.luck, self.target
        life.do(Act.REOPEN, life.closed + int(luck.random() * 25 * DAY), "reporter")
        life.reopen_count += 1
        words = luck.choice(topics.REPLIES)
        self._say(Act.REOPEN, Kind.REPORTER, "reporter", None, words)
        wait = self._delay(3, agency.pace, 0.8)
        self.answer(self._office(life.now + wait, agency.office))
        self.expire(Timer.SILENCE, Act.EXPIRE_SILENCE)

    def _straight(
        self, at: Agency, unit: Office | None, aim: State, patience: int
    ) -> None:
        """The shortest way to a state, for the cases that wait on a demo desk."""
        life, agency = self.life, self.target

        def soon(office: Office) -> int:
            return self._office(life.now + patience, office)

        steps: list[Callable[[], None]] = []
        if aim == State.ON_HOLD:
            steps.append(lambda: self.hold(soon(at.office), at))
        elif aim == State.ARCHIVED:
            steps.append(lambda: self.archive(soon(at.office), at.admin))
        else:
            steps.append(lambda: self.dispatch(soon(at.office), at.admin))
            if unit is not None:
                steps.append(lambda: self.assign(soon(agency.office), unit))
        if aim == State.RETURN_REQUESTED:
            steps.append(lambda: self.ask_return(soon(agency.office)))
        elif aim == State.WITH_OMBUDSMAN:
            steps.append(lambda: self.escalate(life.due_of(Timer.COMPLETION) + DAY))
        elif aim != State.DISPATCHED:
            steps.append(lambda: self.follow_up(soon(agency.office)))
            steps.append(lambda: self.answer(soon(agency.office)))
            if aim == State.CLOSED:
                steps.append(lambda: self.accept(life.now + HOUR))
            else:
                steps.append(lambda: self.reply(life.now + HOUR))
        for step in steps:
            step()

    # Words and delays

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


def filled(
    piece: str, luck: Random, place: Place | None, *, day: int = 0, **more: str
) -> str:
    """Put places, days and numbers into a piece of text."""
    if "{" not in piece:
        return piece
    return piece.format(
        place=luck.choice(topics.PLACES),
        village=place.village if place else "pusat kota",
        district=place.district if place else "kota",
        days=luck.randrange(3, 40),
        count=luck.randrange(2, 12),
        number=luck.randrange(15, 480),
        day=_day_words(day),
        **more,
    )


_MONTHS: Final = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)


def _day_words(day: int) -> str:
    if not day:
        return ""
    on = day_of(day)
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
