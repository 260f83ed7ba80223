"""Priority programmes for tests."""

from datetime import date

from lapor.domain.organisations.models import Organisation
from lapor.domain.priorities.models import Programme


def make_programme(
    code: str,
    *,
    overseer: Organisation,
    keywords: tuple[str, ...] = (),
    **fields: object,
) -> Programme:
    """Return a programme that is known by its code alone, valid since long ago."""
    values: dict[str, object] = {
        "name": f"Program {code}",
        "keywords": list(keywords) or [code],
        "valid_from": date(2020, 1, 6),
        "legal_basis": "SK uji",
    }
    return Programme.objects.create(code=code, overseer=overseer, **values | fields)
