"""The reporter's pass."""

from django.core import signing
from django.http import HttpResponse

from lapor.web import passes

MINE = "7K2M-P042-QRX"


def cookie_of(number: str):
    response = HttpResponse()
    passes.give(response, number)
    return response.cookies[passes.NAME]


class TestPass:
    """A pass …"""

    def test_opens_the_case_it_was_given_for(self, rf):
        request = rf.get("/")
        request.COOKIES[passes.NAME] = cookie_of(MINE).value

        assert passes.opens(request, MINE)

    def test_opens_no_other_case(self, rf):
        request = rf.get("/")
        request.COOKIES[passes.NAME] = cookie_of(MINE).value

        assert not passes.opens(request, "0000-0000-000")

    def test_cannot_be_made_up(self, rf):
        request = rf.get("/")
        request.COOKIES[passes.NAME] = f"{MINE}:1tABCD:forged"

        assert not passes.opens(request, MINE)

    def test_of_another_kind_does_not_open(self, rf):
        request = rf.get("/")
        request.COOKIES[passes.NAME] = signing.TimestampSigner(salt="x").sign(MINE)

        assert not passes.opens(request, MINE)

    def test_goes_only_to_the_pages_of_its_case_and_not_to_scripts(self):
        cookie = cookie_of(MINE)

        assert cookie["path"] == f"/laporan-saya/{MINE}/"
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
