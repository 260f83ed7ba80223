"""Examine the installation."""

import json
import sys

from django.core.management.base import BaseCommand, CommandParser

from lapor.ops import doctor
from lapor.ops.doctor import Outcome


class Command(BaseCommand):
    """Parse, make one call, say what was found; exit code 1 if something failed."""

    help = "Memeriksa pemasangan dan memberi tahu apa yang perlu dilakukan"
    example = "lapor doctor --json"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Words for people, JSON for machines."""
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *, json: bool, **_: object) -> None:
        """Examine."""
        findings = doctor.examine()
        self.stdout.write(_as_json(findings) if json else _as_text(findings))
        if any(finding.outcome == Outcome.FAILED for finding in findings):
            sys.exit(1)


def _as_json(findings: list[doctor.Finding]) -> str:
    return json.dumps([finding._asdict() for finding in findings], indent=2)


def _as_text(findings: list[doctor.Finding]) -> str:
    lines = []
    for name, outcome, seen, advice in findings:
        lines.append(f"{outcome.label:<10} {name}: {seen}")
        if advice:
            lines.append(f"{'':<10} → {advice}")
    return "\n".join(lines)
