"""Password hashing at a price a small machine can pay.

Argon2id with 19 MiB and two passes (the OWASP minimum): about a tenth of a second;
Django's default takes half a second, so that three log-ins a second fill the machine.
"""

from threading import BoundedSemaphore
from typing import Any, Final

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils.translation import gettext as _

from lapor.kernel.errors import Busy

#: How many hashes one process computes at a time; each takes 19 MiB and a core.
AT_ONCE: Final = 2
#: Seconds a log-in waits for its turn before it is asked to come back.
PATIENCE: Final = 5.0
_turn: Final = BoundedSemaphore(AT_ONCE)


class ModestArgon2(Argon2PasswordHasher):
    """Argon2id, t=2, m=19 MiB, p=1; a few at a time, so that a flood cannot stall us.

    Raises Busy when no turn comes within ``PATIENCE``.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash a password in its turn."""
        return str(_in_turn(super().encode, password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        """Compare a password with its hash in its turn."""
        return bool(_in_turn(super().verify, password, encoded))


def _in_turn(work: Any, *given: str) -> Any:
    if not _turn.acquire(timeout=PATIENCE):
        raise Busy(
            _("Terlalu banyak yang masuk bersamaan. Tunggu sebentar, lalu coba lagi.")
        )
    try:
        return work(*given)
    finally:
        _turn.release()
