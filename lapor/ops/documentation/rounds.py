"""The page of rounds: tiers, transition table, matrix of periods, scope matrix."""

from collections.abc import Iterable, Iterator

from lapor.domain.monev.rules.items import DATA
from lapor.domain.monev.rules.rounds import FACTS, LIFE, SHEETS
from lapor.domain.monev.rules.scope import Cell, Deed, Scope, matrix
from lapor.domain.monev.rules.tiers import ANY_KIND, TIERS, TierRule
from lapor.domain.monev.rules.words import RoundState, SheetState
from lapor.kernel import shipped
from lapor.ops.documentation.markdown import code, listed, page, table

INTRODUCTION = """\
One table in `lapor/domain/monev/rules/rounds.py` decides which act leads a round or a
sheet where. Buttons, policies and the tests are made from it, and so is this page.
"Who" names the side of the round and the action of the
[permission table](permissions.md); `system` is the schedule. How a round is lived
through stands in [Rounds of evaluation](../explanation/rounds.md)."""
WHO = """\
A tier is an oversight row of the day, seen with the kind of the organisation at its
upper end. `the tree` means an agency and its own units. Only the roles named act for
the assessor; everybody else of the tier's organisation reads."""
SCOPES = """\
Worked out from the permission table and the table of tiers. A test builds every cell
in the database (for each of the four kinds, which make no difference) and asks the
policies; what is not written here is closed. Besides, each leader and auditor reads
the rounds that his own agency runs, and results made known to everybody are open to
everybody."""
SCHEDULE = """\
What comes with the program. The rows in force are data: list `monev-schedule` at
`/kelola/` or `lapor export monev-schedule`."""


def rounds() -> str:
    """Return tiers, states, transitions, periods and scopes."""
    return page(
        "Rounds of evaluation",
        INTRODUCTION,
        "## Tiers",
        WHO,
        table(["Tier", "Label", "Read from", "Roles", "Audience"], _tiers()),
        "## States of a round",
        table(["State", "Label"], ([code(s), s.label] for s in RoundState)),
        "## Acts on a round",
        table(["Act", "Button", "From", "To", "Who", "Fact"], _rounds()),
        "The first recommendation given to a published round leads it to "
        "`following_up`.",
        "## States of a sheet",
        table(["State", "Label"], ([code(s), s.label] for s in SheetState)),
        "## Acts on a sheet",
        table(["Act", "Button", "From", "To", "While", "Who", "Fact"], _sheets()),
        "The last decision on a disputed sheet leads it back to `verified`.",
        "## Periods",
        SCHEDULE,
        table(
            ["Tier", "Kind", "Every", "How", "Sample", "Filled", "Basis"], _periods()
        ),
        "## Scope matrix",
        SCOPES,
        table(["Scope", "Meaning"], ([code(s), s.label] for s in Scope)),
        table(["Tier", "Role", *(code(scope) for scope in Scope)], _scopes()),
    )


def _tiers() -> Iterator[list[str]]:
    for tier, rule in TIERS.items():
        roles = listed(code(role) for role in sorted(rule.roles))
        yield [code(tier), tier.label, _source(rule), roles, rule.audience.label]


def _source(rule: TierRule) -> str:
    if rule.edge is None:
        return "the tree"
    upper = sorted(rule.overseers or ANY_KIND)
    by = f" by a {listed(code(kind) for kind in upper)}" if upper else ""
    units = ", and the units of its subject" if rule.with_units else ""
    return f"{code(rule.edge)}{by}{units}"


def _rounds() -> Iterator[list[str]]:
    for step in LIFE:
        who = [f"assessor: {code(step.action)}"] + ["system"] * step.by_system
        yield [
            code(step.act),
            step.act.label,
            _states(step.sources, RoundState),
            code(step.target or ""),
            listed(who),
            code(FACTS[step.act]),
        ]


def _sheets() -> Iterator[list[str]]:
    for step in SHEETS:
        who = [f"{step.side.value}: {code(step.action)}"] + ["system"] * step.by_system
        yield [
            code(step.act),
            step.act.label,
            _states(step.sources, SheetState),
            code(step.target or ""),
            _states(step.during, RoundState),
            listed(who),
            code(FACTS[step.act]),
        ]


def _states(
    states: Iterable[RoundState | SheetState],
    order: type[RoundState] | type[SheetState],
) -> str:
    given = set(states)
    return listed(code(state) for state in order if state in given)


def _periods() -> Iterator[list[str]]:
    for row in shipped.rows(DATA / "schedule.csv"):
        kinds = f" ({row['subject_kinds']})" if row["subject_kinds"] else ""
        by_hand = row["is_automatic"] != "ya"
        yield [
            code(row["tier"]) + kinds,
            code(row["part"]),
            row["every"],
            row["method"],
            code(row["sample"]),
            f"{row['fill_days']} HK" if by_hand else "automatic",
            f"{row['legal_basis']}; {row['evidence']}",
        ]


def _scopes() -> Iterator[list[str]]:
    cells: dict[tuple[str, str], list[Cell]] = {}
    for cell in matrix():
        cells.setdefault((cell.tier, cell.role), []).append(cell)
    for (tier, role), found in cells.items():
        yield [code(tier), code(role), *(_deeds(found, scope) for scope in Scope)]


def _deeds(cells: Iterable[Cell], scope: Scope) -> str:
    opened = {cell.deed for cell in cells if cell.scope == scope and cell.is_open}
    return listed(deed.value for deed in Deed if deed in opened)
