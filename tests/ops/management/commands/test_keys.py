"""The keys that wrap keys, shown and changed from the command line."""

import json
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command

from lapor.domain.handover.actions import opened_package, seal
from lapor.domain.handover.models import Package
from lapor.domain.handover.rules import Part
from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.ledger.models import Entry
from lapor.domain.reporters.actions import keep_many
from lapor.domain.reporters.models import Identity
from lapor.domain.reporters.queries import content_of
from lapor.kernel import keyring
from lapor.kernel.actor import SYSTEM
from tests.factories.cases import MONDAY, World
from tests.factories.handover import AFTER, handed_over

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    """A folder of keys of this test alone."""
    settings.LAPOR_KEYS = tmp_path / "keys"
    settings.LAPOR_HOME = tmp_path
    return settings.LAPOR_KEYS


def run(*words: str) -> str:
    out = StringIO()
    call_command("keys", *words, stdout=out)
    return out.getvalue()


def locked(key: dict[str, object]) -> int:
    return sum(key["boxes"].values())


class TestKeys:
    """lapor keys …"""

    def test_moves_everything_sealed_so_that_the_old_key_may_go(
        self, folder: Path, world: World
    ):
        handover = handed_over(world)  # its identity, too
        seal(handover, [Part("ringkasan.txt", b"isi")], at=AFTER)
        factor = Authenticator.objects.create(
            user=world.liaison,
            type=Authenticator.Type.TOTP,
            data={"secret": get_adapter().encrypt(SECRET)},
        )
        before = json.loads(run("show", "--json"))["keys"]

        run("make")
        said = json.loads(run("rewrap", "--json"))

        (folder / "kek-1").unlink()
        factor.refresh_from_db()
        old, new = said["keys"]
        assert [locked(key) for key in before] == [3]
        assert said["moved"] == {
            "identities": 1,
            "conversations": 0,
            "packages": 1,
            "factors": 1,
        }
        assert (locked(old), locked(new), new["is_newest"]) == (0, 3, True)
        assert content_of(Identity.objects.get())["case"] == handover.case.number
        assert get_adapter().decrypt(factor.data["secret"]) == SECRET
        assert b"ringkasan.txt" in opened_package(handover, by=SYSTEM, at=AFTER)
        facts = Entry.objects.filter(subject=f"key:{new['id']}").order_by("pk")
        assert [entry.fact for entry in facts] == ["key.made", "key.rewrapped"]

    def test_a_second_time_moves_nothing(self, folder: Path):
        keep_many([], by=SYSTEM, at=MONDAY)
        run("make")

        assert not any(json.loads(run("rewrap", "--json"))["moved"].values())

    def test_names_a_key_that_is_used_and_lost(self, folder: Path, world: World):
        handed_over(world)
        run("make")
        (folder / "kek-1").unlink()
        keyring._at.cache_clear()

        assert "TIDAK ADA" in run("show")
        with pytest.raises(CommandError, match="jangan buang kunci"):
            run("rewrap")

    def test_says_that_there_is_none_yet(self, folder: Path):
        assert "Belum ada kunci" in run("show")


def test_no_sealed_table_is_forgotten():
    sealed = {
        model
        for model in apps.get_models()
        if any(field.name == "wrapped_key" for field in model._meta.get_fields())
    }

    assert sealed == {Identity, Talk, Inbound, Package}
