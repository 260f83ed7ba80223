"""Every route that is a page, opened at 320 pixels and looked at by axe.

The list is the table of access itself: a new page is visited as soon as it has a line
there, or this test says why it cannot be.
"""

import gzip
import time
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page

from lapor.domain.accounts.actions import give_first
from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.publication.models import Publication
from lapor.kernel import clock
from lapor.web import access, passes
from tests.factories.accounts import LONG_AGO, make_officer
from tests.factories.addresses import addresses, make_things
from tests.factories.cases import HOUR, MONDAY, World, category, make_case, make_world
from tests.factories.handover import formal_request

pytestmark = [pytest.mark.browser, pytest.mark.slow]
#: Routes that show no page of their own to this visitor, and why.
NO_PAGE = {
    "healthz": "for machines",
    "readyz": "for machines",
    "metrics": "for machines",
    "portal:receipt": "shown by the journey of a report",
    "portal:file": "a file",
    "desk:batch_example": "a file",
    "desk:leave_cancel": "a button",
    "console:leave_cancel": "a button",
    "console:mailbox": "a button",
    "portal:case_file": "a file",
    "portal:regions": "a piece of page",
    "portal:similar": "a piece of page",
    "portal:information": "of a question, below",
    "portal:leave": "a button",
    "portal:language": "a button",
    "desk:export": "a file",
    "desk:escalation_letter": "a file",
    "desk:similar": "a piece of page",
    "desk:letter": "a button",
    "desk:routes_learn": "a button",
    "desk:route_switch": "a button",
    "desk:receipt": "shown after a report is taken at the counter",
    "desk:identity": "a button",
    "desk:inbox_read": "a button",
    "desk:browser": "a button",
    "desk:push_worker": "a script",
    "console:delivery_repeat": "a button",
    "console:channel_reopen": "a button",
    "desk:contact": "a button",
    "desk:comment_decide": "a button",
    "desk:package": "a button",
    "desk:handovers": "for the Ombudsman, below",
    "desk:handover": "for the Ombudsman, below",
    "desk:offices": "a piece of page",
    "desk:regions": "a piece of page",
    "desk:subtopics": "a piece of page",
    "monev:lhm_finding_drop": "a button",
    "monev:sheet_save": "a button",
    "monev:sheet_close": "a button",
    "monev:evidence_remove": "a button",
    "monev:evidence": "a file",
    "monev:survey_close": "a button",
    "monev:juror_name": "a button",
    "monev:stage_decide": "a button",
    "monev:edition_publish": "a button",
    "monev:practice_adopt": "a button",
    "monev:judge": "for a juror",
    "monev:document": "a file",
    "monev:document_make": "a file",
    "monev:measure_proof": "a file",
    "monev:check_file": "a file",
    "monev:proof": "a file",
    "monev:sample_meeting": "a button",
    "monev:score_save": "a button",
    "monev:plan_submit": "a button",
    "monev:plan_file": "a button",
    "monev:item_drop": "a button",
    "monev:item_cancel": "a button",
    "monev:recommendation_act": "a button",
    "monev:instrument_approve": "a button",
    "monev:instrument_refuse": "a button",
    "console:account_switch": "a button",
    "console:account_password": "a button",
    "console:account_factor": "a button",
    "console:grant_give": "a button",
    "console:grant_revoke": "a button",
    "console:list_export": "a file",
}
#: Pages of whoever scores a sample, not of an officer of the agency.
OF_ASSESSORS = ("monev:check", "monev:score")
HEAVIEST = 100_000  # bytes of the form with its styles


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    moment = MONDAY.replace(hour=6)
    monkeypatch.setattr(clock, "now", lambda: moment)
    category()
    return make_world()


@pytest.fixture
def context(chromium: Browser, live_server) -> Iterator[BrowserContext]:
    made = chromium.new_context(
        base_url=live_server.url, viewport={"width": 320, "height": 800}
    )
    yield made
    made.close()


def publish(case: Case) -> Case:
    Publication.objects.create(
        case=case,
        title=case.title,
        content=case.content,
        agency=case.agency,
        received_at=case.received_at,
        proposed_by="user:1",
        proposed_at=MONDAY,
        approved_by="user:2",
        visible_from=MONDAY - HOUR,
    )
    return case


def officer_of_everything(world: World) -> User:
    """Return somebody who may enter every door."""
    user = make_officer(Role.NATIONAL_ADMIN, world.panrb)
    for role in (
        *(Role.AGENCY_ADMIN, Role.CLERK, Role.LIAISON_OFFICER),
        *(Role.LEADER, Role.AUDITOR),
    ):
        give_first(
            user,
            role=role,
            organisation=world.regency,
            at=LONG_AGO,
            legal_basis="SK uji",
        )
    return user


def log_in(context: BrowserContext, user: User) -> None:
    """Give the browser the session of somebody who has just typed his password."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "username": user.username}
    ]
    session.save()
    cookie = client.cookies["sessionid"]
    context.add_cookies(
        [
            {
                "name": "sessionid",
                "value": cookie.value,
                "domain": "localhost",
                "path": "/",
            }
        ]
    )


def hold(context: BrowserContext, case: Case) -> None:
    """Give the browser the pass of a case."""
    answer = HttpResponse()
    passes.give(answer, case.number)
    value, path = answer.cookies[passes.NAME].value, passes.path_of(case.number)
    context.add_cookies(
        [{"name": passes.NAME, "value": value, "domain": "localhost", "path": path}]
    )


def faults(page: Page) -> list[str]:
    """Return what axe calls serious or critical, and sideways scrolling."""
    found = [
        f"{fault['id']}: {fault['nodes'][0]['html'][:120]}"
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "scrolls sideways"] if wide else found


def look(context: BrowserContext, names: list[str], urls: dict[str, str]):
    """Open pages one after another; return what is wrong with each."""
    page, wrong = context.new_page(), {}
    for name in names:
        try:
            answer = page.goto(urls[name])
        except Error as failure:  # an answer without a body is no page
            wrong[name] = [failure.message]
            page.close()  # what failed would break into the next
            page = context.new_page()
            continue
        if answer is None or answer.status != 200:
            wrong[name] = [f"answers {answer and answer.status}"]
        elif found := faults(page):
            wrong[name] = found
    return wrong


def pages(where: Callable[[str], bool]) -> list[str]:
    return [name for name in access.TABLE if name not in NO_PAGE and where(name)]


class TestEveryPage:
    """Every page …"""

    def test_for_people_is_fit_for_everybody(
        self, context: BrowserContext, world: World
    ):
        case = publish(make_case(world, State.IN_PROGRESS))
        hold(context, case)

        wrong = look(
            context,
            pages(lambda name: name.startswith("portal:")),
            addresses(make_things(world, case)),
        )

        assert not wrong, "\n".join(f"{k}: {v}" for k, v in wrong.items())

    def test_for_officers_is_fit_for_everybody(
        self, context: BrowserContext, world: World
    ):
        case = publish(make_case(world, State.REPLIED))
        urls = addresses(make_things(world, case))
        log_in(context, officer_of_everything(world))

        wrong = look(
            context,
            pages(
                lambda name: (
                    name.startswith(("desk:", "monev:"))
                    and not name.startswith(OF_ASSESSORS)
                )
            ),
            urls,
        )

        assert not wrong, "\n".join(f"{k}: {v}" for k, v in wrong.items())

    def test_for_the_ombudsman_is_fit_for_everybody(
        self, context: BrowserContext, world: World
    ):
        urls = addresses(make_things(world, make_case(world, State.REPLIED)))
        log_in(context, world.ombudsman)

        assert look(context, ["desk:handovers", "desk:handover"], urls) == {}

    def test_of_a_formal_request_is_fit_for_everybody(
        self, context: BrowserContext, world: World
    ):
        case = formal_request(world).case
        hold(context, case)
        urls = {"ppid": f"{passes.path_of(case.number)}ppid/"}

        assert look(context, ["ppid"], urls) == {}

    def test_for_assessors_is_fit_for_everybody(
        self, context: BrowserContext, world: World
    ):
        urls = addresses(make_things(world, make_case(world, State.REPLIED)))
        log_in(context, world.coordinator)

        wrong = look(context, pages(lambda name: name.startswith(OF_ASSESSORS)), urls)

        assert not wrong, "\n".join(f"{k}: {v}" for k, v in wrong.items())

    def test_for_managers_is_fit_for_everybody(
        self, context: BrowserContext, world: World
    ):
        urls = addresses(make_things(world, make_case(world)))
        log_in(context, officer_of_everything(world))

        wrong = look(context, pages(lambda name: name.startswith("console:")), urls)

        assert not wrong, "\n".join(f"{k}: {v}" for k, v in wrong.items())

    def test_of_the_own_account_is_fit_for_everybody(
        self, context: BrowserContext, world: World
    ):
        urls = addresses(make_things(world, make_case(world)))
        wrong = look(context, ["account_login", "account_inactive"], urls)
        log_in(context, officer_of_everything(world))
        wrong |= look(
            context,
            [
                "account_change_password",
                "account_reauthenticate",
                "mfa_index",
                "mfa_activate_totp",
                "mfa_list_webauthn",
                "mfa_add_webauthn",
                "account_logout",
            ],
            urls,
        )

        assert not wrong, "\n".join(f"{k}: {v}" for k, v in wrong.items())


class TestForm:
    """The form of a report …"""

    def test_weighs_little_and_works_without_script(
        self, chromium: Browser, live_server, world: World
    ):
        context = chromium.new_context(
            base_url=live_server.url, java_script_enabled=False
        )
        page, bodies = context.new_page(), []
        page.on("response", lambda answer: bodies.append(answer.body()))
        page.goto("/lapor/")
        page.wait_for_load_state("networkidle")

        packed = sum(len(gzip.compress(body)) for body in bodies)
        assert len(bodies) >= 3  # the page and its styles
        assert packed < sum(map(len, bodies)) < HEAVIEST
        assert page.get_by_role("button", name="Kirim laporan").is_visible()
        context.close()

    @pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
    def test_is_filled_in_and_sent_with_the_keyboard_alone(
        self, chromium: Browser, live_server, world: World, script: bool
    ):
        context = chromium.new_context(
            base_url=live_server.url, java_script_enabled=script
        )
        page = context.new_page()
        page.goto("/lapor/")
        keys = page.keyboard

        walk_to(page, 'input[name="classification"]')
        keys.press("ArrowDown")  # the first is chosen by Space, the next by an arrow
        walk_to(page, "#id_title")
        keys.type("Usul tambahan lampu taman kota")
        walk_to(page, "#id_content")
        keys.type("Mohon ditambah lampu di taman agar aman pada malam hari.")
        go_on(page, script)
        walk_to(page, "#id_location")
        keys.type("Taman Kota")
        go_on(page, script)
        walk_to(page, "#id_is_anonymous")
        keys.press("Space")
        walk_to(page, "#id_consent")
        keys.press("Space")
        walk_to(page, "button:has-text('Kirim laporan')")
        keys.press("Enter")
        page.wait_for_url("**/lapor/terkirim/")

        case = Case.objects.get()
        assert case.title == "Usul tambahan lampu taman kota"
        assert case.is_anonymous
        context.close()


def walk_to(page: Page, selector: str) -> None:
    """Press Tab until the control has the focus."""
    for _ in range(60):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with Tab")


def go_on(page: Page, script: bool) -> None:
    """With a script the form comes in parts, with a button at the end of each."""
    if script:
        walk_to(page, ".step:not([hidden]) button:has-text('Lanjut')")
        page.keyboard.press("Enter")
