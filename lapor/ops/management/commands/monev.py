"""Rounds of evaluation from the console: open, look, compute, verify, publish."""

import json
import re
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from lapor.domain.accounts.models import User
from lapor.domain.analytics.queries.sealed import differences
from lapor.domain.analytics.rules.periods import HOME_ZONE, parse_period
from lapor.domain.monev.actions.clockwork import Opened, open_due
from lapor.domain.monev.actions.drafting import draft_round
from lapor.domain.monev.actions.fixing import preview_round
from lapor.domain.monev.actions.opening import folder_of, open_round
from lapor.domain.monev.actions.publishing import publish_round
from lapor.domain.monev.actions.sampling import draw_sample
from lapor.domain.monev.models import Round
from lapor.domain.monev.queries.computing import OPENING
from lapor.domain.monev.queries.outcome import Verification, verify
from lapor.domain.monev.queries.rounds import round_named
from lapor.domain.monev.queries.status import sample_rows, status_of, status_rows
from lapor.domain.monev.rules.tiers import TIERS
from lapor.domain.monev.rules.words import SheetState, Tier
from lapor.domain.organisations.queries import organisation_by_code
from lapor.kernel import clock
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import NotFound

Answer = Mapping[str, Any]
SHOWN: Final = 20  # rows in the answer for people; --json has them all
_SHORT: Final = {rule.short: tier for tier, rule in TIERS.items()}
_CODE: Final = re.compile(
    rf"(?P<period>\d{{4}}(?:-(?:s[12]|q[1-4]|\d\d))?)-(?P<tier>{'|'.join(_SHORT)})"
    r"-(?P<assessor>.+)",
    re.IGNORECASE,
)
CODE_HELP: Final = (
    "kode putaran: MASA-TINGKAT-PENILAI, mis. 2026-s1-makro-panrb; tingkat: "
    + ", ".join(_SHORT)
)
EXAMPLES: Final = {
    "open": """contoh:
  lapor monev open 2026-s1-wilayah-pemda-32
Yang dinilai dibaca dari hubungan pengawasan hari ini. Segelnya disimpan di
LAPOR_HOME/seals/KODE/opening.""",
    "status": """contoh:
  lapor monev status
  lapor monev status 2026-s1-makro-panrb --json""",
    "compute": """contoh:
  lapor monev compute 2026-s1-makro-panrb
Tidak menyimpan apa pun: untuk melihat hasil sebelum ditetapkan.""",
    "verify": """contoh:
  lapor monev verify 2026-s1-makro-panrb --differences 20
  lapor monev verify 2026-s1-makro-panrb --from /mnt/salinan/2026-s1-makro-panrb
Kode keluar: 0 sama, 1 ada berkas yang berubah. Kejadian yang terlambat dicatat
hanya muncul dalam daftar beda, tidak pernah dalam nilai.""",
    "publish": """contoh:
  lapor monev publish 2026-s1-makro-panrb --by admin-nasional
Pengguna itu harus berwenang mengumumkan untuk penilainya.""",
    "schedule": """contoh:
  lapor monev schedule --upto 2026-12-31 --dry-run
  lapor monev schedule --most 20
Aman diulang. Dari tiap tingkat dan panjang masa hanya masa terbaru yang dibuka;
yang lebih lama disebut “terlewat” dan dibuka dengan --missed.""",
    "sample": """contoh:
  lapor monev sample 2026-s1-mikro2-pemda-32.04-inspektorat \\
      --agency pemda-32.04 --seed 7 --json""",
}


class Command(BaseCommand):
    """Parse, call the room, say what came out."""

    help = "Putaran monev: buka, lihat, hitung, periksa ulang, umumkan, jadwalkan"
    example = "lapor monev verify 2026-s1-makro-panrb --from /mnt/salinan"

    def add_arguments(self, parser: CommandParser) -> None:
        """One subcommand for each thing that is done to rounds."""
        below = parser.add_subparsers(dest="what", required=True, metavar="APA")
        self._round(
            below,
            "open",
            "buka putaran: segel data, isi lembar kerja; rancangan dibuat bila perlu",
        )
        status = self._add(below, "status", "daftar putaran, atau keadaan satu putaran")
        status.add_argument("round", nargs="?", metavar="PUTARAN", help=CODE_HELP)
        self._round(below, "compute", "hitung nilai dari segel, seperti keadaan kini")
        checked = self._add(
            below,
            "verify",
            "hitung ulang dari segel saja dan bandingkan; 1 bila ada yang berubah",
        )
        checked.add_argument("round", metavar="PUTARAN", help=CODE_HELP)
        checked.add_argument(
            "--from",
            dest="folder",
            type=Path,
            metavar="FOLDER",
            help="salinan folder segel; basis data tidak diperlukan",
        )
        checked.add_argument(
            "--differences",
            type=int,
            default=0,
            metavar="N",
            help="tampilkan sampai N beda antara segel dan data kini",
        )
        published = self._round(below, "publish", "umumkan hasil yang telah ditetapkan")
        published.add_argument(
            "--by", required=True, metavar="AKUN", help="atas nama pengguna ini"
        )
        self._schedule(below)
        self._sample(below)

    def _add(self, below: Any, name: str, help: str) -> ArgumentParser:
        parser: ArgumentParser = below.add_parser(
            name,
            help=help,
            description=f"{help[0].upper()}{help[1:]}.",
            epilog=EXAMPLES[name],
            formatter_class=RawDescriptionHelpFormatter,
        )
        parser.add_argument("--json", action="store_true", help="jawaban sebagai JSON")
        return parser

    def _round(self, below: Any, name: str, help: str) -> ArgumentParser:
        parser = self._add(below, name, help)
        parser.add_argument("round", metavar="PUTARAN", help=CODE_HELP)
        return parser

    def _schedule(self, below: Any) -> None:
        parser = self._add(
            below,
            "schedule",
            "buka putaran yang jatuh tempo dan sebutkan yang terlewat",
        )
        parser.add_argument(
            "--upto",
            type=date.fromisoformat,
            metavar="TANGGAL",
            help="jatuh tempo sampai hari ini (bawaan: hari ini)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="hanya tunjukkan, tidak membuka"
        )
        parser.add_argument(
            "--missed", action="store_true", help="buka juga masa yang sudah terlewat"
        )
        parser.add_argument(
            "--most", type=int, default=0, metavar="N", help="buka paling banyak N"
        )

    def _sample(self, below: Any) -> None:
        parser = self._round(
            below,
            "sample",
            "ambil sampel jawaban satu instansi; benih sama, hasil sama",
        )
        parser.add_argument("--agency", required=True, metavar="KODE")
        parser.add_argument("--seed", type=int, required=True, metavar="BENIH")

    def handle(self, *, what: str, json: bool, **given: Any) -> None:
        """Do it; exit code 1 when a check fails, 2 when there is nothing to check."""
        acts: dict[str, Callable[..., Told]] = {
            "open": _open,
            "status": _status,
            "compute": _compute,
            "verify": _verify,
            "publish": _publish,
            "schedule": _schedule,
            "sample": _sample,
        }
        answer, lines, exit_code = acts[what](**given)
        if json:
            self.stdout.write(as_json(answer))
        else:
            for line in lines:
                self.stdout.write(line)
        if exit_code:
            sys.exit(exit_code)


def as_json(answer: Answer) -> str:
    """Return an answer for machines."""
    return json.dumps(answer, ensure_ascii=False, indent=2, default=str)


Told = tuple[Answer, Iterator[str], int]


def _open(*, round: str, **_: Any) -> Told:
    found = open_round(_there_or_drafted(round), by=SYSTEM, at=clock.now())
    return status_of(found), _about(found), 0


def _there_or_drafted(code: str) -> Round:
    """Return the round of a code; draft it when the code says how and it is new."""
    try:
        return round_named(code)
    except NotFound:
        parts = _CODE.fullmatch(code.strip())
        if parts is None:
            raise
    return draft_round(
        tier=Tier(_SHORT[parts["tier"].lower()]),
        assessor=organisation_by_code(parts["assessor"].lower()),
        period=parse_period(parts["period"]),
        by=SYSTEM,
        at=clock.now(),
    )


def _status(*, round: str | None, **_: Any) -> Told:
    if round:
        found = round_named(round)
        return status_of(found), _about(found), 0
    rows = status_rows()
    return {"rounds": rows}, (_row(row) for row in rows), 0


def _about(round: Round) -> Iterator[str]:
    found = status_of(round)
    yield f"{found['code']}: {found['title']}"
    yield gettext("Keadaan: {state}").format(state=round.standing.label)
    for state, count in found["sheets"].items():
        yield f"  {SheetState(state).label}: {count}"
    for name, label in (
        ("fill_until", gettext("Diisi sampai")),
        ("verify_until", gettext("Diverifikasi sampai")),
        ("clarify_until", gettext("Klarifikasi sampai")),
        ("number", gettext("Nomor")),
        ("opening", gettext("Segel pembukaan")),
        ("fixing", gettext("Segel penetapan")),
    ):
        if found[name]:
            yield f"{label}: {found[name]}"
    for gone in found["dropped"]:
        yield f"{gone['name']} ({gone['code']}): {gone['why']}"


def _row(row: Answer) -> str:
    return f"{row['code']:<44} {row['state']:<14} {row['sheets']:>5} {row['number']}"


def _compute(*, round: str, **_: Any) -> Told:
    found = preview_round(round_named(round), at=clock.now())
    return found, _scores(found["results"]), 0


def _scores(rows: list[Answer]) -> Iterator[str]:
    for row in rows:
        points = "TDN" if row["score"] is None else f"{row['score'] / 100:.2f}"
        rank = row["place"]["rank"] or "-"
        place = f"{points:>7} {row['category']:<11} {rank!s:>4}"
        yield f"{place} {row['code']} {row['name']}"


def _verify(*, round: str, folder: Path | None, differences: int, **_: Any) -> Told:
    later: list[Answer] = []
    if folder is not None:
        found = verify(folder)
    else:
        row = round_named(round)
        named = {
            "opening": row.opening_hash,
            "fixing": row.fixing_hash,
            "results": row.results_hash,
        }
        found = verify(folder_of(row), sealed_as=named)
        later = _differences(row, differences) if differences else []
    answer = found._asdict() | {"scores": dict(found.scores), "differences": later}
    return answer, _checked(found, later), 0 if found.is_same else 1


def _differences(round: Round, limit: int) -> list[Answer]:
    found = differences(folder_of(round) / OPENING, limit=limit)
    return [each._asdict() for each in found]


def _checked(found: Verification, later: list[Answer]) -> Iterator[str]:
    yield found.code
    yield gettext("Segel pembukaan: {hash}").format(hash=found.opening)
    if found.fixing:
        yield gettext("Segel penetapan: {hash}").format(hash=found.fixing)
        yield gettext("Hasil: {hash}").format(hash=found.results or "-")
    for name in found.changed:
        yield gettext("BERUBAH: {name}").format(name=name)
    if found.is_same and not found.fixing:
        yield gettext("Segel utuh; hasil belum ditetapkan.")
    elif found.is_same:
        yield gettext("Sama dengan yang disegel: {n} nilai dihitung ulang.").format(
            n=len(found.scores)
        )
    for each in later:
        yield "  " + _difference(each)


def _difference(each: Answer) -> str:
    """Say how one row differs today from what was sealed."""
    if each["is_new"]:
        what = gettext("baru")
    elif each["is_gone"]:
        what = gettext("hilang")
    else:
        pairs = each["columns"].items()
        what = ", ".join(f"{name}: {old} → {new}" for name, (old, new) in pairs)
    late = gettext(" (terlambat dicatat)") if each["is_late"] else ""
    return f"{each['table']} {each['name']}: {what}{late}"


def _publish(*, round: str, by: str, **_: Any) -> Told:
    user = User.objects.filter(username=by).first()
    if user is None:
        raise CommandError(gettext("Akun “{name}” tidak ada.").format(name=by))
    found = publish_round(round_named(round), by=user, at=clock.now())
    return status_of(found), _about(found), 0


def _schedule(
    *, upto: date | str | None, dry_run: bool, missed: bool, most: int, **_: Any
) -> Told:
    at = clock.now()
    now = at.astimezone(HOME_ZONE).date()
    day = date.fromisoformat(upto) if isinstance(upto, str) else upto or now
    if day > now and not dry_run:
        raise CommandError(
            gettext("Tanggal {day} belum tiba; tambahkan --dry-run.").format(day=day),
            returncode=2,
        )
    found = open_due(upto=day, at=at, most=most, missed=missed, dry=dry_run)
    answer = {"upto": day, "rounds": [each._asdict() for each in found]}
    refused = any(each.outcome == "refused" for each in found)
    return answer, _opened(found), int(refused)


def _opened(found: list[Opened]) -> Iterator[str]:
    labels = {
        "opened": gettext("dibuka"),
        "due": gettext("jatuh tempo"),
        "missed": gettext("terlewat"),
        "unstaffed": gettext("belum ada petugas penilai"),
        "waiting": gettext("menunggu giliran"),
        "refused": gettext("ditolak"),
    }
    for outcome, label in labels.items():
        rows = [each for each in found if each.outcome == outcome]
        if rows:
            yield f"{label}: {len(rows)}"
        for each in rows[:SHOWN]:
            yield f"  {each.code} ({each.opens_on}) {each.why}".rstrip()
    if not found:
        yield gettext("Tidak ada putaran yang jatuh tempo.")


def _sample(*, round: str, agency: str, seed: int, **_: Any) -> Told:
    found = draw_sample(
        round_named(round),
        organisation_by_code(agency),
        by=SYSTEM,
        at=clock.now(),
        seed=seed,
    )
    answer = sample_rows(found)
    return answer, _drawn(answer), 0


def _drawn(answer: Answer) -> Iterator[str]:
    yield gettext("{n} dari {population} jawaban, benih {seed}").format(**answer)
    for row in answer["answers"]:
        double = gettext("dua penilai") if row["double"] else ""
        yield f"{row['code']} {row['stratum']} {double}".rstrip()
