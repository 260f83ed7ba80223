"""A seal holds what was known, byte for byte; what came later is only a difference."""

import shutil
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from lapor.domain.analytics.actions import fold_cases
from lapor.domain.analytics.actions.sealing import seal
from lapor.domain.analytics.models import CaseFact
from lapor.domain.analytics.queries.sealed import (
    changed_files,
    differences,
    manifest_of,
)
from lapor.domain.analytics.rules.indicator import Window
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.analytics.rules.tables import SCHEMA_VERSION
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import AnswerResult, State
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import Conflict, Invalid, NotFound
from tests.factories.cases import ANSWER, HOUR, MONDAY, World, make_case, receive

PERIOD = parse_period("2026-S1")
AFTER = PERIOD.end + timedelta(days=3)
WINDOW = Window(PERIOD.start, PERIOD.end, PERIOD.end)


def refresh(at=AFTER) -> None:
    fold_cases(Case.objects.values_list("pk", flat=True), at=at)


def sealed(folder: Path, **options):
    given = {
        "agencies": None,
        "window": WINDOW,
        "tables": {"cases", "agencies"},
        "at": AFTER,
        "extra": {"round": "x"},
        **options,
    }
    return seal(folder, **given)


@pytest.fixture
def half(world: World) -> World:
    """A half-year with a case in every state that acts lead to."""
    for state in (State.RECEIVED, State.ON_HOLD, State.DISPATCHED, State.CLOSED):
        make_case(world, state)
    make_case(world, State.ANSWERED)
    refresh()
    return world


def test_the_manifest_says_what_was_sealed(half: World, tmp_path: Path):
    manifest = sealed(tmp_path / "a")

    assert manifest == manifest_of(tmp_path / "a")
    assert manifest.tables["cases"].rows == CaseFact.objects.count() == 5
    assert manifest.tables["agencies"].rows == Organisation.objects.count()
    assert manifest.schema_version == SCHEMA_VERSION
    assert manifest.window == WINDOW
    assert manifest.extra == {"round": "x"}
    assert changed_files(tmp_path / "a") == []
    assert differences(tmp_path / "a") == []


def test_the_same_facts_make_the_same_bytes(half: World, tmp_path: Path):
    first, second = sealed(tmp_path / "a"), sealed(tmp_path / "b")

    assert first.tables == second.tables
    assert (tmp_path / "a/cases.parquet").read_bytes() == (
        tmp_path / "b/cases.parquet"
    ).read_bytes()


def test_the_rows_are_those_of_the_view(half: World, tmp_path: Path):
    sealed(tmp_path / "a")

    rows = duckdb.read_parquet(str(tmp_path / "a/cases.parquet"))
    found = rows.project("case_id, unit, received_at, follow_up_days").fetchall()
    wanted = CaseFact.objects.order_by("received_at", "case_id").values_list(
        "case_id", "unit", "received_at", "follow_up_days"
    )
    assert [tuple(row) for row in found] == list(wanted)


def test_one_changed_byte_is_named(half: World, tmp_path: Path):
    sealed(tmp_path / "a")
    copy = tmp_path / "elsewhere"
    shutil.copytree(tmp_path / "a", copy)
    content = bytearray((copy / "cases.parquet").read_bytes())
    content[len(content) // 2] ^= 1
    (copy / "cases.parquet").write_bytes(content)

    assert changed_files(copy) == ["cases.parquet"]
    (copy / "agencies.parquet").unlink()
    assert sorted(changed_files(copy)) == ["agencies.parquet", "cases.parquet"]


def test_a_late_event_is_in_the_differences_only(half: World, tmp_path: Path):
    sealed(tmp_path / "a")
    answered = Case.objects.get(state=State.DISPATCHED)
    cases.final_answer(
        answered,
        content=ANSWER,
        result=AnswerResult.FULFILLED,
        by=half.liaison,
        at=MONDAY + 30 * HOUR,
    )
    late = receive(half, at=MONDAY + 40 * HOUR)
    refresh()

    everything = differences(tmp_path / "a")
    found = {one.name: one for one in everything if one.table == "cases"}

    assert set(found) == {answered.number, late.number}
    assert found[late.number].is_new
    assert found[late.number].is_late
    changed = found[answered.number]
    assert changed.is_late
    assert changed.columns["state"] == ("dispatched", "answered")
    assert changed.columns["answered_at"][0] is None
    assert changed_files(tmp_path / "a") == []


def test_a_case_that_went_on_afterwards_is_not_late(half: World, tmp_path: Path):
    sealed(tmp_path / "a")
    answered = Case.objects.get(state=State.ANSWERED)
    cases.accept(answered, at=AFTER + HOUR)
    refresh(at=AFTER + 2 * HOUR)

    (found,) = differences(tmp_path / "a")

    assert found.name == answered.number
    assert not found.is_late
    assert {"state", "bucket", "closed_at", "closing"} <= set(found.columns)


def test_only_the_scope_is_sealed(half: World, tmp_path: Path):
    receive(half, agency=half.other)
    refresh()

    manifest = sealed(tmp_path / "a", agencies=[half.other.code])

    assert manifest.agencies == (half.other.code,)
    assert manifest.tables["cases"].rows == 1
    assert manifest.tables["agencies"].rows == 1


def test_an_agency_merged_in_mid_period_keeps_its_code(half: World, tmp_path: Path):
    Organisation.objects.filter(pk=half.regency.pk).update(is_active=False)

    sealed(tmp_path / "a")

    for table, least in {"cases": 5, "agencies": 1}.items():
        rows = duckdb.read_parquet(str(tmp_path / f"a/{table}.parquet"))
        named = rows.filter(f"agency = '{half.regency.code}'")
        assert len(named.fetchall()) >= least, table


def test_a_period_that_has_not_ended_is_refused(half: World, tmp_path: Path):
    with pytest.raises(Invalid, match="belum dapat disegel"):
        sealed(tmp_path / "a", at=PERIOD.end - HOUR)
    assert not (tmp_path / "a").exists()

    preview = sealed(tmp_path / "a", at=PERIOD.end - HOUR, running=True)
    assert preview.rows > 0


def test_a_seal_is_never_overwritten(half: World, tmp_path: Path):
    sealed(tmp_path / "a")

    with pytest.raises(Conflict):
        sealed(tmp_path / "a")


def test_an_empty_period_is_sealed_too(half: World, tmp_path: Path):
    early = parse_period("2020")
    window = Window(early.start, early.end, early.end)

    manifest = sealed(tmp_path / "a", window=window)

    assert manifest.tables["cases"].rows == 0
    assert changed_files(tmp_path / "a") == []


def test_no_seal_and_a_broken_one_are_said_so(tmp_path: Path):
    with pytest.raises(NotFound):
        manifest_of(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(Invalid):
        manifest_of(tmp_path)
