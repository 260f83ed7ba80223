"""Show the six official buckets."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext

from lapor.domain.analytics.queries import BucketCounts, buckets
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import organisation_by_code


class Command(BaseCommand):
    """Parse, ask once, say it."""

    help = "Menghitung enam kelompok resmi laporan; jumlahnya selalu sama dengan total"
    example = "lapor buckets --agency pemda-32.04 --json"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The nation, or one agency."""
        parser.add_argument("--agency", help="kode instansi (bawaan: seluruh negeri)")
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *, agency: str | None, json: bool, **_: Any) -> None:
        """Count; a unit stands for its agency."""
        given = organisation_by_code(agency) if agency else None
        holder = given.agency if given else None
        found = buckets(holder.pk if holder else None)
        self.stdout.write(as_json(found) if json else as_text(found, holder))


def as_json(found: BucketCounts) -> str:
    """Return total and buckets under their official labels."""
    return json.dumps(
        {
            "total": found.total,
            "buckets": {bucket.source: n for bucket, n in found.buckets.items()},
        },
        ensure_ascii=False,
        indent=2,
    )


def as_text(found: BucketCounts, holder: Organisation | None) -> str:
    """Return one line for each bucket, and their sum."""
    title = holder.name if holder else gettext("Seluruh negeri")
    rows = [(bucket.label, n) for bucket, n in found.buckets.items()]
    rows.append((gettext("Jumlah"), found.total))
    width = max(len(label) for label, _n in rows)
    lines = [f"  {label:<{width}}  {n:>12,}".replace(",", ".") for label, n in rows]
    return "\n".join([title, *lines])
