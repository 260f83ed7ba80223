"""The pages of commands and of components, from their own descriptions."""

import argparse
import inspect
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.template import engines
from django.template.library import Library

from lapor.ops import cli
from lapor.ops.documentation.markdown import NOTHING, code, page, table

COMMANDS = """\
The console script `lapor` speaks Indonesian, the language of its operators. Exit codes:
0 done, 1 refused or problems found, 2 wrong usage, 130 interrupted. Every command of
Django works too (`lapor migrate`). Where the state lives and
what else can be set stands in [settings](settings.md)."""
COMPONENTS = """\
Every part of the interface is one typed function in `lapor/web/templatetags/ui.py`,
built into the template engine: no `{% load %}`. The gallery at `/kelola/ui/` shows
each; [How to make a page](../explanation/pages.md) says how to use them."""
OF_DJANGO = {"version", "settings", "pythonpath", "traceback", "no_color"}
OF_DJANGO |= {"force_color", "skip_checks", "verbosity", "help"}
BUILT_IN = "lapor.web.templatetags.ui"


def commands() -> str:
    """Return every command with its arguments."""
    parts = []
    for typed, name in cli.own_commands().items():
        command = cli.load(name)
        parts += [f"## lapor {typed}", f"{str(command.help).rstrip('.')}."]
        if example := getattr(command, "example", ""):
            parts.append(f"```sh\n{example}\n```")
        parts += _arguments(command, typed)
    return page("Commands", COMMANDS, *parts)


def _arguments(command: BaseCommand, typed: str) -> Iterator[str]:
    parser = command.create_parser("lapor", typed)
    rows = list(_rows(parser))
    if rows:
        yield table(["Argument", "Meaning"], rows)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {choice.dest: choice.help for choice in action._choices_actions}
            for name, below in action.choices.items():
                yield f"### lapor {typed} {name}"
                yield f"{told.get(name) or ''}".capitalize() + "."
                if found := list(_rows(below)):
                    yield table(["Argument", "Meaning"], found)


def _rows(parser: argparse.ArgumentParser) -> Iterator[list[str]]:
    for action in parser._actions:
        if action.dest in OF_DJANGO or isinstance(action, argparse._SubParsersAction):
            continue
        if action.help == argparse.SUPPRESS:
            continue
        meaning = str(action.help or "")
        if action.choices:
            meaning += f" ({', '.join(map(str, action.choices))})"
        if action.required and action.option_strings:
            meaning += " (required)"
        yield [code(_usage(action)), meaning.strip()]


def _usage(action: argparse.Action) -> str:
    words = ", ".join(action.option_strings)
    if not words:
        return str(action.metavar or action.dest)
    if action.nargs == 0:
        return words
    value = action.metavar or ("…" if action.choices else action.dest.upper())
    return f"{words} {value}"


def components() -> str:
    """Return every component: how it is called and what it shows."""
    library = _library()
    tags = [_component(name, found) for name, found in sorted(library.tags.items())]
    filters = [
        [code(f"|{name}"), _said(function)]
        for name, function in sorted(library.filters.items())
    ]
    return page(
        "Components",
        COMPONENTS,
        table(["Component", "Arguments", "What it shows"], tags),
        "## Filters",
        table(["Filter", "What it shows"], filters),
    )


def _library() -> Library:
    engine: Any = engines["django"]
    index = engine.engine.builtins.index(BUILT_IN)
    found = engine.engine.template_builtins[index]
    if not isinstance(found, Library):
        raise TypeError(BUILT_IN)
    return found


def _component(name: str, compiled: Any) -> list[str]:
    function = inspect.unwrap(compiled)
    given = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name in {"content", "context"}:
            continue
        is_optional = parameter.default is not parameter.empty
        shown = f"{parameter.name}={parameter.default!r}" if is_optional else ""
        given.append(code(shown or parameter.name))
    block = "content" in inspect.signature(function).parameters
    tag = f"{{% {name} %}}…{{% end{name} %}}" if block else f"{{% {name} %}}"
    return [code(tag), " ".join(given) or NOTHING, _said(function)]


def _said(function: Any) -> str:
    text = inspect.getdoc(function) or ""
    return text.partition("\n\n")[0].replace("\n", " ")
