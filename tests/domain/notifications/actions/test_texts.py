"""Texts are written by one person and put in force by another."""

import pytest

from lapor.domain.notifications.actions import Words, approve_text, write_text
from lapor.domain.notifications.models import Text
from lapor.domain.notifications.rules import Language, Notice, TextState
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.accounts import make_officer
from tests.factories.cases import MONDAY

WORDS = Words(
    subject="Laporan {number} masuk",
    body="Laporan {number} sudah masuk.\n\n{link}",
    short="Laporan {number} masuk. {link}",
)


def write(world, words=WORDS) -> Text:
    return write_text(Notice.RECEIVED, Language.ID, words, by=world.national, at=MONDAY)


def in_force() -> Text:
    return Text.objects.get(
        key=Notice.RECEIVED, language=Language.ID, state=TextState.APPROVED
    )


def test_a_draft_changes_nothing_until_somebody_else_approves(world):
    before = in_force()
    draft = write(world)
    assert (draft.version, in_force()) == (2, before)
    with pytest.raises(NotPermitted):
        approve_text(draft, by=world.national, at=MONDAY)

    second = make_officer("national_admin", world.panrb)
    approve_text(draft, by=second, at=MONDAY)

    assert in_force() == draft
    before.refresh_from_db()
    assert before.state == TextState.RETIRED
    with pytest.raises(NotAllowedNow):
        approve_text(draft, by=second, at=MONDAY)


def test_only_the_nation_writes_texts(world):
    with pytest.raises(NotPermitted):
        write_text(Notice.RECEIVED, Language.ID, WORDS, by=world.admin, at=MONDAY)


def test_a_text_without_the_number_is_refused(world):
    words = Words(subject="Laporan masuk", body=WORDS.body, short=WORDS.short)

    with pytest.raises(Invalid) as refusal:
        write(world, words)

    assert set(refusal.value.fields) == {"subject"}
