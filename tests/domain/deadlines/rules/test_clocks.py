from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.deadlines.rules import (
    ClockEvent,
    ClockState,
    EventKind,
    Pause,
    PauseCap,
    Unit,
    WorkCalendar,
    due,
    fold,
    told,
)
from tests.domain.deadlines.slow_model import due_by_walking
from tests.factories.deadlines import ZONES, local, national_calendar

JAKARTA = "Asia/Jakarta"
TICK = timedelta(microseconds=1)
STARTED, PAUSED, RESUMED = EventKind.STARTED, EventKind.PAUSED, EventKind.RESUMED
STOPPED, EXTENDED = EventKind.STOPPED, EventKind.EXTENDED
PLAIN = WorkCalendar({})


class Limit(NamedTuple):
    amount: int
    unit: Unit = Unit.WORKING_DAYS


def story(*steps):
    """Pairs of kind and local time in Jakarta, as events."""
    return [ClockEvent(kind, local(when)) for kind, when in steps]


def clock(*steps, amount=5, calendar=PLAIN, **options):
    return fold(story(*steps), Limit(amount), JAKARTA, calendar, **options)


def zigzag(start, gaps):
    """Started, then paused and resumed in turn after each gap."""
    events = [ClockEvent(STARTED, start)]
    for number, gap in enumerate(gaps):
        kind = RESUMED if number % 2 else PAUSED
        events.append(ClockEvent(kind, events[-1].at + gap))
    return events


GAPS = st.lists(
    st.integers(0, 30 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    max_size=6,
)
MOMENTS = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda minutes: datetime(2019, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
LIMITS = st.integers(1, 60)
ADDED = st.integers(1, 30)


class TestFold:
    """fold() …"""

    def test_is_due_like_a_plain_limit_when_nothing_else_happens(self):
        found = clock((STARTED, "2025-02-03 09:00"))

        assert found.due == due(
            local("2025-02-03 09:00"), 5, Unit.WORKING_DAYS, JAKARTA, PLAIN
        )
        assert (found.state, found.used) == (ClockState.RUNNING, 0)
        assert found.runs_again_at is None
        assert found.pauses == ()

    @pytest.mark.parametrize(
        ("paused", "resumed", "due_on"),
        [
            # Monday 3 February + 5 = Monday 10 February without a pause
            ("2025-02-04 09:00", "2025-02-04 17:00", "2025-02-10"),
            ("2025-02-04 09:00", "2025-02-05 09:00", "2025-02-11"),
            ("2025-02-04 23:59:59.999999", "2025-02-05 00:00", "2025-02-11"),
            ("2025-02-04 09:00", "2025-02-06 09:00", "2025-02-12"),
            # on the day of the start itself
            ("2025-02-03 10:00", "2025-02-03 11:00", "2025-02-10"),
            ("2025-02-03 10:00", "2025-02-04 11:00", "2025-02-11"),
            # over a weekend: answered on Saturday is answered on Monday
            ("2025-02-07 09:00", "2025-02-08 09:00", "2025-02-11"),
            ("2025-02-07 09:00", "2025-02-10 09:00", "2025-02-11"),
            ("2025-02-07 09:00", "2025-02-11 09:00", "2025-02-12"),
            # a pause that lies in the weekend takes nothing
            ("2025-02-08 09:00", "2025-02-09 09:00", "2025-02-10"),
            ("2025-02-08 09:00", "2025-02-10 17:00", "2025-02-10"),
            # on the due day: nothing is left, so it is due on the day of the answer
            ("2025-02-10 09:00", "2025-02-10 10:00", "2025-02-10"),
            ("2025-02-10 23:59:59.999999", "2025-02-13 10:00", "2025-02-13"),
            ("2025-02-10 09:00", "2025-02-15 10:00", "2025-02-17"),
            # after it: late stays late
            ("2025-02-11 00:00", "2025-02-20 10:00", "2025-02-10"),
        ],
    )
    def test_a_pause_by_hand(self, paused, resumed, due_on):
        found = clock(
            (STARTED, "2025-02-03 09:00"), (PAUSED, paused), (RESUMED, resumed)
        )

        assert found.due_on.isoformat() == due_on
        assert found.state is ClockState.RUNNING

    def test_explains_the_days_of_the_reporter(self):
        found = clock(
            (STARTED, "2025-02-03 09:00"),
            (PAUSED, "2025-02-04 09:00"),
            (RESUMED, "2025-02-06 09:00"),
        )

        assert [day.day for day in found.due.counted] == [4, 7, 10, 11, 12]
        assert [(day.on.day, day.why) for day in found.due.skipped] == [
            (5, "Menunggu pelapor"),
            (6, "Menunggu pelapor"),
            (8, "Sabtu"),
            (9, "Minggu"),
        ]
        assert found.pauses == (Pause(date(2025, 2, 4), date(2025, 2, 6)),)

    def test_runs_again_when_the_reporter_is_silent_for_the_whole_cap(self):
        cap = PauseCap(pauses=2, working_days=3)
        steps = [(STARTED, "2025-02-03 09:00"), (PAUSED, "2025-02-04 09:00")]

        during = clock(*steps, cap=cap, at=local("2025-02-07 23:59:59.999999"))
        after = clock(*steps, cap=cap, at=local("2025-02-08 00:00"))

        assert during.state is ClockState.PAUSED
        assert during.runs_again_at == local("2025-02-08 00:00")
        assert after.state is ClockState.RUNNING
        assert after.runs_again_at is None
        assert during.due_on == after.due_on == date(2025, 2, 13)

    @pytest.mark.parametrize("resumed", ["2025-02-07 09:00", "2025-03-20 09:00"])
    def test_an_answer_at_or_after_the_cap_changes_nothing(self, resumed):
        found = clock(
            (STARTED, "2025-02-03 09:00"),
            (PAUSED, "2025-02-04 09:00"),
            (RESUMED, resumed),
            cap=PauseCap(working_days=3),
        )

        assert found.due_on == date(2025, 2, 13)

    @pytest.mark.parametrize(
        ("days", "due_on"), [(4, "2025-02-14"), (5, "2025-02-17"), (6, "2025-02-18")]
    )
    def test_two_pauses_share_the_days_of_the_cap(self, days, due_on):
        found = clock(
            (STARTED, "2025-02-03 09:00"),
            (PAUSED, "2025-02-03 10:00"),
            (RESUMED, "2025-02-05 09:00"),
            (PAUSED, "2025-02-05 10:00"),
            (RESUMED, "2025-02-12 10:00"),
            cap=PauseCap(working_days=days),
        )

        assert found.due_on.isoformat() == due_on

    def test_a_third_pause_has_no_effect(self):
        steps = [
            (STARTED, "2025-02-03 09:00"),
            (PAUSED, "2025-02-03 10:00"),
            (RESUMED, "2025-02-04 09:00"),
            (PAUSED, "2025-02-04 10:00"),
            (RESUMED, "2025-02-05 10:00"),
        ]

        found = clock(*steps, (PAUSED, "2025-02-05 11:00"))

        assert found.due == clock(*steps).due
        assert found.state is ClockState.RUNNING
        assert found.due_on == date(2025, 2, 12)

    @pytest.mark.parametrize("cap", [PauseCap(0, 20), PauseCap(2, 0)])
    def test_an_empty_cap_allows_no_pause(self, cap):
        found = clock(
            (STARTED, "2025-02-03 09:00"), (PAUSED, "2025-02-04 10:00"), cap=cap
        )

        assert found.due_on == date(2025, 2, 10)
        assert found.state is ClockState.RUNNING

    def test_repeated_pauses_and_resumptions_change_nothing(self):
        once = clock(
            (STARTED, "2025-02-03 09:00"),
            (PAUSED, "2025-02-04 09:00"),
            (RESUMED, "2025-02-06 09:00"),
        )

        twice = clock(
            (STARTED, "2025-02-03 09:00"),
            (RESUMED, "2025-02-03 10:00"),
            (PAUSED, "2025-02-04 09:00"),
            (PAUSED, "2025-02-05 09:00"),
            (RESUMED, "2025-02-06 09:00"),
            (RESUMED, "2025-02-07 09:00"),
        )

        assert (twice.due, twice.pauses) == (once.due, once.pauses)

    def test_calendar_days_pause_too_and_their_cap_is_in_working_days(self):
        events = story((STARTED, "2025-02-03 09:00"), (PAUSED, "2025-02-07 09:00"))
        limit = Limit(60, Unit.CALENDAR_DAYS)

        silent = fold(events, limit, JAKARTA, PLAIN, cap=PauseCap(working_days=2))

        # Saturday 8 to Tuesday 11 were the reporter's: four days, two of them worked
        assert silent.pauses == (Pause(date(2025, 2, 7), date(2025, 2, 11)),)
        assert silent.due_on == date(2025, 4, 4) + timedelta(days=4)
        assert len(silent.due.counted) == 60


class TestStanding:
    @pytest.mark.parametrize(
        ("at", "used", "is_late"),
        [
            ("2025-02-03 23:59", 0, False),
            ("2025-02-04 00:00", 1, False),
            ("2025-02-08 12:00", 4, False),
            ("2025-02-10 23:59:59.999999", 5, False),
            ("2025-02-11 00:00", 6, True),
        ],
    )
    def test_counts_the_days_used(self, at, used, is_late):
        found = clock((STARTED, "2025-02-03 09:00"), at=local(at))

        assert (found.used, found.is_late) == (used, is_late)

    def test_days_of_the_reporter_are_not_used(self):
        found = clock(
            (STARTED, "2025-02-03 09:00"),
            (PAUSED, "2025-02-04 09:00"),
            (RESUMED, "2025-02-06 09:00"),
            at=local("2025-02-07 09:00"),
        )

        assert found.used == 2

    def test_while_paused_no_day_is_used(self):
        steps = [(STARTED, "2025-02-03 09:00"), (PAUSED, "2025-02-04 09:00")]

        used = [
            clock(*steps, at=local(f"2025-02-{day:02} 9:00".replace(" 9", " 09"))).used
            for day in (4, 5, 6, 7)
        ]

        assert used == [1, 1, 1, 1]

    @pytest.mark.parametrize(
        ("stopped", "used", "is_late"),
        [
            ("2025-02-10 23:59:59.999999", 5, False),
            ("2025-02-11 00:00", 6, True),
            # a Saturday's work counts to the Monday
            ("2025-02-08 12:00", 5, False),
        ],
    )
    def test_a_stopped_clock_was_in_time_or_late(self, stopped, used, is_late):
        found = clock(
            (STARTED, "2025-02-03 09:00"),
            (STOPPED, stopped),
            at=local("2025-06-01 09:00"),
        )

        assert found.state is ClockState.STOPPED
        assert found.stopped_at == local(stopped)
        assert (found.used, found.is_late) == (used, is_late)

    def test_a_clock_stopped_in_a_pause_is_stopped(self):
        found = clock(
            (STARTED, "2025-02-03 09:00"),
            (PAUSED, "2025-02-04 09:00"),
            (STOPPED, "2025-02-05 09:00"),
        )

        assert (found.state, found.used) == (ClockState.STOPPED, 1)
        assert found.runs_again_at is None


class TestOrder:
    @pytest.mark.parametrize(
        ("steps", "message"),
        [
            ([], "begins with its start"),
            ([(PAUSED, "2025-02-03 09:00")], "begins with its start"),
            (
                [(STARTED, "2025-02-03 09:00"), (STARTED, "2025-02-04 09:00")],
                "starts once",
            ),
            (
                [
                    (STARTED, "2025-02-03 09:00"),
                    (STOPPED, "2025-02-04 09:00"),
                    (PAUSED, "2025-02-05 09:00"),
                ],
                "has stopped",
            ),
            (
                [(STARTED, "2025-02-03 09:00"), (PAUSED, "2025-02-03 08:59")],
                "forward in time",
            ),
        ],
    )
    def test_refuses_a_story_that_cannot_be(self, steps, message):
        with pytest.raises(ValueError, match=message):
            clock(*steps)

    def test_takes_events_of_the_same_instant_in_the_order_given(self):
        found = clock((STARTED, "2025-02-03 09:00"), (STOPPED, "2025-02-03 09:00"))

        assert found.state is ClockState.STOPPED

    def test_refuses_an_impossible_limit(self):
        with pytest.raises(ValueError, match="is no limit"):
            clock((STARTED, "2025-02-03 09:00"), amount=0)


class TestProperties:
    @given(MOMENTS, GAPS, LIMITS, st.sampled_from(ZONES), st.sampled_from(Unit))
    def test_a_pause_never_makes_it_earlier(self, start, gaps, amount, zone, unit):
        calendar, limit = national_calendar(), Limit(amount, unit)
        events = zigzag(start, gaps)

        found = [
            fold(events[: n + 1], limit, zone, calendar).due_at
            for n in range(0, len(events), 2)
        ]

        assert found == sorted(found)

    @given(MOMENTS, GAPS, LIMITS, st.sampled_from(ZONES), st.sampled_from(Unit))
    def test_an_answer_never_makes_it_later(self, start, gaps, amount, zone, unit):
        calendar, limit = national_calendar(), Limit(amount, unit)
        events = zigzag(start, gaps)
        if events[-1].kind is not RESUMED:
            events.append(ClockEvent(RESUMED, events[-1].at))

        silent = fold(events[:-1], limit, zone, calendar)
        answered = fold(events, limit, zone, calendar)

        assert answered.due_at <= silent.due_at

    @given(MOMENTS, GAPS, LIMITS, st.sampled_from(ZONES), st.sampled_from(Unit))
    def test_a_longer_limit_is_never_earlier(self, start, gaps, amount, zone, unit):
        events, calendar = zigzag(start, gaps), national_calendar()

        short = fold(events, Limit(amount, unit), zone, calendar)
        longer = fold(events, Limit(amount + 1, unit), zone, calendar)

        assert longer.due_at > short.due_at

    @given(MOMENTS, GAPS, LIMITS, st.sampled_from(ZONES), st.integers(0, 120))
    def test_one_more_holiday_never_makes_it_earlier(
        self, start, gaps, amount, zone, offset
    ):
        events, calendar = zigzag(start, gaps), national_calendar()
        new_day = start.date() + timedelta(days=offset)
        more = WorkCalendar({**calendar.holidays, new_day: "Baru"})

        before = fold(events, Limit(amount), zone, calendar)
        after = fold(events, Limit(amount), zone, more)

        assert after.due_at >= before.due_at

    @given(MOMENTS, GAPS, LIMITS, st.sampled_from(ZONES), st.sampled_from(Unit))
    def test_as_many_days_are_counted_as_allowed(self, start, gaps, amount, zone, unit):
        calendar = national_calendar()
        found = fold(zigzag(start, gaps), Limit(amount, unit), zone, calendar)
        paused = sum(calendar.count(pause.after, pause.until) for pause in found.pauses)

        assert len(found.due.counted) == amount
        assert len(found.pauses) <= 2
        assert paused <= 20

    @given(MOMENTS, GAPS, LIMITS, st.sampled_from(ZONES), st.integers(0, 90 * 24))
    def test_is_late_exactly_when_more_is_used_than_allowed(
        self, start, gaps, amount, zone, hours
    ):
        events = zigzag(start, gaps)
        events.append(ClockEvent(STOPPED, events[-1].at + timedelta(hours=hours)))

        found = fold(events, Limit(amount), zone, national_calendar())

        assert found.is_late is (found.used > amount)


@pytest.mark.slow
class TestAgainstTheSlowModel:
    def test_ten_thousand_clocks_in_three_zones_and_five_years_agree(self):
        random = Random(20250328)

        for number in range(10_000):
            zone = ZONES[number % 3]
            unit = Unit.CALENDAR_DAYS if number % 10 == 0 else Unit.WORKING_DAYS
            calendar = national_calendar(six_day=number % 7 == 0)
            amount = random.choice((1, 2, 3, 5, 5, 10, 14, 60))
            events = zigzag(_some_instant(random, zone), _some_gaps(random))
            cap = random.choice((PauseCap(), PauseCap(2, 20), PauseCap(1, 3)))

            found = fold(events, Limit(amount, unit), zone, calendar, cap=cap)
            due_at, counted = due_by_walking(
                [(str(event.kind), event.at) for event in events],
                amount,
                zone,
                calendar.holidays.keys(),
                six_day=calendar.six_day,
                every_day=unit is Unit.CALENDAR_DAYS,
                pauses=cap.pauses,
                pause_days=cap.working_days,
            )

            assert (found.due_at, list(found.due.counted)) == (due_at, counted), events


def _some_instant(random, zone):
    """A moment in 2021 to 2025, every third within a second of local midnight."""
    day = date(2021, 1, 1) + timedelta(days=random.randrange(5 * 365))
    if random.random() < 1 / 3:
        midnight = local(f"{day} 00:00", zone)
        return midnight + random.choice((-TICK, timedelta(), TICK))
    return local(f"{day} 00:00", zone) + timedelta(seconds=random.randrange(86_400))


def _some_gaps(random):
    """None to five gaps between events: hours, days or weeks."""
    longest = random.choice((24, 24 * 7, 24 * 45))
    return [
        timedelta(hours=random.randrange(longest))
        for _ in range(random.choice((0, 0, 1, 2, 2, 3, 4, 5)))
    ]


class TestExtension:
    """An extension …"""

    def test_adds_its_days_to_what_is_left(self):
        events = [*story((STARTED, "2025-02-03 09:00"))]
        events.append(ClockEvent(EXTENDED, local("2025-02-05 10:00"), 5))
        found = fold(events, Limit(5), JAKARTA, PLAIN)

        assert found.due_on == date(2025, 2, 17)
        assert found.extended == 5
        assert found.state == ClockState.RUNNING

    @given(MOMENTS, LIMITS, ADDED, GAPS, st.sampled_from(ZONES))
    def test_at_the_start_is_a_longer_limit(self, start, amount, added, gaps, zone):
        """Whatever pauses follow, it is as if the law had given more."""
        plain = zigzag(start, gaps)
        extended = [plain[0], ClockEvent(EXTENDED, start, added), *plain[1:]]
        calendar = national_calendar()

        longer = fold(plain, Limit(amount + added), zone, calendar)
        found = fold(extended, Limit(amount), zone, calendar)

        assert found.due == longer.due
        assert found.pauses == longer.pauses
        assert found.used == longer.used

    def test_is_read_back_as_it_is_kept(self):
        kept = [["started", "2026-03-02T02:00:00+00:00"]]
        kept.append(["extended", "2026-03-03T02:00:00+00:00", 7])

        assert [event.days for event in told(kept)] == [0, 7]
