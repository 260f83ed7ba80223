"""Reference pages made from the code, so that they cannot say anything else.

Each page is a function that returns Markdown. ``lapor document`` writes them below
``docs/reference/``; a house test compares what is committed with what comes out.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from django.utils import translation

from lapor.ops.documentation import indicators, life, program, rights, rounds, words

PAGES: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "commands": program.commands,
        "components": program.components,
        "facts": words.facts,
        "indicators": indicators.indicators,
        "permissions": rights.permissions,
        "rounds": rounds.rounds,
        "routes": rights.routes,
        "settings": words.settings,
        "transitions": life.transitions,
    }
)


def rendered(name: str) -> str:
    """Return one page, in Indonesian labels whatever language is active."""
    with translation.override("id"):
        return PAGES[name]().rstrip() + "\n"
