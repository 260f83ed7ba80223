"""Counts, surges and effects, against scipy and on simulated series."""

from datetime import date, timedelta
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lapor.domain.prevention.rules.counts import (
    rate_ratio,
    surge_chance,
)
from lapor.domain.prevention.rules.effects import judge, windows
from lapor.domain.prevention.rules.recurring import (
    SURGE_LEVEL,
    Group,
    belongs,
    clusters,
    months_before,
    signs_of,
    telling,
)
from lapor.domain.prevention.rules.simulation import simulate_all
from lapor.domain.prevention.rules.words import Effect, Sign

counts = st.integers(0, 400)


class TestRateRatio:
    """rate_ratio() …"""

    @given(
        after=counts,
        before=counts,
        e1=st.integers(1, 10**6),
        e0=st.integers(1, 10**6),
    )
    def test_has_the_exact_bounds_of_scipy(self, after, before, e1, e0):
        ours = rate_ratio(after, before, exposure_after=e1, exposure_before=e0)
        n = after + before
        if not n:
            assert ours is None
            return
        bounds = stats.binomtest(after, n).proportion_ci(0.95, method="exact")
        scale = e0 / e1
        low, high = (
            share / (1 - share) * scale if share < 1 else inf for share in bounds
        )

        assert ours.low == pytest.approx(low, rel=1e-6, abs=1e-12)
        assert ours.high == pytest.approx(high, rel=1e-6)
        assert ours.low <= ours.value <= ours.high

    def test_covers_the_truth_at_least_as_often_as_it_says(self):
        luck = np.random.default_rng(3)
        covered = 0
        for _ in range(500):
            before, after = luck.poisson(30), luck.poisson(15)
            found = rate_ratio(
                int(after), int(before), exposure_after=1, exposure_before=1
            )
            covered += found.low <= 0.5 <= found.high

        assert covered / 500 >= 0.94


class TestSurges:
    """Surges …"""

    def test_cry_wolf_no_more_than_stated_in_a_quiet_country(self):
        luck = np.random.default_rng(11)
        alarms = tests = 0
        for _ in range(200):
            rates = luck.gamma(2.0, 4.0, size=50)
            groups = [
                Group(int(now), 0, (0, 0, 0), int(ago))
                for now, ago in zip(
                    luck.poisson(rates), luck.poisson(rates), strict=True
                )
            ]
            found = signs_of(groups, growth=1.0)
            alarms += sum(Sign.SURGE in signs for signs in found)
            tests += len(groups)

        assert alarms / tests <= SURGE_LEVEL
        assert alarms / 200 <= 0.10

    def test_find_what_was_planted(self):
        luck = np.random.default_rng(12)
        found = false = 0
        for _ in range(100):
            rates = np.full(40, 8.0)
            now = luck.poisson(rates)
            now[:3] = luck.poisson(40, 3)
            groups = [
                Group(int(n), 0, (0, 0, 0), int(ago))
                for n, ago in zip(now, luck.poisson(rates), strict=True)
            ]
            signs = [Sign.SURGE in s for s in signs_of(groups, growth=1.0)]
            found += sum(signs[:3])
            false += sum(signs[3:])

        assert found / 300 > 0.95
        assert false / max(1, found + false) <= 0.10

    def test_follow_the_growth_of_the_agency(self):
        assert surge_chance(20, 10) < 0.06
        assert surge_chance(20, 10, growth=2.0) > 0.4

    def test_need_a_last_year(self):
        assert signs_of([Group(90, 0, (0, 0, 0), 0)], growth=None) == [set()]


class TestRecurring:
    """signs_of() …"""

    def test_sees_five_reporters_and_three_months(self):
        groups = [
            Group(5, 5, (0, 0, 0), 5),
            Group(5, 4, (3, 3, 3), 5),
            Group(9, 4, (3, 2, 4), 9),
        ]

        assert signs_of(groups, growth=1.0) == [
            {Sign.MANY_REPORTERS},
            {Sign.EVERY_MONTH},
            set(),
        ]

    def test_counts_whole_months(self):
        assert months_before(date(2026, 2, 28)) == [202511, 202512, 202601]


class TestClusters:
    """clusters() …"""

    def test_put_the_same_thing_together(self):
        titles = {
            1: "Lampu jalan mati di Pasar Baru",
            2: "Sampah menumpuk di Kali Mas",
            3: "Lampu jalanan pasar baru padam",
            4: "Tumpukan sampah Kali Mas",
        }

        assert clusters(titles) == [[1, 3], [2, 4]]

    @given(
        titles=st.dictionaries(
            st.integers(1, 40), st.text("lampu jalan", max_size=20), max_size=15
        )
    )
    def test_take_everybody_once(self, titles):
        found = [key for members in clusters(titles) for key in members]

        assert sorted(found) == sorted(titles)


class TestEffect:
    """judge() …"""

    def test_claims_nothing_that_is_not_proved(self):
        same = judge(before=20, after=18, exposure_before=500, exposure_after=500)
        less = judge(before=40, after=12, exposure_before=500, exposure_after=500)
        more = judge(before=12, after=40, exposure_before=500, exposure_after=500)

        assert same.effect == Effect.UNPROVEN
        assert less.effect == Effect.EFFECTIVE
        assert more.effect == Effect.WORSE

    def test_knows_that_the_whole_agency_got_more(self):
        found = judge(before=20, after=40, exposure_before=500, exposure_after=1000)

        assert found.effect == Effect.UNPROVEN
        assert found.ratio.value == 1

    def test_says_effective_of_nothing_no_more_than_stated(self):
        luck = np.random.default_rng(5)
        claims = sum(
            judge(
                before=int(luck.poisson(25)),
                after=int(luck.poisson(25)),
                exposure_before=1000,
                exposure_after=1000,
            ).effect
            == Effect.EFFECTIVE
            for _ in range(1000)
        )

        assert claims / 1000 <= 0.03

    def test_finds_a_planted_effect(self):
        luck = np.random.default_rng(6)
        found = sum(
            judge(
                before=int(luck.poisson(60)),
                after=int(luck.poisson(24)),
                exposure_before=1000,
                exposure_after=1000,
            ).effect
            == Effect.EFFECTIVE
            for _ in range(300)
        )

        assert found / 300 > 0.9

    def test_takes_the_same_season_when_there_is_one(self):
        done = date(2026, 3, 1)

        long = windows(done, first_data=date(2024, 1, 1))
        short = windows(done, first_data=date(2025, 12, 1))

        assert long.same_season
        assert long.after == (date(2026, 3, 31), date(2026, 6, 29))
        assert long.before[0] == date(2025, 4, 1)
        assert short.before == (done - timedelta(days=90), done)


class TestSimulation:
    """simulate_all() …"""

    def test_finds_what_was_planted_and_little_else(self):
        runs = [run for seed in (1, 2, 3) for run in simulate_all(seed=seed)]

        for name in ("recurring", "surge", "effect"):
            mine = [run for run in runs if run.name == name]
            assert sum(r.found for r in mine) >= 0.9 * sum(r.planted for r in mine)
            assert sum(r.alarms for r in mine) <= 0.03 * sum(r.honest for r in mine)


class TestTelling:
    """telling() and belongs() …"""

    def test_know_a_place_by_what_the_others_do_not_have(self):
        market = ["Lampu jalan padam Pasar Baru", "Pasar Baru: lampu jalan padam"]
        others = ["Lampu jalan padam di Kali Mas", "Lampu jalan padam Taman Sari"]

        words = telling(market, others)

        assert words == ("baru", "pasar")
        assert belongs("Lampu padam lagi, Pasar Baru", words)
        assert not belongs("Lampu jalan padam di Pasar Minggu", words)

    def test_keep_what_all_have_when_nothing_else_is_left(self):
        assert telling(["Lampu mati"] * 3, []) == ("lampu", "mati")
        assert belongs("apa saja", ())
