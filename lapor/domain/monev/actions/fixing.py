"""Fixing a round: seal what people added, compute, number, lock.

Results come from the files, never from the rows: so a later look at the files gives
the same. The order is file, fsync, row.
"""

import secrets
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.analytics.actions.sealing import seal
from lapor.domain.monev.models import Minutes, Recheck, Result, Round
from lapor.domain.monev.queries.below import previous_results
from lapor.domain.monev.queries.computing import FIXING, OPENING, RESULTS, About
from lapor.domain.monev.queries.content import (
    canonical,
    digest,
    minutes_content,
    result_content,
)
from lapor.domain.monev.queries.outcome import (
    MANIFEST,
    changed_since,
    hash_of,
    outcome,
)
from lapor.domain.monev.rules.words import RoundAct
from lapor.domain.organisations.models import Organisation
from lapor.domain.quality.models import Sample
from lapor.kernel import durable, queue
from lapor.kernel.errors import Conflict

from .opening import SEALED_LATER, about_from, folder_of
from .signing import sign
from .steps import begin, finish, today

#: Makes the PDF with number and QR; the room of the documents knows how.
ISSUE: Final = "reports.issue_result"


@transaction.atomic
def fix_round(round: Round, *, by: User, at: datetime) -> Round:
    """Fix the results for good: second seal, scores, ranks, number, QR token.

    Raises Conflict that names the file when the first seal was tampered with.
    """
    found = begin(round, RoundAct.FIX, by=by, at=at)
    folder = folder_of(found)
    _drop_leftovers(folder)
    if changed := changed_since(folder, {OPENING: found.opening_hash}):
        raise Conflict(
            _(
                "Segel putaran ini berubah: %(files)s. Hasil tidak dapat ditetapkan. "
                "Pulihkan berkas itu dari cadangan."
            )
            % {"files": ", ".join(changed)}
        )
    about = about_from(folder)
    _seal(found, about, folder / FIXING, at)
    again = outcome(folder)
    content = canonical(again)
    durable.write(folder / RESULTS, [content])
    found.fixing_hash = hash_of(folder / FIXING / MANIFEST)
    found.results_hash = hash_of(folder / RESULTS)
    found.agreement = again["agreement"]
    found.number = _number(found, at)
    found.token = secrets.token_urlsafe(24)
    found.fixed_at = at
    _keep(found, again["results"])
    sign(
        found, "result", result_content(found), by=by, at=at, actions=[Action.EVALUATE]
    )
    finish(
        found,
        RoundAct.FIX,
        by=by,
        at=at,
        number=found.number,
        fixing=found.fixing_hash,
        results=found.results_hash,
    )
    queue.defer(ISSUE, code=found.code)
    return found


def _drop_leftovers(folder: Path) -> None:
    """Drop what a crash between the second seal and the commit has left."""
    shutil.rmtree(folder / FIXING, ignore_errors=True)
    (folder / RESULTS).unlink(missing_ok=True)


def preview_round(round: Round, *, at: datetime) -> dict[str, Any]:
    """Return what the results would be now, computed as they will be; keeps nothing."""
    folder = folder_of(round)
    about = about_from(folder)
    with tempfile.TemporaryDirectory(prefix="lapor-preview-") as scratch:
        there = Path(scratch)
        (there / OPENING).symlink_to(folder / OPENING, target_is_directory=True)
        _seal(round, about, there / FIXING, at)
        return outcome(there)


def _seal(round: Round, about: About, folder: Path, at: datetime) -> None:
    sheets = round.sheets.select_related("subject__agency").prefetch_related("items")
    content = {
        sheet.subject.code: {
            "state": sheet.state,
            "items": {
                item.key: {
                    "automatic": item.automatic,
                    "value": item.value,
                    "score": item.score,
                }
                for item in sheet.items.all()
            },
        }
        for sheet in sheets.order_by("subject__code")
    }
    agencies = {(sheet.subject.agency or sheet.subject).code for sheet in sheets}
    seal(
        folder,
        agencies=agencies,
        window=about.window,
        tables=SEALED_LATER,
        at=at,
        extra={
            "round": round.code,
            OPENING: round.opening_hash,
            "sheets": content,
            "samples": _samples(round),
            "rechecks": _rechecks(round),
            "before": _before(round),
            "minutes": _minutes(round),
        },
    )


def _minutes(round: Round) -> str:
    """Return the hash of what the plenary wrote down; empty before it."""
    minutes = Minutes.objects.filter(round=round).select_related("round").first()
    return digest(minutes_content(minutes)) if minutes else ""


def _samples(round: Round) -> list[int]:
    """Return the numbers of the samples that were drawn for this round."""
    found = Sample.objects.filter(round=round.code).order_by("pk")
    return list(found.values_list("pk", flat=True))


def _rechecks(round: Round) -> list[dict[str, Any]]:
    rows = Recheck.objects.filter(sheet__round=round).order_by("pk")
    return [
        {
            "round": row.of.round.code,
            "subject": row.of.subject.code,
            "lower": row.lower,
            "score": row.score,
        }
        for row in rows.select_related("of__round", "of__subject")
    ]


def _before(round: Round) -> dict[str, Any]:
    """Return where each subject stood the last time, exactly as it was written."""
    return {
        result.subject.code: {
            "group": result.group,
            "rank": result.details.get("place", {}).get("overall"),
            "total": result.details.get("why", {}).get("total"),
        }
        for result in previous_results(round).order_by("subject__code")
    }


def _number(round: Round, at: datetime) -> str:
    """Return the next number of the assessor in this year, without a gap."""
    Organisation.objects.select_for_update().get(pk=round.assessor_id)
    year = today(at, round.assessor).year
    tail = f"/MONEV/{round.assessor.code.upper()}/{year}"
    given = Round.objects.filter(number__endswith=tail).count()
    return f"{given + 1:03}{tail}"


def _keep(round: Round, results: list[Mapping[str, Any]]) -> None:
    """Write the results as rows, for pages; the file stays what decides."""
    keys = dict(round.sheets.values_list("subject__code", "subject_id"))
    Result.objects.bulk_create(
        Result(
            round=round,
            subject_id=keys[row["code"]],
            score=row["score"],
            category=row["category"],
            rank=row["place"]["rank"],
            group=row["place"]["group"],
            size_class=str(row["place"]["size"]),
            low=row["low"],
            high=row["high"],
            change=row["place"]["change"],
            rank_change=row["place"]["climbed"],
            institutional=row["institutional"],
            parts=row["parts"],
            details={key: row[key] for key in ("place", "why", "facts", "readings")},
        )
        for row in results
    )
