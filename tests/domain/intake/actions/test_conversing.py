import re
from datetime import timedelta

import pytest
from django.db import connection

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import Channel, State
from lapor.domain.feedback.models import Rating
from lapor.domain.feedback.rules import Through
from lapor.domain.intake.actions import Details
from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.intake.queries import known_draft_files, last_heard, memory_of
from lapor.domain.reporters.queries import contacts_for_delivery
from lapor.kernel import ids
from tests.factories.cases import CODE, World, answer, dispatch, make_world, receive
from tests.factories.talks import PHOTO, STORY, WHOLE_SMS, Person, only_case

NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}")

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def siti(world: World) -> Person:
    return Person()


class TestConverse:
    """converse() …"""

    def test_makes_a_report_with_its_identity_and_tells_the_number(self, siti: Person):
        said = siti.say(*WHOLE_SMS)

        case = only_case()
        assert case.number in said
        assert (case.channel, case.state) == (Channel.SMS, State.RECEIVED)
        assert case.content.startswith(STORY)
        assert case.location == "Jl. Contoh 1"
        assert case.happened_on.isoformat() == "2026-03-01"
        assert case.received_at == siti.at

    def test_keeps_who_wrote_in_the_vault(self, siti: Person):
        siti.say(*WHOLE_SMS)

        number = only_case().number
        assert contacts_for_delivery([number])[number].phone == siti.address

    def test_leaves_no_word_or_address_readable_in_its_tables(self, siti: Person):
        siti.say(STORY, "1", "kemarin", "Gang Zzcanary")
        with connection.cursor() as cursor:
            rows = []
            for table in ("intake_talk", "intake_inbound"):
                cursor.execute(f"SELECT t::text FROM {table} t")
                rows += [row[0] for row in cursor.fetchall()]
        stored = "\n".join(rows)

        assert len(rows) == 5
        for word in ("Zzcanary", "81234567890", "Lampu", "pesan-"):
            assert word not in stored
            assert word.encode().hex() not in stored

    def test_hears_the_same_message_once_and_says_the_same(self, siti: Person):
        first = siti.say(STORY, name="a")
        again = siti.say(STORY, name="a")
        siti.say(*WHOLE_SMS[1:-1])
        sent = siti.say("ya", name="b")
        twice = siti.say("ya", name="b")

        assert first == again
        assert sent == twice
        assert Case.objects.count() == 1

    def test_does_not_mix_two_addresses(self, siti: Person):
        other = Person(address="+6281299999999")
        siti.say(*WHOLE_SMS[:3])
        other.say(STORY)
        siti.say(*WHOLE_SMS[3:])

        assert Case.objects.count() == 1
        assert Talk.objects.filter(has_draft=True).count() == 1

    def test_adds_a_message_older_than_one_already_answered(self, siti: Person):
        late = Details(sent_at=siti.at - timedelta(hours=1))
        on_time = Details(sent_at=siti.at)
        siti.say(STORY, details=on_time)
        siti.say("Tiangnya miring", details=late)
        siti.say(*WHOLE_SMS[1:])

        assert "Tiangnya miring" in only_case().content
        assert only_case().classification_id == "complaint"

    def test_says_what_the_report_lacks_and_keeps_the_draft(
        self, siti: Person, monkeypatch: pytest.MonkeyPatch
    ):
        from lapor.domain.intake.actions import ordering  # noqa: PLC0415
        from lapor.kernel.errors import Invalid  # noqa: PLC0415

        siti.say(*WHOLE_SMS[:-1])

        def refuse(*_given: object, **_more: object) -> None:
            raise Invalid("Belum dapat dikirim.", fields={"title": "Perbaiki judul."})

        with monkeypatch.context() as patched:
            patched.setattr(ordering, "submit", refuse)
            said = siti.say("ya")
        sent = siti.say("ya")

        assert "Perbaiki judul." in said
        assert only_case().number in sent

    def test_takes_files_of_the_draft_into_the_case(self, world: World):
        budi = Person(Channel.TELEGRAM, "123")
        budi.say(STORY, files=[PHOTO])
        assert known_draft_files([PHOTO.key, "x"]) == {PHOTO.key}

        budi.say("2", "Jl. A", "lanjut", "2", "ya")

        assert only_case().attachments.get().key == PHOTO.key
        assert known_draft_files([PHOTO.key]) == set()

    def test_speaks_the_language_that_was_chosen(self, siti: Person):
        siti.say(STORY, "english")
        english = memory_of(Talk.objects.get()).talk.language
        siti.say("Bahasa Indonesia")

        assert english == "en"
        assert memory_of(Talk.objects.get()).talk.language == "id"

    def test_too_long_a_message_is_refused_aloud(self, siti: Person):
        said = siti.say("x" * 60_000)

        assert "terlalu panjang" in said
        assert not Talk.objects.get().has_draft

    def test_stops_answering_a_flood_and_goes_on_hearing_it(self, siti: Person):
        siti.say(STORY)
        with_pause = [siti.say(f"kata {n}", minutes=0.1) for n in range(59)][-1]
        silent = siti.say("Tiangnya miring", minutes=0.1)
        siti.at += timedelta(hours=1)
        later = siti.say("BANTUAN")

        assert "tidak kami balas" in with_pause
        assert silent == ""
        assert later
        kept = memory_of(Talk.objects.get()).talk.draft
        assert "Tiangnya miring" in "\n".join(kept.asides)

    def test_knows_when_somebody_last_wrote(self, siti: Person):
        assert last_heard(Channel.SMS, siti.address) is None
        siti.say("halo")

        assert last_heard(Channel.SMS, siti.address) == siti.at


class TestCommands:
    """A command …"""

    def test_status_tells_where_the_own_report_stands_without_its_words(
        self, siti: Person
    ):
        siti.say(*WHOLE_SMS)
        said = siti.say("STATUS")

        assert only_case().number in said
        assert "Menunggu verifikasi" in said
        assert "Lampu" not in said

    def test_status_of_another_needs_his_code(self, world: World, siti: Person):
        case = receive(world)
        without = siti.say(f"STATUS {case.number}")
        wrong = siti.say(f"STATUS {case.number} {'0' * 26}")
        nothing = siti.say("STATUS 0000-0000-000")
        right = siti.say(f"STATUS {case.number} {CODE}")
        later = siti.say(f"STATUS {case.number}")

        assert "kode akses" in without
        assert wrong == without
        assert NUMBER.sub("", nothing) == NUMBER.sub("", without)
        assert "Menunggu verifikasi" in right
        assert later == right

    def test_wrong_codes_are_not_tried_for_ever(self, world: World, siti: Person):
        case = receive(world)
        for _try in range(10):
            siti.say(f"STATUS {case.number} {'0' * 26}")

        assert "Terlalu banyak" in siti.say(f"STATUS {case.number} {CODE}")

    def test_code_gives_the_access_code_to_the_address_that_reported(
        self, siti: Person
    ):
        from lapor.domain.cases.queries import open_with  # noqa: PLC0415

        siti.say(*WHOLE_SMS)
        said = siti.say("KODE")

        code = next(word for word in said.split() if len(word) > 30).strip(".,")
        assert open_with(only_case().number, ids.normalise_code(code) or "")

    def test_code_is_not_sent_to_somebody_who_only_knows_it(
        self, world: World, siti: Person
    ):
        case = receive(world)
        siti.say(f"STATUS {case.number} {CODE}")

        assert "hanya kami kirim" in siti.say(f"KODE {case.number}")

    def test_reply_reaches_the_officers_once(self, world: World, siti: Person):
        siti.say(*WHOLE_SMS)
        number = only_case().number
        siti.say(f"BALAS {number} Masih padam", name="z")
        siti.say(f"BALAS {number} Masih padam", name="z")

        messages = only_case().messages.filter(content="Masih padam")
        assert messages.count() == 1

    def test_a_free_text_is_offered_as_a_reply(self, siti: Person):
        siti.say(*WHOLE_SMS)
        asked = siti.say("Tadi malam masih padam juga")
        siti.say("2")

        assert only_case().number in asked
        assert (
            only_case().messages.filter(content="Tadi malam masih padam juga").exists()
        )

    def test_finish_accepts_and_rates(self, world: World, siti: Person):
        case = receive(world)
        siti.say(f"STATUS {case.number} {CODE}")
        case = dispatch(world, case, at=siti.at + timedelta(hours=1))
        answer(world, case, at=siti.at + timedelta(hours=2))
        siti.at += timedelta(hours=3)
        asked = siti.say(f"SELESAI {case.number} 5")
        done = siti.say("1")

        assert "sudah selesai?" in asked
        assert only_case().state == State.CLOSED
        assert "tercatat" in done
        rating = Rating.objects.get()
        assert (rating.speed, rating.solved) == (5, "yes")
        assert rating.through == Through.MESSAGE

    def test_finish_before_an_answer_is_refused_in_a_sentence(self, siti: Person):
        siti.say(*WHOLE_SMS)
        said = siti.say(f"SELESAI {only_case().number} 5 ya")

        assert said
        assert only_case().state == State.RECEIVED

    def test_a_report_under_way_is_asked_for_again_after_a_command(self, siti: Person):
        siti.say(*WHOLE_SMS)
        siti.say("lapor", STORY)
        said = siti.say("STATUS")

        assert "Balas 1 pengaduan" in said

    def test_nobody_without_a_report_learns_anything(self, siti: Person):
        assert "Belum ada laporan" in siti.say("STATUS")
        assert "Belum ada laporan" in siti.say("BALAS halo semua")


def test_each_message_is_kept_once_with_the_count_of_its_answers(siti: Person):
    siti.say("halo", name="a")
    siti.say("halo", name="a")

    kept = Inbound.objects.get()
    assert kept.reply_count == 2
    assert kept.heard_at is not None
