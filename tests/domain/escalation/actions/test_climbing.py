from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from lapor.domain.accounts.rules import Role
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case, Clock, Message
from lapor.domain.cases.queries import Eyes, timeline
from lapor.domain.cases.rules import State, Visibility
from lapor.domain.deadlines.queries import snapshot
from lapor.domain.deadlines.rules import Timer
from lapor.domain.escalation.actions import climb, climbing, set_rung
from lapor.domain.escalation.actions.rungs import RungRow
from lapor.domain.escalation.models import Climb, Rung
from lapor.domain.escalation.queries import audience, ladder_on
from lapor.domain.escalation.rules import Audience, Measure
from lapor.domain.ledger.models import Entry
from lapor.domain.organisations.rules import OversightKind
from lapor.kernel.actor import SYSTEM
from tests.factories.accounts import make_officer
from tests.factories.cases import HOUR, MONDAY, World, dispatch, make_case, receive
from tests.factories.escalation import climbed_on, load_ladder, mornings, told
from tests.factories.organisations import oversight

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FULL = ["75-persen", "90-persen", "besok", "lewat", "lewat-3", "lewat-5"]


@pytest.fixture(autouse=True)
def ladder(world: World) -> None:
    load_ladder()


def live(first, days):
    """Let so many days go by, looking every morning."""
    return sum(climb(at=morning) for morning in mornings(first, days))


class TestClimb:
    """climb() …"""

    def test_tells_each_step_on_its_day_and_once(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY)

        live(MONDAY, 90)

        assert climbed_on(case, Timer.FIRST_FOLLOW_UP) == {
            # five working days from Monday 2 March: due Monday 9
            "75-persen": "2026-03-06",
            "90-persen": "2026-03-06",
            "besok": "2026-03-06",
            "lewat": "2026-03-10",
            "lewat-3": "2026-03-13",
            "lewat-5": "2026-03-17",
            "lewat-10": "2026-03-31",  # Nyepi, Idulfitri and its collective leave
            "lewat-20": "2026-04-15",  # Good Friday
        }
        assert climbed_on(case, Timer.COMPLETION)["lewat"] == "2026-03-28"
        assert climbed_on(case, Timer.OMBUDSMAN) == {"60-hari": "2026-05-02"}

    def test_goes_past_a_clock_that_fails(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ):
        stuck = dispatch(world, receive(world), at=MONDAY)
        behind = dispatch(world, receive(world), at=MONDAY)
        note = climbing.note_climbs

        def fail(notes: list[cases.ClimbedClock], **given: object) -> None:
            if any(each.case.pk == stuck.pk for each in notes):
                raise ValueError("a fault of the program")
            note(notes, **given)

        monkeypatch.setattr(climbing, "note_climbs", fail)

        live(MONDAY, 90)

        assert "lewat-20" in climbed_on(behind, Timer.FIRST_FOLLOW_UP)
        assert not climbed_on(stuck, Timer.FIRST_FOLLOW_UP)

    def test_names_the_offices_of_each_step(self, world: World):
        make_officer(Role.LEADER, world.unit)
        case = dispatch(world, receive(world), at=MONDAY)
        unit, agency = world.unit.code, world.regency.code

        live(MONDAY, 70)

        assert told(case, Timer.FIRST_FOLLOW_UP) == {
            "75-persen": (f"liaison_officer@{unit}",),
            "90-persen": (f"liaison_officer@{unit}",),
            "besok": (f"liaison_officer@{unit}", f"agency_admin@{agency}"),
            "lewat": (f"agency_admin@{agency}",),
            "lewat-3": (f"leader@{unit}",),
            "lewat-5": (f"auditor@{agency}", f"leader@{agency}"),
            "lewat-10": (f"coordinator@{world.coordinator_home.code}",),
            "lewat-20": ("national_admin@panrb",),
        }

    def test_offers_the_ombudsman_to_the_reporter(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY)

        live(MONDAY, 63)

        assert told(case, Timer.OMBUDSMAN)["60-hari"][0] == "reporter"
        lines = [line.sentence for line in timeline(case, Eyes.REPORTER)]
        assert "Lewat 60 hari kalender: pelapor dapat meneruskan ke Ombudsman" in lines

    def test_twice_is_once(self, world: World):
        dispatch(world, receive(world), at=MONDAY)
        late = MONDAY + 30 * DAY

        assert climb(at=late) == 2
        before = (Climb.objects.count(), Message.objects.count(), Entry.objects.count())
        assert climb(at=late) == 0
        assert climb(at=late + timedelta(minutes=1)) == 0
        after = (Climb.objects.count(), Message.objects.count(), Entry.objects.count())
        assert after == before

    def test_catches_up_after_standstill_with_every_step_and_one_line(
        self, world: World
    ):
        case = dispatch(world, receive(world), at=MONDAY)
        lines = case.messages.count()

        live(MONDAY + 20 * DAY, 1)

        follow_up = list(told(case, Timer.FIRST_FOLLOW_UP))
        assert follow_up[:6] == FULL
        assert case.messages.count() == lines + 2  # one for each clock that climbed
        facts = Entry.objects.filter(fact="case.climbed", subject=case.ref)
        assert facts.count() == Climb.objects.filter(case=case).count()

    def test_stops_when_somebody_answers(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY)
        live(MONDAY, 9)
        case = cases.follow_up(
            case, content="Kami ke lokasi.", by=world.liaison, at=MONDAY + 9 * DAY
        )

        live(MONDAY + 9 * DAY, 60)

        assert list(told(case, Timer.FIRST_FOLLOW_UP))[-1] == "lewat"
        assert "lewat-20" in told(case, Timer.COMPLETION)

    def test_waits_with_the_reporter(self, world: World):
        """A clock that stands still does not climb."""
        case = make_case(world, State.IN_PROGRESS)
        cases.ask_reporter(
            case, content="Foto?", missing=["Foto"], by=world.liaison, at=MONDAY + DAY
        )

        live(MONDAY + DAY, 25)

        assert told(case, Timer.COMPLETION) == {}

    def test_begins_anew_at_no_step_after_an_extension(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        live(MONDAY, 25)
        assert list(told(case, Timer.COMPLETION)) == FULL[:3]
        case.refresh_from_db()
        cases.extend(
            case, days=10, reason="Suku cadang.", by=world.liaison, at=MONDAY + 25 * DAY
        )

        live(MONDAY + 25 * DAY, 14)
        assert list(told(case, Timer.COMPLETION)) == FULL[:3]
        live(MONDAY + 39 * DAY, 5)
        assert list(told(case, Timer.COMPLETION)) == FULL[:4]

    def test_climbs_before_dispatch_too(self, world: World):
        case = receive(world)

        live(MONDAY, 42)

        assert told(case, Timer.VERIFICATION)["lewat"] == (
            f"agency_admin@{world.regency.code}",
        )
        assert "lewat-20" in told(case, Timer.VERIFICATION)

    def test_changes_no_version(self, world: World):
        """Whoever is writing an answer meanwhile is not told that he comes second."""
        case = dispatch(world, receive(world), at=MONDAY)

        climb(at=MONDAY + 30 * DAY)

        assert Case.objects.get(pk=case.pk).version == case.version
        cases.follow_up(
            case,
            content="Kami ke lokasi.",
            by=world.liaison,
            at=MONDAY + 30 * DAY + HOUR,
            version=case.version,
        )

    def test_counts_days_where_the_office_is(self, world: World):
        """Jayapura is two hours ahead: its day ends, and climbs, earlier."""
        east = type(world.regency).objects.get(pk=world.other.pk)
        east.zone = "Asia/Jayapura"
        east.save(update_fields=["zone"])
        west_case, east_case = receive(world), receive(world, agency=east)
        midnight_in_jayapura = MONDAY.replace(day=5, hour=15)

        climb(at=midnight_in_jayapura)

        assert "lewat" in told(east_case, Timer.VERIFICATION)
        assert "lewat" not in told(west_case, Timer.VERIFICATION)


class TestLines:
    """What climbed is read …"""

    def test_by_everybody_once_it_is_late(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY)
        live(MONDAY, 9)

        line = timeline(case, Eyes.PUBLIC)[-1]

        assert line.sentence == (
            f"Terlambat, naik ke admin instansi: {world.regency.name} "
            "(tindak lanjut pertama)"
        )

    def test_by_officers_only_before(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY)
        live(MONDAY, 6)

        assert "Satu hari kerja" in timeline(case, Eyes.OFFICER)[-1].sentence
        assert "Satu hari kerja" not in timeline(case, Eyes.REPORTER)[-1].sentence

    def test_by_nobody_outside_when_the_case_is_secret(self, world: World):
        case = dispatch(world, receive(world, secret=True), at=MONDAY)
        live(MONDAY, 9)

        climbs = Message.objects.filter(case=case, template="climb")
        assert Visibility.PUBLIC not in set(climbs.values_list("visibility", flat=True))
        assert any("Terlambat" in one.sentence for one in timeline(case, Eyes.REPORTER))

    def test_as_offices_in_the_ledger(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY)
        live(MONDAY, 9)

        last = Entry.objects.filter(fact="case.climbed", subject=case.ref).last()
        assert last.data == {
            "timer": "first_follow_up",
            "rung": "lewat",
            "told": [f"agency_admin@{world.regency.code}"],
        }
        assert last.actor == "system"


class TestLadder:
    """The ladder …"""

    def test_is_the_one_of_the_day(self, world: World):
        rung = Rung.objects.get(timer=Timer.FIRST_FOLLOW_UP, step=40)
        row = RungRow(
            timer=Timer.FIRST_FOLLOW_UP,
            step=40,
            code="lewat",
            name=rung.name,
            measure=Measure.WORKING_DAYS,
            amount=2,
            audience=(Audience.LEADER,),
            opens=None,
            to_public=True,
            legal_basis="Surat edaran contoh",
            evidence="article",
            valid_from=MONDAY.date() + 4 * DAY,
        )
        set_rung(row, by=SYSTEM, at=MONDAY)
        case = dispatch(world, receive(world), at=MONDAY)

        live(MONDAY, 16)

        assert climbed_on(case, Timer.FIRST_FOLLOW_UP)["lewat"] == "2026-03-12"
        assert told(case, Timer.FIRST_FOLLOW_UP)["lewat"] == (
            f"leader@{world.regency.code}",
        )

    def test_can_be_asked_for_one_case(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY)
        on = MONDAY.date()
        rung = ladder_on(on)[Timer.COMPLETION][-1]

        assert [one.ref for one in audience(case, rung, on)] == ["national_admin@panrb"]


class TestProgramme:
    """A case of a priority programme …"""

    def test_climbs_to_whoever_presses_on(self, world: World):
        ksp = world.programme.organisation
        oversight(ksp, world.panrb, OversightKind.PRIORITY_PROGRAMME)
        case = dispatch(world, receive(world), at=MONDAY)
        Case.objects.filter(pk=case.pk).update(programme="makan-bergizi")

        live(MONDAY, 35)

        assert told(case, Timer.FIRST_FOLLOW_UP)["lewat-10"] == (
            f"coordinator@{world.coordinator_home.code}",
            f"programme_overseer@{ksp.code}",
        )


@pytest.mark.slow
def test_a_sweep_asks_a_fixed_number_of_questions(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    # on a busy machine the copy of the calendar grows old in between: one more query
    monkeypatch.setattr(snapshot, "STALE_AFTER", 3_600.0)

    def queries(count: int) -> int:
        for _ in range(count):
            dispatch(world, receive(world), at=MONDAY)
        with CaptureQueriesContext(
            connection,
        ) as few:
            climb(at=MONDAY + 30 * DAY)
        return len(few)

    assert queries(2) == queries(12)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_is_busy_with_a_case_is_not_disturbed(world: World):
    """A locked case climbs at the next run; nobody waits, nothing is lost."""
    case = dispatch(world, receive(world), at=MONDAY)
    late = MONDAY + 30 * DAY
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM cases_case WHERE id = %s FOR UPDATE", [case.pk]
            )
            assert climb(at=late) == 0
    finally:
        other.rollback()
        other.close()
    assert climb(at=late) == 2
    assert Clock.objects.filter(case=case, climbed__gt=0).count() == 2


def test_a_climb_belongs_to_a_transaction(world: World):
    dispatch(world, receive(world), at=MONDAY)
    with transaction.atomic():
        climb(at=MONDAY + 30 * DAY)
        transaction.set_rollback(True)
    assert Climb.objects.count() == 0
