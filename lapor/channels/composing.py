"""A notice made into a message: words, address, the way out of the list."""

import re
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from lapor.channels.transport import Message, reply_token
from lapor.domain.notifications.actions import Parcel
from lapor.domain.notifications.queries.texts import (
    number_of,
    rendered,
    stop_link,
)
from lapor.domain.notifications.rules import Notice, Way

_HTML: Final = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    "<title>{subject}</title></head>"
    '\n<body style="font-family:sans-serif;font-size:16px;line-height:1.5;'
    'color:#14211f;max-width:36em;margin:1.5em auto;padding:0 1em">'
    '<h1 style="font-size:20px;line-height:1.3;color:#063a36">{subject}</h1>\n{body}\n'
    '<p style="border-top:1px solid #ccd5d3;padding-top:1em;font-size:14px;'
    'color:#4a5a57">{foot}</p></body></html>'
)
_WHOLE: Final = 'style="white-space:nowrap"'  # a number is not broken at its dashes
_NUMBER: Final = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}\b")


def composed(parcel: Parcel) -> Message:
    """Return the message of a parcel. It holds number and link, no words of a case."""
    row = parcel.outgoing
    notice = Notice(row.notice)
    words = rendered(notice, row.language, row.subject, row.parameters)
    number = number_of(row.subject)
    is_mail = row.way == Way.EMAIL
    is_reporter = row.receiver.startswith("case:")
    stop = "" if row.is_legal else stop_link(row.receiver)
    return Message(
        key=row.key,
        channel=row.way,
        to=parcel.to,
        subject=words.subject,
        text=_text(words.body, stop, row.language) if is_mail else words.short,
        html=_page(
            words.subject, words.body, stop, row.language, is_officer=not is_reporter
        )
        if is_mail
        else "",
        headers=_headers(stop) if is_mail else {},
        case=number,
        reply_token=reply_token(number) if number and is_reporter else "",
        language=row.language,
    )


def _headers(stop: str) -> dict[str, str]:
    """Return what lets a mail program unsubscribe with one click (RFC 8058)."""
    if not stop:
        return {}
    return {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _text(body: str, stop: str, language: str) -> str:
    foot, stop_words = _foot(language)
    more = f"\n{stop_words}: {stop}" if stop else ""
    return f"{body}\n\n-- \n{foot}{more}\n"


def _foot(language: str) -> tuple[str, str]:
    """Return what stands below every mail, and the words of its way out."""
    with translation.override(language):
        return (
            gettext(
                "Pesan otomatis dari Lapor. Isi laporan tidak pernah dikirim lewat "
                "pesan."
            ),
            gettext("Berhenti menerima kabar seperti ini"),
        )


def _page(
    subject: str, body: str, stop: str, language: str, *, is_officer: bool
) -> str:
    base = settings.LAPOR_PUBLIC_URL.rstrip("/") if is_officer else ""
    parts = "\n".join(f"<p>{_lines(part, base)}</p>" for part in body.split("\n\n"))
    plain, stop_words = _foot(language)
    foot = str(escape(plain))
    if stop:
        foot += f'<br>\n<a href="{escape(stop)}">{escape(stop_words)}</a>'
    return _HTML.format(
        language=language, subject=escape(subject), body=parts, foot=foot
    )


def _lines(part: str, base: str) -> str:
    """Return lines as HTML; addresses of ours, and an officer's numbers, are links."""
    lines = []
    for line in part.split("\n"):
        before, mark, address = line.partition("http")
        if mark:
            url = escape(mark + address)
            lines.append(f'{escape(before)}<a href="{url}">{url}</a>')
        else:
            plain = str(escape(line))
            link = rf'<a href="{base}/meja/\g<0>/" {_WHOLE}>\g<0></a>'
            lines.append(_NUMBER.sub(link, plain) if base else plain)
    return "<br>\n".join(lines)
