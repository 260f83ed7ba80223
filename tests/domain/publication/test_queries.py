from datetime import timedelta

from lapor.domain.cases.actions import learn_words
from lapor.domain.cases.rules import State
from lapor.domain.publication.actions import approve, propose
from lapor.domain.publication.queries import PublicFilters, public_page, public_search
from tests.factories.cases import HOUR, MONDAY, World, make_case

LATER = MONDAY + timedelta(days=2)


def publish(world: World, **options: object) -> None:
    case = make_case(world, State.IN_PROGRESS, **options)
    publication = propose(case, by=world.admin, at=MONDAY + 9 * HOUR)
    approve(publication, by=world.liaison, at=MONDAY + 10 * HOUR)


def found(text: str) -> list[str]:
    page = public_search(text, PublicFilters(), at=LATER).page
    return [row.title for row in page.rows]


class TestSearch:
    """public_search() …"""

    def test_finds_other_forms_of_a_word(self, world: World):
        publish(world, title="Jalan rusak di Desa Contoh")

        assert found("kerusakan jalanan") == ["Jalan rusak di Desa Contoh"]

    def test_finds_a_mistyped_word_and_says_what_was_meant(self, world: World):
        publish(world, title="Jembatan gantung putus")
        publish(world, title="Jembatan gantung lapuk")
        learn_words()

        result = public_search("jembatn", PublicFilters(), at=LATER)

        assert result.meant == "jembatan"
        assert len(result.page.rows) == 2

    def test_finds_nothing_that_is_secret(self, world: World):
        make_case(world, State.IN_PROGRESS, title="Jembatan rahasia", secret=True)

        assert found("jembatan") == []


def test_pages_follow_each_other_without_gap_or_double(world: World):
    for number in range(5):
        publish(world, title=f"Laporan uji nomor {number}")

    seen, token = [], ""
    while True:
        page = public_page(PublicFilters(), at=LATER, after=token, size=2)
        seen += [row.title for row in page.rows]
        token = page.next
        if not token:
            break

    assert len(seen) == len(set(seen)) == 5
