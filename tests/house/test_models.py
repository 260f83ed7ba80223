"""Keys point down, migrations speak, and nothing is forgotten in between."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from lapor.domain.cases.rules import FACTS

CONTRACTS = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["importlinter"]
ORDER = next(c for c in CONTRACTS["contracts"] if c["name"].startswith("Rooms"))
HEIGHT = {
    room.strip(): -height
    for height, floor in enumerate(ORDER["layers"])
    for room in floor.split("|")
}
NOTE = ("Kind ", "Locks ", "Takes ", "Undo ")
LATER_MIGRATIONS = sorted(
    path
    for path in Path("lapor").rglob("migrations/*.py")
    if path.stem != "__init__" and not path.stem.startswith("0001")
)


def test_foreign_keys_point_down():
    upward = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in apps.get_models()
        if (here := model._meta.app_label) in HEIGHT
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if (there := field.related_model._meta.app_label) in HEIGHT and there != here
        if HEIGHT[there] >= HEIGHT[here]
    ]
    assert upward == []


def test_no_key_joins_a_case_to_a_person():
    reporters = apps.get_app_config("reporters")
    joined = [
        f"{model.__name__}.{field.name}"
        for model in reporters.get_models()
        for field in model._meta.get_fields()
        if field.is_relation
    ]
    assert joined == []


@pytest.mark.parametrize("path", LATER_MIGRATIONS, ids=str)
def test_each_later_migration_carries_its_note(path: Path):
    note = ast.get_docstring(ast.parse(path.read_text())) or ""

    assert all(word in note for word in NOTE), note


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_ledger_fact_is_documented():
    page = Path("docs/reference/facts.md").read_text(encoding="utf-8")
    written = set(FACTS.values())
    for path in Path("lapor").rglob("*.py"):
        written |= set(
            re.findall(r'(?:record|recorded)\(\s*"([a-z]+\.[a-z_]+)"', path.read_text())
        )
    assert sorted(fact for fact in written if f"`{fact}`" not in page) == []
