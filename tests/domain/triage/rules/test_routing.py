"""Which rule counts for a report, and what accepted returns teach."""

from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.triage.rules.routing import (
    Moved,
    Routing,
    best,
    lessons,
    telling_word,
)

ROADS, HEALTH = 1, 2
CITY, PROVINCE = 10, 20


def rule(key: int = 1, **given: object) -> Routing:
    parts = {"categories": frozenset(), "region": "", "keyword": "", "support": 0}
    return Routing(key=key, agency_id=CITY, **(parts | given))  # type: ignore[arg-type]


class TestBest:
    """The rule that counts …"""

    def test_matches_topic_place_and_word_together(self):
        only = rule(categories=frozenset({ROADS}), region="32.04", keyword="gang")

        assert best([only], ROADS, "32.04.05", "Gang Mawar berlubang") == only
        assert best([only], HEALTH, "32.04.05", "Gang Mawar") is None
        assert best([only], ROADS, "32.05", "Gang Mawar") is None
        assert best([only], ROADS, "32.04", "Jalan besar") is None

    def test_takes_no_part_of_a_code_or_word(self):
        assert best([rule(region="32.0")], None, "32.04", "") is None
        assert best([rule(keyword="gang")], None, "", "Barang hilang") is None
        assert best([rule(keyword="gang")], None, "", "di gang-gang") is not None

    def test_says_more_than_the_others(self):
        wide = rule(1, region="32", support=900)
        narrow = rule(2, region="32.04", support=1)
        narrowest = rule(3, region="32.04", categories=frozenset({ROADS}))

        assert best([wide, narrow, narrowest], ROADS, "32.04.05", "") == narrowest
        assert best([wide, narrow], ROADS, "32.04.05", "") == narrow

    @given(st.lists(st.integers(1, 50), unique=True, min_size=1))
    def test_does_not_depend_on_the_order_of_rules(self, keys: list[int]):
        rules = [rule(key, region="32", support=key % 3) for key in keys]

        assert best(rules, None, "32.04", "") == best(rules[::-1], None, "32.04", "")

    def test_takes_the_sign_of_a_pattern_as_it_stands(self):
        assert best([rule(keyword="a.b (c")], None, "", "xa.b (c") is None
        assert best([rule(keyword="a.b (c")], None, "", "di a.b (c") is not None


class TestLessons:
    """Accepted returns …"""

    def test_teach_where_a_topic_of_a_place_belongs(self):
        moved = [Moved(ROADS, "32.04.05", "Jalan rusak", PROVINCE)] * 3

        (lesson,) = lessons(moved, {})

        assert (lesson.category_id, lesson.region) == (ROADS, "32.04")
        assert (lesson.agency_id, lesson.support, lesson.keyword) == (PROVINCE, 3, "")

    def test_teach_nothing_while_there_are_few(self):
        assert lessons([Moved(ROADS, "32.04", "Jalan rusak", PROVINCE)] * 2, {}) == []

    def test_teach_a_word_where_a_place_is_divided(self):
        roads = [Moved(ROADS, "32.04", f"Jalan provinsi {n}", PROVINCE) for n in "abc"]
        lanes = [Moved(ROADS, "32.04", f"Lorong sempit {n}", CITY) for n in "abc"]

        found = {(one.keyword, one.agency_id) for one in lessons([*roads, *lanes], {})}

        assert found == {("provinsi", PROVINCE), ("sempit", CITY)}

    def test_teach_nothing_of_everything(self):
        assert lessons([Moved(None, "", "Jalan rusak", PROVINCE)] * 9, {}) == []


class TestTellingWord:
    """The word that tells cases apart …"""

    def test_is_in_most_texts_and_in_none_of_the_others(self):
        texts = ["irigasi sawah", "irigasi kering", "saluran irigasi"]

        assert telling_word(texts, ["jalan rusak"], {}) == "irigasi"
        assert telling_word(texts, ["irigasi kota"], {}) == ""

    def test_is_no_word_that_everybody_writes(self):
        texts = ["mohon irigasi", "mohon irigasi", "mohon irigasi"]

        assert telling_word(texts, [], {"mohon": 0.6}) == "irigasi"

    def test_is_no_name_that_occurs_once(self):
        assert telling_word(["Budi", "Siti", "Agus"], [], {}) == ""
