"""How a mail that comes back is recognised: by its address, its thread, its subject.

Three places, for mail programs lose any one of them: ``lapor+<token>@…`` as the address
to answer to, the token in our Message-ID, and the token in brackets in the subject. A
token lets its holder write to one case; it opens nothing.
"""

import re
from typing import Final

from lapor.channels.transport import Message, reply_token_fits
from lapor.kernel import ids

_LETTERS: Final = "0-9A-HJKMNP-TV-Z"
_TOKEN: Final = re.compile(
    rf"(?<![0-9A-Z])([{_LETTERS}]{{11}})-([{_LETTERS}]{{12}})(?![0-9A-Z])",
    re.IGNORECASE,
)
_BACK: Final = re.compile(r"\+b-([0-9a-hjkmnp-tv-z]{20})@", re.IGNORECASE)
MAIL_ID: Final = 20  # characters of 5 bits


def token_of(message: Message) -> str:
    """Return what an answer to this message carries, "" when it is about no case."""
    if not (message.case and message.reply_token):
        return ""
    plain = message.case.replace("-", "")
    return f"{plain}-{message.reply_token}".lower()


def number_in(text: str) -> str:
    """Return the number of the case whose token stands in a text, "" without one.

    A token that does not fit its number is none: nobody can write to a case by
    knowing its number.
    """
    for found in _TOKEN.finditer(text[:8_000]):
        number = ids.normalise_number(found[1])
        if number and reply_token_fits(number, found[2]):
            return number
    return ""


def mail_id(key: str) -> str:
    """Return the name of one outgoing mail in addresses; nobody can guess it."""
    return ids.derived_code(f"mail:{key}")[:MAIL_ID].lower()


def return_address(name: str, *, local: str, domain: str) -> str:
    """Return the envelope sender by which a mail of this name comes back to us."""
    return f"{local}+b-{name}@{domain}"


def returned(address: str) -> str:
    """Return the name of the mail that came back to this address, "" for another."""
    found = _BACK.search(address)
    return found[1].lower() if found else ""
