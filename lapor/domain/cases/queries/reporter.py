"""The reporter's way to his own case: number and code, nothing else."""

import hmac

from lapor.domain.cases.models import Case
from lapor.kernel import ids

NOBODY = b"\0" * 32


def open_with(number: str, code: str) -> Case | None:
    """Return the case that this pair opens, else None.

    A wrong number and a wrong code take the same way and look alike: one look-up by
    number, one keyed digest, one comparison in constant time.
    """
    found = ids.normalise_number(number) or ""
    given = ids.digest(ids.normalise_code(code) or "", "access")
    case = (
        Case.objects.select_related("agency", "unit", "classification")
        .filter(number=found)
        .first()
    )
    kept = bytes(case.code_digest) if case and case.code_digest else NOBODY
    if hmac.compare_digest(kept, given) and case is not None and not case.is_finding:
        return case
    return None


def case_of_holder(number: str) -> Case | None:
    """Return a case for somebody who has shown number and code before.

    The door keeps that proof in a signed cookie; a finding has no reporter any more.
    """
    return (
        Case.objects.select_related("agency", "unit", "classification", "category")
        .filter(number=number, is_finding=False)
        .first()
    )
