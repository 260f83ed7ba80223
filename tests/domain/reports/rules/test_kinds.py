import pytest

from lapor.domain.reports.rules.kinds import (
    PACKS,
    DocumentKind,
    Format,
    demand_format,
    demand_scope,
    fits_scope,
    formats_of,
)
from lapor.kernel.errors import Invalid


def test_every_tier_has_its_pack():
    assert len(PACKS) == 7
    assert {kind.value for kind in PACKS} == {
        *("paket-ai", "paket-akk", "paket-ap", "paket-akd"),
        *("paket-ksp", "paket-ori", "paket-an"),
    }


def test_letters_are_no_workbooks():
    assert Format.XLSX not in formats_of(DocumentKind.REMINDER)
    with pytest.raises(Invalid, match="pdf, docx"):
        demand_format(DocumentKind.RESULT, Format.XLSX)


def test_the_pack_of_the_nation_is_of_the_nation_only():
    assert fits_scope(DocumentKind.PACK_NATION, "nation")
    with pytest.raises(Invalid):
        demand_scope(DocumentKind.PACK_NATION, "units")


def test_a_monthly_report_fits_every_scope():
    kinds = ("nation", "overseen", "units", "agency", "unit")

    assert all(fits_scope(DocumentKind.MONTHLY, kind) for kind in kinds)
