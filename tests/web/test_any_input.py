"""Whatever is sent, an answer comes that says what to do."""

from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapor.domain.cases.models import Case, Message
from lapor.domain.cases.rules import State
from lapor.web.portal import track
from tests.factories.cases import ANSWER, World, category, make_case
from tests.factories.typed import HOSTILE, TYPED, as_user

pytestmark = [pytest.mark.django_db, pytest.mark.long]


SOME = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


ODD = st.one_of(
    st.text(max_size=60),
    st.sampled_from(sorted(HOSTILE.values(), key=len)),
    st.integers().map(str),
    st.sampled_from(["on", "1", "-1", "9" * 30, "NaN", "2026-02-30", "../..", "%00"]),
)


@pytest.fixture
def send(client: Client, world: World):
    def post(**changes: object):
        typed = {k: v for k, v in {**TYPED, **changes}.items() if v is not None}
        return client.post("/lapor/", typed)

    return post


def follow_up(client: Client, case: Case, **changes: object):
    typed = {"aksi": "tindak-lanjut", "langkah": "kirim", "content": ANSWER}
    return client.post(f"/meja/{case.number}/", typed | changes)


def fields(*names: str) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({}, optional={name: ODD for name in names})


@pytest.mark.slow
class TestAnything:
    """Whatever is sent, the answer is one of ours …"""

    @given(
        changes=fields(
            *TYPED,
            "region",
            "agency",
            "category",
            "name",
            "email",
            "phone",
            "is_secret",
            "region_for",
            "agency_for",
        )
    )
    @SOME
    def test_in_a_report(self, send, changes):
        assert send(**changes).status_code in {302, 422}

    @given(typed=fields("number", "code"))
    @SOME
    def test_on_the_way_to_a_report(self, client, world, monkeypatch, typed):
        monkeypatch.setattr(track, "MOST_FAILURES", 100)
        answer = client.post("/lacak/", typed, REMOTE_ADDR="10.1.1.1")

        assert answer.status_code in {422, 429}

    @given(
        changes=fields(
            "aksi",
            "langkah",
            "content",
            "version",
            "result",
            "unit",
            "to",
            "promised_on",
            "promise",
            "missing",
            "more",
            "reason",
        )
    )
    @SOME
    def test_at_the_desk(self, world, changes):
        case = Case.objects.first() or make_case(world, State.DISPATCHED)
        words = Message.objects.count()
        answer = follow_up(as_user(world.liaison), case, **changes)

        assert answer.status_code in {200, 302, 409, 422}
        assert answer.status_code == 302 or Message.objects.count() == words

    @given(
        page=st.sampled_from(
            [
                "/laporan/",
                "/instansi/",
                "/wilayah/",
                "/lapor/",
                "/lacak/",
                "/meja/",
                "/meja/cari/",
                "/meja/ekspor/",
                "/meja/pilihan/instansi/",
                "/meja/pilihan/wilayah/",
                "/meja/pilihan/subkategori/",
                "/kelola/akun/",
                "/kelola/jejak/",
                "/kelola/instansi/",
                "/kelola/wilayah/",
                "/kelola/kalender/nasional/",
                "/kelola/kategori/",
                "/monev/",
            ]
        ),
        query=fields(
            "q",
            "after",
            "tab",
            "agency",
            "region",
            "category",
            "state",
            "unit",
            "kategori",
            "klasifikasi",
            "kanal",
            "tahun",
            "untuk",
            "bentuk",
            "peran",
            "page",
            "periode",
            "scope",
            "basis",
            "dari",
        ),
    )
    @settings(SOME, max_examples=120)
    def test_in_an_address(self, world, page, query):
        category()
        client = as_user(world.national)

        assert client.get(page, query).status_code < 500

    @given(part=st.text(min_size=1, max_size=40))
    @SOME
    def test_as_a_part_of_an_address(self, world, part):
        client = as_user(world.national)
        for page in (
            "/laporan/{}/",
            "/meja/{}/",
            "/instansi/{}/",
            "/berkas/{}/",
            "/laporan-saya/{}/",
            "/kelola/instansi/{}/",
        ):
            url = page.format(quote(part, safe=""))
            assert client.get(url).status_code < 500, url
