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
    rows = Route.objects.order_by("pk").values_list(
        "category__slug",
        "region",
        "keyword",
        "agency__code",
        "valid_from",
        "valid_until",
        "legal_basis",
        "is_on",
    )
    for cells in rows:
        values = dict(zip(ROUTES.header, cells, strict=True))
        yield values | {name: values[name] or "" for name in ("category", "region")}


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
        Column("valid_from", required=True, read=lists.as_day),
        Column("valid_until", read=lists.as_day, note=noop("Hari terakhir")),
        Column("legal_basis", note=noop("Dasar hukum")),
        Column("is_on", read=lists.as_flag, show=lists.show_flag),
    ),
    key=("category", "region", "keyword", "agency", "valid_from"),
    current=_routes,
    write=_write,
)
lists.register(ROUTES)
