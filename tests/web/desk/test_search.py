"""Finding a case."""

from lapor.domain.cases.models import Case
from tests.factories.cases import receive


class TestSearch:
    """/meja/cari/ …"""

    def test_jumps_to_the_case_of_a_number_however_typed(self, world, as_user):
        case = receive(world)
        typed = case.number.replace("-", " ").lower()

        answer = as_user(world.admin).get("/meja/cari/", {"q": typed})

        assert answer.url == f"/meja/{case.number}/"

    def test_jumps_to_the_case_of_an_official_tracking_id(self, world, as_user):
        case = receive(world)
        Case.objects.filter(pk=case.pk).update(tracking_id=6712345)

        answer = as_user(world.admin).get("/meja/cari/", {"q": "#6712345"})

        assert answer.url == f"/meja/{case.number}/"

    def test_finds_words_among_what_one_may_see(self, world, as_user):
        case = receive(world)
        foreign = receive(world, agency=world.other)

        page = as_user(world.admin).get("/meja/cari/?q=lampu padam")

        assert case.number in page.text
        assert foreign.number not in page.text

    def test_does_not_tell_that_a_foreign_case_exists(self, world, as_user):
        foreign = receive(world, agency=world.other)

        page = as_user(world.admin).get("/meja/cari/", {"q": foreign.number})

        assert (page.status_code, "Tidak ada yang cocok" in page.text) == (200, True)

    def test_never_finds_a_secret_case_by_its_words(self, world, as_user):
        receive(world, secret=True)

        page = as_user(world.admin).get("/meja/cari/?q=lampu")

        assert "Tidak ada yang cocok" in page.text

    def test_takes_odd_texts_calmly(self, world, as_user):
        client = as_user(world.admin)

        for text in ("\x00", "' OR 1=1", "%", "🙂" * 300, "a" * 9_000, "<b>"):
            assert client.get("/meja/cari/", {"q": text}).status_code == 200
