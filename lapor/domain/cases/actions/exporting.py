"""Taking a list out of the system: who took which list is written down first."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import has_action
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.queries.desk import Filters, Tab
from lapor.domain.cases.queries.exporting import export_rows
from lapor.domain.ledger.actions import record
from lapor.kernel.errors import NotPermitted


def export_list(
    tab: Tab,
    filters: Filters,
    *,
    kind: str,
    by: User,
    at: datetime,
    on: date,
    zone: ZoneInfo,
) -> Iterator[tuple[Any, ...]]:
    """Record that this officer takes a list out, then return its rows.

    The entry is committed before the first row is read. ``kind`` is the format, "csv"
    or "xlsx". Raises NotPermitted for who may export nothing.
    """
    if not has_action(by, Action.EXPORT, on=on):
        raise NotPermitted(_("Anda tidak berwenang mengekspor daftar laporan."))
    with transaction.atomic():
        record(
            "list.exported",
            subject=f"list:{tab}",
            actor=by.actor,
            at=at,
            kind=kind,
            classification=filters.classification,
            category=filters.category_id,
            unit=filters.unit_id,
            channel=filters.channel,
        )
    return export_rows(by, tab, filters, at=at, on=on, zone=zone)
