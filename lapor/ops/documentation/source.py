"""What only the source tells: facts that are recorded, variables asked for."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import lapor

ROOT: Final = Path(lapor.__file__).parent
_FACT: Final = re.compile(r"[a-z]+(?:_[a-z]+)*\.[a-z]+(?:_[a-z]+)*")
_VARIABLE: Final = re.compile(r"[A-Z][A-Z0-9_]+")
_READERS: Final = {"text", "flag", "number", "words", "get"}
_MODULES: Final = {"env", "os.environ"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module of Lapor as (path from the root, tree); no migrations."""
    for path in sorted(ROOT.rglob("*.py")):
        if "migrations" not in path.parts:
            name = path.relative_to(ROOT).as_posix()
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def recorded_facts() -> dict[str, str]:
    """Return each fact of the ledger that stands in the code, and its room.

    A fact is a text like ``room.participle`` that is given to a function whose name
    has "record" in it, or that stands in a constant ``FACTS`` or a name ``fact``.
    """
    found: dict[str, str] = {}
    for path, tree in modules():
        floor, room, *_ = path.split("/") if "/" in path else (path, "")
        if floor not in {"domain", "ops"}:
            continue
        for node in ast.walk(tree):
            for text in _texts(_place_of_facts(node)):
                if _FACT.fullmatch(text):
                    found.setdefault(text, room if floor == "domain" else floor)
    return dict(sorted(found.items()))


def variables() -> dict[str, set[str]]:
    """Return each variable of the environment the code asks for, and where."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, tree in modules():
        for node in ast.walk(tree):
            if name := _variable(node):
                found[name].add(path)
    return dict(sorted(found.items()))


def _place_of_facts(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func).rpartition(".")[2]
        if "record" in name and node.args:
            return node.args[0]
    if isinstance(node, ast.keyword) and node.arg == "fact":
        return node.value
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(ast.unparse(target) in {"fact", "FACTS"} for target in targets):
            return node.value
    return None


def _texts(node: ast.AST | None) -> Iterator[str]:
    for part in ast.walk(node) if node else ():
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _variable(node: ast.AST) -> str:
    """Return the variable that ``env.text("X")`` or ``os.environ["X"]`` reads."""
    if isinstance(node, ast.Subscript):
        asked, module = node.slice, ast.unparse(node.value)
        if module != "os.environ" or not isinstance(node.ctx, ast.Load):
            return ""
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        module = ast.unparse(node.func.value)
        if module not in _MODULES or node.func.attr not in _READERS or not node.args:
            return ""
        asked = node.args[0]
    else:
        return ""
    name = asked.value if isinstance(asked, ast.Constant) else ""
    return name if isinstance(name, str) and _VARIABLE.fullmatch(name) else ""
