"""Classes and topics, as lists to choose from."""

from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.cases.models import Category, Classification
from lapor.kernel.errors import Invalid, NotFound
from lapor.kernel.memory import remembered


def public_classes() -> QuerySet[Classification]:
    """Return the classes a citizen chooses from."""
    return Classification.objects.filter(public_selectable=True)


def finer_classes() -> QuerySet[Classification]:
    """Return the classes a verifier chooses from: those that have no finer ones."""
    return Classification.objects.filter(finer=None)


def classification_by_code(code: str) -> Classification:
    """Return one class, or raise Invalid."""
    found = Classification.objects.filter(code=code).first()
    if found is None:
        raise Invalid(
            _("Klasifikasi tidak dikenal."),
            fields={"classification": _("Pilih salah satu klasifikasi.")},
        )
    return found


def categories(parent: Category | None = None) -> QuerySet[Category]:
    """Return the active topics of one level, by name."""
    return Category.objects.filter(parent=parent, is_active=True).order_by("name")


@remembered
def with_finer(topic_id: int) -> tuple[int, ...]:
    """Return a topic and those below it, as keys: an index finds them one by one.

    A join to ask for the parent would be made for every row of a list.
    """
    near = Q(pk=topic_id) | Q(parent=topic_id)
    return tuple(
        Category.objects.filter(near).order_by("pk").values_list("pk", flat=True)
    )


def classifications() -> QuerySet[Classification]:
    """Return all classes, in the order in which people choose."""
    return Classification.objects.select_related("parent")


class Branch(NamedTuple):
    """A topic of the upper level with those below it."""

    topic: Category
    below: list[Category]


def category_tree(text: str = "", *, active: bool | None = None) -> list[Branch]:
    """Return both levels by name; ``text`` keeps what carries it in either name."""
    rows = Category.objects.order_by("name")
    if active is not None:
        rows = rows.filter(is_active=active)
    below: dict[int | None, list[Category]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    wanted = text.casefold()
    branches = []
    tops = Category.objects.filter(parent=None).order_by("name")
    for top in tops:
        children = below.get(top.pk, [])
        if wanted and wanted not in top.name.casefold():
            children = [row for row in children if wanted in row.name.casefold()]
            if not children:
                continue
        if active is None or top.is_active == active or children:
            branches.append(Branch(top, children))
    return branches


def category_by_slug(slug: str) -> Category:
    """Return one topic, closed or not; raises NotFound."""
    found = Category.objects.select_related("parent").filter(slug=slug).first()
    if found is None:
        raise NotFound(_("Kategori itu tidak ada."))
    return found
