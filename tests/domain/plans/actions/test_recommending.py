"""A recommendation from the day it is given to its verified end."""

from datetime import timedelta

import pytest

from lapor.domain.ledger.models import Entry
from lapor.domain.plans.actions import act_on, sweep_overdue
from lapor.domain.plans.models import Proof, Recommendation
from lapor.domain.plans.rules import RecommendationAct as A
from lapor.domain.plans.rules import RecommendationStatus as S
from lapor.kernel import files
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.cases import MONDAY, World
from tests.factories.files import upload
from tests.factories.plans import DAY, make_recommendation, proof

TODAY = MONDAY.date()


def facts_of(recommendation: Recommendation) -> list[str]:
    rows = Entry.objects.filter(subject=recommendation.ref).order_by("pk")
    return [row.fact.partition(".")[2] for row in rows]


def claim(world: World, recommendation: Recommendation) -> Recommendation:
    """Return it accepted and claimed by the admin."""
    act_on(recommendation, A.ACCEPT, by=world.admin, at=MONDAY)
    recommendation.refresh_from_db()
    return act_on(
        recommendation,
        A.CLAIM,
        text="Jawaban sudah diperiksa ulang.",
        uploads=proof(),
        by=world.admin,
        at=MONDAY,
    )


class TestGiving:
    """recommend() …"""

    def test_numbers_it_and_leaves_a_fact(self, world):
        made = make_recommendation(world, tier="meso_coordination", round_number="2026")

        assert made.number == f"REK-2026-{made.pk:06d}"
        assert (made.standing, made.given_on) == (S.NEW, TODAY)
        assert facts_of(made) == ["given"]

    def test_is_for_those_who_evaluate_the_subject_that_day(self, world):
        with pytest.raises(NotPermitted, match="tidak Anda nilai"):
            make_recommendation(world, subject=world.other)
        with pytest.raises(NotPermitted):
            make_recommendation(world, by=world.leader)

    def test_speaks_in_ones_own_name(self, world):
        with pytest.raises(NotPermitted, match="tidak bertugas"):
            make_recommendation(world, giver=world.panrb)

    def test_may_be_done_by_the_program(self, world):
        made = make_recommendation(world, by=SYSTEM, subject=world.other)

        assert made.recommended_by == SYSTEM.ref

    @pytest.mark.parametrize(
        ("more", "fields"),
        [
            ({"text": "  "}, {"text"}),
            ({"due_on": TODAY}, {"due_on"}),
            ({"text": "", "due_on": TODAY - DAY}, {"text", "due_on"}),
        ],
    )
    def test_names_what_is_wrong(self, world, more, fields):
        with pytest.raises(Invalid) as refusal:
            make_recommendation(world, **more)

        assert set(refusal.value.fields) == fields
        assert not Recommendation.objects.exists()


class TestAnswering:
    """act_on() …"""

    def test_brings_it_to_its_verified_end(self, world):
        made = claim(world, make_recommendation(world))

        done = act_on(made, A.VERIFY, by=world.coordinator, at=MONDAY)

        assert done.standing == S.VERIFIED
        assert done.verified_by == world.coordinator.actor.ref
        assert facts_of(done) == ["given", "accepted", "claimed", "verified"]

    def test_sends_a_claim_back_with_what_is_lacking(self, world):
        made = claim(world, make_recommendation(world))
        with pytest.raises(Invalid):
            act_on(made, A.SEND_BACK, by=world.auditor, at=MONDAY)

        back = act_on(
            made, A.SEND_BACK, text="Foto tidak jelas.", by=world.auditor, at=MONDAY
        )

        assert (back.standing, back.remark) == (S.WORKING, "Foto tidak jelas.")

    def test_refuses_with_a_reason_only(self, world):
        made = make_recommendation(world)
        with pytest.raises(Invalid) as refusal:
            act_on(made, A.REFUSE, text=" ", by=world.leader, at=MONDAY)

        assert refusal.value.fields == {"text": "Tulis alasan penolakannya."}
        refused = act_on(
            made, A.REFUSE, text="Bukan tugas kami.", by=world.leader, at=MONDAY
        )
        assert (refused.standing, refused.reply) == (S.REFUSED, "Bukan tugas kami.")

    def test_claims_with_proof_only_and_keeps_no_file_of_a_refused_claim(self, world):
        made = make_recommendation(world)
        act_on(made, A.ACCEPT, by=world.admin, at=MONDAY)
        made.refresh_from_db()
        before = list(files.stored_before(MONDAY + 900 * DAY))
        with pytest.raises(Invalid, match="berkas bukti"):
            act_on(made, A.CLAIM, text="Selesai.", by=world.admin, at=MONDAY)
        with pytest.raises(Invalid) as refusal:
            act_on(made, A.CLAIM, uploads=proof(), by=world.admin, at=MONDAY)

        assert set(refusal.value.fields) == {"text"}
        assert not Proof.objects.exists()
        assert list(files.stored_before(MONDAY + 900 * DAY)) == before

    def test_names_a_file_that_is_none(self, world):
        made = make_recommendation(world)
        act_on(made, A.ACCEPT, by=world.admin, at=MONDAY)
        made.refresh_from_db()

        with pytest.raises(Invalid, match=r"bukti\.exe"):
            act_on(
                made,
                A.CLAIM,
                text="Selesai.",
                uploads=[upload("bukti.exe", b"MZ\0\0")],
                by=world.admin,
                at=MONDAY,
            )

    def test_lets_nobody_check_what_he_claimed(self, world):
        micro = make_recommendation(
            world, giver=world.regency, subject=world.unit, by=world.admin
        )
        made = claim(world, micro)

        with pytest.raises(NotPermitted, match="orang lain"):
            act_on(made, A.VERIFY, by=world.admin, at=MONDAY)
        assert act_on(made, A.VERIFY, by=world.auditor, at=MONDAY).verified_at

    def test_leaves_what_one_recommended_to_himself_to_the_auditor(self, world):
        own = make_recommendation(
            world, giver=world.regency, subject=world.regency, by=world.admin
        )
        act_on(own, A.ACCEPT, by=world.leader, at=MONDAY)
        own.refresh_from_db()
        made = act_on(
            own, A.CLAIM, text="Ya.", uploads=proof(), by=world.leader, at=MONDAY
        )

        with pytest.raises(NotPermitted):
            act_on(made, A.VERIFY, by=world.admin, at=MONDAY)

    @pytest.mark.parametrize("who", ["liaison", "clerk", "other_admin", "national"])
    def test_is_for_the_subject(self, world, who):
        made = make_recommendation(world)

        with pytest.raises(NotPermitted):
            act_on(made, A.ACCEPT, by=world.officers[who], at=MONDAY)

    def test_of_a_unit_is_answered_by_its_liaison(self, world):
        made = make_recommendation(
            world, giver=world.regency, subject=world.unit, by=world.auditor
        )

        assert (
            act_on(made, A.ACCEPT, by=world.liaison, at=MONDAY).standing == S.ACCEPTED
        )

    def test_happens_once(self, world):
        made = make_recommendation(world)
        act_on(made, A.ACCEPT, by=world.admin, at=MONDAY)

        with pytest.raises(NotAllowedNow, match="Diterima"):
            act_on(made, A.ACCEPT, by=world.leader, at=MONDAY)


class TestSweeping:
    """sweep_overdue() …"""

    def test_marks_once_what_passed_its_day(self, world):
        made = make_recommendation(world, due_on=TODAY + DAY)

        assert sweep_overdue(at=MONDAY + DAY) == 0
        assert sweep_overdue(at=MONDAY + 2 * DAY) == 1
        assert sweep_overdue(at=MONDAY + 3 * DAY) == 0
        made.refresh_from_db()
        assert made.status(TODAY + 2 * DAY) == S.OVERDUE
        assert facts_of(made) == ["given", "overdue"]

    def test_leaves_claims_in_peace(self, world):
        claim(world, make_recommendation(world, due_on=TODAY + DAY))

        assert sweep_overdue(at=MONDAY + 9 * DAY) == 0

    def test_does_not_stop_the_work(self, world):
        made = make_recommendation(world, due_on=TODAY + DAY)
        sweep_overdue(at=MONDAY + 9 * DAY)
        made.refresh_from_db()

        assert act_on(made, A.ACCEPT, by=world.admin, at=MONDAY + 9 * DAY).is_open

    def test_waits_until_the_day_is_over_in_the_west(self, world):
        make_recommendation(world, due_on=TODAY + DAY)
        late_evening = MONDAY.replace(hour=16, minute=59) + DAY

        assert sweep_overdue(at=late_evening) == 0
        assert sweep_overdue(at=late_evening + timedelta(minutes=1)) == 1
