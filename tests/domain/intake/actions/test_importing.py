"""Importing an official export into the database."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lapor.domain.analytics.queries import buckets
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case, Category, Clock
from lapor.domain.cases.rules import State
from lapor.domain.intake.actions import ImportSummary, import_export
from lapor.domain.ledger.queries import history_of
from lapor.domain.organisations.models import Organisation
from lapor.domain.reporters.models import Identity
from lapor.domain.reporters.queries import has_identity
from lapor.kernel import tables
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid
from tests.factories.cases import World
from tests.factories.exports import COLUMNS, exported, workbook
from tests.factories.organisations import agency, region, unit

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def take(
    *rows: dict[str, Any],
    given: Organisation | None = None,
    dry_run: bool = False,
    columns: Iterable[str] = COLUMNS,
    at: datetime = NOW,
) -> ImportSummary:
    file = workbook(rows, columns)
    summary = import_export(
        tables.read_rows(file), agency=given, by=SYSTEM, at=at, dry_run=dry_run
    )
    counted = summary.created + summary.changed + summary.unchanged + summary.rejected
    assert counted == summary.rows == len(rows)
    return summary


class TestImport:
    """An import …"""

    def test_makes_a_case_of_every_good_row(self, world: World):
        summary = take(exported(1), exported(2, status="Belum Terverifikasi"))

        case = Case.objects.get(tracking_id=900001)
        assert (summary.created, summary.errors) == (2, [])
        assert (case.agency, case.state, case.closing) == (
            world.regency,
            State.CLOSED,
            "silence",
        )
        assert case.code_digest is None
        assert [entry.fact for entry in history_of(case.ref)] == ["case.imported"]
        assert sum(buckets(world.regency.pk).buckets.values()) == 2

    def test_invents_no_moment_the_file_does_not_have(self, world: World):
        take(exported(1))

        case = Case.objects.get()
        unknown = ("verified_at", "dispatched_at", "answered_at", "closed_at", "due_at")
        assert {getattr(case, name) for name in unknown} == {None}

    def test_lets_the_law_of_arrival_run_for_what_nobody_has_looked_at(
        self, world: World
    ):
        take(exported(1, status="Belum Terverifikasi"))

        case = Case.objects.get()
        assert case.due_timer == "verification"
        assert case.due_at == case.verification_due_at
        assert Clock.objects.filter(case=case, stopped_at=None).count() == 2

    def test_twice_is_once(self, world: World):
        rows = [exported(n) for n in range(1, 6)]
        take(*rows)

        again = take(*rows)

        assert (again.created, again.unchanged) == (0, 5)
        assert Case.objects.count() == 5

    def test_takes_what_a_later_file_says_differently(self, world: World):
        take(exported(1, status="Belum Terverifikasi"))

        summary = take(exported(1, status="Ditutup oleh Admin"))

        case = Case.objects.get()
        assert (summary.changed, case.state, case.due_at) == (1, State.CLOSED, None)
        assert not Clock.objects.filter(stopped_at=None).exists()
        assert case.version == 2

    def test_leaves_alone_what_was_worked_on_here(self, world: World):
        take(exported(1, status="Belum Terverifikasi"))
        case = Case.objects.get()
        cases.note(case, content="Sudah ditelepon.", by=world.admin, at=NOW)

        summary = take(exported(1, status="Ditutup oleh Admin"))

        case.refresh_from_db()
        assert (summary.rejected, case.state) == (1, State.RECEIVED)
        assert "dikerjakan" in summary.errors[0].why

    def test_never_switches_protection_off(self, world: World):
        take(exported(1, tipe="Rahasia"))

        take(exported(1, tipe=""))

        assert Case.objects.get().is_secret

    def test_names_a_row_that_contradicts_an_earlier_one(self, world: World):
        summary = take(
            exported(1), exported(1), exported(1, status="Ditutup oleh Admin")
        )

        assert (summary.created, summary.unchanged, summary.rejected) == (1, 1, 1)
        assert (summary.errors[0].row, summary.errors[0].column) == (4, "Tracking ID")

    def test_writes_nothing_in_a_dry_run(self, world: World):
        summary = take(exported(1), exported(2), dry_run=True)

        assert summary.created == 2
        assert not Case.objects.exists()

    def test_rejects_a_row_whose_agency_nobody_knows(self, world: World):
        row = exported(1, instansi_induk="Pemerintah Kota Atlantis")

        summary = take(row)
        given = take(row, given=world.other)

        assert summary.errors[0].column == "Instansi Induk"
        assert (summary.rejected, given.created) == (1, 1)
        assert Case.objects.get().agency == world.other

    def test_refuses_a_sheet_without_the_columns(self, world: World):
        with pytest.raises(Invalid, match="Status Laporan"):
            take(exported(1), columns=["Tracking ID", "Judul Laporan"])

        assert not Case.objects.exists()

    def test_refuses_a_sheet_without_rows(self, world: World):
        with pytest.raises(Invalid, match="satu baris"):
            take()

    def test_goes_on_after_a_bad_row(self, world: World):
        summary = take(exported(1), exported(2, tanggal="x"), exported(3))

        assert (summary.created, summary.rejected) == (2, 1)
        assert summary.as_json()["errors"][0]["row"] == 3

    def test_writes_in_batches(self, world: World):
        summary = take(*(exported(n) for n in range(1, 2_101)))

        assert summary.created == Case.objects.count() == 2_100


class TestNames:
    """Names in a file …"""

    def test_of_units_are_found_with_and_without_the_place(self, world: World):
        parks = unit(world.regency, name="Dinas Pertamanan Kabupaten Contoh")
        rows = [
            exported(1, instansi_terdisposisi="Dinas Pertamanan Kab. Contoh"),
            exported(2, instansi_terdisposisi="dinas pertamanan"),
            exported(3, instansi_terdisposisi="Pemerintah Kabupaten Contoh"),
        ]

        take(*rows)

        units = Case.objects.order_by("tracking_id").values_list("unit", flat=True)
        assert list(units) == [parks.pk, parks.pk, None]

    def test_of_a_unit_as_parent_lead_to_its_agency(self, world: World):
        agency(name="Pemerintah Kota Lain Lagi")
        parks = unit(world.regency, name="Dinas Pertamanan Kabupaten Contoh")
        row = exported(1, instansi_induk="Dinas Pertamanan Kab. Contoh")

        take(row)

        case = Case.objects.get()
        assert (case.agency, case.unit) == (world.regency, parks)

    def test_that_two_agencies_share_are_told_apart_by_the_file(self, world: World):
        here = unit(world.regency, name="Kecamatan Sukamaju")
        unit(world.other, name="Kecamatan Sukamaju")

        alone = take(exported(1, instansi_induk="Kecamatan Sukamaju"))
        beside = take(exported(1, instansi_induk="Kecamatan Sukamaju"), exported(2))

        assert (alone.rejected, beside.created) == (1, 2)
        assert Case.objects.get(tracking_id=900001).unit == here

    def test_nobody_knows_are_kept_listed_and_mapped_later(self, world: World):
        row = exported(
            1, instansi_terdisposisi="Dinas Baru", id_kategori="777", kategori="Ngarai"
        )
        first = take(row)
        kept = Case.objects.get().source
        made = Category.objects.create(name="Ngarai", slug="ngarai", external_id=777)
        new = unit(world.regency, name="Dinas Baru")

        second = take(row)

        assert first.unmapped["units"] == {"Dinas Baru": 1}
        assert first.unmapped["categories"] == {"Ngarai": 1}
        assert (kept["Instansi Terdisposisi"], kept["ID Kategori"]) == (
            "Dinas Baru",
            "777",
        )
        case = Case.objects.get()
        assert (second.changed, case.unit, case.category) == (1, new, made)
        assert take(row).unchanged == 1

    def test_of_channels_nobody_knows_are_kept(self, world: World):
        summary = take(exported(1, sumber="Telegraf"))

        assert Case.objects.get().channel == "other"
        assert summary.unmapped["channels"] == {"Telegraf": 1}

    @pytest.mark.parametrize(
        ("places", "code"),
        [
            (("Jawa Barat", "Bandung", "Soreang"), "32.04.37"),
            (("Jawa Barat", "Kota Bandung", "Soreang"), "32.04.37"),
            (("Jawa Barat", "Kota Bandung", "Coblong"), "32.73.02"),
            (("Jawa Barat", "Kab. Bandung", "Atlantis"), "32.04"),
            (("Jawa Barat", "", "Soreang"), "32.04.37"),
            (("", "Kota Bandung", ""), "32.73"),
            (("Negeri Dongeng", "", ""), None),
        ],
    )
    def test_of_places_go_as_deep_as_they_are_known(self, world, places, code):
        region("32", "Jawa Barat")
        region("32.04", "Kabupaten Bandung")
        region("32.73", "Kota Bandung")
        region("32.04.37", "Soreang")
        region("32.73.02", "Coblong")
        province, regency, district = places

        take(exported(1, provinsi=province, kota=regency, kecamatan=district))

        assert Case.objects.get().region_id == code


class TestPersons:
    """A reporter's name …"""

    def test_goes_to_the_vault_and_nowhere_else(self, world: World):
        take(exported(1, nama="Zzcanary Contoh"))

        case = Case.objects.get()
        assert has_identity(case.number)
        assert "Zzcanary" not in str(case.__dict__)
        assert "Zzcanary" not in str([e.data for e in history_of(case.ref)])

    def test_is_not_kept_of_one_who_asked_to_be_anonymous(self, world: World):
        take(exported(1, nama="Zzcanary Contoh", tipe="Anonim"))

        assert not Identity.objects.exists()

    def test_that_cannot_be_one_rejects_the_row(self, world: World):
        summary = take(exported(1, nama="x" * 400))

        assert (summary.rejected, summary.errors[0].column) == (1, "Nama Pelapor")


def test_an_imported_case_can_be_worked_on(world: World):
    take(exported(1, status="Belum Terverifikasi"), at=NOW)
    case = Case.objects.get()

    done = cases.archive(
        case,
        reason="unclear",  # type: ignore[arg-type]
        advice="Tulis lokasi yang jelas.",
        by=world.admin,
        at=NOW + timedelta(hours=1),
    )

    assert done.state == State.ARCHIVED


def test_a_report_older_than_every_decree_has_no_clock(world: World):
    summary = take(exported(1, tanggal="5 May 2012", status="Belum Terverifikasi"))

    case = Case.objects.get()
    assert (summary.created, case.state, case.due_at) == (1, State.RECEIVED, None)
    assert not Clock.objects.exists()
