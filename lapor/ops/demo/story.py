"""How a made-up case goes: delays, decisions and words by lot, steps by the table."""

from collections.abc import Callable

from lapor.domain.cases.rules import (
    Act,
    Kind,
    State,
    Visibility,
)
from lapor.domain.deadlines.rules import Timer
from lapor.ops.demo import topics
from lapor.ops.demo.acts import HOUR, SPEED, Acts
from lapor.ops.demo.country import Agency
from lapor.ops.demo.days import DAY
from lapor.ops.demo.life import Enough, Office


class Story(Acts):
    """Tells one life: same seed, same story."""

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
