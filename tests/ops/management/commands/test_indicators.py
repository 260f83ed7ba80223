"""The command of the indicators."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from lapor.domain.analytics.rules.catalogue import CATALOGUE
from lapor.domain.analytics.rules.published import Check
from lapor.domain.cases.rules import State
from lapor.kernel import clock
from lapor.kernel.errors import Invalid, NotFound
from lapor.ops.management.commands import indicators
from tests.factories.cases import MONDAY, World, make_case
from tests.factories.facts import fold_all


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = MONDAY + timedelta(days=200)
    monkeypatch.setattr(clock, "now", lambda: moment)


def run(*options: str) -> str:
    if "--published" not in options:
        fold_all(at=clock.now())
    out = io.StringIO()
    call_command("indicators", *options, stdout=out)
    return out.getvalue()


class TestIndicators:
    """lapor indicators …"""

    def test_gives_numerator_denominator_and_value(self, world: World):
        for state in (State.CLOSED, State.IN_PROGRESS, State.DISPATCHED):
            make_case(world, state)

        told = json.loads(run("--period", "2026-S1", "--json"))

        found = {row["id"]: row for row in told["indicators"]}
        assert list(found) == [one.id for one in CATALOGUE]
        ptl = found["P3"]
        assert (ptl["numerator"], ptl["denominator"]) == (2, 3)
        assert (ptl["value"], ptl["shown"], ptl["band"]) == ("2/3", "66,7 %", "middle")
        assert found["P5"]["unit"].startswith("hari kerja")
        assert told["basis"] == "cohort"
        assert told["is_small"]
        assert found["T1"]["part"] == "prevention"

    def test_says_none_for_an_empty_population(self, world: World):
        told = json.loads(run("--period", "2020-S1", "--json"))

        ptl = told["indicators"][2]
        assert (ptl["value"], ptl["shown"]) == (None, "tidak ada data")

    @pytest.mark.parametrize("basis", ["cohort", "flow"])
    def test_tells_people_in_lines(self, world: World, basis: str):
        make_case(world, State.CLOSED)

        scope = ("--scope", world.regency.code)
        text = run("--period", "2026-03", *scope, "--basis", basis)

        assert world.regency.name in text
        assert "100,0 % (1/1)" in text
        assert "tidak dinilai" in text
        assert "varian ketat" in text

    def test_refuses_what_it_does_not_know(self, world: World):
        with pytest.raises(Invalid):
            run("--period", "besok")
        with pytest.raises(NotFound):
            run("--period", "2026", "--scope", "negeri-dongeng")
        with pytest.raises(CommandError):
            run()


class TestPublished:
    """lapor indicators --published …"""

    def test_reproduces_every_figure(self):
        told = json.loads(run("--published", "--json"))

        assert told["checked"] == told["right"] == len(told["figures"]) == 23

    def test_says_aloud_that_a_sum_does_not_hold(self):
        text = run("--published")

        assert "56171" in text
        assert "selisih 1000" in text
        assert "23 dari 23" in text

    def test_fails_when_a_figure_does_not_come_out(self, monkeypatch):
        outcome = indicators.published_outcomes()[0]
        wrong = outcome._replace(
            check=Check(*outcome.check[:2], "12.3", "", ""), is_right=False
        )
        monkeypatch.setattr(indicators, "published_outcomes", lambda: [wrong])

        with pytest.raises(SystemExit) as end:
            run("--published")

        assert end.value.code == 1
