"""Issues, actions, findings and silent places in a browser: for everybody."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from lapor.domain.findings.models import Finding
from lapor.domain.findings.rules.words import Kind
from tests.factories.cases import World
from tests.factories.findings import LATER, make_finding
from tests.factories.prevention import finish, make_issue, make_measure

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def test_pages_have_no_faults_at_any_width(
    live_server: LiveServer, browser: Browser, world: World
):
    issue = make_issue(world)
    finish(world, make_measure(world, issue))
    found = make_finding(world)
    burst = Finding.objects.create(
        kind=Kind.BURST,
        organisation=world.regency,
        first_on=LATER.date(),
        last_on=LATER.date(),
        part=64,
        whole=180,
        tolerated=1.5,
        chance=0.0001,
        false_alarms=0.01,
        evidence={"weeks": [9, 11, 10, 8, 12, 10, 9, 11, 10, 10, 8, 8, 64]},
        made_at=LATER,
    )
    Finding.objects.create(
        kind=Kind.SILENCE,
        organisation=world.unit,
        first_on=LATER.date(),
        last_on=LATER.date(),
        part=2,
        whole=31,
        tolerated=0.5,
        chance=0.0001,
        false_alarms=0.02,
        evidence={"exposure": "year_ago", "amount": 30},
        made_at=LATER,
    )
    client = Client()
    client.force_login(world.auditor)
    context = browser.new_context(base_url=live_server.url)
    session = client.cookies["sessionid"].value
    context.add_cookies(
        [{"name": "sessionid", "value": session, "url": live_server.url}]
    )
    page = context.new_page()
    faults = []
    for path in (
        "/monev/isu/",
        f"/monev/isu/{issue.pk}/",
        "/monev/tindakan/",
        "/monev/temuan/",
        f"/monev/temuan/{found.pk}/",
        f"/monev/temuan/{burst.pk}/",
        "/monev/temuan/sepi/",
    ):
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.goto(path).status == 200
            faults += [
                (path, width, fault["id"], fault["nodes"][0]["html"][:120])
                for fault in Axe().run(page).response["violations"]
                if fault["impact"] in {"serious", "critical"}
            ]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append((path, width, "scrolls sideways", ""))

    assert faults == []
