"""The command ``lapor report``."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from lapor.domain.monev.rules.words import RoundState, Tier
from lapor.kernel import clock
from lapor.kernel.errors import Invalid, NotFound
from tests.factories.case_facts import make_facts
from tests.factories.deadlines import load_law
from tests.factories.monev import NOW, make_corner, make_round
from tests.factories.organisations import agency

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch):
    load_law()
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def home(tmp_path: Path):
    with override_settings(LAPOR_HOME=tmp_path, LAPOR_KEYS=tmp_path / "keys"):
        yield tmp_path


def report(*words: str) -> str:
    out = StringIO()
    call_command("report", *words, stdout=out)
    return out.getvalue()


def test_makes_the_file_and_says_what_it_holds(tmp_path: Path):
    place = agency()
    make_facts(place, 5)
    file = tmp_path / "bulan.pdf"
    scope = ("--period", "2026-03", "--scope", place.code)

    found = json.loads(report("bulanan", *scope, "-o", str(file), "--json"))

    assert found["bytes"] == file.stat().st_size
    assert found["tables"] > 5
    assert file.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_the_ending_says_what_is_made(tmp_path: Path, ending: str):
    file = tmp_path / f"paket.{ending}"

    said = report(
        *("paket-ai", "--period", "2026-S1", "--scope", agency().code),
        *("-o", str(file)),
    )

    assert file.read_bytes().startswith(b"PK")
    assert "jumlahnya cocok" in said


@pytest.mark.parametrize(
    ("words", "refusal", "sentence"),
    [
        (("bulanan", "--period", "2026-03", "-o", "x.txt"), Invalid, "berakhiran"),
        (("bulanan", "-o", "x.pdf"), Invalid, "masanya"),
        (("bulanan", "--period", "kemarin", "-o", "x.pdf"), Invalid, "tidak dikenal"),
        (
            ("bulanan", "--period", "2026", "--scope", "atlantis", "-o", "x.pdf"),
            NotFound,
            "tidak",
        ),
        (("berita-acara", "--round", "tak-ada", "-o", "x.pdf"), NotFound, "tak-ada"),
        (("surat-hasil", "--period", "2026", "-o", "x.xlsx"), Invalid, "pdf, docx"),
        (("bulanan", "--period", "2026"), Invalid, "-o"),
        (("bulanan", "--period", "2026", "--issue"), Invalid, "hasil-putaran"),
        (("dongeng", "--period", "2026", "-o", "x.pdf"), CommandError, "dongeng"),
    ],
)
def test_refuses_in_words_and_leaves_no_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    refusal: type[Exception],
    sentence: str,
):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(refusal, match=sentence):
        report(*words)

    assert not list(tmp_path.iterdir())


def test_a_round_is_issued_again(home: Path):
    corner = make_corner(Tier.MESO_TERRITORY)
    round = make_round(
        corner.tier, corner.assessor, corner.subject, state=RoundState.PUBLISHED
    )

    said = report("hasil-putaran", "--round", round.code, "--issue")

    assert round.number in said
