"""The house keeps its own rules: sizes, names, doors, furniture."""

import ast
import re
from pathlib import Path

import pytest

SOURCES = sorted(
    path for path in Path("lapor").rglob("*.py") if "migrations" not in path.parts
)
DOORS = [p for p in SOURCES if p.parts[1] in {"web", "api", "channels", "ops"}]
ROOMS = sorted(path.parent for path in Path("lapor/domain").glob("*/apps.py"))
FURNITURE = {"rules", "models", "queries", "policies", "actions", "admin", "apps"}
WRITES = {
    "save",
    "bulk_create",
    "bulk_update",
    "update_or_create",
    "get_or_create",
}
MODEL_WRITES = {"create", "update", "delete"}
NAMELESS = {"utils", "helpers", "common", "misc", "base"}
MORE_SOURCES = [*Path("tests").rglob("*.py"), *Path("bench").glob("*.py")]
LONGEST_FILE = 500
LONGEST_FUNCTION = 60
LARGEST_ROOM = 2_500
LARGER_ROOMS = {
    "cases": 8_000,  # one table rules it all: ADR 0013
    "analytics": 6_700,  # a file for each indicator: ADR 0019
    "intake": 5_000,  # one question graph for every conversation: ADR 0024
    "monev": 6_500,  # one workflow from draft to the last recommendation: ADR 0018
    "escalation": 3_200,  # the ladder and the cover of cases: ADR 0025
    "reports": 6_500,  # a file for each chart, and what each tier gets: ADR 0018
    "notifications": 3_700,  # from what happened to what arrived: ADR 0023
}
NAMED_BY_DJANGO = {"lapor/ops/postgresql/base.py"}  # a database backend
MORE_FURNITURE = {
    "accounts": {"hashing", "sealing"},
    "organisations": {"loading"},
    "reports": {"charts", "contents", "rendering", "templates", "wording"},
}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def writes_in(path: Path) -> list[str]:
    """Calls that change the database: obj.save(), Model.objects.create() …"""
    found = []
    for node in ast.walk(tree_of(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        chain = ast.unparse(node.func)
        name = node.func.attr
        if name in WRITES or (name in MODEL_WRITES and ".objects" in chain):
            found.append(f"{path}:{node.lineno} {chain}()")
    return found


def test_doors_write_through_actions_only():
    assert [call for path in DOORS for call in writes_in(path)] == []


def test_no_file_outgrows_its_ceiling():
    too_long = {
        str(path): lines
        for path in [*SOURCES, *MORE_SOURCES]
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert too_long == {}


def test_no_function_outgrows_its_ceiling():
    too_long = [
        f"{path}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert too_long == []


def test_no_room_outgrows_its_ceiling():
    sizes = {
        room.name: sum(
            len(path.read_text().splitlines())
            for path in room.rglob("*.py")
            if "migrations" not in path.parts
        )
        for room in ROOMS
    }
    assert {
        name: n for name, n in sizes.items() if n > LARGER_ROOMS.get(name, LARGEST_ROOM)
    } == {}


def test_every_module_has_a_telling_name():
    assert [
        str(p)
        for p in SOURCES
        if p.stem in NAMELESS and p.as_posix() not in NAMED_BY_DJANGO
    ] == []


def test_kernel_knows_nothing_of_complaints():
    word = re.compile(r"(?<![a-z])cases?(?![a-z_])", re.IGNORECASE)
    found = [
        f"{path}:{number}"
        for path in SOURCES
        if path.parts[1] == "kernel"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if word.search(line) and not re.match(r"\s*case .*:$", line)
    ]
    assert found == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_each_room_has_the_same_furniture(room: Path):
    pieces = {
        path.stem
        for path in room.iterdir()
        if path.name not in {"__init__.py", "README.md", "__pycache__"}
    } - {"migrations", "data"}
    allowed = FURNITURE | MORE_FURNITURE.get(room.name, set())
    readme = (room / "README.md").read_text(encoding="utf-8")
    assert pieces <= allowed, pieces - allowed
    assert len(readme.splitlines()) <= 15


def test_every_policy_is_called_by_somebody():
    source = {path: path.read_text(encoding="utf-8") for path in SOURCES}
    unused = [
        name
        for path, text in source.items()
        if path.stem == "policies"
        for name in re.findall(r"^def (may_\w+)", text, re.MULTILINE)
        if not any(name in other for p, other in source.items() if p != path)
    ]
    assert unused == []


def test_every_module_says_what_it_is():
    silent = [str(p) for p in SOURCES if not ast.get_docstring(tree_of(p))]
    assert silent == []


def test_no_module_asks_for_the_time_but_the_clock():
    asking = re.compile(r"datetime\.now\(|timezone\.now\(|date\.today\(|utcnow\(")
    found = [
        str(path)
        for path in SOURCES
        if path.as_posix() != "lapor/kernel/clock.py"
        and asking.search(path.read_text())
    ]
    assert found == []
