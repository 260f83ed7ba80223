"""The table of routes, walked from both sides."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lapor.domain.accounts.rules import Action
from lapor.web import access
from lapor.web.access import Needs, Open
from tests.factories.cases import World


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield the full name of every route."""
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            space = f"{prefix}{found.namespace}:" if found.namespace else prefix
            yield from routes(found, space)
        elif isinstance(found, URLPattern):
            yield f"{prefix}{found.name}"


class TestTable:
    """The table of routes …"""

    def test_has_a_row_for_every_route(self):
        missing = sorted(set(routes(get_resolver())) - set(access.TABLE))

        assert missing == []

    def test_needs_only_actions_that_some_role_has(self, world: World):
        needed = {
            action
            for need in access.TABLE.values()
            if isinstance(need, Needs)
            for action in need.actions
        }

        assert needed <= set(Action)

    def test_opens_to_reporters_only_addresses_with_a_number(self):
        shut = [name for name, need in access.TABLE.items() if need is Open.REPORTER]

        for name in shut:
            match = reverse(name, args=["7K2M-P042-QRX", "x"][: 1 + (name in TWO)])
            assert "7K2M-P042-QRX" in match


TWO = {"portal:act", "portal:case_file"}


class TestGuard:
    """The guard …"""

    def test_shuts_a_route_without_a_row(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ):
        table = {k: v for k, v in access.TABLE.items() if k != "portal:privacy"}
        monkeypatch.setattr(access, "TABLE", table)

        assert client.get("/privasi/").status_code == 403

    def test_sends_strangers_to_the_log_in(self, client: Client, world: World):
        response = client.get("/berkas/x/", follow=False)
        officer = access.guard(_request("/meja/"), "desk:queue", {})

        assert response.status_code == 404
        assert officer is not None
        assert officer["Location"] == "/masuk/?next=%2Fmeja%2F"

    def test_lets_an_officer_with_a_mandate_in(self, world: World):
        request = _request("/meja/", world.liaison)

        assert access.guard(request, "desk:queue", {}) is None

    def test_asks_an_admin_for_a_second_factor(self, world: World):
        world.admin.is_demo = False

        response = access.guard(_request("/meja/", world.admin), "desk:queue", {})

        assert response is not None
        assert response["Location"] == reverse("mfa_index")

    def test_shuts_the_console_to_a_liaison_officer(self, world: World):
        response = access.guard(_request("/kelola/", world.liaison), "console:home", {})

        assert response is not None
        assert response.status_code == 403

    def test_sends_a_reporter_without_a_pass_to_the_tracking_page(
        self, client: Client, db: None
    ):
        response = client.get("/laporan-saya/7K2M-P042-QRX/")

        assert response.status_code == 302
        assert response["Location"] == "/lacak/?number=7K2M-P042-QRX"


class TestAreas:
    """The menu of officers …"""

    def test_shows_only_what_the_person_may_enter(self, world: World):
        found = access.areas_for(_request("/", world.liaison))

        assert "/kelola/" not in [area.url for area in found]


def _request(path: str, user: object = None):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    request.session = SessionStore()
    return request
