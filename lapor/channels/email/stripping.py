"""The new words of an answer, without what it quotes and signs.

``mail-parser-reply`` knows how mail programs announce a quote in many languages; the
Indonesian ways are added here. Careful on purpose: a list with dashes stays, and what
follows a farewell is dropped only when it is short. Too much is better than too little;
the whole mail is kept in the mailbox all the same.
"""

import re
from functools import cache
from typing import Any, Final

LONGEST: Final = 20_000  # characters that are looked at; the rest can only be a quote
LONGEST_LINE: Final = 1_000
MOST_SIGNED: Final = 8  # lines of a signature
MOST_SIGNED_SIGNS: Final = 400

_QUOTE: Final = r"(?:> ?)*"
_INDONESIAN: Final = {
    # "Pada tanggal Sen, 2 Mar 2026 pukul 09.00 Lapor <lapor@…> menulis:"
    "wrote_header": (
        r"^(" + _QUOTE + r"Pada\s(?:.{1,300}?\s?.{0,200}?)\s?(?:menulis|wrote):)$"
    ),
    "from_header": (
        r"((?:(?:^|\n|\n" + _QUOTE + r")[* ]*"
        r"(?:Dari|Dikirim|Terkirim|Kepada|Untuk|Perihal|Subjek|Tanggal|Tembusan|Cc)"
        r" ?:[ *]*(?:\s{,2}).*){2,}(?:\n.*){,1})"
    ),
    "disclaimers": [r"Penafian:", r"Peringatan Kerahasiaan:", r"Disclaimer:"],
    "signatures": ["Hormat kami,", "Hormat saya,"],
    "sent_from": (
        r"Dikirim dari|Terkirim dari|Dapatkan Outlook untuk|Sent from my"
        r"|Get Outlook for"
    ),
}
_SEPARATOR: Final = re.compile(
    r"^[ \t]*-{3,} ?(?:Pesan asli|Pesan Asli|Original Message|Pesan terusan"
    r"|Pesan yang diteruskan|Forwarded message) ?-{3,}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_PHONE: Final = re.compile(
    r"^(?:dikirim dari|terkirim dari|sent from|dapatkan outlook|get outlook"
    r"|dikirim menggunakan|sent using|kirim dari)\b.{0,80}$",
    re.IGNORECASE,
)
_FAREWELL: Final = re.compile(
    r"^(?:-- ?|_{2,}|(?:salam(?: hormat| sejahtera| hangat)?|hormat (?:kami|saya)"
    r"|wassalam\S*(?: .{0,40})?|terima ?kasih(?: banyak)?|tks|trims|makasih"
    r"|demikian(?:,)?(?: .{0,60})?|best(?: regards)?|kind regards|regards|thanks"
    r"|thank you|sincerely)[ ,.!]*)$",
    re.IGNORECASE,
)


def new_words(text: str) -> str:
    """Return what was written anew; "" when the mail only quotes.

    >>> new_words("Masih gelap.\\n\\nPada Sen, 2 Mar 2026 Lapor menulis:\\n> Sudah?")
    'Masih gelap.'
    """
    text = text[:LONGEST].strip()
    if (found := _SEPARATOR.search(text)) and found.start() > 0:
        text = text[: found.start()]
    lines = text.split("\n")
    if all(len(line) <= LONGEST_LINE for line in lines):
        text = _latest(text)
    return without_signature(_unquoted(text))


def without_signature(text: str) -> str:
    """Return a text without the farewell and what stands below it, if that is short."""
    lines = text.rstrip().split("\n")
    while lines and _PHONE.match(lines[-1].strip()):
        lines.pop()
        while lines and not lines[-1].strip():
            lines.pop()
    for place in range(max(1, len(lines) - MOST_SIGNED), len(lines)):
        below = "\n".join(lines[place:])
        if _FAREWELL.match(lines[place].strip()) and len(below) <= MOST_SIGNED_SIGNS:
            return "\n".join(lines[:place]).strip()
    return "\n".join(lines).strip()


def _latest(text: str) -> str:
    """Return the newest of the mails that lie in a text, without its announcement."""
    replies = _library()(text).replies
    written = [reply.full_body for reply in replies]
    return next((body for body in written if _unquoted(body)), "")


def _unquoted(text: str) -> str:
    lines = [line for line in text.split("\n") if not line.lstrip().startswith(">")]
    return "\n".join(lines).strip()


@cache
def _library() -> Any:
    """Return a reader of mails that knows Indonesian; loaded with the first answer."""
    from mailparser_reply import constants  # noqa: PLC0415 - only who reads mail
    from mailparser_reply.parser import EmailMessage  # noqa: PLC0415

    constants.MAIL_LANGUAGES["id"] = _INDONESIAN
    return lambda text: EmailMessage(
        text=text, languages=["id", "en"], keep_hyphen_lists=True
    ).read()
