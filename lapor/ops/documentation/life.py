"""The page of the transition table, from the table itself."""

from collections.abc import Iterable, Iterator

from lapor.domain.cases.rules import BUCKETS, FACTS, LIFE, Act, State, Step
from lapor.domain.deadlines.rules import Allowed, Timer
from lapor.ops.documentation.markdown import NOTHING, code, listed, page, table

INTRODUCTION = """\
One table in `lapor/domain/cases/rules/life.py` decides which act leads where. Buttons,
clocks, the page `/kelola/alur/` and the property tests are made from it, and so is this
page. An empty target means that the state stays as it is. "Who" names the action of the
[permission table](permissions.md), `reporter` (whoever holds number and code) or
`system` (a job). ADR [0013](../adr/0013-cases-is-larger.md) says why it is one
table."""
ALLOWANCES = """\
How often and how long, where the table alone does not say. The numbers are dated rows
with a decree (`lapor/domain/deadlines/data/allowances.csv`), like limits; a case keeps
those of the day it arrived."""


def transitions() -> str:
    """Return states, transitions and facts of a case."""
    return page(
        "The life of a case",
        INTRODUCTION,
        "## States and buckets",
        table(["State", "Label", "Official bucket"], _states()),
        "## Picture",
        "Not drawn: withdrawing, which leads from every open state to `archived`, and "
        "the way to the Ombudsman; both stand in the table below.",
        _picture(),
        "## Transitions",
        table(
            ["Act", "Button", "From", "To", "Who", "Clocks", "Fact"],
            (_row(step) for step in LIFE),
        ),
        "## Allowances",
        ALLOWANCES,
        table(["Allowance", "Label"], ([code(a), a.label] for a in Allowed)),
        "## Timers",
        table(["Timer", "Label"], ([code(timer), timer.label] for timer in Timer)),
    )


def _states() -> Iterator[list[str]]:
    for state in State:
        bucket = next((b for b, states in BUCKETS.items() if state in states), None)
        shown = bucket.source if bucket else f"{NOTHING} (not counted)"
        yield [code(state), state.label, shown]


def _row(step: Step) -> list[str]:
    return [
        code(step.act),
        step.act.label,
        _from(step.sources),
        code(step.target or ""),
        _who(step),
        _clocks(step),
        code(FACTS[step.act]),
    ]


def _from(states: Iterable[State]) -> str:
    given = frozenset(states)
    if given == frozenset(State) - {State.DRAFT}:
        return "any but `draft`"
    order = list(State)
    return listed(code(state) for state in sorted(given, key=order.index))


def _who(step: Step) -> str:
    doer = step.doer
    found = [code(doer.action)] if doer.action else []
    found += ["reporter"] if doer.reporter else []
    found += ["system"] if doer.system else []
    return listed(found)


def _clocks(step: Step) -> str:
    kinds = ("starts", "stops", "pauses", "resumes")
    parts = []
    for kind in kinds:
        timers = getattr(step, kind)
        if timers == frozenset(Timer):
            parts.append(f"{kind} all")
        elif timers:
            parts.append(f"{kind} {listed(code(t) for t in Timer if t in timers)}")
    return "; ".join(parts) or NOTHING


def _picture() -> str:
    """Draw the main roads as text; a picture needs no script to be seen."""
    roads: dict[tuple[State, State], list[Act]] = {}
    for step in LIFE:
        if step.target is None or len(step.sources) > 3:
            continue
        for source in step.sources - {step.target}:
            roads.setdefault((source, step.target), []).append(step.act)
    order = list(State)
    lines = [
        f"{source:<17} ─▶ {target:<17} {', '.join(acts)}"
        for (source, target), acts in sorted(
            roads.items(), key=lambda road: tuple(map(order.index, road[0]))
        )
    ]
    return "```text\n" + "\n".join(lines) + "\n```"
