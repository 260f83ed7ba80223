"""One message a day, when the office opens, with what came and what is late."""

from datetime import UTC, datetime, timedelta

import pytest

from lapor.domain.cases.rules import State
from lapor.domain.notifications.actions import read_ledger, send_digests
from lapor.domain.notifications.models import InboxItem, Outgoing, PushSubscription
from lapor.domain.notifications.queries import rendered
from lapor.domain.notifications.rules import Notice, Way
from lapor.domain.organisations.rules import Zone
from tests.factories.cases import MONDAY, make_case, receive

TUESDAY_8 = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)  # 08:00 in Jakarta
MINUTE = timedelta(minutes=1)


def digests(user) -> list[Outgoing]:
    rows = Outgoing.objects.filter(receiver=user.actor.ref, notice=Notice.DIGEST)
    return list(rows.order_by("pk"))


class TestDigest:
    """A digest …"""

    def test_comes_when_the_office_opens_and_not_at_midnight(self, world):
        receive(world)
        read_ledger(at=MONDAY)

        for hours in range(1, 15):
            send_digests(at=MONDAY + timedelta(hours=hours))
        assert digests(world.admin) == []  # 23:00 in Jakarta

        send_digests(at=TUESDAY_8 - MINUTE)
        assert digests(world.admin) == []
        send_digests(at=TUESDAY_8)
        assert len(digests(world.admin)) == 1

    def test_is_one_for_many_reports(self, world):
        numbers = [receive(world).number for _ in range(12)]
        make_case(world, State.IN_PROGRESS)
        read_ledger(at=MONDAY + timedelta(hours=5))

        send_digests(at=TUESDAY_8)
        send_digests(at=TUESDAY_8 + MINUTE)

        (digest,) = digests(world.admin)
        parts = {part["notice"]: part for part in digest.parameters["parts"]}
        assert parts[Notice.NEW_CASE]["count"] == 13
        assert parts[Notice.NEW_CASE]["numbers"] == numbers[:10]
        assert parts[Notice.OFFICER_FOLLOW_UP]["count"] == 1
        assert digest.parameters["open"] == 13

    def test_says_what_and_how_many_and_no_title(self, world):
        case = receive(world, title="Zzcanary lampu mati")
        read_ledger(at=MONDAY)
        send_digests(at=TUESDAY_8)

        (row,) = digests(world.admin)
        words = rendered(Notice.DIGEST, "id", row.subject, row.parameters)

        assert words.subject == "Ringkasan harian: 1 pemberitahuan"
        assert f"1  Laporan baru: {case.number}" in words.body
        assert "Zzcanary" not in words.body + words.subject + words.short

    @pytest.mark.parametrize(
        ("zone", "hour"), [(Zone.WIB, 1), (Zone.WITA, 0), (Zone.WIT, 23)]
    )
    def test_keeps_the_clock_of_the_office(self, world, zone, hour):
        world.regency.zone = zone
        world.regency.save()
        receive(world)
        read_ledger(at=MONDAY)
        opens = datetime(2026, 3, 2 if hour == 23 else 3, hour, 0, tzinfo=UTC)

        send_digests(at=opens - MINUTE)
        assert digests(world.admin) == []
        send_digests(at=opens)
        assert len(digests(world.admin)) == 1

    def test_waits_over_a_weekend(self, world):
        friday = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
        receive(world, at=friday)
        read_ledger(at=friday)

        send_digests(at=friday + timedelta(hours=15))  # Saturday 08:00
        assert digests(world.admin) == []
        send_digests(at=friday + timedelta(days=2, hours=15))  # Monday
        assert len(digests(world.admin)) == 1

    def test_is_one_after_three_days_down(self, world):
        receive(world)
        read_ledger(at=MONDAY)
        receive(world, at=MONDAY + timedelta(days=1))
        read_ledger(at=MONDAY + timedelta(days=2))

        send_digests(at=MONDAY + timedelta(days=3))
        send_digests(at=MONDAY + timedelta(days=3, minutes=5))

        (digest,) = digests(world.admin)
        assert digest.parameters["count"] == "2"

    def test_next_day_has_only_what_is_new(self, world):
        receive(world)
        read_ledger(at=MONDAY)
        send_digests(at=TUESDAY_8)

        send_digests(at=TUESDAY_8 + timedelta(days=1))
        assert len(digests(world.admin)) == 1

        receive(world, at=TUESDAY_8 + timedelta(hours=1))
        read_ledger(at=TUESDAY_8 + timedelta(hours=1))
        send_digests(at=TUESDAY_8 + timedelta(days=1))
        assert [d.parameters["count"] for d in digests(world.admin)] == ["1", "1"]

    def test_goes_to_his_browsers_too_and_not_to_a_dead_mailbox(self, world):
        PushSubscription.objects.create(
            user=world.admin, endpoint="https://x.test/1", made_at=MONDAY
        )
        world.admin.mailbox = "bounced"
        world.admin.save()
        receive(world)
        read_ledger(at=MONDAY)

        send_digests(at=TUESDAY_8)

        assert [row.way for row in digests(world.admin)] == [Way.PUSH]

    def test_leaves_the_inbox_unread(self, world):
        receive(world)
        read_ledger(at=MONDAY)
        send_digests(at=TUESDAY_8)

        items = InboxItem.objects.filter(user=world.admin)
        assert {(i.read_at, i.digested_at) for i in items} == {(None, TUESDAY_8)}
