"""The public list, the page of an agency, the numbers."""

import pytest
from django.test import Client

from lapor.domain.cases.rules import Bucket, State
from lapor.domain.publication.models import Publication
from lapor.domain.publication.queries import visible
from tests.factories.cases import HOUR, World, make_case


def publish(case, *, title: str = "", hours: int = 0) -> Publication:
    return Publication.objects.create(
        case=case,
        title=title or case.title,
        content=case.content,
        agency=case.agency,
        received_at=case.received_at,
        proposed_by="user:1",
        proposed_at=case.updated_at,
        approved_by="user:2",
        visible_from=case.received_at + hours * HOUR,
    )


@pytest.fixture
def shown(world: World):
    case = make_case(world, State.IN_PROGRESS)
    publish(case)
    return case


class TestList:
    """The public list …"""

    def test_shows_what_is_published_and_nothing_else(
        self, client: Client, world: World, shown
    ):
        hidden = make_case(world, State.IN_PROGRESS, title="Ini belum boleh tampil")

        html = client.get("/laporan/").content.decode()

        assert shown.number in html
        assert hidden.title not in html

    def test_waits_for_the_quarter_of_an_hour(self, client: Client, world: World):
        case = make_case(world, State.IN_PROGRESS)
        publish(case, hours=20)

        assert case.number not in client.get("/laporan/").content.decode()
        assert client.get(f"/laporan/{case.number}/").status_code == 404

    def test_finds_words_by_their_stem(self, client: Client, shown):
        assert shown.number in client.get("/laporan/?q=lampu").content.decode()
        assert shown.number not in client.get("/laporan/?q=banjir").content.decode()

    def test_narrows_by_agency_and_state(self, client: Client, world: World, shown):
        other = world.other.code
        done = Bucket.DONE.value

        assert (
            shown.number not in client.get(f"/laporan/?agency={other}").content.decode()
        )
        assert (
            shown.number not in client.get(f"/laporan/?state={done}").content.decode()
        )

    def test_says_when_a_name_is_unknown(self, client: Client, shown):
        html = client.get("/laporan/?agency=Qxqxqx").content.decode()

        assert "tidak kami temukan" in html

    @pytest.mark.parametrize(
        "query",
        ["after=x", "after=%00", "q=%00", "q=%ED%A0%80", "category=x", "state=x"],
    )
    def test_stands_odd_addresses(self, client: Client, shown, query):
        assert client.get(f"/laporan/?{query}").status_code in {200, 400}

    def test_turns_pages_by_key(self, client: Client, world: World):
        for number in range(21):
            case = make_case(world, title=f"Laporan ke-{number} tentang jalan")
            publish(case)

        first = client.get("/laporan/").content.decode()
        token = first.split("after=")[1].split('"')[0]
        second = client.get(f"/laporan/?after={token}").content.decode()

        assert visible(at=case.received_at + HOUR).count() == 21
        assert first.count("<li>\n          <h2>") == 20
        assert second.count("<li>\n          <h2>") == 1


class TestPublication:
    """A public report …"""

    def test_shows_its_public_story_without_hours(self, client: Client, shown):
        html = client.get(f"/laporan/{shown.number}/").content.decode()

        assert "Ditindaklanjuti oleh instansi" in html
        assert "Petugas menuju lokasi." in html
        assert "WIB" not in html

    def test_has_one_address(self, client: Client, shown):
        response = client.get(f"/laporan/{shown.number.lower()}/")

        assert response["Location"] == f"/laporan/{shown.number}/"


class TestAgency:
    """The page of an agency …"""

    def test_shows_contact_numbers_and_reports(
        self, client: Client, world: World, shown
    ):
        world.regency.contact_phone = "022-1234567"
        world.regency.save()

        html = client.get(f"/instansi/{world.regency.slug}/").content.decode()

        assert "022-1234567" in html
        assert shown.title in html
        assert Bucket.IN_PROCESS.label in html
        assert "&lt; 5" in html

    def test_does_not_exist_under_a_wrong_name(self, client: Client, db: None):
        assert client.get("/instansi/tidak-ada/").status_code == 404

    def test_is_found_by_name(self, client: Client, world: World):
        html = client.get("/instansi/?q=contoh").content.decode()

        assert f"/instansi/{world.regency.slug}/" in html


class TestStatistics:
    """The numbers …"""

    def test_carry_the_official_names_and_add_up(self, client: Client, world: World):
        make_case(world, State.ON_HOLD)
        make_case(world, State.CLOSED)

        response = client.get("/statistik/")
        html = response.content.decode()

        assert all(bucket.label in html for bucket in Bucket)
        assert sum(bar.amount for bar in response.context["buckets"]) == 2
        assert response.context["total"] == 2


class TestRegions:
    """Looking up regions …"""

    @pytest.mark.parametrize("text", ["", "x", "%00", "a" * 5000])
    def test_stands_odd_words(self, client: Client, db: None, text):
        assert client.get(f"/wilayah/?q={text}").status_code in {200, 422}
