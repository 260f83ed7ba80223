"""All indicators, collected from their files: one definition for every reader.

``CATALOGUE`` is in the order of the ids; ``by_id`` and ``by_key`` find one.
"""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from lapor.domain.analytics.rules import indicators
from lapor.domain.analytics.rules.indicator import Indicator, Part
from lapor.domain.analytics.rules.tables import TABLES


def _found() -> Iterator[Indicator]:
    prefix = f"{indicators.__name__}."
    for module in pkgutil.walk_packages(indicators.__path__, prefix):
        one = getattr(import_module(module.name), "INDICATOR", None)
        if isinstance(one, Indicator):
            yield one


def _order(one: Indicator) -> tuple[int, int]:
    return list(Part).index(one.part), int(re.sub(r"\D", "", one.id))


def _checked(found: Iterator[Indicator]) -> tuple[Indicator, ...]:
    """Put them in order; refuse two of one name and tables that do not exist."""
    ordered = tuple(sorted(found, key=_order))
    for names in ([one.id for one in ordered], [one.key for one in ordered]):
        if len(set(names)) != len(names):
            raise ValueError(f"Two indicators of one name: {sorted(names)}")
    for one in ordered:
        if one.table not in TABLES:
            raise ValueError(f"{one.id} counts rows of an unknown table: {one.table}")
    return ordered


CATALOGUE: Final[tuple[Indicator, ...]] = _checked(_found())
_BY_ID: Final = {one.id: one for one in CATALOGUE}
_BY_KEY: Final = {one.key: one for one in CATALOGUE}


def by_id(id: str) -> Indicator:
    """Return the indicator of an id such as P3; KeyError when there is none."""
    return _BY_ID[id]


def by_key(key: str) -> Indicator:
    """Return the indicator of a key such as ``followed_up``; KeyError when none."""
    return _BY_KEY[key]


def of_part(part: Part) -> tuple[Indicator, ...]:
    """Return the indicators of one kind of evaluation, in their order."""
    return tuple(one for one in CATALOGUE if one.part == part)


def catalogue_version() -> str:
    """Return what names this state of all definitions: ``P1.1 P2.1 …`` in one word.

    It changes whenever an indicator is added, removed or gets a new version.
    """
    return "-".join(f"{one.id}.{one.version}" for one in CATALOGUE)
