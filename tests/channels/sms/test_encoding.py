"""How words travel by SMS, tried against the table of the standard and itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smpplib import gsm

from lapor.channels.sms.encoding import (
    SEVEN_BIT,
    UCS_2,
    count_of,
    decoded,
    encoded,
    piece_in,
    plainer,
)
from lapor.channels.sms.numbers import sender_of


@pytest.mark.parametrize(
    ("text", "coding", "count"),
    [
        ("Laporan diterima.", SEVEN_BIT, 1),
        ("a" * 160, SEVEN_BIT, 1),
        ("a" * 161, SEVEN_BIT, 2),
        ("a" * 306, SEVEN_BIT, 2),
        ("a" * 307, SEVEN_BIT, 3),
        ("€" * 80, SEVEN_BIT, 1),  # two septets each
        ("€" * 81, SEVEN_BIT, 2),
        ("ā" * 70, UCS_2, 1),
        ("ā" * 71, UCS_2, 2),
        ("😀" * 35, UCS_2, 1),
        ("😀" * 36, UCS_2, 2),
        ("", SEVEN_BIT, 1),
    ],
)
def test_parts_are_as_few_as_the_standard_allows(text: str, coding: int, count: int):
    made = encoded(text, 7)

    assert (made.data_coding, len(made.parts)) == (coding, count)
    assert max(map(len, made.parts)) <= (160 if coding == SEVEN_BIT else 140)


@given(st.text(max_size=600))
def test_what_was_sent_comes_out_again(text: str):
    text = text.encode("utf-16-be", "replace").decode("utf-16-be")
    made = encoded(text, 200)
    came = [
        decoded(part, made.data_coding, has_header=made.has_headers)
        for part in made.parts
    ]

    assert "".join(each.text for each in came) == text
    if made.has_headers:
        total = len(made.parts)
        assert [each.piece for each in came] == [
            ("200", number, total) for number in range(1, total + 1)
        ]


@given(st.text(alphabet="€[]{}abc \n^~|\\", min_size=1, max_size=300))
def test_no_sign_is_broken_by_the_end_of_a_part(text: str):
    made = encoded(text, 1)

    assert all(not part.endswith(b"\x1b") for part in made.parts)


@given(st.text(alphabet="abcXYZ 0123456789@£$¥èéùìòÇØøÅåΔ_ΦΓ!?äöñüà", max_size=160))
def test_the_alphabet_is_that_of_another_program(text: str):
    assert encoded(text, 0).parts[0] == gsm.gsm_encode(text)


@given(st.binary(max_size=300), st.integers(0, 255), st.booleans())
def test_any_bytes_are_read_without_harm(data: bytes, coding: int, has_header: bool):
    came = decoded(data, coding, has_header=has_header)

    assert isinstance(came.text, str)
    came.text.encode("utf-8", "strict")


@pytest.mark.parametrize(
    ("header", "piece"),
    [
        ("050003CC0201", ("204", 1, 2)),
        ("06080412340302", ("4660", 2, 3)),
        ("0804020103050003CC0202", None),  # cut off in the middle
        ("0A0102ABCD0003CC0302", ("204", 2, 3)),  # another element before it
        ("050003CC0203", None),  # part three of two
        ("050003CC0101", None),  # one of one is no part
        ("", None),
        ("05", None),
    ],
)
def test_headers_of_parts(header: str, piece: tuple[str, int, int] | None):
    assert piece_in(bytes.fromhex(header)) == piece


def test_signs_of_print_do_not_double_the_price():
    text = "Pilih “Buka kembali” \N{EN DASH} lalu kirim…"

    assert encoded(plainer(text), 0).data_coding == SEVEN_BIT
    assert count_of(text) == 1


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("+6281234567890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("081234567890", "+6281234567890"),
        ("006281234567890", "+6281234567890"),
        ("TELKOMSEL", ""),
        ("3636", ""),
        ("", ""),
        ("٠٨١٢٣٤٥٦٧٨٩", ""),
        ("+62 812 3456 7890; DROP", ""),
    ],
)
def test_only_persons_are_senders(raw: str, number: str):
    assert sender_of(raw) == number
