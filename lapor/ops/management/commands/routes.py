"""Learn routing rules from accepted returns, or try them on old cases."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext

from lapor.domain.triage.actions import learn_routes
from lapor.domain.triage.models import Route
from lapor.domain.triage.queries import DryRun, dry_run, routes
from lapor.kernel import clock
from lapor.kernel.actor import SYSTEM


class Command(BaseCommand):
    """Parse, make one call, say what came out."""

    help = "Aturan rute: mempelajari dari pengembalian, atau menguji pada laporan lama"
    example = "lapor routes --dry-run --json"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Without an option the rules are listed."""
        either = parser.add_mutually_exclusive_group()
        either.add_argument(
            "--learn", action="store_true", help="usulkan aturan baru, masih mati"
        )
        either.add_argument(
            "--dry-run",
            action="store_true",
            help="uji tiap aturan pada laporan setahun terakhir tanpa mengubahnya",
        )
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *, learn: bool, dry_run: bool, json: bool, **_: Any) -> None:
        """Learn, try, or list."""
        at = clock.now()
        rows = learn_routes(by=SYSTEM, at=at) if learn else list(routes())
        tried = [(row, _try(row) if dry_run else None) for row in rows]
        self.stdout.write(as_json(tried) if json else as_text(tried))


def _try(row: Route) -> DryRun:
    return dry_run([row], at=clock.now())


def as_json(tried: list[tuple[Route, DryRun | None]]) -> str:
    """Return the rules for machines; counts are cases."""
    found = [
        {
            "key": row.pk,
            "category": row.category.slug if row.category else None,
            "region": row.region_id,
            "keyword": row.keyword or None,
            "agency": row.agency.code,
            "valid_from": row.valid_from.isoformat(),
            "valid_until": row.valid_until.isoformat() if row.valid_until else None,
            "on": row.is_on,
            "origin": row.origin,
            "support": row.support,
            "dry_run": result._asdict() if result else None,
        }
        for row, result in tried
    ]
    return json.dumps({"routes": found}, ensure_ascii=False, indent=2)


def as_text(tried: list[tuple[Route, DryRun | None]]) -> str:
    """Return one line for each rule."""
    if not tried:
        return gettext("Tidak ada aturan rute.")
    return "\n".join(_line(row, result) for row, result in tried)


def _line(row: Route, result: DryRun | None) -> str:
    named = [
        row.category.name if row.category else "",
        row.region.name if row.region else "",
        f"“{row.keyword}”" if row.keyword else "",
    ]
    state = gettext("menyala") if row.is_on else gettext("mati")
    text = (
        f"{row.pk:>5}  {' · '.join(filter(None, named))} → {row.agency.name} ({state})"
    )
    if result is None:
        return text
    return text + gettext(
        ": %(matched)d terkena, %(right)d tepat, %(wrong)d berakhir di tempat lain"
    ) % {"matched": result.matched, "right": result.right, "wrong": result.wrong}
