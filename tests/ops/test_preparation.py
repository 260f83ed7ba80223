"""What stands before the first request is done once, and again only when needed."""

import json

import pytest

from lapor.ops import preparation
from lapor.ops.database import ServerTrouble

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path):
    settings.LAPOR_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


@pytest.fixture
def called(monkeypatch):
    """The commands that a step has called."""
    names: list[str] = []
    monkeypatch.setattr(
        preparation, "call_command", lambda name, **_: names.append(name)
    )
    return names


class TestRefuseUnsafeStorage:
    """refuse_unsafe_storage() …"""

    def test_refuses_a_server_that_may_lose_reports(self, monkeypatch):
        monkeypatch.delenv("LAPOR_MODE", raising=False)

        with pytest.raises(ServerTrouble, match="fsync"):
            preparation.refuse_unsafe_storage()

    def test_allows_it_for_trying_out(self, monkeypatch):
        monkeypatch.setenv("LAPOR_MODE", "coba")

        assert "fsync" in preparation.refuse_unsafe_storage()


class TestMigrate:
    """migrate() …"""

    def test_leaves_current_tables_alone(self, called):
        assert preparation.migrate() == preparation.CURRENT
        assert "migrate" not in called


class TestCollectStaticFiles:
    """collect_static_files() …"""

    def test_collects_once_for_the_same_files(self, home, called):
        first = preparation.collect_static_files()
        (home / "static").mkdir()
        second = preparation.collect_static_files()

        assert (first, second) == ("dikumpulkan", preparation.CURRENT)
        assert called == ["collectstatic"]

    def test_survives_torn_notes(self, home, called):
        (home / "version").write_text('{"static": "ab')

        preparation.collect_static_files()

        assert json.loads((home / "version").read_text())["static"]


class TestLoadReference:
    """load_reference() …"""

    def test_loads_into_an_empty_database_whatever_was_noted(self, home, called):
        preparation.load_reference()
        preparation.load_reference()

        assert called == ["reference", "reference"]


class TestLoadDemo:
    """load_demo() …"""

    def test_is_made_only_when_asked_for(self, home, called, monkeypatch):
        monkeypatch.delenv("LAPOR_DEMO", raising=False)

        assert preparation.load_demo() == "tidak diminta"
        assert called == []
