from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.handover.rules import (
    RANK,
    State,
    follows,
    read_notice,
    wait_before,
)
from lapor.kernel.errors import Invalid

GOOD = {
    "handover": "7K2M-P042-QRX",
    "state": "finished",
    "happened_at": "2026-05-04T10:00:00+07:00",
    "result": {"maladministration": "delay", "report_on": "2026-05-03"},
}


class TestReadNotice:
    """read_notice() …"""

    def test_reads_a_result(self):
        found = read_notice(GOOD)

        assert (found.state, found.maladministration) == (State.FINISHED, "delay")

    @pytest.mark.parametrize(
        "changes",
        [
            {"handover": ""},
            {"state": "offered"},
            {"state": None},
            {"state": ["finished"]},
            {"happened_at": "2026-05-04T10:00:00"},
            {"happened_at": "kemarin"},
            {"result": {}},
            {"result": {"maladministration": "laziness"}},
            {"result": {"maladministration": "none", "report_on": "besok"}},
            {"state": "refused", "reason": " "},
            {"reference": "x" * 65},
            {"reference": 7},
        ],
    )
    def test_refuses_what_is_not_clear(self, changes: dict[str, object]):
        with pytest.raises(Invalid):
            read_notice(GOOD | changes)

    @given(
        st.dictionaries(
            st.sampled_from(["handover", "state", "happened_at", "result", "reason"]),
            st.one_of(
                st.none(), st.integers(), st.text(), st.lists(st.text()), st.booleans()
            ),
        )
    )
    def test_any_body_is_read_or_refused(self, body: dict[str, object]):
        with suppress(Invalid):
            assert read_notice(body).handover


@given(st.lists(st.sampled_from(State), max_size=12))
def test_news_in_any_order_never_goes_back(news: list[State]):
    now = State.CONSENTED
    for then in news:
        if follows(now, then):
            assert RANK[then] > RANK[now]
            now = then


def test_waits_grow_and_end_at_half_a_day():
    waits = [wait_before(attempt) for attempt in range(1, 30)]

    assert waits == sorted(waits)
    assert waits[-1].total_seconds() == 12 * 60 * 60
