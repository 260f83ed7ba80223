"""The question graph: what it asks, in which order, and what it makes of answers."""

from datetime import date

import pytest

from lapor.domain.intake.rules.dialogue import (
    MOST_FILES,
    MOST_TYPED,
    Doing,
    Draft,
    Node,
    Order,
    Said,
    Setting,
    Talk,
    Turn,
    content_of,
    heading_of,
    step,
    title_of,
)

TODAY = date(2026, 3, 2)  # a Monday
CHAT = Setting(TODAY, new_key="kunci")
SMS = Setting(TODAY, new_key="kunci", takes_files=False, is_short=True)
STORY = "Lampu jalan di depan pasar padam sejak seminggu yang lalu."
NUMBER = "7K2M-P042-QRS"


def places(text: str) -> list[tuple[str, str]]:
    if "Depok" in text:
        return [("32.76", "Kota Depok, Jawa Barat")]
    if "Sukamaju" in text:
        return [("32.76.01", "Sukamaju, Depok"), ("32.04.02", "Sukamaju, Bandung")]
    return []


def talk_through(
    *texts: str, setting: Setting = CHAT, talk: Talk | None = None
) -> Turn:
    """Say texts one after the other; the state goes through JSON each time."""
    turn = Turn(talk or Talk())
    for text in texts:
        before = Talk.from_json(turn.talk.as_json())
        assert before == turn.talk
        turn = step(before, Said(text), setting)
    return turn


def draft_of(turn: Turn) -> Draft:
    assert turn.order is not None
    assert turn.order.draft is not None
    return turn.order.draft


def test_a_report_is_asked_for_in_order():
    turn = Turn(Talk())
    nodes = []
    for text in (STORY, "1", "kemarin", "Jl. Merdeka", "lanjut", "1", "Ani", "ya"):
        turn = step(turn.talk, Said(text), CHAT)
        nodes.append(turn.talk.node)

    assert nodes == [
        Node.CLASSIFICATION,
        Node.DAY,
        Node.LOCATION,
        Node.FILES,
        Node.PROTECTION,
        Node.NAME,
        Node.CHECK,
        Node.IDLE,
    ]
    draft = draft_of(turn)
    assert (draft.content, draft.name, draft.key) == (STORY, "Ani", "kunci")
    assert draft.happened_on == "2026-03-01"


def test_an_aspiration_needs_no_day_and_sms_no_files():
    turn = talk_through(STORY, "usul", setting=SMS)

    assert turn.talk.node == Node.LOCATION
    assert talk_through("Jl. A", setting=SMS, talk=turn.talk).talk.node == (
        Node.PROTECTION
    )


def test_an_anonymous_reporter_is_not_asked_for_his_name():
    turn = talk_through(STORY, "1", "kemarin", "Jl. A", "2", setting=SMS)

    assert turn.talk.node == Node.CHECK
    assert turn.talk.draft.is_anonymous


def test_short_words_are_gathered_until_they_tell_something():
    turn = talk_through("halo", "jalan", "rusak", "di depan sekolah")

    assert turn.talk.node == Node.CLASSIFICATION
    assert turn.talk.draft.content == "jalan\nrusak\ndi depan sekolah"


def test_places_are_looked_up_and_several_are_a_choice():
    setting = Setting(TODAY, places=places, new_key="k")
    one = talk_through(STORY, "1", "kemarin", "Jl. Melati, Depok", setting=setting)
    some = talk_through(STORY, "1", "kemarin", "Sukamaju", setting=setting)
    chosen = talk_through("2", setting=setting, talk=some.talk)
    neither = talk_through("0", setting=setting, talk=some.talk)

    assert one.talk.draft.region == "32.76"
    assert some.talk.node == Node.REGION
    assert "2. Sukamaju, Bandung" in some.replies[-1]
    assert chosen.talk.draft.region == "32.04.02"
    assert neither.talk.draft.region == ""
    assert neither.talk.draft.location == "Sukamaju"


def test_what_is_not_understood_twice_gets_a_safe_answer_and_is_kept():
    turn = talk_through(STORY, "entahlah", "pokoknya begitu")

    assert turn.talk.node == Node.DAY
    assert turn.talk.draft.classification == "complaint"
    assert turn.talk.draft.asides == ("entahlah", "pokoknya begitu")


def test_a_day_nobody_knows_is_today_and_the_report_says_so():
    turn = talk_through(STORY, "1", "lupa")

    assert turn.talk.draft.happened_on == TODAY.isoformat()
    assert "tidak diketahui pelapor" in content_of(turn.talk.draft)


def test_a_day_ahead_is_asked_again():
    turn = talk_through(STORY, "1", "5-3-2026")

    assert turn.talk.node == Node.DAY
    assert "belum tiba" in turn.replies[0]


def test_before_sending_anything_can_be_changed_or_added():
    ready = talk_through(STORY, "1", "kemarin", "Jl. A", "1", "Ani", setting=SMS).talk
    changed = talk_through("UBAH TEMPAT", "Jl. B", setting=SMS, talk=ready)
    added = talk_through("Tiangnya juga miring", setting=SMS, talk=ready)
    opened = talk_through("UBAH PERLINDUNGAN", "3", setting=SMS, talk=ready)
    asked = talk_through("UBAH", setting=SMS, talk=ready)

    assert (changed.talk.node, changed.talk.draft.location) == (Node.CHECK, "Jl. B")
    assert "Tiangnya juga miring" in content_of(added.talk.draft)
    assert opened.talk.draft.is_secret
    assert STORY[:20] not in opened.replies[-1]  # a secret is not sent around
    assert "UBAH ISI" in asked.replies[0]


def test_a_class_changed_to_complaint_asks_for_its_day():
    ready = talk_through(STORY, "2", "Jl. A", "2", setting=SMS).talk
    turn = talk_through("UBAH JENIS", "1", setting=SMS, talk=ready)

    assert turn.talk.node == Node.DAY
    assert talk_through("hari ini", setting=SMS, talk=turn.talk).talk.node == Node.CHECK


@pytest.mark.parametrize("before", range(1, 8))
def test_cancelling_works_at_every_question(before: int):
    said = (STORY, "1", "kemarin", "Jl. A", "lanjut", "1", "Ani")[:before]
    asked = talk_through(*said, "BATAL")

    assert asked.talk.node == Node.CANCEL
    assert talk_through("ya", talk=asked.talk).talk == Talk()
    assert talk_through("lanjut", talk=asked.talk).talk == talk_through(*said).talk


def test_an_answer_instead_of_yes_takes_the_cancelling_back():
    turn = talk_through(STORY, "BATAL", "1")

    assert turn.talk.node == Node.DAY


def test_the_language_can_be_changed_in_between():
    turn = talk_through(STORY, "english")

    assert turn.talk.language == "en"
    assert turn.talk.node == Node.CLASSIFICATION
    assert talk_through("Bahasa Indonesia", talk=turn.talk).talk.language == "id"


def test_a_danger_is_named_first_and_once():
    danger = Setting(TODAY, new_key="k", warning="Hubungi 112.")
    first = step(Talk(), Said(STORY), danger)
    second = step(first.talk, Said("1"), danger)

    assert first.replies[0] == "Hubungi 112."
    assert "Hubungi 112." not in second.replies


def test_files_are_taken_at_any_question_and_five_at_the_most():
    turn = step(Talk(), Said(STORY, ("a",)), CHAT)
    turn = step(turn.talk, Said("", ("b", "c", "d", "e")), CHAT)
    full = step(turn.talk, Said("", ("f",)), CHAT)

    assert turn.talk.draft.files == ("a", "b", "c", "d", "e")
    assert turn.talk.node == Node.CLASSIFICATION
    assert len(full.talk.draft.files) == MOST_FILES
    assert "tidak kami simpan" in full.replies[0]


def test_too_much_is_refused_aloud():
    turn = talk_through(STORY, "1", "x" * MOST_TYPED)

    assert turn.talk.node == Node.DAY
    assert "tidak kami simpan" in turn.replies[0]


class TestWithReport:
    """Somebody who has a report under way …"""

    setting = Setting(TODAY, about=NUMBER, new_key="k")

    def test_is_asked_whether_a_text_is_new_or_a_reply(self):
        asked = step(Talk(), Said(STORY, ("a",)), self.setting)
        new = step(asked.talk, Said("1"), self.setting)
        reply = step(asked.talk, Said("2"), self.setting)

        assert asked.talk.node == Node.WHICH
        assert NUMBER in asked.replies[0]
        assert (new.talk.draft.content, new.talk.draft.files) == (STORY, ("a",))
        assert reply.order == Order(Doing.REPLY, NUMBER, text=STORY, files=("a",))

    def test_loses_neither_text_when_he_goes_on_writing(self):
        asked = step(Talk(), Said(STORY), self.setting)
        turn = step(asked.talk, Said("Tiangnya juga hampir roboh sekali"), self.setting)

        assert turn.talk.node == Node.CLASSIFICATION
        assert turn.talk.draft.content == f"{STORY}\nTiangnya juga hampir roboh sekali"

    def test_ends_it_with_a_grade_and_is_asked_whether_it_is_solved(self):
        asked = step(Talk(), Said(f"SELESAI {NUMBER} 5"), self.setting)
        done = step(asked.talk, Said("sebagian"), self.setting)

        assert asked.talk.node == Node.SOLVED
        assert done.order == Order(Doing.FINISH, NUMBER, stars=5, solved="partly")
        assert done.talk == Talk()

    def test_ends_it_in_one_message(self):
        turn = step(Talk(), Said(f"selesai {NUMBER} 4 ya"), self.setting)

        assert turn.order == Order(Doing.FINISH, NUMBER, stars=4, solved="yes")

    def test_who_explains_instead_of_grading_is_heard_by_the_officers(self):
        asked = step(Talk(), Said("selesai 1"), self.setting)
        turn = step(asked.talk, Said("Lampunya mati lagi semalam"), self.setting)

        assert turn.order == Order(
            Doing.REPLY, NUMBER, text="Lampunya mati lagi semalam"
        )


class TestShortMessages:
    """An SMS …"""

    def test_that_is_full_and_stops_in_the_middle_is_asked_about(self):
        half = ("Jalan rusak parah " * 10)[:160]
        asked = talk_through(half, setting=SMS)
        whole = talk_through("sampai ke kantor desa.", setting=SMS, talk=asked.talk)
        enough = talk_through("CUKUP", setting=SMS, talk=asked.talk)

        assert asked.talk.node == Node.MORE
        assert whole.talk.draft.content == f"{half.strip()} sampai ke kantor desa."
        assert enough.talk.draft.content == half.strip()
        assert whole.talk.node == enough.talk.node == Node.CLASSIFICATION

    def test_that_lacks_a_part_is_asked_for_it(self):
        torn = Said("Jalan rusak parah di [… 2/3] sampai kantor desa", torn="2/3")
        asked = step(Talk(), torn, SMS)
        filled = step(asked.talk, Said("depan pasar"), SMS)
        left = step(asked.talk, Said("cukup"), SMS)

        assert asked.talk.node == Node.REST
        assert "2/3" in asked.replies[0]
        assert filled.talk.draft.content == (
            "Jalan rusak parah di depan pasar sampai kantor desa"
        )
        assert "[… 2/3]" in left.talk.draft.content
        assert filled.talk.node == left.talk.node == Node.CLASSIFICATION

    def test_part_that_comes_late_takes_its_place_whatever_is_asked_meanwhile(self):
        torn = Said("Jalan rusak parah di [… 2/3] sampai kantor desa", torn="2/3")
        turn = step(Talk(), torn, SMS)
        turn = talk_through("cukup", "1", setting=SMS, talk=turn.talk)
        late = step(turn.talk, Said("depan pasar", fills="[… 2/3]"), SMS)

        assert late.talk.node == Node.DAY
        assert "di depan pasar sampai" in late.talk.draft.content

    def test_written_before_one_already_answered_is_added_and_answers_nothing(self):
        turn = talk_through(STORY, setting=SMS)
        late = step(turn.talk, Said("1", is_late=True), SMS)

        assert late.talk.node == Node.CLASSIFICATION
        assert late.talk.draft.asides == ("1",)


def test_a_mail_brings_its_subject_and_its_sender():
    said = Said(STORY, subject="Lampu jalan padam", name="Ani")
    turn = step(Talk(), said, CHAT)
    ready = talk_through("1", "kemarin", "Jl. A", "lanjut", "1", talk=turn.talk)

    assert heading_of(ready.talk.draft) == "Lampu jalan padam"
    assert ready.talk.node == Node.CHECK  # the name is known
    assert ready.talk.draft.name == "Ani"


def test_a_subject_that_says_little_stays_in_the_text():
    draft = Draft(title="Lapor", content=STORY)

    assert heading_of(draft) == title_of(STORY)
    assert content_of(draft).startswith("Lapor\n")


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("Lampu jalan mati. Sudah seminggu.", "Lampu jalan mati"),
        ("Pak. Lampu jalan mati! Tolong", "Pak. Lampu jalan mati"),
        ("Lampu\njalan\nmati", "Lampu jalan mati"),
        ("kata " * 60, ("kata " * 29).strip() + "…"),
    ],
)
def test_a_title_is_the_first_sentence(content: str, title: str):
    assert title_of(content) == title
