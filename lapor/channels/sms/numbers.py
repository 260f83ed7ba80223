"""Telephone numbers of senders: of persons, or of machines that take no answer."""

from lapor.domain.reporters.rules import phone_normalised
from lapor.kernel.errors import Invalid


def sender_of(raw: str) -> str:
    """Return the number of a person as E.164, "" for a name or a short code.

    >>> sender_of("TELKOMSEL"), sender_of("3636")
    ('', '')
    """
    plain = raw.strip()
    digits = plain.removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 15):
        return ""
    if digits.startswith("00"):
        plain = f"+{digits[2:]}"
    elif not digits.startswith("0"):
        plain = f"+{digits}"
    try:
        return phone_normalised(plain)
    except Invalid:
        return ""
