"""Handing in reports, and looking afterwards whether all that was promised is there."""

import random
import re
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.db.models import Max

from bench import wrk
from bench.place import Place
from bench.words import sentences
from lapor.domain.cases.models import Case, Clock
from lapor.domain.intake.models import Submission
from lapor.domain.ledger.models import Entry
from lapor.kernel import clock

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CLASSES = ("complaint", "complaint", "complaint", "information", "aspiration")


@dataclass(frozen=True)
class Kept:
    """What the tables say of the reports that were acknowledged."""

    acknowledged: int
    found: int
    begun_more: int  # written, but the run ended before their answer was read

    @property
    def is_complete(self) -> bool:
        """Say whether nothing acknowledged is missing."""
        return self.acknowledged == self.found


def hand_in(place: Place, *, clients: int, seconds: float) -> tuple[wrk.Load, Kept]:
    """Let clients hand in reports, each with a key of its own."""
    with urllib.request.urlopen(f"{place.address}/lapor/") as page:
        cookie = page.headers["Set-Cookie"].split(";")[0]
        found = TOKEN.search(page.read().decode())
    if not found:
        raise SystemExit("The form has no token")
    run, before = uuid4().hex[:20], Submission.objects.aggregate(n=Max("pk"))["n"] or 0
    load = wrk.ask(
        place.address,
        _forms(),
        clients=clients,
        seconds=seconds,
        script="post.lua",
        words=[run, cookie, found.group(1), f"{place.address}/lapor/"],
    )
    return load, _look(before, load.numbers)


def _look(before: int, numbers: Sequence[str]) -> Kept:
    """Find case, clocks, ledger entry and key of each acknowledged number."""
    rows = Submission.objects.filter(pk__gt=before)
    complete = rows.filter(
        case__number__in=numbers,
        case__in=Case.objects.filter(pk__in=Clock.objects.values("case")),
    ).count()
    entries = Entry.objects.filter(subject__in=[f"case:{n}" for n in numbers])
    return Kept(
        acknowledged=len(numbers),
        found=min(complete, entries.filter(fact="case.received").count()),
        begun_more=rows.count() - complete,
    )


def _forms() -> list[tuple[str, ...]]:
    """Return fifty filled-in forms; one in five is anonymous."""
    dice, texts = random.Random(3), sentences(3)
    day = (clock.now() - timedelta(days=2)).date().isoformat()
    forms = []
    for n in range(50):
        name, email = ("", "") if n % 5 == 0 else (f"Warga {n}", f"warga{n}@contoh.id")
        forms.append(
            (
                CLASSES[n % len(CLASSES)],
                dice.choice(texts)[:100],
                ". ".join(dice.choices(texts, k=4)),
                day,
                f"Jalan Merdeka {n}",
                name,
                email,
                "",
            )
        )
    return forms
