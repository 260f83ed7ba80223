"""The command of the detectors."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from lapor.domain.findings.models import Finding
from lapor.domain.findings.rules.words import Kind
from lapor.kernel import clock
from tests.factories.cases import World
from tests.factories.findings import LATER, make_swift


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("detectors", *options, stdout=out)
    return out.getvalue()


class TestDetectors:
    """lapor detectors …"""

    def test_prints_what_was_planted_found_and_named_falsely(self):
        told = json.loads(run("--simulate", "--seed", "2", "--json"))

        rows = {row["kind"]: row for row in told["detectors"]}
        assert told["seed"] == 2
        assert set(rows) == {"recurring", "surge", "effect", *Kind}
        for row in rows.values():
            assert row["found"] / row["planted"] >= 0.8
            assert row["false_alarm_rate"] <= 0.03

    def test_prints_the_same_for_people(self):
        words = run("--simulate")

        assert "Jawaban disalin" in words
        assert "Isu berulang" in words
        assert "benih 1" in words

    @pytest.mark.django_db
    def test_looks_at_the_real_thing(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(clock, "now", lambda: LATER + timedelta(hours=2))
        make_swift(world)

        told = json.loads(run("--json"))

        assert told == {"issues": 0, "findings": 1}
        assert Finding.objects.get().kind == Kind.SWIFT
        assert "0 temuan" in run()
