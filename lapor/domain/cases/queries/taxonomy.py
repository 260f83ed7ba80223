"""Classes and topics, as lists to choose from."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.domain.cases.models import Category, Classification
from lapor.kernel.errors import Invalid


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
