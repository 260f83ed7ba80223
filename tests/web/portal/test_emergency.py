"""Danger in the words of a report: at the form, on the receipt, in its protection."""

import re

import pytest
from django.test import Client

from lapor.domain.cases.models import Case
from tests.factories.cases import World

TYPED = {
    "classification": "complaint",
    "title": "Keributan di depan pasar",
    "date_of_incident": "2026-03-01",
    "location": "Jalan Raya 1",
    "is_anonymous": "on",
    "consent": "on",
    "key": "0123456789abcdef0123456789abcdef",
}
VIOLENCE = "Satpam itu memukuli pengunjung di depan pasar setiap malam."


@pytest.fixture
def send(client: Client, world: World):
    return lambda **changes: client.post("/lapor/", TYPED | changes)


class TestForm:
    """The form …"""

    def test_carries_the_signs_and_the_numbers_hidden(self, client, world):
        page = client.get("/lapor/").content.decode()
        box = re.search(r'<div role="alert" hidden data-danger="([^"]+)"', page)

        assert box
        assert re.search(box[1], " ia mau bunuh diri ")
        assert 'href="tel:129"' in page

    def test_shows_the_numbers_when_it_comes_back(self, send):
        page = send(content=VIOLENCE, location="").content.decode()

        assert "hidden data-danger" not in page
        assert 'href="tel:110"' in page


class TestReceipt:
    """The receipt …"""

    def test_names_the_numbers_and_the_protection(self, client, send):
        send(content=VIOLENCE)

        page = client.get("/lapor/terkirim/").content.decode()
        assert 'href="tel:110"' in page
        assert "hanya dibaca petugas khusus" in page
        case = Case.objects.get()
        assert (case.harm, case.is_secret) == ("violence", True)

    def test_says_nothing_of_danger_where_there_is_none(self, client, send):
        send(content="Lampu jalan di depan pasar mati sejak seminggu, jalan gelap.")

        assert "tel:" not in client.get("/lapor/terkirim/").content.decode()

    def test_names_the_unit_reported_as_the_accused(self, world: World, send):
        send(content="Petugas loket memeras warga.", agency=world.unit.code)

        case = Case.objects.get()
        assert (case.agency, case.accused) == (world.regency, world.unit)
