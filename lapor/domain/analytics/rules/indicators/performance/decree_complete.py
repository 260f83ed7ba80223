"""P20: the decree is there, valid and complete, and a contact is published (SK)."""

from typing import Any

from lapor.domain.analytics.rules.indicator import (
    Beside,
    Direction,
    Indicator,
    Part,
    Unit,
    Window,
    between,
)
from lapor.domain.analytics.rules.indicators.reports import Tables
from lapor.kernel.enums import noop


def _complete(tables: Tables, window: Window) -> Any:
    agencies = tables["agencies"]
    return (
        agencies.is_decree_valid
        & agencies.is_decree_complete
        & agencies.is_contact_published
    )


INDICATOR = Indicator(
    id="P20",
    key="decree_complete",
    part=Part.PERFORMANCE,
    name=noop("Kelengkapan SK"),
    english="Decree complete",
    formula=noop(
        "SK berlaku, menyebut semua admin dan pejabat penghubung, kontak diumumkan"
    ),
    who=noop("Semua instansi aktif dalam cakupan, pada hari terakhir masa itu"),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    table="agencies",
    population=lambda tables, window: tables["agencies"].agency.notnull(),
    numerator=_complete,
    denominator=lambda tables, window: tables["agencies"].agency.notnull(),
    beside={
        "valid": Beside(
            noop("SK berlaku"),
            "agencies",
            lambda tables, window: tables["agencies"].is_decree_valid,
        ),
        "complete": Beside(
            noop("SK menyebut semua petugas"),
            "agencies",
            lambda tables, window: tables["agencies"].is_decree_complete,
        ),
        "contact": Beside(
            noop("Kontak diumumkan"),
            "agencies",
            lambda tables, window: tables["agencies"].is_contact_published,
        ),
    },
    normal=between("0", "1"),
    weight=10,
    reference="100%",
    source=noop("syarat SK dalam monev 2020 dan 2022"),
)
