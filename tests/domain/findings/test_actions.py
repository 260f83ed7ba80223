"""Looking for signs and handling findings, on a small country."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.domain.accounts.actions import note_log_in
from lapor.domain.analytics.models import CaseFact, Population
from lapor.domain.findings.actions import detect_all, handle_finding
from lapor.domain.findings.models import Finding
from lapor.domain.findings.queries.counting import (
    Window,
    answers_by_week,
    people_counted,
    regions,
    shares,
    window_before,
)
from lapor.domain.findings.queries.reading import (
    Filters,
    finding_seen,
    findings_seen_by,
    handled_counts,
    names_of,
    page_of_findings,
)
from lapor.domain.findings.rules.words import FindingState, Kind
from lapor.domain.ledger.actions import record
from lapor.domain.ledger.queries import history_of
from lapor.domain.organisations.models import Region
from lapor.domain.organisations.rules import OrganisationKind
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow, NotFound, NotPermitted
from tests.factories.case_facts import make_facts
from tests.factories.cases import World, make_case
from tests.factories.findings import HOUR, LATER, make_finding, make_swift
from tests.factories.organisations import agency, unit

pytestmark = pytest.mark.django_db
WINDOW = window_before(LATER)
START = WINDOW.given["start"]
DAY = timedelta(days=1)


def plant(world: World, part: int, rest: int, **wrong: object) -> None:
    """Give the regency ``part`` facts that are wrong and ``rest`` that are not."""
    usual = {
        "received_at": START + DAY,
        "dispatched_at": START + 2 * DAY,
        "answered_at": START + 9 * DAY,
        "closed_at": START + 19 * DAY,
    }
    make_facts(world.regency, part, **{**usual, **wrong})
    make_facts(world.regency, rest, **usual)


class TestWindow:
    """window_before() …"""

    def test_ends_with_the_last_whole_month(self):
        assert Window(date(2026, 5, 31)) == WINDOW
        assert WINDOW.first == date(2026, 3, 2)


class TestShares:
    """shares() counts …"""

    @pytest.mark.parametrize(
        ("kind", "wrong"),
        [
            (Kind.SWIFT, {"answered_at": START + 2 * DAY + HOUR / 2}),
            (Kind.COPIES, {"answer_fingerprint": "a" * 32}),
            (Kind.UNANSWERED, {"answered_at": None, "answer_length": None}),
            (Kind.SILENT_CLOSING, {"closing": "silence"}),
            (Kind.PING_PONG, {"returned_at": START + 5 * DAY, "is_present": False}),
        ],
    )
    def test_what_is_wrong(self, world: World, kind: Kind, wrong: dict[str, object]):
        plant(world, 7, 20, **wrong)
        if kind == Kind.COPIES:
            plant(world, 4, 0, answer_fingerprint="b" * 32)
        who = (world.regency.code, "")

        counted = shares(kind, WINDOW)[who]

        whole = {Kind.COPIES: 11, Kind.PING_PONG: 27}.get(kind, 27)
        assert counted == (7, whole)

    def test_reports_that_officers_make_for_themselves(self, world: World):
        clerks = [world.clerk.actor.ref, world.other_admin.actor.ref, ""]
        for clerk in clerks:
            case = make_case(world, entered_by=clerk)
            make_facts(
                world.regency,
                case_id=case.pk,
                received_at=START + DAY,
                answered_at=START + DAY + 5 * HOUR,
            )

        assert shares(Kind.SELF_MADE, WINDOW)[world.regency.code, ""] == (1, 3)

    def test_steps_that_were_put_before_others(self, world: World):
        plant(world, 2, 0)
        numbers = list(CaseFact.objects.values_list("number", flat=True))
        for number, shift in zip(numbers, (-30 * HOUR, HOUR), strict=True):
            for at in (START + 9 * DAY, START + 9 * DAY + shift):
                record("case.noted", subject=f"case:{number}", actor=SYSTEM, at=at)

        assert shares(Kind.BACKDATED, WINDOW)[world.regency.code, ""] == (1, 2)

    def test_archives_of_each_officer(self, world: World):
        plant(world, 1, 0, state="archived", archive_reason="too_general")
        plant(world, 1, 0, state="archived", archive_reason="duplicate")
        for number in CaseFact.objects.values_list("number", flat=True):
            record(
                "case.archived",
                subject=f"case:{number}",
                actor=world.admin.actor,
                at=START + 3 * DAY,
            )

        found = shares(Kind.ARCHIVING, WINDOW)

        assert found == {(world.regency.code, world.admin.actor.ref): (1, 2)}

    def test_log_ins_that_follow_each_other_at_once(self, world: World):
        for minutes in (0, 4, 60, 66, 200):
            note_log_in(world.clerk, at=START + DAY + timedelta(minutes=minutes))

        found = shares(Kind.SHARED_ACCOUNT, WINDOW)

        assert found == {(world.regency.code, world.clerk.actor.ref): (2, 5)}


class TestOthers:
    """Weeks and regions …"""

    def test_are_thirteen_weeks(self, world: World):
        plant(world, 3, 0, answered_at=START + 90 * DAY)
        plant(world, 2, 0)

        weeks = answers_by_week(WINDOW)[world.regency.code]

        assert weeks == [0, 2, *[0] * 10, 3]

    def test_are_all_regencies_with_villages(self, world: World):
        make_regency("32.04", villages=3)
        make_regency("32.05", villages=3)
        world.regency.region = Region.objects.get(code="32.04")
        world.regency.save()
        plant(world, 2, 0, regency="32.04")

        (found,) = regions(WINDOW)

        assert found == ("32.04", world.regency.pk, (2, 3), "villages")

    def test_compare_people_once_enough_were_counted(self, world: World):
        make_regency("32.01", villages=2)
        province = Region.objects.get(code="32")
        agency(kind=OrganisationKind.PROVINCE, region=province)
        for number in range(2, 10):
            code = make_regency(f"32.{number:02}", villages=2)
            seen = {each.exposure for each in regions(WINDOW)}
            assert seen == {"villages"}
            Population.objects.create(
                region_id=code, counted_on=date(2020, 9, 15), people=1_000 * number
            )

        found = {each.code: each for each in regions(WINDOW)}

        assert people_counted() == (8, 9)
        assert found["32.09"][2:] == ((0, 9_000), "people")
        assert found["32.01"][2:] == ((0, 2), "villages")


def make_regency(code: str, *, villages: int) -> str:
    """Make a regency of Jawa Barat with villages; returns its code."""
    above, _ = Region.objects.get_or_create(
        code="32", defaults={"name": "Jawa Barat", "level": 1}
    )
    regency = Region.objects.create(
        code=code, name=code, level=2, parent=above, key=code, search=code
    )
    part = Region.objects.create(code=f"{code}.01", name="x", level=3, parent=regency)
    for place in range(villages):
        village = f"{code}.01.200{place}"
        Region.objects.create(code=village, name="x", level=4, parent=part)
    return code


class TestDetect:
    """detect_all() …"""

    def test_writes_what_stands_out_with_its_evidence(self, world: World):
        finding = make_finding(world)

        assert (finding.part, finding.whole) == (20, 40)
        assert finding.organisation == world.regency
        assert finding.evidence["units"] == [[world.unit.code, 20, 40]]
        assert len(finding.evidence["cases"]) == 20
        assert finding.chance < 0.001
        assert 0 < finding.false_alarms <= 0.02
        assert names_of(finding) == {world.unit.code: world.unit.name}
        assert [e.fact for e in history_of(finding.ref)] == ["finding.made"]

    def test_does_not_write_it_twice(self, world: World):
        finding = make_finding(world)
        make_swift(world, 5)

        assert detect_all(at=LATER) == 0
        finding.refresh_from_db()
        assert (finding.part, finding.whole) == (25, 65)

    def test_does_not_bring_back_what_was_handled(self, world: World):
        finding = make_finding(world)
        handle_finding(
            finding, state="explained", note="Loket.", by=world.auditor, at=LATER
        )

        assert detect_all(at=LATER) == 0
        assert Finding.objects.count() == 1

    def test_is_quiet_in_an_honest_country(self, world: World):
        plant(world, 0, 80)

        assert detect_all(at=LATER) == 0

    def test_names_officers(self, world: World):
        for minute in range(0, 200, 5):
            note_log_in(world.clerk, at=START + DAY + timedelta(minutes=minute))

        assert detect_all(at=LATER) == 1

        finding = Finding.objects.get()
        assert finding.kind == Kind.SHARED_ACCOUNT
        assert finding.evidence["people"] == [[world.clerk.actor.ref, 39, 40]]
        assert names_of(finding)[world.clerk.actor.ref] == str(world.clerk)

    def test_finds_a_silent_unit_and_a_burst(self, world: World):
        for place in range(10):
            office = unit(world.regency, name=f"Dinas {place}")
            now = 1 if place == 0 else 30
            for moment, n in ((START + DAY, now), (START - 360 * DAY, 30)):
                make_facts(
                    world.regency,
                    n,
                    unit=office,
                    received_at=moment,
                    answered_at=START + 88 * DAY if place < 3 else None,
                )
        for week in range(12):
            make_facts(
                world.regency,
                4,
                received_at=START,
                answered_at=START + (7 * week + 1) * DAY,
            )

        detect_all(at=LATER)

        kinds = dict(Finding.objects.values_list("kind", "organisation__name"))
        assert kinds[Kind.SILENCE] == "Dinas 0"
        assert kinds[Kind.BURST] == world.regency.name
        quiet = Finding.objects.get(kind=Kind.SILENCE)
        assert quiet.evidence == {"exposure": "year_ago", "amount": 30}
        assert (quiet.part, quiet.whole) == (1, 30)

    def test_asks_no_more_of_more_agencies(self, world: World):
        plant(world, 0, 30)
        with CaptureQueriesContext(connection) as few:
            detect_all(at=LATER)
        for place in range(6):
            make_facts(unit(world.regency, name=f"u{place}").agency, 5)
        with CaptureQueriesContext(connection) as many:
            detect_all(at=LATER)

        assert len(many) == len(few)


class TestHandle:
    """handle_finding() …"""

    def test_is_for_auditors_and_overseers(self, world: World):
        finding = make_finding(world)

        for person in (world.admin, world.leader, world.other_admin, world.clerk):
            with pytest.raises(NotPermitted):
                handle_finding(
                    finding, state="confirmed", note="x", by=person, at=LATER
                )
        handled = handle_finding(
            finding,
            state="confirmed",
            note="Dijawab tanpa diperiksa.",
            by=world.coordinator,
            at=LATER,
        )

        assert handled.state == FindingState.CONFIRMED
        assert [e.fact for e in history_of(finding.ref)][-1] == "finding.handled"
        with pytest.raises(NotAllowedNow):
            handle_finding(
                finding, state="explained", note="x", by=world.auditor, at=LATER
            )

    def test_names_what_is_missing(self, world: World):
        finding = make_finding(world)

        with pytest.raises(Invalid) as refused:
            handle_finding(finding, state="open", note=" ", by=world.auditor, at=LATER)

        assert set(refused.value.fields) == {"state", "note"}


class TestSeen:
    """findings_seen_by() …"""

    def test_reaches_auditors_and_overseers_only(self, world: World):
        finding, on = make_finding(world), LATER.date()

        for person in (world.auditor, world.coordinator, world.national):
            assert finding in findings_seen_by(person, on=on)
        for person in (world.admin, world.leader, world.clerk, world.other_admin):
            assert finding not in findings_seen_by(person, on=on)
            with pytest.raises(NotFound):
                finding_seen(person, finding.pk, on=on)

    def test_is_narrowed_and_counted(self, world: World):
        finding, on = make_finding(world), LATER.date()

        def keys(**filters: object) -> list[int]:
            page = page_of_findings(world.auditor, Filters(**filters), on=on)
            return [row.pk for row in page.rows]

        assert keys() == keys(kind="swift") == keys(state="open") == [finding.pk]
        assert keys(kind="burst") == keys(is_silence=True) == []
        handle_finding(finding, state="explained", note="x", by=world.auditor, at=LATER)
        assert handled_counts(world.auditor, on=on) == {"swift": (0, 1)}
