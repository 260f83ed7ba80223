"""How a mail that comes back is recognised."""

import pytest

from lapor.channels.email.tokens import mail_id, number_in, returned, token_of
from lapor.channels.transport import Message, reply_token
from lapor.kernel import ids


@pytest.fixture
def message() -> Message:
    number = ids.new_number()
    return Message(
        "1", "email", "ani@contoh.id", "Kabar", "Ada kabar.", case=number,
        reply_token=reply_token(number),
    )  # fmt: skip


class TestTokens:
    """A token …"""

    @pytest.mark.parametrize(
        "place",
        [
            "lapor+{}@lapor.example.id",
            "LAPOR+{}@LAPOR.EXAMPLE.ID",
            "<{}.abcdefgh@lapor.example.id>",
            "Re: Kabar laporan [{}]",
        ],
    )
    def test_leads_back_to_its_case(self, message: Message, place: str):
        token = token_of(message)

        assert number_in(place.format(token)) == message.case
        assert number_in(place.format(token.upper())) == message.case

    def test_of_another_case_leads_nowhere(self, message: Message):
        other = ids.new_number().replace("-", "").lower()
        secret = token_of(message).partition("-")[2]

        assert number_in(f"lapor+{other}-{secret}@x.id") == ""
        assert number_in(message.case) == ""

    def test_is_empty_without_a_case(self, message: Message):
        assert token_of(message._replace(case="")) == ""
        assert token_of(message._replace(reply_token="")) == ""


class TestMailId:
    """mail_id() …"""

    def test_comes_back_in_the_address(self):
        name = mail_id("4711")

        assert returned(f"lapor+b-{name}@x.id") == name
        assert returned(f"LAPOR+B-{name.upper()}@x.id") == name
        assert returned("lapor@x.id") == ""
        assert mail_id("4711") == name != mail_id("4712")
