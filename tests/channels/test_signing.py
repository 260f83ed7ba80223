from datetime import timedelta

import pytest
from standardwebhooks import Webhook

from lapor.channels.signing import TOLERANCE, checked, signed
from lapor.kernel.errors import NotPermitted
from tests.factories.cases import MONDAY
from tests.factories.handover import KEY

BODY = b'{"handover": "7K2M-P042-QRX"}'
SECOND = timedelta(seconds=1)


def headers(**changes: str) -> dict[str, str]:
    made = signed(BODY, key=KEY, message_id="m-1", at=MONDAY)
    return made | {f"webhook-{name}": value for name, value in changes.items()}


def test_what_is_signed_is_taken_within_five_minutes():
    for moment in (MONDAY, MONDAY + TOLERANCE, MONDAY - TOLERANCE):
        assert checked(headers(), BODY, keys=[KEY], at=moment) == "m-1"


def test_others_who_keep_the_standard_agree():
    reference = Webhook(KEY).sign("m-1", MONDAY, BODY.decode())

    assert headers()["webhook-signature"] == reference


def test_one_good_signature_among_several_is_enough():
    both = f"v1,AAAA v1a,BBBB {headers()['webhook-signature']}"

    assert checked(headers(signature=both), BODY, keys=[KEY], at=MONDAY) == "m-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "m-2"},
        {"id": ""},
        {"id": "x" * 201},
        {"timestamp": "1"},
        {"timestamp": ""},
        {"timestamp": "\u0661\u0662"},
        {"timestamp": "9" * 30},
        {"signature": ""},
        {"signature": "v1"},
        {"signature": "v2,AAAA"},
        {"signature": "\u00e9,\u00e9"},
    ],
)
def test_what_was_touched_is_refused(changes: dict[str, str]):
    with pytest.raises(NotPermitted):
        checked(headers(**changes), BODY, keys=[KEY], at=MONDAY)


def test_another_body_key_or_time_is_refused():
    good = headers()
    late = MONDAY + TOLERANCE + SECOND

    for body, key, at in (
        (BODY + b" ", KEY, MONDAY),
        (BODY, "whsec_d3Jvbmc=", MONDAY),
        (BODY, "", MONDAY),
        (BODY, KEY, late),
        (BODY, KEY, MONDAY - TOLERANCE - SECOND),
    ):
        with pytest.raises(NotPermitted):
            checked(good, body, keys=[key], at=at)
