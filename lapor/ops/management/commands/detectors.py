"""Look for signs of gaming, silence and recurring issues, or measure the detectors."""

import json
from argparse import ArgumentParser
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand
from django.utils.formats import number_format
from django.utils.translation import gettext

from lapor.domain.analytics.actions import fold
from lapor.domain.findings.actions import detect_all as find_signs
from lapor.domain.findings.rules import simulation as signs
from lapor.domain.findings.rules.words import Kind
from lapor.domain.prevention.actions import detect_all as find_issues
from lapor.domain.prevention.rules import simulation as issues
from lapor.kernel import clock
from lapor.kernel.enums import noop, translate
from lapor.kernel.simulated import Outcome

_NAMES = {
    "recurring": noop("Isu berulang"),
    "surge": noop("Lonjakan isu"),
    "effect": noop("Tindakan dinilai efektif"),
}


class Row(NamedTuple):
    """One line of the table."""

    name: str
    result: Outcome


class Command(BaseCommand):
    """Parse, make one call into each room, say what came out."""

    help = "Mencari tanda permainan angka, isu berulang, dan tempat yang terlalu sepi"
    example = "lapor detectors --simulate --json"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Without ``--simulate`` the real data are looked at."""
        parser.add_argument(
            "--simulate",
            action="store_true",
            help="ukur pendeteksi pada instansi buatan yang perilakunya diketahui",
        )
        parser.add_argument(
            "--seed", type=int, default=1, help="benih undian simulasi (bawaan: 1)"
        )
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *, simulate: bool, seed: int, json: bool, **_: Any) -> None:
        """Measure or look."""
        if simulate:
            rows = measured(seed)
            self.stdout.write(as_json(rows, seed) if json else as_text(rows, seed))
            return
        at = clock.now()
        fold(at=at)
        found = {"issues": find_issues(at=at), "findings": find_signs(at=at)}
        self.stdout.write(_found_json(found) if json else _found_text(found))


def measured(seed: int) -> list[Row]:
    """Run every simulation of both rooms."""
    return [
        *(Row(translate(_NAMES[r.name]), r) for r in issues.simulate_all(seed=seed)),
        *(Row(Kind(r.name).label, r) for r in signs.simulate_all(seed=seed)),
    ]


def as_json(rows: list[Row], seed: int) -> str:
    """Return the table for machines; rates are shares of 1."""
    told = [
        {
            "kind": str(row.result.name),
            "name": row.name,
            "planted": row.result.planted,
            "found": row.result.found,
            "sensitivity": round(row.result.sensitivity, 4),
            "honest": row.result.honest,
            "false_alarms": row.result.alarms,
            "false_alarm_rate": round(row.result.false_alarms, 4),
        }
        for row in rows
    ]
    return json.dumps({"seed": seed, "detectors": told}, ensure_ascii=False, indent=2)


def as_text(rows: list[Row], seed: int) -> str:
    """Return the table for people."""
    head = (gettext("Pendeteksi"), gettext("ditemukan"), gettext("salah sebut"))
    lines = [
        gettext("Instansi buatan, benih {seed}").format(seed=seed),
        f"{head[0]:<38}{head[1]:>20}{head[2]:>22}",
    ]
    for name, result in rows:
        hit = f"{result.found}/{result.planted} ({_percent(result.sensitivity)})"
        miss = f"{result.alarms}/{result.honest} ({_percent(result.false_alarms)})"
        lines.append(f"{name:<38}{hit:>20}{miss:>22}")
    return "\n".join(lines)


def _found_json(found: dict[str, int]) -> str:
    return json.dumps(found)


def _found_text(found: dict[str, int]) -> str:
    return gettext("Baru: {issues} isu berulang, {findings} temuan.").format(**found)


def _percent(share: float) -> str:
    return f"{number_format(round(share * 100, 1), 1)} %"
