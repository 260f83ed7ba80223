"""Readings and known facts of a round, computed from its sealed files alone.

Nothing here asks the database: what a round was is what lies in its folder. The seal of
the opening holds the facts; the seal of the fixing holds what people added, and stands
in for tables of the same name.
"""

import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from django.conf import settings

from lapor.domain.analytics.queries.computing import compute
from lapor.domain.analytics.queries.engines import (
    Engine,
    engine_named,
    files_of,
    tables,
)
from lapor.domain.analytics.queries.scans import By
from lapor.domain.analytics.rules.indicator import Basis, Part, Reading, Window
from lapor.domain.cases.rules import Channel
from lapor.domain.monev.rules.items import Known
from lapor.domain.monev.rules.tiers import TIERS
from lapor.domain.monev.rules.words import Level, Tier
from lapor.domain.quality.rules.estimates import stratified

OPENING: Final = "opening"
FIXING: Final = "fixing"
RESULTS: Final = "results.json"
HUNDREDTHS: Final = 100
Readings = Mapping[str, Mapping[str, Reading]]
#: A thematic tier looks at some of the reports only (domain §3.2).
NARROWED: Final[Mapping[Tier, Mapping[str, str]]] = {
    Tier.THEMATIC_PROGRAMME: {"cases": "programme <> ''"},
}


class About(NamedTuple):
    """What a sealed round is: written into the manifest, read back by ``verify``."""

    code: str
    tier: Tier
    assessor: str
    parts: tuple[Part, ...]
    window: Window
    seed: int
    micro: frozenset[str]  # agencies with a settled micro round in the year

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "code": self.code,
            "tier": self.tier.value,
            "assessor": self.assessor,
            "parts": [part.value for part in self.parts],
            "start": self.window.start.isoformat(),
            "end": self.window.end.isoformat(),
            "cut_off": self.window.cut_off.isoformat(),
            "basis": self.window.basis.value,
            "seed": self.seed,
            "micro": sorted(self.micro),
        }

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return what ``as_json`` wrote."""
        start, end, cut_off = (
            datetime.fromisoformat(stored[name]) for name in ("start", "end", "cut_off")
        )
        return cls(
            stored["code"],
            Tier(stored["tier"]),
            stored["assessor"],
            tuple(Part(part) for part in stored["parts"]),
            Window(start, end, cut_off, Basis(stored["basis"])),
            stored["seed"],
            frozenset(stored["micro"]),
        )

    @property
    def is_by_unit(self) -> bool:
        """True for the micro tiers, which judge units."""
        return TIERS[self.tier].level == Level.MICRO


@contextmanager
def sealed_engine(
    folder: Path, tier: Tier, *, samples: Collection[int] = ()
) -> Iterator[Engine]:
    """Yield an engine over the sealed tables of a round, those of the fixing on top.

    ``samples`` are the numbers of the samples that were drawn for this round; answers
    that another tier drew do not count in it.
    """
    with tempfile.TemporaryDirectory(prefix="lapor-round-") as scratch:
        joined = Path(scratch)
        files = files_of(folder / OPENING) | files_of(folder / FIXING)
        for name, file in files.items():
            (joined / f"{name}.parquet").symlink_to(file)
        numbers = ", ".join(str(int(number)) for number in samples)
        drawn = f"sample_id IN ({numbers})" if numbers else "false"
        where = {"answers": drawn, **NARROWED.get(tier, {})}
        engine = engine_named(settings.LAPOR_ENGINE, joined, where=where)
        try:
            yield engine
        finally:
            engine.close()


def readings_of(
    engine: Engine, about: About, agencies: Collection[str] | None = None
) -> dict[str, Mapping[str, Reading]]:
    """Return the readings of every subject by code, and of all together under "".

    Of all kinds, also those the round does not judge: a score asks for the volume.
    """
    by: By = "unit" if about.is_by_unit else "agency"
    found: dict[str, Mapping[str, Reading]] = dict(
        compute(engine, about.window, by=by, agencies=agencies)
    )
    if about.tier == Tier.MICRO_AUDITOR:
        whole = compute(engine, about.window, agencies=agencies)
        found |= {code: each for code, each in whole.items() if code}
    return found


def intervals_of(
    engine: Engine, about: About
) -> dict[str, dict[str, tuple[Fraction, Fraction]]]:
    """Return the 95 % interval of the quality of answers (K1) by subject, in points.

    Stratum-weighted, with finite-population correction (domain §12.4).
    """
    if "answers" not in engine.has:
        return {}
    table = tables()["answers"]
    who = "unit" if about.is_by_unit else "agency"
    values: dict[str, dict[str, list[Fraction]]] = {}
    sizes: dict[str, dict[str, int]] = {}
    scored = table.filter(table.score_hundredths.notnull())
    for row in engine.rows(scored.order_by([who, "stratum", "answer_id"])):
        points = Fraction(row["score_hundredths"], HUNDREDTHS)
        values.setdefault(row[who], {}).setdefault(row["stratum"], []).append(points)
        sizes.setdefault(row[who], {})[row["stratum"]] = row["stratum_size"]
    found = {}
    for code, strata in values.items():
        estimate = stratified(strata, sizes[code], top=100)
        if estimate is not None:
            found[code] = {"K1": (_rounded(estimate.low), _rounded(estimate.high))}
    return found


def _rounded(points: float) -> Fraction:
    """Cut a float where every machine agrees: at a ten-thousandth of a point."""
    return Fraction(round(points * 10_000), 10_000)


def known_of(engine: Engine, about: About, readings: Readings) -> dict[str, Known]:
    """Return what the sealed facts say of each subject, for the ⚙ items."""
    rows = agency_rows(engine)
    channels = _channels(engine, about)
    done = _recommendations_done(engine, about)
    return {
        code: _known(code, about, found, rows, channels.get(code), done.get(code))
        for code, found in readings.items()
        if code
    }


def _known(
    code: str,
    about: About,
    readings: Mapping[str, Reading],
    rows: Mapping[str, Mapping[str, Any]],
    channels: frozenset[str] | None,
    done: Fraction | None,
) -> Known:
    row = rows.get(code, {})
    plan, measured = readings.get("R1"), readings.get("T2")
    volume, backlog = readings.get("P11"), readings.get("P9")
    return Known(
        is_decree_valid=row.get("is_decree_valid"),
        is_decree_complete=row.get("is_decree_complete"),
        officers=row.get("officers"),
        units=row.get("units"),
        dispatched=backlog.denominator if backlog else None,
        months=row.get("months"),
        received=volume.numerator if volume else None,
        previous_received=row.get("previous_received"),
        channels=None if channels is None else len(channels),
        has_api=None if channels is None else Channel.API.value in channels,
        has_micro_round=None if about.is_by_unit else code in about.micro,
        plan_in_time=_as_share(plan),
        issues_with_measure=measured.value if measured else None,
        recommendations_done=done,
    )


def _as_share(reading: Reading | None) -> Fraction | None:
    """R1 gives 0, 60 or 100 points; an item wants a share."""
    if reading is None or reading.value is None:
        return None
    return reading.value / 100


def agency_rows(engine: Engine) -> dict[str, dict[str, Any]]:
    """Return the row of each agency and unit of the table of agencies, by code."""
    if "agencies" not in engine.has:
        return {}
    table = tables()["agencies"]
    return {row["unit"] or row["agency"]: row for row in engine.rows(table)}


def _channels(engine: Engine, about: About) -> dict[str, frozenset[str]]:
    who = "unit" if about.is_by_unit else "agency"
    cases = tables()["cases"]
    seen = cases.filter(cases.received_at < about.window.end)
    rows = engine.rows(seen.select(who, "channel").distinct())
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row[who], set()).add(row["channel"])
    return {code: frozenset(names) for code, names in found.items()}


def _recommendations_done(engine: Engine, about: About) -> dict[str, Fraction]:
    if "recommendations" not in engine.has:
        return {}
    table = tables()["recommendations"]
    who = "unit" if about.is_by_unit else "agency"
    verified = (table.status == "verified").ifelse(1, 0)
    rows = engine.rows(
        table.group_by([who]).aggregate(n=table.count(), done=verified.sum())
    )
    return {
        row[who]: Fraction(int(row["done"]), int(row["n"])) for row in rows if row["n"]
    }
