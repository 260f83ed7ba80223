"""Topics and classes as tables."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from lapor.domain.cases.actions.topics import save_category, save_classification
from lapor.domain.cases.models import Category, Classification
from lapor.kernel import lists
from lapor.kernel.actor import Actor
from lapor.kernel.enums import noop
from lapor.kernel.lists import Column, ListSpec, Values


def _categories() -> Iterator[Values]:
    rows = Category.objects.order_by("parent__name", "name")
    return lists.standing(CATEGORIES, rows, parent="parent__slug")


def _write_category(values: Values, by: Actor, at: datetime) -> None:
    save_category(values, by=by, at=at)


def _classifications() -> Iterator[Values]:
    return lists.standing(CLASSIFICATIONS, Classification.objects.all())


def _write_classification(values: Values, by: Actor, at: datetime) -> None:
    save_classification(values, by=by, at=at)


CATEGORIES: Final = ListSpec(
    name="categories",
    title=noop("Kategori"),
    columns=(
        Column("slug", required=True, note=noop("Huruf kecil dan tanda hubung")),
        Column("parent", note=noop("Slug induk; kosong untuk tingkat pertama")),
        Column("name", required=True),
        Column("external_id", read=lists.as_number, note=noop("Nomor di LAPOR!")),
        lists.flag("is_active"),
    ),
    key=("slug",),
    current=_categories,
    write=_write_category,
)
CLASSIFICATIONS: Final = ListSpec(
    name="classifications",
    title=noop("Klasifikasi"),
    columns=(
        Column("code", required=True),
        Column("label", required=True),
        lists.flag(
            "public_selectable", noop("Boleh dipilih masyarakat: ya atau tidak")
        ),
        Column("position", read=lists.as_number, note=noop("Urutan")),
    ),
    key=("code",),
    current=_classifications,
    write=_write_classification,
)
lists.register(CATEGORIES, CLASSIFICATIONS)
