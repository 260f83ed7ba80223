import pytest
from django.test import Client

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.triage.models import Judgement
from tests.factories.cases import World, make_case
from tests.factories.handover import late_case

CARD = {"title": "KTP elektronik belum jadi", "content": "Blangko KTP habis lama."}


@pytest.fixture
def pair(world: World) -> tuple[Case, Case]:
    return make_case(world, State.DISPATCHED), make_case(world, State.DISPATCHED)


def officer(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_list_shows_what_is_alike_with_reasons(world: World, pair):
    one, other = pair
    unlike = make_case(world, State.DISPATCHED, **CARD)

    page = officer(world.admin).get(f"/meja/{one.number}/serupa/").content.decode()

    assert other.number in page
    assert "tulisan yang hampir sama persis" in page
    assert unlike.number not in page


def test_joining_either_way_and_differing(world: World, pair):
    one, other = pair
    client = officer(world.admin)
    page = f"/meja/{one.number}/serupa/{other.number}/"

    assert client.post(page, {"putusan": "berbeda"}).status_code == 302
    assert Judgement.objects.count() == 1
    listed = client.get(f"/meja/{one.number}/serupa/").content.decode()
    assert other.number not in listed
    assert client.post(page, {"putusan": "gabung-sebaliknya"}).status_code == 302
    other.refresh_from_db()
    assert other.parent == one
    cluster = client.get(f"/meja/{one.number}/serupa/").content.decode()
    assert other.number in cluster
    again = client.post(page, {"putusan": "gabung", "reason": "ketikan saya"})
    assert again.status_code == 409
    assert "ketikan saya" in again.content.decode()


def test_who_reads_without_joining_sees_no_button(world: World, pair):
    one, other = pair
    page = f"/meja/{one.number}/serupa/{other.number}/"
    client = officer(world.auditor)

    assert "Bukan hal yang sama" not in client.get(page).content.decode()
    for wish in ("gabung", "berbeda"):
        assert client.post(page, {"putusan": wish}).status_code == 409
    one.refresh_from_db()
    assert one.parent is None


def test_a_case_of_others_is_not_found_and_not_shown(world: World, pair):
    one, _other = pair
    hidden = make_case(world, State.RECEIVED, agency=world.other)
    client = officer(world.admin)

    page = f"/meja/{one.number}/serupa/"
    assert hidden.number not in client.get(page).content.decode()
    assert client.get(f"{page}{hidden.number}/").status_code == 404
    assert client.get(f"{page}{one.number}/").status_code == 404


def test_the_same_contact_is_named_to_who_may_know_reporters(world: World):
    one, other = late_case(world), late_case(world)
    hidden = late_case(world, anonymous=True)
    page = f"/meja/{one.number}/serupa/"

    seen = officer(world.admin).get(page).content.decode()
    assert seen.count("kontak pelapor yang sama") == 1
    assert hidden.number in seen
    unseen = officer(world.auditor).get(page).content.decode()
    assert other.number in unseen
    assert "kontak pelapor" not in unseen
