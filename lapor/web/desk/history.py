"""Everything that was ever done with a case, in words: acts, looks, decisions."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.accounts.models import User
from lapor.domain.cases.rules import FACTS, State
from lapor.domain.ledger.models import Entry
from lapor.domain.ledger.queries import history_of
from lapor.domain.reporters.rules import Reason
from lapor.web.desk.place import desk_of
from lapor.web.shapes import Moment

OTHERS: Final = {
    "case.received": gettext_lazy("Laporan diterima"),
    "case.rated": gettext_lazy("Pelapor memberi penilaian"),
    "case.due_moved": gettext_lazy("Batas waktu dihitung ulang"),
    "case.imported": gettext_lazy("Laporan diimpor"),
    "escalation.responded": gettext_lazy("Keterlambatan ditanggapi"),
    "file.scanned": gettext_lazy("Berkas dipindai dari virus"),
    "identity.viewed": gettext_lazy("Identitas pelapor dibuka"),
    "identity.corrected": gettext_lazy("Identitas pelapor diperbaiki"),
    "identity.shredded": gettext_lazy("Identitas pelapor dihancurkan"),
    "promise.kept": gettext_lazy("Janji ditepati"),
    "decision.carried_out": gettext_lazy("Keputusan rapat dilaksanakan"),
    "publication.proposed": gettext_lazy("Diusulkan tayang"),
    "publication.approved": gettext_lazy("Disetujui tayang"),
    "publication.hidden": gettext_lazy("Batal tayang"),
}
LABELS: Final = {fact: act for act, fact in FACTS.items()}
PERSON: Final = re.compile(r"user:(\d+)")


class Names(NamedTuple):
    """Who is who in the ledger of one case."""

    users: Mapping[str, str]

    def of(self, actor: str) -> str:
        """Return the name of an actor as colleagues know him."""
        fixed = {"reporter": gettext("Pelapor"), "system": gettext("Sistem")}
        return self.users.get(actor) or fixed.get(actor) or actor


@never_cache
@require_safe
def history(request: HttpRequest, number: str) -> HttpResponse:
    """Show the ledger of a case this officer may read, oldest first."""
    desk = desk_of(request, number)
    entries = list(history_of(desk.case.ref))
    names = _names(entries)
    told = [
        Moment(
            title=_words(entry),
            at=entry.happened_at,
            by=names.of(entry.actor),
            body=_detail(entry),
            tone="person" if entry.actor == "reporter" else "",
            day_only=desk.case.is_anonymous,
        )
        for entry in entries
    ]
    return render(request, "desk/history.html", {"case": desk.case, "moments": told})


def _names(entries: Iterable[Entry]) -> Names:
    keys = {found[1] for e in entries if (found := PERSON.fullmatch(e.actor))}
    users = User.objects.filter(pk__in=keys)
    return Names({user.actor.ref: str(user) for user in users})


def _words(entry: Entry) -> str:
    if entry.fact in OTHERS:
        return str(OTHERS[entry.fact])
    act = LABELS.get(entry.fact)
    return act.label if act else entry.fact


def _detail(entry: Entry) -> str:
    if entry.fact == "identity.viewed" and entry.data.get("reason") in set(Reason):
        return Reason(entry.data["reason"]).label
    before, after = entry.data.get("before"), entry.data.get("after")
    if before in set(State) and after in set(State) and before != after:
        return f"{State(before).label} → {State(after).label}"
    return ""
