"""Detectors on counts: each named by its sign, small ones left alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lapor.domain.findings.rules.bursts import WEEKS, chance_of, judge_bursts
from lapor.domain.findings.rules.shares import Count, judge_shares, tolerated_of
from lapor.domain.findings.rules.silence import Place, judge_silence, usual_of
from lapor.domain.findings.rules.simulation import simulate
from lapor.domain.findings.rules.thresholds import shipped_on, thresholds
from lapor.domain.findings.rules.words import Kind

DAY = date(2026, 11, 30)
SWIFT = shipped_on(Kind.SWIFT, DAY)
BURST = shipped_on(Kind.BURST, DAY)
SILENCE = shipped_on(Kind.SILENCE, DAY)
STEADY = [9, 11, 10, 8, 12, 10, 9, 11, 10, 10, 8, 12]


class TestThresholds:
    """thresholds() …"""

    def test_has_a_row_for_every_kind(self):
        assert {row.kind for row in thresholds()} == set(Kind)

    def test_gives_the_first_row_before_them_all(self):
        assert shipped_on(Kind.BURST, date(2020, 1, 1)) == BURST


class TestShares:
    """judge_shares() …"""

    def test_names_a_share_that_luck_does_not_explain(self):
        counts = [Count(2, 100)] * 20 + [Count(40, 100)]

        verdicts = judge_shares(counts, SWIFT)

        assert [v.is_sign for v in verdicts] == [False] * 20 + [True]
        assert verdicts[-1].chance == pytest.approx(
            stats.binom.sf(39, 100, verdicts[-1].tolerated)
        )

    def test_leaves_small_ones_alone(self):
        counts = [Count(2, 100)] * 20 + [Count(2, 3)]

        assert not judge_shares(counts, SWIFT)[-1].is_sign

    def test_compares_with_the_middle_of_all(self):
        everybody = [Count(30, 100)] * 9

        assert tolerated_of(everybody, SWIFT) == pytest.approx(0.35)
        assert tolerated_of(everybody[:4], SWIFT) == SWIFT.tolerated
        assert not any(v.is_sign for v in judge_shares(everybody, SWIFT))

    def test_judges_nobody(self):
        assert judge_shares([], SWIFT) == []

    @given(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=30))
    def test_never_names_who_is_below_what_is_tolerated(self, pairs):
        counts = [Count(min(pair), max(pair)) for pair in pairs]

        for count, verdict in zip(counts, judge_shares(counts, SWIFT), strict=True):
            if verdict.is_sign:
                assert count.part > verdict.tolerated * count.whole


class TestBursts:
    """judge_bursts() …"""

    def test_name_a_last_week_that_does_not_fit(self):
        histories = [[*STEADY, 11], [*STEADY, 60]]

        assert [v.is_sign for v in judge_bursts(histories, BURST)] == [False, True]

    def test_measure_an_agency_by_its_own_scatter(self):
        wild = [0, 40, 3, 0, 25, 2, 30, 0, 1, 35, 0, 20]

        assert chance_of([*wild, 30]) > 0.05 > chance_of([*STEADY, 30])

    def test_say_nothing_of_silence(self):
        assert not judge_bursts([[0] * WEEKS], BURST)[0].is_sign


class TestSilence:
    """judge_silence() …"""

    def test_names_the_place_from_which_nothing_comes(self):
        places = [Place(18 + i % 5, 100) for i in range(20)] + [Place(1, 100)]

        found = judge_silence(places, SILENCE)

        assert [quiet.is_sign for quiet in found] == [False] * 20 + [True]
        assert found[-1].expected == pytest.approx(20, abs=1)

    def test_expects_little_of_little(self):
        places = [Place(18 + i % 5, 100) for i in range(20)] + [Place(0, 10)]

        assert not any(quiet.is_sign for quiet in judge_silence(places, SILENCE))

    def test_needs_a_group(self):
        places = [Place(50, 100)] * 4 + [Place(0, 100)]

        assert not any(quiet.is_sign for quiet in judge_silence(places, SILENCE))
        assert not any(q.is_sign for q in judge_silence([Place(0, 1)] * 9, SILENCE))

    def test_is_poisson_where_places_do_not_differ(self):
        usual = usual_of([Place(10, 1)] * 9)

        assert usual.rate == 10
        assert usual.shape > 1e5


class TestSimulation:
    """simulate() …"""

    @pytest.mark.parametrize("kind", list(Kind))
    def test_shows_what_the_thresholds_state(self, kind: Kind):
        runs = [simulate(kind, seed=seed) for seed in (1, 2, 3)]
        honest = sum(run.honest for run in runs)

        assert sum(run.found for run in runs) >= 0.8 * sum(r.planted for r in runs)
        stated = shipped_on(kind, DAY).false_alarms
        assert sum(run.alarms for run in runs) / honest <= stated

    def test_is_the_same_again(self):
        assert simulate(Kind.BURST, seed=4) == simulate(Kind.BURST, seed=4)
