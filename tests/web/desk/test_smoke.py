import pytest

from lapor.domain.cases.rules import State
from tests.factories.cases import make_case


@pytest.mark.parametrize(
    "state", [s for s in State if s not in {State.DRAFT, State.WITH_OMBUDSMAN}]
)
def test_all(world, as_user, state):
    case = make_case(world, state)
    for who in ("admin", "liaison", "national", "leader", "coordinator", "clerk"):
        client = as_user(world.officers[who])
        assert client.get("/meja/").status_code == 200
        page = client.get(f"/meja/{case.number}/")
        assert page.status_code in (200, 404), (who, page.content)
        if page.status_code == 200:
            for o in page.context["offers"]:
                r = client.get(f"/meja/{case.number}/?aksi={o.slug}")
                assert r.status_code == 200, o
                r = client.post(
                    f"/meja/{case.number}/", {"aksi": o.slug, "langkah": ""}
                )
                print(who, o.slug, r.status_code)
            assert client.get(f"/meja/{case.number}/riwayat/").status_code == 200
    client = as_user(world.admin)
    for url in (
        "/meja/cari/?q=lampu",
        "/meja/ekspor/",
        "/meja/ekspor/?bentuk=xlsx",
        "/meja/loket/",
        "/meja/pilihan/instansi/?q=dinas",
        "/meja/pilihan/wilayah/?q=ban",
        "/meja/pilihan/subkategori/?kategori=1",
    ):
        assert client.get(url).status_code == 200, url
    assert client.get("/meja/cari/", {"q": case.number}).status_code == 302
