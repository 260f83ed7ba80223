"""The whole nation in the tables: counts, search, oversight, loading twice.

The load takes seconds, so it is done once for this module, inside a transaction that
is rolled back after its last test.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from lapor.domain.ledger.models import Entry
from lapor.domain.organisations import queries
from lapor.domain.organisations.actions import (
    REFERENCES,
    load_reference,
    save_organisation,
)
from lapor.domain.organisations.loading.copying import Loaded
from lapor.domain.organisations.models import Organisation, Oversight, Region
from lapor.domain.organisations.queries.regions import begins_with
from lapor.domain.organisations.rules import OversightKind
from lapor.kernel.actor import SYSTEM, Actor
from lapor.kernel.errors import NotFound

AT = datetime(2025, 1, 1, tzinfo=UTC)
TODAY = date(2025, 6, 2)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def nation(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, Loaded]]:
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield load()
            transaction.set_rollback(True)
        connection.close()


def load(*forced: str) -> dict[str, Loaded]:
    """Load all lists, or by force only those named."""
    return {
        reference.name: load_reference(reference, by=SYSTEM, at=AT, force=bool(forced))
        for reference in REFERENCES
        if not forced or reference.name in forced
    }


class TestLoading:
    def test_brings_everything(self, nation: dict[str, Loaded]) -> None:
        levels = Counter(Region.objects.values_list("level", flat=True))

        assert levels == {1: 38, 2: 514, 3: 7_285, 4: 83_762}
        assert nation["boundaries"].created == 552
        assert queries.agencies().filter(code__startswith="pemda-").count() == 552
        assert Organisation.objects.count() == nation["organisations"].rows
        assert Oversight.objects.count() == nation["oversight"].rows
        assert Entry.objects.filter(fact="reference.loaded").count() == 4

    def test_twice_is_once(self) -> None:
        again = load()

        assert {(one.created, one.changed) for one in again.values()} == {(0, 0)}

    def test_by_force_changes_nothing_either(self) -> None:
        again = load("regions", "boundaries")

        assert {(one.created, one.changed) for one in again.values()} == {(0, 0)}

    def test_puts_right_what_changed_but_not_what_a_person_edited(self) -> None:
        Organisation.objects.filter(code="ksp").update(name="Nama lama")
        edited = {"code": "lan", "name": "Lembaga Kami"}
        save_organisation(edited, by=Actor("user:1"), at=AT)

        again = load("organisations")

        assert again["organisations"].changed == 1
        assert queries.organisation_by_code("ksp").name == "Kantor Staf Presiden"
        assert queries.organisation_by_code("lan").name == "Lembaga Kami"

    def test_leaves_an_edge_ended_that_a_person_ended(self) -> None:
        edge = Oversight.objects.filter(kind=OversightKind.COORDINATION).first()
        assert edge is not None
        Oversight.objects.filter(pk=edge.pk).update(valid_until=date(2025, 1, 31))

        again = load("oversight")

        assert again["oversight"].created == 0

    def test_links_each_unit_to_its_agency(self) -> None:
        bureau = queries.organisation_by_code("pemda-32.04-setda-hukum")

        assert bureau.parent is not None
        assert bureau.parent.code == "pemda-32.04-setda"
        assert bureau.agency == queries.organisation_by_code("pemda-32.04")


class TestRegionSearch:
    @pytest.mark.parametrize(
        ("typed", "first"),
        [
            ("jawa barat", "Jawa Barat"),
            ("bandung", "Kabupaten Bandung, Jawa Barat"),
            ("Kab. Bandung", "Kabupaten Bandung, Jawa Barat"),
            ("jatim", "Jawa Timur"),
            ("kec ciwidey", "Ciwidey, Kabupaten Bandung, Jawa Barat"),
            ("bandng", "Kabupaten Bandung, Jawa Barat"),
            (
                "jakrta selatan",
                "Kota Administrasi Jakarta Selatan, Daerah Khusus Ibukota Jakarta",
            ),
            (
                "lubuk pakam i,ii",
                "Lubuk Pakam I,II, Lubuk Pakam, Kabupaten Deli Serdang, Sumatera Utara",
            ),
        ],
    )
    def test_finds_what_was_meant(self, typed: str, first: str) -> None:
        assert queries.search_regions(typed)[0].path == first

    def test_every_word_counts(self) -> None:
        paths = [found.path for found in queries.search_regions("Sukamaju Bandung")]

        assert paths == [
            "Sukamaju, Cimaung, Kabupaten Bandung, Jawa Barat",
            "Sukamaju, Majalaya, Kabupaten Bandung, Jawa Barat",
            "Sukamaju, Cibeunying Kidul, Kota Bandung, Jawa Barat",
        ]

    @pytest.mark.parametrize("typed", ["", " ", "a", "%", "_", "'", "xqzwv", "%%%%"])
    def test_finds_nothing_where_there_is_nothing(self, typed: str) -> None:
        assert queries.search_regions(typed) == []

    def test_gives_no_more_than_asked(self) -> None:
        assert len(queries.search_regions("ka", limit=7)) == 7

    def test_walks_an_index_and_not_the_table(self) -> None:
        plan = begins_with(["sukamaju", "bandung"])[:20].explain()

        assert "Bitmap Index Scan" in plan
        assert "_trigram" in plan
        assert "Seq Scan" not in plan


class TestPlaces:
    def test_have_a_path(self) -> None:
        assert (
            queries.region_path("32.04.05.2001")
            == f"{Region.objects.get(pk='32.04.05.2001').name}, "
            "Cileunyi, Kabupaten Bandung, Jawa Barat"
        )
        assert queries.region_path("99") == ""

    def test_have_children(self) -> None:
        assert queries.children_of().count() == 38
        assert queries.children_of("32").count() == 27

    def test_have_boundaries(self) -> None:
        features = list(queries.boundaries(2, within="34"))

        assert len(features) == 5
        assert features[0]["properties"] == {
            "code": "34.01",
            "name": "Kabupaten Kulon Progo",
        }


class TestOversight:
    def test_begins_with_the_cabinet(self) -> None:
        food = queries.organisation_by_code("kemenko-pangan")
        kind = OversightKind.COORDINATION

        assert not queries.overseen_by(food.pk, kind, date(2024, 10, 20)).exists()
        assert queries.overseen_by(food.pk, kind, date(2024, 10, 21)).count() == 6

    def test_joins_all_tiers_over_a_regency(self) -> None:
        regency = queries.organisation_by_code("pemda-32.04")

        found = {
            (edge.overseer.code, edge.kind)
            for edge in queries.overseers_of(regency.pk, TODAY)
        }

        assert found == {
            ("panrb", "national"),
            ("ombudsman", "resolution"),
            ("ombudsman-32", "resolution"),
            ("kemendagri", "territorial_guidance"),
            ("pemda-32", "territorial_guidance"),
            ("pemda-32.04-inspektorat", "internal_audit"),
        }

    def test_knows_the_auditor_of_a_unit(self) -> None:
        unit = queries.organisation_by_code("pemda-32.04-dinsos")

        auditor = queries.inspectorate_of(unit)

        assert auditor is not None
        assert auditor.code == "pemda-32.04-inspektorat"

    def test_knows_who_manages_the_nation(self) -> None:
        nation_wide = queries.overseen_by(
            queries.national_admin().pk, OversightKind.NATIONAL, TODAY
        )

        assert nation_wide.count() == queries.agencies().count() - 1


class TestOrganisationSearch:
    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("kemenkes", "kemenkes"),
            ("menpan", "panrb"),
            ("ksp", "ksp"),
            ("dinkes kab bandung", "pemda-32.04-dinkes"),
            ("inspektorat jabar", "pemda-32-inspektorat"),
            ("pemkot bandung", "pemda-32.73"),
            ("kementrian kesehatn", "kemenkes"),
            ("disdukcapil kab bandng", "pemda-32.04-dukcapil"),
        ],
    )
    def test_finds_what_was_meant(self, typed: str, code: str) -> None:
        assert queries.search_organisations(typed)[0].code == code

    def test_can_leave_out_units(self) -> None:
        found = queries.search_organisations("kesehatan", agencies_only=True)

        assert {one.code for one in found} == {"kemenkes", "bpjs-kesehatan"}

    @pytest.mark.parametrize(
        ("number", "name", "code"),
        [
            (14647, "apa saja", "pemda-32.04-dinsos"),
            (None, "Dinas Sosial Kab. Bandung", "pemda-32.04-dinsos"),
            (99, "Kecamatan Cangkuang", "pemda-32.04-kec-44"),
            (None, "Daldukppa Kab. Bandung", "pemda-32.04-dp3akb"),
            (12938, "Pemerintah Kabupaten Bandung", "pemda-32.04"),
        ],
    )
    def test_knows_the_units_of_an_official_export(
        self, number: int | None, name: str, code: str
    ) -> None:
        regency = queries.organisation_by_code("pemda-32.04")

        found = queries.match_unit(regency, external_id=number, name=name)

        assert found is not None
        assert found.code == code

    @pytest.mark.parametrize("name", ["Tidak Diketahui", "", " "])
    def test_does_not_guess(self, name: str) -> None:
        regency = queries.organisation_by_code("pemda-32.04")

        assert queries.match_unit(regency, external_id=None, name=name) is None

    def test_says_when_a_code_is_unknown(self) -> None:
        with pytest.raises(NotFound, match="tidak ada"):
            queries.organisation_by_code("kementerian-sihir")
