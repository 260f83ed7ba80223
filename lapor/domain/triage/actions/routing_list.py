"""Routing rules as a table, to be taken out and brought back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from lapor.domain.triage.actions.routing import save_route
from lapor.domain.triage.models import Route
from lapor.kernel import lists
from lapor.kernel.actor import Actor
from lapor.kernel.enums import noop
from lapor.kernel.lists import Column, ListSpec, Values


def _routes() -> Iterator[Values]:
    return lists.standing(
        ROUTES,
        Route.objects.order_by("pk"),
        category="category__slug",
        agency="agency__code",
    )


def _write(values: Values, by: Actor, at: datetime) -> None:
    save_route(values, by=by, at=at)


ROUTES: Final = ListSpec(
    name="routes",
    title=noop("Aturan rute"),
    columns=(
        Column("category", note=noop("Slug kategori; kosong untuk semua")),
        Column("region", note=noop("Kode wilayah; kosong untuk semua")),
        Column("keyword", note=noop("Satu kata atau frasa; kosong untuk semua")),
        Column("agency", required=True, note=noop("Kode instansi yang berwenang")),
        lists.VALID_FROM,
        lists.VALID_UNTIL,
        Column("legal_basis", note=noop("Dasar hukum")),
        lists.flag("is_on"),
    ),
    key=("category", "region", "keyword", "agency", "valid_from"),
    current=_routes,
    write=_write,
)
lists.register(ROUTES)
