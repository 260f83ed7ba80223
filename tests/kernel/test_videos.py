"""Scrubbing a film, without the child around it."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.kernel import videos
from lapor.kernel.refusals import Finding, Reason, Refused
from tests.factories import files as made


def scrub(content):
    target = io.BytesIO()
    findings = videos.scrub(io.BytesIO(content), target)
    return findings, target.getvalue()


class TestScrub:
    """scrub() …"""

    @pytest.mark.parametrize("kind", [b"udta", b"meta", b"uuid"])
    def test_blanks_hidden_boxes_of_any_kind(self, kind):
        content = made.film(udta=made.box(kind, made.CANARY))

        findings, scrubbed = scrub(content)

        assert made.CANARY not in scrubbed
        assert len(scrubbed) == len(content)
        assert Finding.METADATA in findings

    def test_a_second_time_finds_nothing(self):
        _, once = scrub(made.film(udta=made.box(b"udta", made.CANARY)))

        assert scrub(once) == ([], once)

    def test_reads_long_boxes(self):
        body = made.CANARY
        long = b"\0\0\0\1" + b"uuid" + (16 + len(body)).to_bytes(8, "big") + body

        _, scrubbed = scrub(made.film(more=long))

        assert made.CANARY not in scrubbed

    def test_reads_a_last_box_without_a_length(self):
        _, scrubbed = scrub(made.film(more=b"\0\0\0\0evil" + made.CANARY))

        assert made.CANARY not in scrubbed

    @pytest.mark.parametrize("tracker", [b"gpmd", b"camm"])
    def test_refuses_tracks_of_places(self, tracker):
        with pytest.raises(Refused) as refused:
            scrub(made.film(entry=tracker))

        assert refused.value.reason is Reason.TRACKED

    def test_refuses_what_has_no_film_in_it(self):
        with pytest.raises(Refused) as refused:
            scrub(made.box(b"ftyp", b"isom"))

        assert refused.value.reason is Reason.BROKEN

    @given(st.integers(0, 700), st.binary(min_size=1, max_size=12))
    def test_gives_a_film_or_a_reason_for_any_damage(self, place, damage):
        content = bytearray(made.film(udta=made.box(b"udta", made.CANARY)))
        content[place : place + len(damage)] = damage

        try:
            _, scrubbed = scrub(bytes(content))
        except Refused:
            return
        assert len(scrubbed) == len(content)
