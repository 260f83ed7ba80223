"""Mails as they came, made into what we can use."""

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.channels.email.reading import Mail, read
from lapor.channels.email.robots import robot
from lapor.channels.email.stripping import new_words
from tests.factories.mails import WORDS, evil, large, mail, tnef

EVIL = dict(evil())


class TestRead:
    """read() …"""

    def test_finds_sender_subject_text_and_files(self):
        found = read(mail(files=(("foto.jpg", b"\xff\xd8", "image/jpeg"),)))

        assert found.sender == "ani@contoh.id"
        assert found.sender_name == "Ani Wijaya"
        assert found.subject == "Lampu jalan padam di depan pasar"
        assert found.text == WORDS
        assert [(each.name, each.content) for each in found.files] == [
            ("foto.jpg", b"\xff\xd8")
        ]
        assert not found.is_cut

    def test_knows_the_same_mail_again_and_another_from_it(self):
        first, other = mail(), mail()

        assert read(first).external_id == read(first).external_id
        assert read(first).external_id != read(other).external_id

    def test_does_not_take_another_sender_for_the_same_mail(self):
        raw = mail()
        forged = raw.replace(b"ani@contoh.id", b"budi@lain.id", 1)

        assert read(raw).external_id != read(forged).external_id

    def test_opens_the_box_of_outlook(self):
        box = tnef(("foto.jpg", b"\xff\xd8"), text=WORDS.encode())

        found = read(mail(" ", files=(("winmail.dat", box, "application/ms-tnef"),)))

        assert [each.name for each in found.files] == ["foto.jpg"]
        assert found.text == WORDS

    def test_leaves_the_logo_of_a_signature(self):
        raw = (
            b"From: a@b.id\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\n\r\nabc"
        )

        assert read(raw).files == ()

    @pytest.mark.parametrize("name", ["no boundary", "boundary never comes"])
    def test_keeps_the_text_of_parts_that_cannot_be_told_apart(self, name: str):
        found = read(EVIL[name])

        assert found.text
        assert found.files == ()

    def test_says_that_a_mail_is_locked(self):
        assert read(EVIL["encrypted"]).is_locked

    def test_reads_the_text_of_a_mail_of_fifty_megabytes(self):
        raw = large()
        tracemalloc.start()
        begun = time.perf_counter()

        found = read(raw)

        taken = time.perf_counter() - begun
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert found.text == WORDS
        assert [each.name for each in found.files] == ["film.mp4"]
        assert peak < 400 * 1024 * 1024
        assert taken < 120

    def test_says_that_only_a_part_was_read(self):
        assert read(mail(), is_whole=False).is_cut
        assert read(EVIL["mails without end"]).is_cut
        assert read(EVIL["a thousand parts"]).text.startswith("x")


class TestEvil:
    """No mail …"""

    @pytest.mark.parametrize("name", sorted(EVIL))
    def test_breaks_the_reader(self, name: str):
        begun = time.perf_counter()

        found = read(EVIL[name])
        robot(found.mime, own=frozenset())
        new_words(found.text)

        assert isinstance(found, Mail)
        assert len(found.external_id) == 64
        assert len(found.text) <= 100_000
        assert time.perf_counter() - begun < 20

    @given(st.binary(max_size=2_000))
    def test_of_random_octets_breaks_it(self, raw: bytes):
        assert isinstance(read(raw), Mail)

    @given(st.data())
    def test_that_was_damaged_on_its_way_breaks_it(self, data: st.DataObject):
        name = data.draw(st.sampled_from(sorted(EVIL)))
        raw = bytearray(EVIL[name][:5_000])
        for _ in range(data.draw(st.integers(0, 8))):
            if not raw:
                break
            place = data.draw(st.integers(0, len(raw) - 1))
            raw[place : place + data.draw(st.integers(0, 9))] = data.draw(
                st.binary(max_size=9)
            )

        found = read(bytes(raw))
        robot(found.mime, own=frozenset())

        assert isinstance(found, Mail)
