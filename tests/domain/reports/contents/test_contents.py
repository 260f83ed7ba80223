import pytest

from lapor.domain.analytics.models import CaseFact, Contribution
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.reports.contents import PARTS, written
from lapor.domain.reports.contents.context import Context, period_name, preceding
from lapor.domain.reports.contents.finding import document_of
from lapor.domain.reports.contents.packs import joint_handling
from lapor.domain.reports.queries import tables
from lapor.domain.reports.queries.counts import counted
from lapor.domain.reports.rules.documents import Document, Figure, Heading
from lapor.domain.reports.rules.kinds import DocumentKind, fits_scope
from lapor.kernel.errors import Invalid, NotFound
from tests.domain.reports.conftest import DAY, HALF, Land
from tests.factories.case_facts import RECEIVED
from tests.factories.monev import NOW

SCOPES = ("nation", "overseen", "units")
MADE = [(kind, scope) for kind in PARTS for scope in SCOPES if fits_scope(kind, scope)]


@pytest.mark.parametrize(("kind", "scope"), MADE)
def test_every_kind_is_written_for_every_scope_and_adds_up(
    land: Land, kind: DocumentKind, scope: str
):
    document = written(kind, land.scope(scope), HALF, at=NOW)

    assert document.check() is document
    assert all(table.origin.source for table in document.tables())
    assert levels_in_order(document)


def test_the_report_of_a_half_year_has_what_the_law_of_reports_asks(land: Land):
    document = written(DocumentKind.HALF_YEARLY, land.scope("nation"), HALF, at=NOW)
    titles = {table.title for table in document.tables()}
    figures = [block for block in document.blocks if isinstance(block, Figure)]

    assert {
        "Laporan menurut keadaan dan jenis instansi",
        "Laporan menurut klasifikasi dan keadaan",
        "Laporan menurut kanal dan bulan",
        "Sepuluh topik terbanyak dan perubahannya",
        "Tunggakan menurut bulan laporan masuk",
        "Keadaan dan tindak lanjut setiap instansi",
        "Semua indikator",
    } <= titles
    assert len(figures) >= 6
    assert all(figure.spoken and figure.svg for figure in figures)


def test_the_numbers_are_those_of_the_facts(land: Land):
    counts = counted(land.scope("nation"), HALF, at=NOW)
    table = tables.by_channel(counts).check()

    assert counts.total == 37
    assert table.total
    assert table.total["all"] == 37
    assert {row["name"]: row["all"] for row in table.rows}["Situs web"] == 25


def test_a_scope_counts_its_own_only(land: Land):
    counts = counted(land.scope("units"), HALF, at=NOW)

    assert counts.total == 23
    assert counted(land.scope("overseen"), HALF, at=NOW).total == 37


def test_reasons_of_the_archive_add_up(land: Land):
    table = tables.archive_reasons(counted(land.scope("nation"), HALF, at=NOW))

    assert table.check().lines()[0][:2] == ["Isi laporan tidak jelas", 2]


def test_an_agency_is_shown_by_its_units(land: Land):
    document = written(DocumentKind.MONTHLY, land.scope("agency"), HALF, at=NOW)
    names = {
        row["name"]
        for table in document.tables()
        if table.title.startswith("Laporan menurut keadaan dan instansi")
        for row in table.rows
    }

    assert land.unit.name in names


def test_what_several_agencies_handle_is_listed_with_what_is_late(land: Land):
    (led, *_rest) = CaseFact.objects.filter(agency_id=land.regency.pk)
    late = {"due_at": RECEIVED + 5 * DAY}
    for key, fields in enumerate(
        [late, late | {"handed_in_at": RECEIVED + 4 * DAY}, late | {"agency_id": -1}]
    ):
        Contribution.objects.create(
            **{
                "assignment_id": key,
                "case_id": led.case_id,
                "agency_id": land.city.pk,
                "number": led.number,
                "agency": land.city.code,
                "is_compulsory": True,
                "asked_at": RECEIVED + DAY,
            }
            | fields
        )

    _head, table = joint_handling(Context(land.scope("overseen"), HALF, NOW))
    nothing = joint_handling(Context(land.scope("nation"), preceding(HALF), NOW))

    assert table.check().lines() == [[led.number, 3, 2, 2]]
    assert nothing[1].text == "Tidak ada pada masa ini."


def test_a_reminder_comes_from_above(land: Land):
    document = written(
        DocumentKind.REMINDER, land.scope("agency"), HALF, at=NOW, sender=land.province
    )

    assert document.publisher == land.province.name
    assert document.subtitle == land.regency.name
    assert document.is_letter


def test_a_pack_of_another_tier_is_refused(land: Land):
    with pytest.raises(Invalid):
        written(DocumentKind.PACK_AGENCY, land.scope("nation"), HALF, at=NOW)


@pytest.mark.parametrize(
    "kind",
    [
        *(DocumentKind.MINUTES, DocumentKind.ROUND, DocumentKind.RESULT),
        DocumentKind.AUDIT,
    ],
)
def test_what_does_not_exist_yet_is_said(land: Land, kind: DocumentKind):
    with pytest.raises(NotFound):
        document_of(kind, land.scope("agency"), HALF, at=NOW)


def test_a_period_has_words_and_one_before_it():
    assert period_name(parse_period("2026-Q2")) == "triwulan 2 tahun 2026"
    before = preceding(parse_period("2026-03"))
    assert (str(before.first), str(before.last)) == ("2026-02-01", "2026-02-28")
    odd = preceding(parse_period("2026-03-02..2026-03-08"))
    assert (str(odd.first), str(odd.last)) == ("2026-02-23", "2026-03-01")


def levels_in_order(document: Document) -> bool:
    """Say whether no level of headings is skipped."""
    level = 0
    for block in document.blocks:
        if isinstance(block, Heading):
            if block.level > level + 1:
                return False
            level = block.level
    return True
