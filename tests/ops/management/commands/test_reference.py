"""lapor reference: the rooms in their order, and what it says about them."""

import json
from typing import Any

import pytest
from django.core.management import call_command

from lapor.domain.organisations.actions import REFERENCES
from lapor.ops.management.commands import reference
from lapor.ops.management.commands.reference import Outcome, as_text


@pytest.fixture(autouse=True)
def _without_the_big_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the lists of seconds; the room tests them itself."""
    monkeypatch.setattr(reference, "REFERENCES", REFERENCES[3:])


def run(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    call_command("reference", "--json")
    told = json.loads(capsys.readouterr().out)
    return {each["name"]: each for each in told["lists"]}


@pytest.mark.django_db
def test_twice_is_once(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = run(capsys), run(capsys)

    assert list(first) == [
        "oversight",
        "holidays",
        "terms",
        "ladder",
        "classifications",
        "categories",
        "programmes",
        "harms",
        "schedule",
        "thresholds",
        "instrument",
        "notices",
    ]
    assert first["categories"]["created"] == 38 + 929
    assert first["classifications"]["created"] == 5
    assert first["holidays"]["created"] > 100
    assert {each["created"] for each in second.values()} == {0}


def test_a_line_says_what_is_new() -> None:
    assert (
        as_text(Outcome("regions", 91_599, 91_599, 0, 3.72))
        == "Wilayah: 91.599 baris, 91599 baru, 0 berubah (3.7 detik)"
    )
    assert (
        as_text(Outcome("terms", None, 0, 0, 0.01))
        == "Batas waktu: tidak ada yang baru (0.0 detik)"
    )
