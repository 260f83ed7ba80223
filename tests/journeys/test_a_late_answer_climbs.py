"""A late answer climbs the tiers: a ministry, a regency, a priority programme.

Ten weeks in fake time. Every morning the jobs run as the schedule runs them; once they
stand still for three days.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from lapor.domain.accounts.models import User
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import Eyes, timeline
from lapor.domain.deadlines.rules import Timer
from lapor.domain.escalation.models import Climb, Letter
from lapor.domain.notifications import actions as notifications
from lapor.domain.notifications.models import InboxItem, Outgoing
from lapor.domain.organisations.rules import OrganisationKind, OversightKind
from lapor.domain.reports.actions.reminding import issue_reminder
from lapor.domain.reports.queries.issued import Verdict, issued_by_token, stored
from lapor.kernel.actor import SYSTEM
from lapor.ops import housekeeping
from tests.factories.cases import MONDAY, World, make_world
from tests.factories.escalation import (
    Tier,
    climbed_on,
    late_case,
    load_ladder,
    make_tier,
    told,
)
from tests.factories.organisations import oversight

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MORNING = MONDAY.replace(hour=1, minute=5)  # 08.05 in Jakarta: offices are open
EIGHT_HOURS = timedelta(hours=8)  # back to five minutes past midnight
DAYS = 66
OUTAGE = range(20, 23)  # days without any job
FOLLOW_UP = {
    "75-persen": "2026-03-06",
    "90-persen": "2026-03-06",
    "besok": "2026-03-06",
    "lewat": "2026-03-10",
    "lewat-3": "2026-03-13",
    "lewat-5": "2026-03-17",
    "lewat-10": "2026-03-31",
    "lewat-20": "2026-04-15",
}


class Country:
    """Three late cases, everybody above them, and a clock that we move."""

    def __init__(self) -> None:
        """Make the offices and hand one case to each."""
        self.world: World = make_world()
        load_ladder()
        notifications.load_notices(by=SYSTEM, at=MONDAY)
        self.ksp = self.world.programme.organisation
        self.ministry = make_tier(OrganisationKind.MINISTRY, "kementerian-satu")
        self.regency = make_tier(OrganisationKind.REGENCY, "kabupaten-satu")
        self.watched = make_tier(OrganisationKind.MINISTRY, "kementerian-dua")
        oversight(self.ksp, self.watched.home, OversightKind.PRIORITY_PROGRAMME)
        for user in User.objects.all():
            user.email = f"{user.username}@contoh.go.id".replace("_", "-")
            user.save(update_fields=["email"])
        tiers = {"ministry": self.ministry, "regency": self.regency}
        self.cases = {
            name: late_case(self.world, tier) for name, tier in tiers.items()
        } | {
            "programme": late_case(
                self.world, self.watched, programme="makan-bergizi-gratis"
            )
        }

    def day(self, morning: datetime) -> None:
        """Do what the schedule does after midnight and in the morning, each twice."""
        for at in (morning - EIGHT_HOURS, morning):
            for _ in range(2):
                self.jobs(at)

    def jobs(self, at: datetime) -> None:
        """Run every job that has to do with lateness once."""
        cases.sweep(at=at)
        housekeeping.climb_late(at=at)
        housekeeping.write_letters(at=at)
        for letter in Letter.objects.filter(issued_at=None):
            issue_reminder(letter.pk, at=at)
        while notifications.read_ledger(at=at):
            pass
        notifications.send_digests(at=at)

    def live(self) -> None:
        """Let ten weeks pass, with three days of standstill."""
        for number in range(DAYS):
            if number not in OUTAGE:
                self.day(MORNING + timedelta(days=number))


@pytest.fixture
def country(transactional_db: None, settled: None) -> Iterator[Country]:
    made = Country()
    made.live()
    return made


def ladder_of(tier: Tier, above: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return who is told on each step, by §9.6."""
    home, desk = tier.home.code, tier.unit.code
    return {
        "75-persen": (f"liaison_officer@{desk}",),
        "90-persen": (f"liaison_officer@{desk}",),
        "besok": (f"liaison_officer@{desk}", f"agency_admin@{home}"),
        "lewat": (f"agency_admin@{home}",),
        "lewat-3": (f"leader@{desk}",),
        "lewat-5": (f"auditor@{home}", f"leader@{home}"),
        "lewat-10": above,
        "lewat-20": ("national_admin@panrb",),
    }


def digests_of(user: User) -> dict[str, Outgoing]:
    """Return the digests of an officer by day."""
    rows = Outgoing.objects.filter(receiver=f"user:{user.pk}", notice="digest")
    return {row.subject.removeprefix("day:"): row for row in rows.order_by("pk")}


def climbed_in(digest: Outgoing) -> list[str]:
    """Return the cases that a digest says have climbed."""
    return [
        number
        for part in digest.parameters["parts"]
        if part["notice"] == "climbed"
        for number in part["numbers"]
    ]


def test_every_step_reaches_its_tier_on_its_day_once(country: Country):
    above = {
        "ministry": (f"coordinator@{country.ministry.above.code}",),
        "regency": (f"agency_admin@{country.regency.above.code}",),
        "programme": (
            f"coordinator@{country.watched.above.code}",
            f"programme_overseer@{country.ksp.code}",
        ),
    }
    tiers = {
        "ministry": country.ministry,
        "regency": country.regency,
        "programme": country.watched,
    }
    for name, case in country.cases.items():
        assert told(case, Timer.FIRST_FOLLOW_UP) == ladder_of(tiers[name], above[name])
        assert climbed_on(case, Timer.FIRST_FOLLOW_UP) == FOLLOW_UP
        _the_offer_comes_after_sixty_days(case)
        _the_public_reads_of_it(case)
    steps = Counter(Climb.objects.values_list("clock", "step"))
    assert set(steps.values()) == {1}
    _each_officer_has_one_digest_a_day(country)
    _digests_name_what_climbed(country)
    _nothing_is_told_twice(country)
    _letters_go_from_tier_to_agency(country)


def _the_offer_comes_after_sixty_days(case: Case) -> None:
    assert climbed_on(case, Timer.OMBUDSMAN) == {"60-hari": "2026-05-02"}
    assert told(case, Timer.OMBUDSMAN)["60-hari"][0] == "reporter"


def _the_public_reads_of_it(case: Case) -> None:
    lines = [line.sentence for line in timeline(case, Eyes.PUBLIC)]
    office = case.agency.name
    first = f"Terlambat, naik ke admin instansi: {office} (tindak lanjut pertama)"
    assert first in lines
    assert any("naik ke tingkat koordinasi" in line for line in lines)
    assert not any("persen waktu" in line for line in lines)


def _each_officer_has_one_digest_a_day(country: Country) -> None:
    rows = Outgoing.objects.filter(notice="digest").values_list("receiver", "subject")
    days = Counter(rows)
    assert days
    assert set(days.values()) == {1}
    standstill = {
        (MORNING + timedelta(days=number)).date().isoformat() for number in OUTAGE
    }
    assert not standstill & {day.removeprefix("day:") for _who, day in days}


def _digests_name_what_climbed(country: Country) -> None:
    tier, case = country.ministry, country.cases["ministry"]
    admin = digests_of(tier.admin)
    # What climbed at midnight of the tenth is in the digest of that morning.
    assert case.number in climbed_in(admin["2026-03-10"])
    head = digests_of(tier.head)
    assert climbed_in(head["2026-03-13"]) == [case.number]
    presses = digests_of(country.world.programme)
    watched = country.cases["programme"].number
    assert {n for digest in presses.values() for n in climbed_in(digest)} == {watched}
    national = digests_of(country.world.national)
    everybody = {case.number for case in country.cases.values()}
    assert {n for digest in national.values() for n in climbed_in(digest)} == everybody
    for row in Outgoing.objects.filter(notice="digest"):
        assert case.title not in str(row.parameters)


def _nothing_is_told_twice(country: Country) -> None:
    rows = InboxItem.objects.filter(notice="climbed")
    assert rows.count() == len(set(rows.values_list("user", "key")))
    keys = Counter(Outgoing.objects.values_list("key", flat=True))
    assert set(keys.values()) == {1}
    late = Counter(
        Outgoing.objects.filter(notice="late").values_list("receiver", flat=True)
    )
    assert all(count <= len(Timer) for count in late.values())


def _letters_go_from_tier_to_agency(country: Country) -> None:
    found = {
        (letter.sender.code, letter.receiver.code)
        for letter in Letter.objects.select_related("sender", "receiver")
    }
    assert found == {
        (country.ministry.above.code, country.ministry.home.code),
        (country.regency.above.code, country.regency.home.code),
        (country.watched.above.code, country.watched.home.code),
        (country.ksp.code, country.watched.home.code),
    }
    for letter in Letter.objects.all():
        assert letter.issued_at
        assert stored(issued_by_token(letter.token)).verdict == Verdict.VALID
    numbers = Counter(Letter.objects.values_list("sender", "number"))
    assert set(numbers.values()) == {1}
