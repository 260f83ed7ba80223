"""The published figures that come with the program, held against the rules."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lapor.domain.analytics.rules.published import Check, Fact, Outcome, outcome_of
from lapor.kernel import shipped

DATA: Final = Path(__file__).resolve().parent.parent / "data"
BUCKETS: Final = (
    *("waiting", "in_process", "done", "on_hold", "archived", "unverified"),
    "other",
)


def published_outcomes() -> list[Outcome]:
    """Return every published figure with what our rules make of its inputs."""
    facts = {fact.case: fact for fact in _facts()}
    return [
        outcome_of(facts[row["case"]], Check(**row))
        for row in shipped.rows(DATA / "published_checks.csv")
    ]


def _facts() -> Iterator[Fact]:
    for row in shipped.rows(DATA / "published_facts.csv"):
        yield Fact(
            case=row["case"],
            title=row["title"],
            source=row["source"],
            total=int(row["total"] or 0),
            parts={name: _sum(row[name]) for name in BUCKETS if row[name]},
            rest=row["rest"],
            agencies=int(row["agencies"] or 0),
            connected=int(row["connected"] or 0),
            active=int(row["active"] or 0),
        )


def _sum(cell: str) -> int:
    """Add the parts a source gives apart but one bucket holds."""
    return sum(int(part) for part in cell.split())
