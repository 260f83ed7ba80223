"""The key by which push services know us (VAPID, RFC 8292), made once, at home.

The private key is a secret of the key folder like the others: nothing is ordered from
anybody, and a restored folder keeps the browsers that have subscribed.
"""

import base64
from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lapor.kernel.keyring import keyring

#: Order of the curve P-256: a private key is a number from 1 to one below it.
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def private_number() -> int:
    """Return the private key as a number."""
    return int.from_bytes(keyring().secret("vapid"), "big") % (_ORDER - 1) + 1


def private_text() -> str:
    """Return the private key as 32 bytes in base64url, as push libraries take it."""
    return _base64url(private_number().to_bytes(32, "big"))


def public_text() -> str:
    """Return the public key as browsers want it: the point, in base64url."""
    return _public(private_number())


@lru_cache(maxsize=4)
def _public(number: int) -> str:
    key = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    return _base64url(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
