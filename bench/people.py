"""Who asks: officers with sessions, reporters with the card of their case."""

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Count
from django.http import HttpResponse

from lapor.domain.accounts import actions
from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.cases.models import Case
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import national_admin
from lapor.kernel import clock
from lapor.web import passes
from lapor.web.account import sessions

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def busiest_agency() -> Organisation:
    """Return the agency with the most cases: the worst queue of the country."""
    row = Case.objects.values("agency").annotate(n=Count("pk")).order_by("-n")[0]
    return Organisation.objects.get(pk=row["agency"])


def agency_admin(agency: Organisation) -> User:
    """Return the admin of an agency."""
    return _officer(f"bench-{agency.pk}", Role.AGENCY_ADMIN, agency)


def nation_admin() -> User:
    """Return the admin who sees every case of the country."""
    return _officer("bench-nation", Role.NATIONAL_ADMIN, national_admin())


def _officer(username: str, role: Role, organisation: Organisation) -> User:
    known = User.objects.filter(username=username).first()
    if known:
        return known
    user = User.objects.create_user(
        username, "", name="Petugas Uji", organisation=organisation, is_demo=True
    )
    actions.give_first(
        user, role=role, organisation=organisation, at=clock.now(), legal_basis="uji"
    )
    return user


def session_of(user: User) -> str:
    """Log somebody in and return the cookie of the session."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store[sessions.BEGAN] = store[sessions.SEEN] = clock.now().timestamp()
    store.create()
    return f"sessionid={store.session_key}"


def card_of(number: str) -> str:
    """Return the cookie that opens one case."""
    answer = HttpResponse()
    passes.give(answer, number)
    return f"{passes.NAME}={answer.cookies[passes.NAME].value}"
