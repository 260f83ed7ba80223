"""Nothing anybody sends makes a page of the console break."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.factories.cases import World

ODD = ["\x00", "\ud800", "😀 \u202e", "x" * 5_000, "-1", "9" * 40, "' OR 1=1 --", "%"]
LISTS = [
    "akun",
    "instansi",
    "pengawasan",
    "kategori",
    "wilayah",
    "jejak",
    "batas-waktu",
    "kalender/nasional",
]
FORMS = [
    "akun/buka",
    "instansi/tambah",
    "pengawasan/tambah",
    "kalender/tambah",
    "kalender/nasional",
    "batas-waktu/tambah",
    "batas-waktu/peraturan",
    "kategori/tambah",
    "klasifikasi/aspiration",
    "daftar/regions",
]
NAMES = [
    *("username", "name", "email", "organisation", "code", "kind", "zone", "region"),
    *("calendar_code", "external_id", "overseer", "subject", "valid_from", "on"),
    *("valid_until", "legal_basis", "base", "timer", "amount", "unit", "starts_at"),
    *("regulation", "evidence", "title", "parent", "label", "position", "ticket"),
    *("contact_email", "classification", "article", "transition", "save", "seen"),
]


@pytest.fixture
def tolerant(national: Client) -> Client:
    """A browser that shows what a person would see, not the exception."""
    national.raise_request_exception = False
    return national


@pytest.mark.parametrize("path", LISTS)
def test_filters_bear_anything(tolerant: Client, world: World, path: str):
    names = ["q", "kind", "active", "pada", "after", "subjek", "sebelum", "tahun"]
    for text in ODD:
        asked = dict.fromkeys(names, text.encode("utf-8", "surrogatepass"))

        response = tolerant.get(f"/kelola/{path}/", asked)

        assert response.status_code in {200, 400}, text


@pytest.mark.parametrize("path", FORMS)
def test_forms_bear_anything(tolerant: Client, world: World, path: str):
    for text in ODD:
        sent = dict.fromkeys(NAMES, text.encode("utf-8", "surrogatepass"))

        response = tolerant.post(
            f"/kelola/{path}/",
            urlencode(sent),
            content_type="application/x-www-form-urlencoded",
        )

        assert response.status_code in {200, 302, 400, 409, 422}, text
