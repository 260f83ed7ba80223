from datetime import date, timedelta

from lapor.domain.cases import actions, queries
from lapor.domain.cases.models import Clock
from lapor.domain.cases.rules import State
from lapor.domain.deadlines.actions import add_holiday
from lapor.domain.deadlines.rules import Timer
from lapor.domain.ledger.models import Entry
from lapor.kernel.actor import SYSTEM
from tests.factories.cases import HOUR, MONDAY, World, make_case


def declare_holiday(world: World, on: date) -> int:
    add_holiday(
        calendar="nasional",
        on=on,
        name="Hari libur baru",
        kind="public",
        legal_basis="Keppres uji",
        by=SYSTEM,
        at=MONDAY + 5 * HOUR,
    )
    return actions.recompute(calendar="nasional", by=SYSTEM, at=MONDAY + 6 * HOUR)


class TestRecompute:
    """recompute() …"""

    def test_moves_open_clocks_after_a_new_holiday(self, world: World):
        case = make_case(world, State.RECEIVED)

        moved = declare_holiday(world, date(2026, 3, 4))

        before = case.due_at
        case.refresh_from_db()
        assert moved == 1
        assert case.due_at == before + timedelta(days=1)
        assert Entry.objects.filter(fact="case.due_moved", subject=case.ref).exists()

    def test_never_touches_what_has_ended(self, world: World):
        case = make_case(world, State.CLOSED)
        kept = dict(Clock.objects.filter(case=case).values_list("pk", "due_at"))

        declare_holiday(world, date(2026, 3, 3))

        assert dict(Clock.objects.filter(case=case).values_list("pk", "due_at")) == kept

    def test_twice_changes_nothing_more(self, world: World):
        make_case(world, State.RECEIVED)
        declare_holiday(world, date(2026, 3, 4))

        again = actions.recompute(calendar="nasional", by=SYSTEM, at=MONDAY + 7 * HOUR)

        assert again == 0


class TestWhy:
    """why() …"""

    def test_names_every_counted_and_every_skipped_day(self, world: World):
        case = make_case(world, State.RECEIVED, at=MONDAY + timedelta(days=3))

        found = queries.why(case, Timer.VERIFICATION, at=MONDAY + timedelta(days=4))

        assert [day.isoformat() for day in found.standing.due.counted] == [
            "2026-03-06",
            "2026-03-09",
            "2026-03-10",
        ]
        assert [skip.why for skip in found.standing.due.skipped] == ["Sabtu", "Minggu"]
        assert found.amount == 3

    def test_knows_nothing_of_a_clock_that_never_ran(self, world: World):
        case = make_case(world, State.RECEIVED)

        assert queries.why(case, Timer.REPLY, at=MONDAY) is None
