"""Octets and headers of foreign mails made readable."""

from email import message_from_bytes

import pytest

from lapor.channels.email.decoding import addresses, header, text_of, text_of_html


class TestTextOf:
    """text_of() …"""

    @pytest.mark.parametrize(
        ("raw", "charset", "text"),
        [
            (b"caf\xe9", "", "café"),
            ("café".encode(), "", "café"),
            (b"caf\xe9", "latin-1", "café"),
            ("café".encode(), "klingon", "café"),
            (b"abc", "zip", "abc"),
            (b"abc", "idna", "abc"),
            (b"abc", "\0", "abc"),
        ],
    )
    def test_reads_by_charset_else_by_likelihood(self, raw, charset, text):
        assert text_of(raw, charset) == text


class TestHeader:
    """header() …"""

    @pytest.mark.parametrize(
        ("raw", "text"),
        [
            (b"Subject: =?utf-8?B?TGFtcHUgw6k=?=", "Lampu é"),
            (b"Subject: =?utf-8?Q?Lampu?=\r\n =?utf-8?Q?_padam?=", "Lampu padam"),
            (b"Subject: Lampu \xc3\xa9", "Lampu é"),
            (b"Subject: Lampu \xe9", "Lampu é"),
            (b"Subject: satu\r\n dua", "satu dua"),
            (b"X: y", ""),
        ],
    )
    def test_returns_one_readable_line(self, raw, text):
        assert header(message_from_bytes(raw + b"\r\n\r\n"), "subject") == text

    def test_takes_at_most_fifty_addresses(self):
        many = ", ".join(f"a{each}@b.id" for each in range(1_000))
        message = message_from_bytes(f"To: {many}\r\n\r\n".encode())

        assert len(addresses(message, "To")) == 50


class TestTextOfHtml:
    """text_of_html() …"""

    def test_keeps_what_is_seen_and_marks_quotes(self):
        page = (
            "<html><head><style>p{}</style><body><p>Masih <b>gelap</b>.</p>"
            "<script>x()</script><blockquote><p>Sudah?</p></blockquote>"
        )

        text = text_of_html(page)

        assert "Masih gelap." in text
        assert "> Sudah?" in text
        assert "x()" not in text

    def test_reads_a_page_whose_head_never_ends(self):
        assert "gelap" in text_of_html("<head><title>x<body>gelap")
