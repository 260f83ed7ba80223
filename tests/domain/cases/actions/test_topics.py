"""Topics and classes changed by hand."""

import pytest

from lapor.domain.cases.actions import save_category, save_classification
from lapor.domain.cases.models import Category
from lapor.domain.ledger.models import Entry
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid
from tests.factories.cases import MONDAY, World


def save(**values: object) -> Category:
    return save_category(values, by=SYSTEM, at=MONDAY)


@pytest.mark.django_db
class TestSaveCategory:
    """save_category() …"""

    def test_gives_a_new_topic_a_free_address(self):
        top = save(name="Jalan")
        below = save(name="Jalan", parent=top.slug)
        again = save(name="Jalan!", parent=top.slug)

        assert [top.slug, below.slug, again.slug] == [
            "jalan",
            "jalan-jalan",
            "jalan-jalan-2",
        ]

    def test_changes_only_the_given_fields(self):
        save(name="Jalan", external_id=7)

        row = save(slug="jalan", is_active=False)

        assert (row.name, row.external_id, row.is_active) == ("Jalan", 7, False)
        entry = Entry.objects.get(fact="category.changed")
        assert entry.data["fields"] == ["is_active"]

    def test_says_nothing_when_nothing_changes(self):
        save(name="Jalan")

        save(slug="jalan", name="Jalan")

        assert Entry.objects.count() == 1

    @pytest.mark.parametrize("parent", ["lubang", "tidak-ada", "jalan"])
    def test_keeps_two_levels(self, parent: str):
        top = save(name="Jalan")
        save(name="Lubang", parent=top.slug)

        with pytest.raises(Invalid) as refusal:
            save(slug="jalan", parent=parent)

        assert "parent" in refusal.value.fields

    @pytest.mark.parametrize("name", ["", "   ", "x" * 161])
    def test_wants_a_name_of_a_fair_length(self, name: str):
        with pytest.raises(Invalid) as refusal:
            save(name=name)

        assert "name" in refusal.value.fields


class TestSaveClassification:
    """save_classification() …"""

    def test_adds_none(self, world: World):
        with pytest.raises(Invalid):
            save_classification({"code": "baru", "label": "x"}, by=SYSTEM, at=MONDAY)

    def test_wants_a_label(self, world: World):
        with pytest.raises(Invalid):
            save_classification(
                {"code": "aspiration", "label": " "}, by=SYSTEM, at=MONDAY
            )
