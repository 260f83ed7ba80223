from datetime import timedelta
from itertools import count

import pytest

from lapor.kernel import effort
from lapor.kernel.errors import Invalid, NotAllowedNow
from tests.factories.cases import MONDAY

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def worked(token: str) -> str:
    """Do what the browser does."""
    return next(str(n) for n in count() if effort.is_worked_for(token, str(n)))


def test_work_pays_at_once():
    token = effort.challenge("vote", at=MONDAY)

    effort.pay("vote", token, worked(token), at=MONDAY + SECOND)


def test_waiting_pays_without_work_or_script():
    token = effort.challenge("vote", at=MONDAY)

    with pytest.raises(NotAllowedNow, match="Tunggu 15 detik"):
        effort.pay("vote", token, "", at=MONDAY + 5 * SECOND)
    effort.pay("vote", token, "", at=MONDAY + effort.WAIT)


def test_a_token_is_spent_once():
    token = effort.challenge("vote", at=MONDAY)
    effort.pay("vote", token, "", at=MONDAY + effort.WAIT)

    with pytest.raises(Invalid):
        effort.pay("vote", token, worked(token), at=MONDAY + effort.WAIT)


def test_an_early_try_does_not_spend_it():
    token = effort.challenge("vote", at=MONDAY)
    with pytest.raises(NotAllowedNow):
        effort.pay("vote", token, "1", at=MONDAY + SECOND)

    effort.pay("vote", token, "", at=MONDAY + effort.WAIT)


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
        lambda token: "",
        lambda token: "a.b.c",
        lambda token: token.replace(".", ".9", 1),
        lambda token: "\u0661" * 40,
    ],
)
def test_a_made_up_token_is_refused(change):
    token = change(effort.challenge("vote", at=MONDAY))

    with pytest.raises(Invalid):
        effort.pay("vote", token, "", at=MONDAY + effort.WAIT)


def test_a_token_is_for_one_purpose_and_for_half_an_hour():
    token = effort.challenge("vote", at=MONDAY)

    with pytest.raises(Invalid):
        effort.pay("comment", token, "", at=MONDAY + effort.WAIT)
    with pytest.raises(Invalid):
        effort.pay("vote", token, "", at=MONDAY + effort.LASTS + SECOND)


@pytest.mark.parametrize("answer", ["", "x", "-1", "1" * 16, "\u0661"])
def test_odd_answers_are_no_work(answer: str):
    assert not effort.is_worked_for("token", answer)
