"""The command of the routing rules."""

import io
import json

from django.core.management import call_command

from lapor.domain.triage.actions import save_route
from lapor.domain.triage.models import Route
from lapor.kernel import clock
from lapor.kernel.actor import SYSTEM
from tests.factories.cases import HOUR, MONDAY, World, dispatch, receive


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("routes", *options, stdout=out)
    return out.getvalue()


class TestRoutes:
    """lapor routes …"""

    def test_tries_every_rule_on_old_cases_and_changes_nothing(
        self, world: World, monkeypatch
    ):
        monkeypatch.setattr(clock, "now", lambda: MONDAY + 2 * HOUR)
        dispatch(world, receive(world), at=MONDAY + HOUR, to_unit=False)
        given = {"keyword": "lampu", "agency": world.other.code, "is_on": False}
        save_route(given | {"valid_from": MONDAY.date()}, by=SYSTEM, at=MONDAY)

        told = json.loads(run("--dry-run", "--json"))

        (row,) = told["routes"]
        assert (row["keyword"], row["agency"]) == ("lampu", world.other.code)
        assert (row["dry_run"]["matched"], row["dry_run"]["wrong"]) == (1, 1)
        assert not Route.objects.get().is_on
        assert "1 terkena, 0 tepat, 1 berakhir di tempat lain" in run("--dry-run")

    def test_says_that_there_is_nothing_to_learn(self, world: World):
        assert "Tidak ada aturan rute." in run("--learn")
