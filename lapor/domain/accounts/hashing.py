"""Password hashing at a price a small machine can pay.

Argon2id with 19 MiB and two passes (the OWASP minimum): about a tenth of a second;
Django's default takes half a second, so that three log-ins a second fill the machine.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class ModestArgon2(Argon2PasswordHasher):
    """Argon2id, t=2, m=19 MiB, p=1."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
