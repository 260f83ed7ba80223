"""Quiet hours, pauses, gates and the places of a text."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.notifications.rules import (
    GIVE_UP_AFTER,
    Gate,
    Quiet,
    Urgency,
    after_failure,
    faults_of,
    filled,
    opening,
    retry_at,
    send_at,
)
from lapor.domain.organisations.rules import Zone

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)  # 12:00 in Jakarta
WORDS = ("Laporan {number}", "Lihat {link}", "Laporan {number}. {link}")


class TestQuietHours:
    """send_at() …"""

    @pytest.mark.parametrize(
        ("zone", "hour", "leaves"),
        [
            (Zone.WIB, "2026-03-02T13:59", "2026-03-02T13:59"),  # 20:59
            (Zone.WIB, "2026-03-02T14:00", "2026-03-03T00:00"),  # 21:00 → 07:00
            (Zone.WIB, "2026-03-02T23:59", "2026-03-03T00:00"),  # 06:59 → 07:00
            (Zone.WIB, "2026-03-03T00:00", "2026-03-03T00:00"),  # 07:00
            (Zone.WITA, "2026-03-02T13:00", "2026-03-02T23:00"),  # 21:00 → 07:00
            (Zone.WITA, "2026-03-02T12:59", "2026-03-02T12:59"),
            (Zone.WIT, "2026-03-02T12:00", "2026-03-02T22:00"),  # 21:00 → 07:00
            (Zone.WIT, "2026-03-02T11:59", "2026-03-02T11:59"),
        ],
    )
    def test_hold_back_what_can_wait_in_each_zone(self, zone, hour, leaves):
        at = datetime.fromisoformat(hour).replace(tzinfo=UTC)

        found = send_at(at, Urgency.NORMAL, Quiet(zone))

        assert found == datetime.fromisoformat(leaves).replace(tzinfo=UTC)

    def test_do_not_stop_what_is_urgent(self):
        night = NOON + timedelta(hours=12)

        assert send_at(night, Urgency.NOW, Quiet(Zone.WIB)) == night

    def test_may_be_chosen_within_a_day_or_not_at_all(self):
        assert send_at(NOON, Urgency.NORMAL, Quiet(Zone.WIB, 11, 13)) == NOON + (
            timedelta(hours=1)
        )
        assert send_at(NOON, Urgency.NORMAL, Quiet(Zone.WIB, 9, 9)) == NOON

    @given(
        st.integers(0, 2 * 365 * 24 * 60).map(lambda n: NOON + timedelta(minutes=n)),
        st.sampled_from(list(Zone)),
        st.integers(0, 23),
        st.integers(0, 23),
    )
    def test_never_last_a_day_and_never_send_in_quiet(self, at, zone, start, end):
        quiet = Quiet(zone, start, end)

        found = send_at(at, Urgency.NORMAL, quiet)

        assert at <= found < at + timedelta(days=1)
        assert send_at(found, Urgency.NORMAL, quiet) == found


def test_an_office_opens_at_eight_on_its_own_clock():
    day = NOON.date()

    assert [opening(day, zone).astimezone(UTC).hour for zone in Zone] == [1, 0, 23]


class TestRetry:
    """retry_at() …"""

    def test_waits_longer_each_time_up_to_an_hour(self):
        pauses = [
            (retry_at(NOON, attempts=n, queued_at=NOON) - NOON).seconds // 60
            for n in range(1, 9)
        ]

        assert pauses == [1, 2, 5, 15, 30, 60, 60, 60]

    def test_gives_up_after_three_days_and_tries_once_more_just_then(self):
        late = NOON + GIVE_UP_AFTER - timedelta(minutes=1)

        assert retry_at(late, attempts=80, queued_at=NOON) == NOON + GIVE_UP_AFTER
        assert retry_at(NOON + GIVE_UP_AFTER, attempts=81, queued_at=NOON) is None


class TestGate:
    """A channel that fails …"""

    def test_is_left_alone_after_five_failures_and_longer_each_time(self):
        gate = Gate()
        for _ in range(4):
            gate = after_failure(gate, NOON)
        assert gate.is_open(NOON)

        pauses = []
        for _ in range(4):
            gate = after_failure(gate, NOON)
            pauses.append((gate.shut_until - NOON).seconds // 60)

        assert pauses == [1, 5, 15, 15]
        assert not gate.is_open(NOON + timedelta(minutes=14))
        assert gate.is_open(NOON + timedelta(minutes=15))


class TestText:
    """A text …"""

    def test_has_places_that_are_known(self):
        assert faults_of(*WORDS, names_case=True) == {}

    @pytest.mark.parametrize(
        ("part", "words"),
        [
            ("subject", ("Laporan Anda", WORDS[1], WORDS[2])),
            ("subject", ("{number} {judul}", WORDS[1], WORDS[2])),
            ("body", (WORDS[0], "{isi}", WORDS[2])),
            ("body", (WORDS[0], "Lihat {link", WORDS[2])),
            ("body", (WORDS[0], " ", WORDS[2])),
            ("short", (WORDS[0], WORDS[1], "“Laporan” {number}")),
            ("short", (WORDS[0], WORDS[1], "x" * 150 + "{number}")),
        ],
    )
    def test_is_refused_with_a_sentence_for_the_part_at_fault(self, part, words):
        assert set(faults_of(*words, names_case=True)) == {part}

    def test_fills_only_what_it_is_given_and_never_twice(self):
        found = filled("{number} {title} {due}", {"number": "{due}", "due": "besok"})

        assert found == "{due}  besok"
