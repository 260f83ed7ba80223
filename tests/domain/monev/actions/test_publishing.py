from datetime import date, timedelta

import pytest

from lapor.domain.accounts.rules import Role
from lapor.domain.ledger.queries import history_of
from lapor.domain.monev.actions.publishing import (
    end_round,
    keep_document,
    publish_round,
    recommend,
)
from lapor.domain.monev.rules.words import RoundState, Tier
from lapor.domain.plans.actions import act_on
from lapor.domain.plans.rules import RecommendationAct
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.accounts import make_officer
from tests.factories.files import photo, upload
from tests.factories.monev import NOW, make_corner, make_round
from tests.factories.organisations import agency

pytestmark = pytest.mark.django_db
DUE = date(2026, 10, 1)


class Stage:
    """A fixed round with its assessor and the admin of its subject."""

    def __init__(self, state: RoundState = RoundState.FIXED):
        self.corner = make_corner(Tier.MESO_TERRITORY)
        self.round = make_round(
            self.corner.tier, self.corner.assessor, self.corner.subject, state=state
        )
        self.assessor = make_officer(Role.COORDINATOR, self.corner.assessor)
        self.who = {"by": self.assessor, "at": NOW}

    def recommend(self, **more: object):
        given = {
            "subject": self.corner.subject,
            "text": "Selesaikan tunggakan.",
            "due_on": DUE,
        }
        return recommend(self.round, **{**given, **self.who, **more})


def test_publishing_is_signed_and_told():
    stage = Stage()

    publish_round(stage.round, **stage.who)

    stage.round.refresh_from_db()
    assert stage.round.state == RoundState.PUBLISHED
    assert stage.round.signatures.get().what == "publication"
    assert [f.fact for f in history_of(stage.round.ref)] == ["round.published"]


def test_publishing_is_not_for_the_subject():
    stage = Stage()
    admin = make_officer(Role.AGENCY_ADMIN, stage.corner.subject)

    with pytest.raises(NotPermitted):
        publish_round(stage.round, by=admin, at=NOW)


def test_what_is_not_fixed_is_not_published():
    stage = Stage(RoundState.PLENARY)

    with pytest.raises(NotAllowedNow, match="Pleno"):
        publish_round(stage.round, **stage.who)


def test_a_recommendation_leads_a_published_round_to_follow_up():
    stage = Stage(RoundState.PUBLISHED)

    given = stage.recommend(template="finish_backlog")

    stage.round.refresh_from_db()
    assert stage.round.state == RoundState.FOLLOWING_UP
    assert given.round_number == stage.round.code
    assert (given.tier, given.template) == (Tier.MESO_TERRITORY, "finish_backlog")
    assert given.recommended_by == stage.assessor.actor.ref


def test_only_who_was_judged_is_recommended_to():
    with pytest.raises(Invalid, match="tidak dinilai"):
        Stage(RoundState.PUBLISHED).recommend(subject=agency())


def test_a_round_ends_once_every_recommendation_is_verified():
    stage = Stage(RoundState.PUBLISHED)
    given = stage.recommend()
    admin = make_officer(Role.AGENCY_ADMIN, stage.corner.subject)
    with pytest.raises(NotAllowedNow, match="1 rekomendasi"):
        end_round(stage.round, **stage.who)
    later = NOW + timedelta(days=1)
    for act, user in (
        (RecommendationAct.ACCEPT, admin),
        (RecommendationAct.START, admin),
        (RecommendationAct.CLAIM, admin),
        (RecommendationAct.VERIFY, stage.assessor),
    ):
        proof = [upload("bukti.jpg", photo())] if act == "claim" else []
        given = act_on(given, act, text="Selesai.", uploads=proof, by=user, at=later)

    end_round(stage.round, **stage.who)

    stage.round.refresh_from_db()
    assert stage.round.state == RoundState.ENDED


def test_a_published_round_without_recommendations_may_end():
    stage = Stage(RoundState.PUBLISHED)

    end_round(stage.round, **stage.who)

    stage.round.refresh_from_db()
    assert stage.round.ended_at == NOW


def test_the_result_letter_is_remembered_once_there_is_a_result():
    stage, running = Stage(), Stage(RoundState.PLENARY)
    letter = {"key": "ab/cd/ef", "sha256": "0" * 64, "by": SYSTEM, "at": NOW}

    kept = keep_document(stage.round, **letter)

    assert (kept.document, kept.document_hash) == ("ab/cd/ef", "0" * 64)
    with pytest.raises(NotAllowedNow):
        keep_document(running.round, **letter)
