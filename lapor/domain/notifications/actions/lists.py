"""The matrix of notices as a list that people take out, change and bring back."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from lapor.domain.ledger.actions import record
from lapor.domain.notifications.models import Limit, Rule
from lapor.domain.notifications.rules import (
    Audience,
    Language,
    Notice,
    Only,
    Urgency,
    Way,
)
from lapor.kernel import lists, tables
from lapor.kernel.actor import Actor
from lapor.kernel.enums import Labelled, noop
from lapor.kernel.lists import Column, ListSpec, Values

from .limiting import KEY as LIMIT_KEY
from .limiting import set_limit
from .texts import RULE_KEY, Words, load_text, set_rule

DATA: Final = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_notices(*, by: Actor, at: datetime) -> int:
    """Load matrix and texts that come with the program; returns how many were added.

    Twice is once, and what people have changed meanwhile is left alone.
    """
    known = set(Rule.objects.values_list("fact", "audience", "only"))
    fresh = []
    with (DATA / "matrix.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if (row["fact"], row["audience"], row["only"]) not in known:
                read = {c.name: c.read(row[c.name]) for c in NOTICES.columns}
                fresh.append(Rule(**read))
    if fresh:
        Rule.objects.bulk_create(fresh)
        record(
            "notice.rules_loaded",
            subject="notice-rule:all",
            actor=by,
            at=at,
            rows=len(fresh),
        )
    return len(fresh) + _load_texts(by, at)


def _load_texts(by: Actor, at: datetime) -> int:
    texts = json.loads((DATA / "texts.json").read_text(encoding="utf-8"))
    return sum(
        load_text(Notice(key), Language(language), Words(**words), by=by, at=at)
        for key, languages in texts.items()
        for language, words in languages.items()
    )


def _choice(kind: type[Labelled]) -> Callable[[tables.Cell], str]:
    """Return a reader of the value or the label of an enumeration."""

    def read(value: tables.Cell) -> str:
        plain = tables.text(value).casefold()
        for member in kind:
            if plain in {member.value, member.source.casefold()}:
                return member.value
        raise ValueError(
            gettext("Tidak dikenal. Pilih salah satu: %(all)s.")
            % {"all": ", ".join(kind)}
        )

    return read


def _rows() -> Iterator[Values]:
    yield from Rule.objects.values(*NOTICES.header)


NOTICES: Final[ListSpec] = ListSpec(
    name="notices",
    title=noop("Pemberitahuan: siapa diberi tahu tentang apa"),
    columns=(
        Column("fact", required=True, note=noop("Peristiwa dalam jejak")),
        Column("audience", read=_choice(Audience), required=True),
        Column("only", read=_choice(Only), note=noop("Kosong: semua laporan")),
        Column("notice", read=_choice(Notice), required=True),
        Column(
            "urgency",
            read=_choice(Urgency),
            required=True,
            note=noop("now: segera; normal: di luar jam tenang; digest: ringkasan"),
        ),
        Column(
            "is_legal",
            read=lists.as_flag,
            show=lists.show_flag,
            note=noop("ya: tidak dapat dimatikan penerima"),
        ),
        Column("legal_basis", required=True, note=noop("Dasar hukum")),
        Column("valid_from", read=lists.as_day, required=True),
        Column("valid_until", read=lists.as_day),
    ),
    key=RULE_KEY,
    current=_rows,
    write=set_rule,
)


def _limits() -> Iterator[Values]:
    rows = Limit.objects.annotate(code=F("organisation__code"))
    for row in rows.values("code", *(n for n in LIMITS.header if n != "organisation")):
        yield {"organisation": row.pop("code") or "", **row}


LIMITS: Final[ListSpec] = ListSpec(
    name="message-limits",
    title=noop("Batas harian pesan berbayar"),
    columns=(
        Column("way", read=_choice(Way), required=True, note=noop("sms atau whatsapp")),
        Column("organisation", note=noop("Kode instansi; kosong: seluruh sistem")),
        Column("messages", read=lists.as_number, note=noop("Pesan sehari")),
        Column("rupiah", read=lists.as_number, note=noop("Biaya sehari")),
        Column("legal_basis", required=True, note=noop("Dasar hukum")),
        Column("valid_from", read=lists.as_day, required=True),
        Column("valid_until", read=lists.as_day),
    ),
    key=LIMIT_KEY,
    current=_limits,
    write=set_limit,
)


def register() -> None:
    """Make the lists known to commands and pages."""
    lists.register(NOTICES)
    lists.register(LIMITS)
