"""The matrix of notices as a list that people take out, change and bring back."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

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
from lapor.kernel import lists, shipped
from lapor.kernel.actor import Actor
from lapor.kernel.enums import noop
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
    found = shipped.values(DATA / "matrix.csv", NOTICES)
    added = shipped.add_missing(Rule, found, ["fact", "audience", "only"])
    if added:
        record(
            "notice.rules_loaded",
            subject="notice-rule:all",
            actor=by,
            at=at,
            rows=added,
        )
    return added + _load_texts(by, at)


def _load_texts(by: Actor, at: datetime) -> int:
    texts = json.loads((DATA / "texts.json").read_text(encoding="utf-8"))
    return sum(
        load_text(Notice(key), Language(language), Words(**words), by=by, at=at)
        for key, languages in texts.items()
        for language, words in languages.items()
    )


def _rows() -> Iterator[Values]:
    return lists.standing(NOTICES, Rule.objects.all())


NOTICES: Final[ListSpec] = ListSpec(
    name="notices",
    title=noop("Pemberitahuan: siapa diberi tahu tentang apa"),
    columns=(
        Column("fact", required=True, note=noop("Peristiwa dalam jejak")),
        Column("audience", read=lists.choice_of(Audience), required=True),
        Column("only", read=lists.choice_of(Only), note=noop("Kosong: semua laporan")),
        Column("notice", read=lists.choice_of(Notice), required=True),
        Column(
            "urgency",
            read=lists.choice_of(Urgency),
            required=True,
            note=noop("now: segera; normal: di luar jam tenang; digest: ringkasan"),
        ),
        lists.flag("is_legal", noop("ya: tidak dapat dimatikan penerima")),
        lists.LEGAL_BASIS,
        lists.VALID_FROM,
        lists.VALID_UNTIL,
    ),
    key=RULE_KEY,
    current=_rows,
    write=set_rule,
)


def _limits() -> Iterator[Values]:
    rows = Limit.objects.all()
    return lists.standing(LIMITS, rows, organisation="organisation__code")


LIMITS: Final[ListSpec] = ListSpec(
    name="message-limits",
    title=noop("Batas harian pesan berbayar"),
    columns=(
        Column(
            "way",
            read=lists.choice_of(Way),
            required=True,
            note=noop("sms atau whatsapp"),
        ),
        Column("organisation", note=noop("Kode instansi; kosong: seluruh sistem")),
        Column("messages", read=lists.as_number, note=noop("Pesan sehari")),
        Column("rupiah", read=lists.as_number, note=noop("Biaya sehari")),
        lists.LEGAL_BASIS,
        lists.VALID_FROM,
        lists.VALID_UNTIL,
    ),
    key=LIMIT_KEY,
    current=_limits,
    write=set_limit,
)


def register() -> None:
    """Make the lists known to commands and pages."""
    lists.register(NOTICES)
    lists.register(LIMITS)
