"""The pages of who may do what, and of who may open which address."""

from collections.abc import Iterator
from enum import Enum
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from lapor.domain.accounts.rules import (
    APPOINTS,
    TABLE,
    Action,
    Protection,
    Relation,
    Role,
    Rule,
)
from lapor.ops.documentation.markdown import code, listed, page, table

#: Named as a text: one door does not know another; only this page looks at them all.
ACCESS = "lapor.web.access.TABLE"
INTRODUCTION = """\
What is not written here is forbidden. A row reads: the holder of a valid mandate with
this role may do the action to cases that stand in this relation to the organisation of
the mandate. The last column says which protections do **not** stop him: a case that
carries another one is closed to this row. The table is
`lapor/domain/accounts/rules/permissions.py`; policies, the filter `seen_by`, buttons
and this page are made from it, and a test holds filter and policy against each other.
Officers see the same table at `/kelola/hak-akses/`."""
NAMES = """\
Nobody sees who an anonymous reporter is, except the Ombudsman after the reporter's own
consent. "Berkadar pengawasan" cases, looking at identities and every other limit that
depends on the state of a case stand in the [life of a case](transitions.md)."""
GUARD = """\
Every address, with what its visitor needs. A route without a row is shut, and a house
test fails. The row asks only whether the person has any business here; whether he may
do this to *this* case is decided by the [permission table](permissions.md)."""


def permissions() -> str:
    """Return the permission table, by role, and who appoints whom."""
    return page(
        "Permissions",
        INTRODUCTION,
        NAMES,
        *(part for role in Role for part in _role(role)),
        "## Who appoints whom",
        "Nobody gives more than his own mandate covers, and nobody gives to himself.",
        table(
            ["Role", "May appoint"],
            (
                [code(role), listed(code(r) for r in Role if r in given)]
                for role, given in APPOINTS.items()
            ),
        ),
        "## Relations",
        table(["Relation", "Cases"], ([code(r), r.label] for r in Relation)),
        "## Protections",
        table(["Protection", "Label"], ([code(p), p.label] for p in Protection)),
        "## Actions",
        table(["Action", "Label"], ([code(a), a.label] for a in Action)),
    )


def routes() -> str:
    """Return every address with its name and what it needs."""
    access: dict[str, Any] = import_string(ACCESS)
    rows = [
        [code(address), code(name), _need(access.get(name))]
        for address, name in _walk(get_resolver())
    ]
    return page("Addresses", GUARD, table(["Address", "Name", "Needs"], rows))


def _role(role: Role) -> Iterator[str]:
    yield f"## {role.label} (`{role}`)"
    rows = [rule for rule in TABLE if rule.role == role]
    if not rows:
        yield "No row yet: this role may do nothing."
        return
    order = list(Action)
    yield table(
        ["Action", "Label", "Cases", "Open under"],
        (_row(rule) for rule in sorted(rows, key=lambda r: order.index(r.action))),
    )


def _row(rule: Rule) -> list[str]:
    under = listed(p.label.lower() for p in Protection if p in rule.under)
    return [
        code(rule.action),
        rule.action.label,
        rule.relation.label,
        under if rule.under else "neither",
    ]


def _walk(resolver: URLResolver, start: str = "/", space: str = "") -> Iterator[Any]:
    for entry in resolver.url_patterns:
        address = start + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, address, inner)
        elif isinstance(entry, URLPattern):
            yield address, f"{space}{entry.name}"


def _need(need: Any) -> str:
    if isinstance(need, Enum):
        return str(need.value)
    if need is None:
        return "shut"
    return "any of " + listed(code(action) for action in need.actions)
