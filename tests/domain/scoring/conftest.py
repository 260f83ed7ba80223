import pytest

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from tests.factories.accounts import make_officers
from tests.factories.organisations import agency


@pytest.fixture
def officers(db: None) -> tuple[User, User, User]:
    """Two national admins and the admin of an agency."""
    panrb, regency = agency("panrb"), agency()
    one, two, admin = make_officers(
        [
            (Role.NATIONAL_ADMIN, panrb),
            (Role.NATIONAL_ADMIN, panrb),
            (Role.AGENCY_ADMIN, regency),
        ]
    )
    return one, two, admin
