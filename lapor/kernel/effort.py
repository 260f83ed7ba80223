"""Work before a vote: cheap for one person, dear for a robot, without puzzles.

A challenge is a signed token. It is paid either by a number whose hash with the token
begins with enough zero bits (the browser finds it in a second or two), or, where no
script runs, by having waited (WCAG 3.3.8: nobody has to solve or recognise anything).
A token is spent once.
"""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext

from lapor.kernel.errors import Invalid, NotAllowedNow
from lapor.kernel.ids import digest

BITS: Final = 16  # 65,536 hashes on average
WAIT: Final = timedelta(seconds=20)
LASTS: Final = timedelta(minutes=30)


def challenge(purpose: str, *, at: datetime) -> str:
    """Return a fresh token for one act of that purpose."""
    head = f"{secrets.token_hex(12)}.{int(at.timestamp())}"
    return f"{head}.{_mac(purpose, head)}"


def pay(purpose: str, token: str, answer: str, *, at: datetime) -> None:
    """Spend a token. Raises Invalid for a wrong, old or spent one, NotAllowedNow when
    it was not worked for and the wait is not over: the sentence says how long.
    """
    head, _dot, mac = token[:100].rpartition(".")
    nonce, _dot, stamp = head.partition(".")
    is_ours = hmac.compare_digest(mac.encode(), _mac(purpose, head).encode())
    if not is_ours or not stamp.isdigit():
        raise Invalid(gettext("Halaman ini sudah lama. Muat ulang, lalu coba lagi."))
    age = at - datetime.fromtimestamp(int(stamp), UTC)
    if age > LASTS:
        raise Invalid(gettext("Halaman ini sudah lama. Muat ulang, lalu coba lagi."))
    if not is_worked_for(token, answer) and age < WAIT:
        left = max(1, ceil((WAIT - age).total_seconds()))
        raise NotAllowedNow(
            gettext("Tunggu %(left)d detik lagi, lalu tekan sekali lagi.")
            % {"left": left}
        )
    if not cache.add(f"effort:{nonce}", 1, ceil(LASTS.total_seconds())):
        raise Invalid(gettext("Ini sudah terkirim. Muat ulang halaman."))


def is_worked_for(token: str, answer: str) -> bool:
    """Say whether the hash of token and answer begins with enough zero bits."""
    if not (answer.isascii() and answer.isdigit() and len(answer) < 16):
        return False
    found = hashlib.sha256(f"{token}:{answer}".encode()).digest()
    return int.from_bytes(found[:8], "big") >> (64 - BITS) == 0


def _mac(purpose: str, head: str) -> str:
    return digest(f"{purpose}|{head}", "effort").hex()[:32]
