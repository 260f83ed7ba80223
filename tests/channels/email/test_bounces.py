"""Reports that a mail could not be delivered."""

import pytest

from lapor.channels.email.bounces import bounce_of
from lapor.channels.email.reading import read
from lapor.channels.email.tokens import mail_id, return_address
from tests.factories.mails import OWN, bounce, mail

KEY = "4711:reporter:email"
NAME = mail_id(KEY)
BACK = return_address(NAME, local="lapor", domain="lapor.example.id")


def found(raw: bytes):
    each = read(raw)
    return bounce_of(each.mime, each.recipients)


class TestBounceOf:
    """bounce_of() …"""

    @pytest.mark.parametrize(
        ("status", "action", "is_permanent"),
        [
            ("5.1.1", "failed", True),
            ("5.7.26", "failed", True),
            ("4.4.1", "failed", False),
            ("4.4.1", "delayed", False),
            ("2.0.0", "delivered", False),
        ],
    )
    def test_tells_which_mail_and_whether_for_good(self, status, action, is_permanent):
        back = found(bounce(BACK, status=status, action=action))

        assert back is not None
        assert (back.mail, back.status) == (NAME, status)
        assert back.is_permanent is is_permanent

    def test_believes_no_report_to_another_address(self):
        assert found(bounce(OWN)) is None
        assert found(bounce(BACK.replace(NAME[:4], "0000"))) is not None  # nobody's
        assert found(bounce(BACK.replace("+b-", "+x-"))) is None

    def test_is_no_report_when_a_person_writes_there(self):
        assert found(mail(to=BACK)) is None

    def test_reads_a_report_without_form(self):
        raw = (
            f"From: Mailer-Daemon@mx.id\r\nTo: {BACK}\r\n"
            "Subject: failure notice\r\n\r\n"
            "Sorry, no mailbox here by that name. (#5.1.1)"
        ).encode()

        back = found(raw)

        assert back is not None
        assert back.is_permanent
        assert back.status == "5.1.1"

    def test_takes_the_name_only_in_the_letters_of_names(self):
        assert found(bounce("lapor+b-kecil@lapor.example.id")) is None
