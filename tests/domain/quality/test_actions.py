"""Drawing, blind scoring, third opinions, outcome checks."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import connection

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.analytics.rules.tables import TABLES
from lapor.domain.ledger.queries import history_of
from lapor.domain.quality.actions import (
    begin,
    calibrate,
    draw_checks,
    finish,
    keep_marks,
    keep_outcome,
    leave,
)
from lapor.domain.quality.models import Assessment, OutcomeProof
from lapor.domain.quality.queries import (
    agreement_of,
    estimate_of,
    known_outcome_proofs,
    next_answer,
    outcomes_of,
    progress_of,
    proof_of,
    reading_for_check,
    reading_of,
    samples_seen_by,
)
from lapor.domain.quality.rules.rubric import ABANDONED, KEYS
from lapor.kernel.errors import Conflict, Invalid, NotAllowedNow, NotPermitted
from tests.factories.accounts import make_officer
from tests.factories.cases import MONDAY, World
from tests.factories.plans import proof
from tests.factories.quality import AFTER, END, make_answers, make_sample, score

pytestmark = pytest.mark.django_db
ON = AFTER.date()
KINDS = {
    "bigint": "int64",
    "text": "string",
    "boolean": "boolean",
    "timestamp with time zone": "timestamp",
}


@pytest.fixture
def second(world: World) -> User:
    """Another assessor of the same coordinator."""
    return make_officer(Role.COORDINATOR, world.coordinator_home)


@pytest.fixture
def third(world: World) -> User:
    """One more."""
    return make_officer(Role.COORDINATOR, world.coordinator_home)


def test_the_view_has_exactly_the_columns_of_the_table(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_name = 'evaluation_answers' ORDER BY ordinal_position"
        )
        found = [(name, KINDS[kind]) for name, kind in cursor.fetchall()]

    assert found == [(column.name, column.kind) for column in TABLES["answers"]]


class TestDraw:
    """draw() …"""

    def test_keeps_what_it_drew_and_draws_it_again(self, world: World):
        make_answers(world)

        sample = make_sample(world)

        assert sample.population == 12
        assert sample.answers.count() == 11
        assert sample.answers.filter(is_double=True).count() == 5
        assert make_sample(world) == sample
        assert [e.fact for e in history_of(sample.ref)] == ["sample.drawn"]

    def test_is_for_who_scores_the_agency(self, world: World):
        make_answers(world, 1)

        for stranger in (world.admin, world.liaison, world.other_admin, world.clerk):
            with pytest.raises(NotPermitted):
                make_sample(world, by=stranger)

    def test_waits_until_the_period_has_ended(self, world: World):
        make_answers(world, 1)

        with pytest.raises(Invalid, match="belum berakhir"):
            make_sample(world, ends_at=AFTER + timedelta(days=1))

    def test_says_that_nothing_was_answered(self, world: World):
        with pytest.raises(Invalid, match="Tidak ada jawaban"):
            make_sample(world)

    def test_shows_the_whole_of_guarded_cases_to_auditors_only(self, world: World):
        cases = make_answers(world, 3)
        from lapor.domain.analytics.models import CaseFact  # noqa: PLC0415

        CaseFact.objects.filter(case_id=cases[0].pk).update(is_secret=True)

        ours = make_sample(world)
        theirs = make_sample(
            world, by=world.auditor, assessor=world.regency, by_auditor=True
        )

        assert ours.population == 2
        assert theirs.population == 3
        must = theirs.answers.get(case=cases[0])
        assert must.stratum == "must"

    def test_is_seen_by_who_watches_the_agency(self, world: World):
        make_answers(world, 1)
        sample = make_sample(world)

        for person in (world.admin, world.auditor, world.coordinator, world.national):
            assert sample in samples_seen_by(person, on=ON)
        for person in (world.other_admin, world.clerk):
            assert sample not in samples_seen_by(person, on=ON)


class TestScore:
    """Scoring …"""

    def test_settles_a_single_answer_at_once(self, world: World):
        make_answers(world, 6)
        sample = make_sample(world)
        single = sample.answers.get(is_double=False)

        score(single, world.coordinator, relevance=4)

        single.refresh_from_db()
        assert single.score_hundredths == 8250

    def test_of_two_is_blind_and_meets_in_the_middle(self, world: World, second):
        make_answers(world, 1)
        sample = make_sample(world)
        answer = sample.answers.get()

        score(answer, world.coordinator)
        answer.refresh_from_db()
        assert answer.score_hundredths is None
        assert next_answer(world.coordinator, sample, on=ON) is None
        assert next_answer(second, sample, on=ON) == answer
        score(answer, second, proof=4)

        answer.refresh_from_db()
        assert answer.score_hundredths == 7688
        assert agreement_of(sample).pairs == 1
        sample.refresh_from_db()
        assert sample.finished_at == AFTER

    def test_far_apart_goes_to_a_third(self, world: World, second, third):
        make_answers(world, 1)
        sample = make_sample(world)
        answer = sample.answers.get()
        score(answer, world.coordinator, relevance=0)
        score(answer, second, relevance=4)
        assert progress_of(sample)["third"] == 1

        opinion = begin(answer, by=third, at=AFTER)
        keep_marks(opinion, marks={"relevance": 2}, by=third, at=AFTER)
        finish(opinion, by=third, at=AFTER)

        answer.refresh_from_db()
        assert opinion.turn == 3
        assert answer.score_hundredths == int((Fraction(75) - Fraction(30, 4)) * 100)

    @pytest.mark.parametrize(("third_veto", "hundredths"), [(True, 0), (False, 7500)])
    def test_a_veto_of_one_alone_is_decided_by_a_third(
        self, world: World, second, third, third_veto, hundredths
    ):
        make_answers(world, 1)
        answer = make_sample(world).answers.get()
        score(answer, world.coordinator)
        mine = begin(answer, by=second, at=AFTER)
        threat = {"veto": "threatened", "note": "Kalimat kedua"}
        keep_marks(mine, marks=dict.fromkeys(KEYS, 3), **threat, by=second, at=AFTER)
        finish(mine, by=second, at=AFTER)
        answer.refresh_from_db()
        assert answer.score_hundredths is None

        opinion = begin(answer, by=third, at=AFTER)
        keep_marks(
            opinion, marks={}, **(threat if third_veto else {}), by=third, at=AFTER
        )
        finish(opinion, by=third, at=AFTER)

        answer.refresh_from_db()
        assert answer.score_hundredths == hundredths

    def test_has_no_fourth(self, world: World, second, third):
        make_answers(world, 1)
        answer = make_sample(world).answers.get()
        score(answer, world.coordinator)
        score(answer, second)

        with pytest.raises(Conflict):
            begin(answer, by=third, at=AFTER)

    def test_names_what_is_missing_or_out_of_range(self, world: World):
        make_answers(world, 1)
        mine = begin(make_sample(world).answers.get(), by=world.coordinator, at=AFTER)

        with pytest.raises(Invalid) as refused:
            keep_marks(mine, marks={"proof": 5}, by=world.coordinator, at=AFTER)
        assert set(refused.value.fields) == {"proof"}
        keep_marks(mine, marks={"proof": 1}, by=world.coordinator, at=AFTER)
        with pytest.raises(Invalid) as refused:
            finish(mine, by=world.coordinator, at=AFTER)

        assert set(refused.value.fields) == set(KEYS) - {"proof"}
        assert Assessment.objects.get().marks == {"proof": 1}

    def test_a_veto_needs_its_reason_and_is_an_incident(self, world: World):
        make_answers(world, 6)
        sample = make_sample(world)
        single = sample.answers.get(is_double=False)
        mine = begin(single, by=world.coordinator, at=AFTER)
        whole = dict.fromkeys(KEYS, 4)

        keep_marks(
            mine, marks=whole, veto="data_leaked", by=world.coordinator, at=AFTER
        )
        with pytest.raises(Invalid):
            finish(mine, by=world.coordinator, at=AFTER)
        keep_marks(
            mine,
            marks=whole,
            veto="data_leaked",
            note="NIK disebut",
            by=world.coordinator,
            at=AFTER,
        )
        finish(mine, by=world.coordinator, at=AFTER)

        single.refresh_from_db()
        assert single.score_hundredths == 0
        assert "answer.vetoed" in {e.fact for e in history_of(sample.ref)}

    def test_nobody_scores_what_he_wrote(self, world: World):
        make_answers(world, 1)
        sample = make_sample(
            world, by=world.admin, assessor=world.regency, round="mikro"
        )
        author = sample.answers.get().case.messages.filter(kind="final_answer")
        author.update(author=world.admin.actor.ref)

        with pytest.raises(NotPermitted, match="unit Anda sendiri"):
            begin(sample.answers.get(), by=world.admin, at=AFTER)
        assert next_answer(world.admin, sample, on=ON) is None

    def test_stands_once_it_is_finished(self, world: World):
        make_answers(world, 1)
        mine = score(make_sample(world).answers.get(), world.coordinator)

        with pytest.raises(NotAllowedNow):
            keep_marks(mine, marks={"proof": 0}, by=world.coordinator, at=AFTER)


class TestTurns:
    """A turn …"""

    def test_that_is_left_without_a_mark_is_free(self, world: World, second):
        make_answers(world, 6)
        single = make_sample(world).answers.get(is_double=False)
        mine = begin(single, by=world.coordinator, at=AFTER)
        with pytest.raises(Conflict):
            begin(single, by=second, at=AFTER)

        leave(mine, by=world.coordinator)

        assert begin(single, by=second, at=AFTER).turn == 1

    def test_with_marks_is_kept_when_one_goes_on(self, world: World):
        make_answers(world, 1)
        mine = begin(make_sample(world).answers.get(), by=world.coordinator, at=AFTER)
        keep_marks(mine, marks={"proof": 1}, by=world.coordinator, at=AFTER)

        leave(mine, by=world.coordinator)

        assert Assessment.objects.get().marks == {"proof": 1}

    def test_that_nobody_touches_for_days_goes_to_another(self, world: World, second):
        make_answers(world, 6)
        sample = make_sample(world)
        single = sample.answers.get(is_double=False)
        begin(single, by=world.coordinator, at=AFTER)
        sample.answers.exclude(pk=single.pk).delete()
        later = AFTER + ABANDONED + timedelta(days=1)
        assert next_answer(second, sample, on=ON) is None

        assert next_answer(second, sample, on=later.date()) == single
        assert begin(single, by=second, at=later).turn == 1
        assert "answer.abandoned" in {e.fact for e in history_of(sample.ref)}


class TestReading:
    """What assessors read …"""

    def test_names_nobody(self, world: World):
        case = make_answers(world, 1)[0]
        case.content = (
            f"{world.regency.name} tidak menjawab Ibu Siti Aminah, 081234567890."
        )
        case.save(update_fields=["content"])
        read = reading_of(make_sample(world).answers.get())

        assert world.regency.name not in read.question
        assert "Siti" not in read.question
        assert "081234567890" not in read.question
        assert read.answers


class TestEstimates:
    """What a sample says …"""

    def test_has_an_interval_as_long_as_something_is_left_out(self, world: World):
        make_answers(world, 12)
        sample = make_sample(world)
        for place, answer in enumerate(sample.answers.filter(is_double=False)):
            score(answer, world.coordinator, proof=place % 5)

        found = estimate_of(sample)

        assert found.low < found.value < found.high
        assert found.n == 6

    def test_a_meeting_is_kept(self, world: World):
        make_answers(world, 1)
        sample = make_sample(world)

        with pytest.raises(Invalid):
            calibrate(
                sample,
                held_on=END.date() + timedelta(days=9),
                note="",
                by=world.coordinator,
                at=AFTER,
            )
        kept = calibrate(
            sample,
            held_on=MONDAY.date(),
            note="Bukti berarti lampiran.",
            by=world.coordinator,
            at=AFTER,
        )

        assert kept in sample.calibrations.all()


class TestOutcomes:
    """Outcome checks …"""

    def test_are_drawn_from_all_that_is_closed_not_from_what_is_scored(
        self, world: World
    ):
        make_answers(world, 12)
        sample = make_sample(world)
        sample.answers.exclude(place=1).delete()

        checks = draw_checks(sample, by=world.coordinator, at=AFTER)

        assert len(checks) == 5
        assert {check.stratum_size for check in checks} == {12}

    def test_correct_the_share_of_what_is_done(self, world: World):
        make_answers(world, 12)
        sample = make_sample(world)
        checks = draw_checks(sample, by=world.coordinator, at=AFTER)
        assert draw_checks(sample, by=world.coordinator, at=AFTER) == checks

        for place, check in enumerate(checks):
            keep_outcome(
                check,
                method="call",
                outcome="not_done" if place == 0 else "done",
                note="Jalan masih rusak" if place == 0 else "",
                by=world.coordinator,
                at=AFTER,
            )

        counts, share = outcomes_of(sample)
        assert counts == {"not_done": 1, "done": 4}
        assert share.value == Fraction(4, 5)
        assert share.low < 0.8 < share.high

    def test_of_a_photo_keep_the_photo(self, world: World):
        make_answers(world, 1)
        (check,) = draw_checks(make_sample(world), by=world.coordinator, at=AFTER)
        found = {"method": "photo", "outcome": "done", "note": ""}

        with pytest.raises(Invalid) as refused:
            keep_outcome(check, **found, by=world.coordinator, at=AFTER)
        assert set(refused.value.fields) == {"uploads"}
        keep_outcome(check, **found, uploads=proof(), by=world.coordinator, at=AFTER)

        kept = check.proofs.get()
        assert known_outcome_proofs([kept.key, "lain"]) == {kept.key}
        assert proof_of(check.sample, kept.key) == kept
        OutcomeProof.objects.update(scan="waiting")
        with pytest.raises(NotAllowedNow):
            proof_of(check.sample, kept.key)

    def test_show_the_place_to_who_goes_there(self, world: World):
        case = make_answers(world, 1)[0]
        case.content = f"{world.regency.name}, Gang Mawar 3; 081234567890"
        case.save(update_fields=["content"])
        (check,) = draw_checks(make_sample(world), by=world.coordinator, at=AFTER)

        read = reading_for_check(check)

        assert f"{world.regency.name}, Gang Mawar 3" in read.question
        assert "081234567890" not in read.question

    def test_need_a_way_a_result_and_a_reason(self, world: World):
        make_answers(world, 1)
        (check,) = draw_checks(make_sample(world), by=world.coordinator, at=AFTER)

        with pytest.raises(Invalid) as refused:
            keep_outcome(
                check,
                method="",
                outcome="unreachable",
                note=" ",
                by=world.coordinator,
                at=AFTER,
            )

        assert set(refused.value.fields) == {"method", "note"}
