"""List every indicator with its definition."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lapor.domain.analytics.rules.catalogue import CATALOGUE, catalogue_version
from lapor.domain.analytics.rules.indicator import Indicator
from lapor.kernel.enums import translate


class Command(BaseCommand):
    """Parse, read the catalogue, say what stands there."""

    help = "Daftar semua indikator beserta artinya"
    example = "lapor catalogue --json"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The only choice is how it is told."""
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *, json: bool, **_: Any) -> None:
        """Tell the catalogue to machines or to people."""
        self.stdout.write(as_json() if json else as_text())


def as_json() -> str:
    """Return the catalogue for machines; shares are exact, as text."""
    return json.dumps(
        {
            "version": catalogue_version(),
            "indicators": [described(one) for one in CATALOGUE],
        },
        ensure_ascii=False,
        indent=2,
    )


def described(one: Indicator) -> dict[str, Any]:
    """Return one definition as plain JSON values."""
    return {
        "id": one.id,
        "key": one.key,
        "part": str(one.part),
        "name": one.name,
        "english": one.english,
        "formula": one.formula,
        "population": one.who,
        "table": one.table,
        "unit": str(one.unit),
        "direction": str(one.direction),
        "bases": [str(basis) for basis in one.bases],
        "bands": [
            {"key": band.key, "label": band.label, "least": str(band.least)}
            for band in one.bands
        ],
        "normal": [
            {"value": str(value), "points": str(points)}
            for value, points in one.curve()
        ],
        "weight": one.weight,
        "strict": one.strict.label if one.strict else None,
        "parts": one.by_label or None,
        "spread": one.spread or None,
        "beside": {key: beside.label for key, beside in one.beside.items()},
        "reference": one.reference or None,
        "source": one.source or None,
        "owner": one.owner,
        "version": one.version,
        "valid_from": one.valid_from.isoformat(),
    }


def as_text() -> str:
    """Return one line for each indicator."""
    return "\n".join(
        f"{one.id:<3} {translate(one.name)}: {translate(one.formula)}"
        for one in CATALOGUE
    )
