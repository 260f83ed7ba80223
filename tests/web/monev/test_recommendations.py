"""The tracker of recommendations in the browser."""

import pytest
from django.test import Client
from django.urls import reverse

from lapor.domain.plans.actions import act_on
from lapor.domain.plans.models import Recommendation
from lapor.domain.plans.rules import RecommendationAct as A
from lapor.domain.plans.rules import RecommendationStatus as S
from tests.factories.cases import MONDAY, World
from tests.factories.plans import DAY, make_recommendation, proof

LIST = "monev:recommendations"


@pytest.fixture
def asked(world: World) -> Recommendation:
    return make_recommendation(world, tier="meso_coordination")


def act_url(asked: Recommendation, slug: str) -> str:
    return reverse("monev:recommendation_act", args=[asked.pk, slug])


def as_(client: Client, world: World, who: str) -> Client:
    client.force_login(world.officers[who])
    return client


class TestList:
    """The list …"""

    def test_shows_what_is_due_first_on_top(self, client, world, asked):
        sooner = make_recommendation(world, due_on=MONDAY.date() + 5 * DAY)

        page = as_(client, world, "admin").get(reverse(LIST))

        assert [row.pk for row, *_rest in page.context["rows"]] == [sooner.pk, asked.pk]

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("keadaan=new", 1),
            ("keadaan=verified", 0),
            ("keadaan=ngawur", 1),
            ("tingkat=meso_coordination", 1),
            ("tingkat=macro", 0),
            ("kepada=contoh", 1),
            ("kepada=tidak+ada", 0),
            ("sesudah=rusak", 1),
        ],
    )
    def test_is_narrowed(self, client, world, asked, query, count):
        page = as_(client, world, "admin").get(f"{reverse(LIST)}?{query}")

        assert len(page.context["rows"]) == count

    def test_turns_its_pages(self, client, world):
        for day in range(1, 33):
            make_recommendation(world, due_on=MONDAY.date() + day * DAY)
        first = as_(client, world, "admin").get(reverse(LIST))

        second = client.get(
            first.context["next_url"] and f"{reverse(LIST)}" + first.context["next_url"]
        )

        assert (len(first.context["rows"]), len(second.context["rows"])) == (30, 2)

    @pytest.mark.parametrize("who", ["other_admin", "ombudsman", "programme"])
    def test_is_empty_for_strangers_and_the_page_is_not_found(
        self, client, world, asked, who
    ):
        page = as_(client, world, who).get(reverse(LIST))

        assert page.context["rows"] == []
        one = client.get(reverse("monev:recommendation", args=[asked.pk]))
        assert one.status_code == 404
        assert client.post(act_url(asked, "terima")).status_code == 404


class TestActing:
    """One recommendation …"""

    def test_goes_from_new_to_verified(self, client, world, asked):
        as_(client, world, "admin").post(act_url(asked, "terima"))
        client.post(
            act_url(asked, "selesai"), {"text": "Sudah dilatih.", "uploads": proof()}
        )
        asked.refresh_from_db()
        assert asked.standing == S.CLAIMED
        page = as_(client, world, "coordinator").get(
            reverse("monev:recommendation", args=[asked.pk])
        )
        assert "bukti.jpg" in page.content.decode()

        client.post(act_url(asked, "sahkan"), {"text": ""})

        asked.refresh_from_db()
        assert asked.standing == S.VERIFIED
        file = client.get(page.context["proofs"][0].url)
        assert b"".join(file.streaming_content)[:2] == b"\xff\xd8"

    def test_keeps_what_was_typed_when_proof_is_missing(self, client, world, asked):
        act_on(asked, A.ACCEPT, by=world.admin, at=MONDAY)

        answer = as_(client, world, "admin").post(
            act_url(asked, "selesai"), {"text": "Sudah dilatih tanggal 3."}
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Unggah sedikitnya satu berkas bukti." in page
        assert "Sudah dilatih tanggal 3." in page

    def test_asks_for_the_reason_of_a_refusal(self, client, world, asked):
        answer = as_(client, world, "leader").post(
            act_url(asked, "tolak"), {"text": ""}
        )

        assert answer.status_code == 422
        asked.refresh_from_db()
        assert asked.standing == S.NEW

    def test_says_when_it_is_too_late_for_an_act(self, client, world, asked):
        answer = as_(client, world, "admin").post(act_url(asked, "sahkan"))

        assert answer.status_code in {403, 409}

    def test_knows_no_other_act(self, client, world, asked):
        assert (
            as_(client, world, "admin").post(act_url(asked, "hapus")).status_code == 404
        )

    def test_offers_only_what_one_may_do(self, client, world, asked):
        page = as_(client, world, "auditor").get(
            reverse("monev:recommendation", args=[asked.pk])
        )

        assert page.context["acts"] == []


class TestGiving:
    """Giving …"""

    def given(self, world: World, **more: object) -> dict[str, object]:
        return {
            "giver": world.coordinator_home.code,
            "subject": world.regency.code,
            "template": "",
            "text": "Selesaikan tunggakan.",
            "due_on": "2026-05-01",
            **more,
        }

    def test_makes_a_new_one(self, client, world):
        answer = as_(client, world, "coordinator").post(
            reverse("monev:recommendation_give"), self.given(world)
        )

        made = Recommendation.objects.get()
        assert answer.url == reverse("monev:recommendation", args=[made.pk])

    def test_takes_a_text_of_the_library(self, client, world):
        as_(client, world, "coordinator").post(
            reverse("monev:recommendation_give"),
            self.given(world, text="", template="finish_backlog"),
        )

        made = Recommendation.objects.get()
        assert made.template == "finish_backlog"
        assert "tunggakan" in made.text

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"subject": "tidak-ada"}, "Kode ini tidak dikenal."),
            ({"text": ""}, "Tulis apa yang direkomendasikan."),
            ({"due_on": "2020-01-01"}, "sesudah hari ini"),
            ({"due_on": "besok"}, "Tulis tanggal seperti"),
        ],
    )
    def test_says_what_is_wrong(self, client, world, more, words):
        answer = as_(client, world, "coordinator").post(
            reverse("monev:recommendation_give"), self.given(world, **more)
        )

        assert answer.status_code == 422
        assert words in answer.content.decode()

    def test_is_refused_for_those_one_does_not_evaluate(self, client, world):
        answer = as_(client, world, "coordinator").post(
            reverse("monev:recommendation_give"),
            self.given(world, subject=world.other.code),
        )

        assert "tidak Anda nilai" in answer.content.decode()
        assert not Recommendation.objects.exists()
