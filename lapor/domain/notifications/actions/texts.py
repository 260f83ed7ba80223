"""Writing, approving and replacing what people are told; the matrix row by row."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.ledger.actions import record
from lapor.domain.notifications.models import Rule, Text
from lapor.domain.notifications.policies import may_approve, may_write_texts
from lapor.domain.notifications.rules import (
    NOT_CASES,
    Language,
    Notice,
    TextState,
    faults_of,
)
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid, NotAllowedNow
from lapor.kernel.lists import Values
from lapor.kernel.rows import check, filled
from lapor.kernel.text import clean

RULE_KEY = ("fact", "audience", "only", "valid_from")


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a text says; each part may have places in braces."""

    subject: str
    body: str
    short: str

    def cleaned(self, notice: Notice) -> "Words":
        """Return the words made safe; raises Invalid with a sentence for each part."""
        plain = Words(
            subject=clean(self.subject, max_length=120),
            body=clean(self.body, max_length=4_000, multiline=True),
            short=clean(self.short, max_length=400),
        )
        faults = faults_of(
            plain.subject,
            plain.body,
            plain.short,
            names_case=notice not in NOT_CASES,
        )
        if faults:
            raise Invalid(_("Teks ini belum dapat dipakai."), fields=faults)
        return plain


@transaction.atomic
def write_text(
    notice: Notice, language: Language, words: Words, *, by: User, at: datetime
) -> Text:
    """Keep a new version as a draft; what is in force stays until it is approved."""
    may_write_texts(by, on=at.date())
    plain = words.cleaned(notice)
    return _add(notice, language, plain, TextState.DRAFT, by=by.actor, at=at)


@transaction.atomic
def approve_text(text: Text, *, by: User, at: datetime) -> Text:
    """Put a draft in force in place of the version before; by a second person."""
    locked = Text.objects.select_for_update().get(pk=text.pk)
    if locked.state != TextState.DRAFT:
        raise NotAllowedNow(_("Versi ini sudah diputuskan. Muat ulang halaman."))
    may_approve(by, locked, on=at.date())
    Text.objects.filter(
        key=locked.key, language=locked.language, state=TextState.APPROVED
    ).update(state=TextState.RETIRED)
    locked.state = TextState.APPROVED
    locked.approved_by, locked.approved_at = by.actor.ref, at
    locked.save(update_fields=["state", "approved_by", "approved_at"])
    _record("notice.text_approved", locked, by.actor, at)
    return locked


def _add(
    notice: Notice,
    language: Language,
    words: Words,
    state: TextState,
    *,
    by: Actor,
    at: datetime,
) -> Text:
    rows = Text.objects.filter(key=notice, language=language)
    last = rows.aggregate(last=Max("version"))["last"] or 0
    text = Text.objects.create(
        key=notice,
        language=language,
        version=last + 1,
        subject=words.subject,
        body=words.body,
        short=words.short,
        state=state,
        written_by=by.ref,
        written_at=at,
        approved_by=by.ref if state == TextState.APPROVED else "",
        approved_at=at if state == TextState.APPROVED else None,
    )
    _record("notice.text_written", text, by, at)
    return text


def load_text(
    notice: Notice, language: Language, words: Words, *, by: Actor, at: datetime
) -> bool:
    """Put the text that comes with the program in force where there is none."""
    if Text.objects.filter(key=notice, language=language).exists():
        return False
    _add(notice, language, words.cleaned(notice), TextState.APPROVED, by=by, at=at)
    return True


@transaction.atomic
def set_rule(values: Values, by: Actor, at: datetime) -> None:
    """Add or change one row of the matrix. Raises Invalid with the column at fault."""
    key = {name: values.get(name) or _default(name) for name in RULE_KEY}
    row = filled(Rule, key, values)
    row.only = row.only or ""
    check(row, _("Baris ini salah."))
    row.save()
    record(
        "notice.rule_changed",
        subject=f"notice-rule:{row.pk}",
        actor=by,
        at=at,
        on=row.fact,
        audience=row.audience,
        valid_from=row.valid_from.isoformat(),
    )


def _default(name: str) -> str | date:
    return "" if name != "valid_from" else date.min


def _record(fact: str, text: Text, by: Actor, at: datetime) -> None:
    record(
        fact,
        subject=f"notice-text:{text.key}",
        actor=by,
        at=at,
        language=text.language,
        version=text.version,
    )
