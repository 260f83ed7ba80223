"""Random conversations: they end, they lose nothing, cancelling works everywhere."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from lapor.domain.intake.rules.dialogue import (
    MOST_TYPED,
    Doing,
    Node,
    Said,
    Setting,
    Talk,
    Turn,
    content_of,
    heading_of,
    question,
    step,
)

TODAY = date(2026, 3, 2)
NUMBER = "7K2M-P042-QRS"
#: The shortest way out of every question.
WAY_OUT = {
    Node.WHICH: "1",
    Node.CONTENT: "Lampu jalan di depan pasar padam.",
    Node.MORE: "cukup",
    Node.REST: "cukup",
    Node.CLASSIFICATION: "1",
    Node.DAY: "kemarin",
    Node.LOCATION: "Jl. Merdeka 1",
    Node.REGION: "0",
    Node.FILES: "lanjut",
    Node.PROTECTION: "1",
    Node.NAME: "Ani",
    Node.CHECK: "ya",
    Node.CANCEL: "lanjut",
    Node.SOLVED: "ya",
}
words = st.sampled_from(
    [
        *("1", "2", "3", "0", "9", "ya", "tidak", "lanjut", "cukup", "batal", "-"),
        *("bantuan", "status", "balas", "selesai", "kode", "english", "ubah", ""),
        *("kemarin", "lupa", "halo", "31-12-2030", "pengaduan", "anonim"),
        *("ubah isi", "ubah waktu", "ubah nama", "selesai 5", "[… 2/3]"),
        *("Jalan rusak di depan rumah kami", "a" * 160, "x" * 300),
        f"balas {NUMBER} masih mati",
    ]
)
texts = words | st.text(max_size=80)
said = st.builds(
    Said,
    text=texts,
    files=st.lists(st.sampled_from("abcdefgh"), max_size=3).map(tuple),
    torn=st.sampled_from(["", "", "", "2/3", "1/2, 2/2"]),
    fills=st.sampled_from(["", "", "", "[… 2/3]"]),
    is_late=st.sampled_from([False, False, False, True]),
)
setting = st.builds(
    Setting,
    today=st.just(TODAY),
    places=st.sampled_from(
        [
            lambda text: (),
            lambda text: [("1", "A"), ("2", "B")],
            lambda text: [("1", "A")],
        ]
    ),
    about=st.sampled_from(["", NUMBER]),
    warning=st.sampled_from(["", "Hubungi 112."]),
    new_key=st.just("kunci"),
    takes_files=st.booleans(),
    is_short=st.booleans(),
)
talks = st.lists(said, max_size=25)


def walk(messages: list[Said], setting: Setting) -> Talk:
    """Say everything; the state passes through JSON as it does in life."""
    talk = Talk()
    for message in messages:
        turn = step(talk, message, setting)
        assert all(isinstance(reply, str) for reply in turn.replies)
        talk = Talk.from_json(turn.talk.as_json())
        assert talk == turn.talk
    return talk


@given(talks, setting)
@settings(max_examples=300)
def test_from_anywhere_a_dozen_plain_answers_lead_to_the_end(
    messages: list[Said], setting: Setting
):
    talk = walk(messages, setting)

    for _answers in range(14):
        if talk.node == Node.IDLE:
            break
        talk = step(talk, Said(WAY_OUT[talk.node]), setting).talk

    assert talk.node == Node.IDLE


@given(talks, setting)
@settings(max_examples=200)
def test_nobody_is_asked_the_same_for_ever(messages: list[Said], setting: Setting):
    """Answers that are never understood end at the question for consent."""
    talk = walk(messages, setting)

    for _answers in range(40):
        if talk.node in {Node.IDLE, Node.CHECK}:
            break
        talk = step(talk, Said("entah apa maksudnya ini semua ya"), setting).talk

    assert talk.node in {Node.IDLE, Node.CHECK}


@given(talks, setting)
@settings(max_examples=200)
def test_cancelling_works_everywhere(messages: list[Said], setting: Setting):
    talk = walk(messages, setting)

    asked = step(talk, Said("BATAL"), setting).talk
    ended = step(asked, Said("ya"), setting).talk if asked.node != Node.IDLE else asked

    assert ended == Talk(language=talk.language)


@given(talks, setting)
@settings(max_examples=200)
def test_every_question_can_be_asked_again(messages: list[Said], setting: Setting):
    talk = walk(messages, setting)

    assert question(talk, setting)


def kept_in(turn: Turn) -> str:
    """Everything that is known after a message, or was handed on by it."""
    talk, order = turn.talk, turn.order
    drafts = [talk.draft, *([order.draft] if order and order.draft else [])]
    texts = [talk.held, order.text if order else ""]
    for draft in drafts:
        texts += [content_of(draft), draft.location, draft.name, draft.title]
    return "\n".join(texts)


REAL = st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", min_size=30, max_size=70).map(
    lambda text: " ".join(["zq", *text.split(), "qz"])
)


@given(talks, setting, REAL)
@settings(max_examples=400)
def test_nothing_that_was_typed_is_lost_without_a_word(
    messages: list[Said], setting: Setting, text: str
):
    """A sentence is in the draft, in an order, or its refusal is said."""
    talk = walk(messages, setting)

    turn = step(talk, Said(text), setting)

    is_refused = talk.draft.size + len(talk.held) + len(text) > MOST_TYPED
    said_so = any("tidak kami simpan" in reply for reply in turn.replies)
    assert said_so if is_refused else text in kept_in(turn)


@given(talks, setting, REAL)
@settings(max_examples=200)
def test_what_was_told_stands_in_the_report_that_is_sent(
    messages: list[Said], setting: Setting, text: str
):
    talk = walk(messages, setting)
    turn = step(talk, Said(text), setting)
    is_in_draft = turn.order is None and text in kept_in(turn)
    was_held = turn.talk.node == Node.WHICH

    for _answers in range(14):
        if turn.talk.node == Node.IDLE or not is_in_draft or was_held:
            break
        turn = step(turn.talk, Said(WAY_OUT[turn.talk.node]), setting)

    order = turn.order
    if is_in_draft and not was_held and order and order.doing == Doing.SUBMIT:
        assert text in kept_in(turn)
        assert len(content_of(order.draft)) <= 10_000
        assert len(heading_of(order.draft)) >= 10


def test_every_question_is_reachable():
    """A fixed walk for each node; the graph has no dead corner."""
    some = lambda text: [("1", "A"), ("2", "B")]  # noqa: E731
    chat = Setting(TODAY, places=some, new_key="k")
    short = Setting(TODAY, new_key="k", is_short=True, takes_files=False)
    about = Setting(TODAY, about=NUMBER, new_key="k")
    story = "Lampu jalan di depan pasar padam."
    walks = {
        Node.IDLE: (chat, []),
        Node.WHICH: (about, [story]),
        Node.CONTENT: (chat, ["halo"]),
        Node.MORE: (short, ["a b " * 40]),
        Node.CLASSIFICATION: (chat, [story]),
        Node.DAY: (chat, [story, "1"]),
        Node.LOCATION: (chat, [story, "2"]),
        Node.REGION: (chat, [story, "2", "Sukamaju"]),
        Node.FILES: (chat, [story, "2", "Sukamaju", "1"]),
        Node.PROTECTION: (short, [story, "2", "Sukamaju"]),
        Node.NAME: (short, [story, "2", "Sukamaju", "1"]),
        Node.CHECK: (short, [story, "2", "Sukamaju", "2"]),
        Node.CANCEL: (chat, [story, "batal"]),
        Node.SOLVED: (about, ["selesai 5"]),
    }
    reached = {
        node: walk([Said(text) for text in texts], setting).node
        for node, (setting, texts) in walks.items()
    }
    torn = step(Talk(), Said(f"{story} [… 2/2]", torn="2/2"), short).talk.node

    assert reached == {node: node for node in walks}
    assert torn == Node.REST
    assert set(reached) | {torn} == set(Node)
