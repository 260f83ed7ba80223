from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.actions import (
    forget,
    hear_again,
    hear_torn,
    keep_inbound,
    remind,
    rewrap_boxes,
    whole_of,
)
from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.intake.queries import memory_of, read_inbound, reminder_of
from lapor.domain.reporters.actions import shred
from lapor.kernel.actor import REPORTER
from lapor.kernel.keyring import keyring
from tests.factories.cases import MONDAY, make_world
from tests.factories.talks import MINUTE, STORY, WHOLE_SMS, Person, only_case

pytestmark = pytest.mark.django_db
ADDRESS = "+6281234567890"


def keep(name: str = "a", *, at=MONDAY, piece=None, text="halo") -> bool:
    return keep_inbound(
        channel=Channel.SMS,
        address=ADDRESS,
        external_id=name,
        payload={"id": name, "text": text},
        piece=piece,
        at=at,
    )


def jobs(task: str = "channels.hear") -> list[int]:
    rows = ProcrastinateJob.objects.filter(task_name=task).order_by("id")
    return [job.args.get("inbound", job.args.get("talk")) for job in rows]


class TestKeeping:
    """keep_inbound() …"""

    def test_keeps_and_defers_once(self):
        assert keep()
        assert not keep()

        row = Inbound.objects.get()
        assert jobs() == [row.pk]
        assert read_inbound(row)["payload"] == {"id": "a", "text": "halo"}
        assert read_inbound(row)["address"] == ADDRESS

    def test_lets_messages_of_one_address_be_heard_in_turn(self):
        keep("a")
        keep("b")

        locks = {job.lock for job in ProcrastinateJob.objects.all()}
        assert len(locks) == 1
        assert ADDRESS not in locks.pop()


class TestHearingAgain:
    """hear_again() …"""

    def test_defers_what_was_lost_and_nothing_twice(self):
        keep()
        waiting = hear_again(at=MONDAY + timedelta(hours=1))
        ProcrastinateJob.objects.filter(pk__gt=0)._raw_delete("default")
        lost = hear_again(at=MONDAY + timedelta(hours=1))
        again = hear_again(at=MONDAY + timedelta(hours=1))

        assert (waiting, lost, again) == (0, 1, 0)
        assert jobs() == [Inbound.objects.get().pk]

    def test_gives_up_after_three_days(self):
        keep()
        ProcrastinateJob.objects.filter(pk__gt=0)._raw_delete("default")

        assert hear_again(at=MONDAY + timedelta(days=4)) == 0


def part(number: int, *, at=MONDAY, total=3) -> Inbound:
    keep(f"p{number}", at=at, piece=("7", number, total), text=f"bagian{number} ")
    return Inbound.objects.get(part=number)


class TestPieces:
    """A long SMS …"""

    def texts(self) -> dict[int, str]:
        return {
            row.pk: read_inbound(row)["payload"]["text"]
            for row in Inbound.objects.exclude(group="")
        }

    def test_is_put_together_in_order_whatever_order_it_came_in(self):
        part(3)
        second = part(2)
        assert whole_of(second, self.texts()) is None
        first = part(1)

        whole = whole_of(first, self.texts())
        assert whole is not None
        assert whole.text == "bagian1 bagian2 bagian3 "
        assert (whole.torn, whole.fills) == ("", "")

    def test_with_a_part_missing_is_heard_after_a_while_with_a_mark(self):
        part(1)
        third = part(3)

        whole = whole_of(third, self.texts(), is_over=True)
        assert whole is not None
        assert whole.text == "bagian1 [… 2/3]bagian3 "
        assert whole.torn == "2/3"

    def test_gets_a_late_part_into_its_place(self):
        part(1)
        part(3)
        Inbound.objects.update(heard_at=MONDAY)
        late = part(2, at=MONDAY + timedelta(hours=1))

        whole = whole_of(late, self.texts())
        assert whole is not None
        assert (whole.text, whole.fills) == ("bagian2 ", "[… 2/3]")

    def test_is_waited_for_ten_minutes(self):
        part(1)
        part(3, at=MONDAY + 5 * MINUTE)
        ProcrastinateJob.objects.filter(pk__gt=0)._raw_delete("default")

        assert hear_torn(at=MONDAY + 11 * MINUTE) == 0
        assert hear_torn(at=MONDAY + 16 * MINUTE) == 1
        assert len(jobs()) == 1


class TestForgetting:
    """What waits …"""

    @pytest.fixture
    def siti(self) -> Person:
        make_world()
        return Person()

    def test_is_asked_about_once_and_by_day(self, siti: Person):
        siti.say(STORY)
        night = MONDAY + timedelta(days=1, hours=15)  # 00:00 in Jakarta
        day = MONDAY + timedelta(days=2)

        assert remind(at=MONDAY + timedelta(hours=19)) == 0
        assert remind(at=night) == 0
        assert remind(at=day) == 1
        assert remind(at=day + timedelta(hours=1)) == 0
        row = Talk.objects.get()
        assert jobs("channels.remind") == [row.pk]
        address, lines = reminder_of(row, day.date())
        assert address == siti.address
        assert "belum terkirim" in lines[0]
        assert "Balas 1 pengaduan" in lines[1]

    def test_is_erased_after_a_week_but_not_the_reports(self, siti: Person):
        siti.say(*WHOLE_SMS, "lapor", STORY)
        assert forget(at=siti.at + timedelta(days=6)) == 0
        assert forget(at=siti.at + timedelta(days=8)) == 1

        assert not Talk.objects.get().has_draft
        siti.at += timedelta(days=8)
        assert "Menunggu verifikasi" in siti.say("STATUS")

    def test_is_forgotten_with_the_identity(self, siti: Person):
        siti.say(*WHOLE_SMS)
        number = only_case().number
        siti.say(*WHOLE_SMS)  # a second report of the same person, after a question
        siti.say("1", *WHOLE_SMS[1:])
        shred(case_number=number, by=REPORTER, at=siti.at)
        forget(at=siti.at + timedelta(hours=1))

        memory = memory_of(Talk.objects.get())
        assert number not in {case[0] for case in memory.cases}
        assert {read_inbound(row).get("payload") for row in Inbound.objects.all()} == {
            None
        }
        for case in Case.objects.exclude(number=number):
            shred(case_number=case.number, by=REPORTER, at=siti.at)
        forget(at=siti.at + timedelta(hours=2))
        assert not Talk.objects.filter(has_draft=False).exists()

    def test_raw_messages_go_after_a_month_and_stay_known(self, siti: Person):
        siti.say(STORY, name="a")
        forget(at=siti.at + timedelta(days=31))

        row = Inbound.objects.get()
        assert bytes(row.sealed) == b""
        assert read_inbound(row) == {}
        assert siti.say(STORY, name="a") == ""
        forget(at=siti.at + timedelta(days=500))
        assert (Inbound.objects.count(), Talk.objects.count()) == (0, 0)


def test_boxes_move_to_a_new_key_and_open_without_the_old_one(settings, tmp_path):
    settings.LAPOR_KEYS = tmp_path
    keep()
    make_world()
    siti = Person()
    siti.say(STORY)
    old, _key = keyring().newest()
    new = keyring().rotate()
    moved = rewrap_boxes()

    assert new != old
    assert moved == 3  # the kept message, the one heard, the conversation
    assert rewrap_boxes() == 0
    assert {row.key_id for row in [*Inbound.objects.all(), *Talk.objects.all()]} == {
        new
    }
    assert "Lampu" in memory_of(Talk.objects.get()).talk.draft.content
