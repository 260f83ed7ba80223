"""The reference files as rows: complete, coherent, with their evidence."""

import json
from collections import Counter
from datetime import date

import pytest

from lapor.domain.organisations.actions.loading import organisation_rows
from lapor.domain.organisations.loading import files
from lapor.domain.organisations.loading.central import coordination_groups
from lapor.domain.organisations.loading.edges import EdgeRow, edge_rows
from lapor.domain.organisations.loading.regions import boundary_rows, region_rows
from lapor.domain.organisations.loading.rows import OrganisationRow


@pytest.fixture(scope="module")
def organisations() -> list[OrganisationRow]:
    return organisation_rows()


@pytest.fixture(scope="module")
def edges(organisations: list[OrganisationRow]) -> list[EdgeRow]:
    return list(edge_rows(organisations))


def test_regions_are_38_514_7285_83762() -> None:
    rows = list(region_rows())

    assert Counter(row.level for row in rows) == {1: 38, 2: 514, 3: 7_285, 4: 83_762}
    codes = {row.code for row in rows}
    assert len(codes) == len(rows)
    assert all(row.parent in codes for row in rows if row.level > 1)


def test_every_province_and_regency_has_a_boundary() -> None:
    levels = Counter(code.count(".") for code, geometry in boundary_rows())

    assert levels == {0: 38, 1: 514}


class TestOrganisations:
    def test_are_7_and_41_ministries_and_552_local_governments(
        self, organisations: list[OrganisationRow]
    ) -> None:
        kinds = Counter(row.kind for row in organisations)

        assert kinds["coordinating_ministry"] == 7
        assert kinds["ministry"] + kinds["coordinating_ministry"] == 48
        assert (kinds["province"], kinds["regency"], kinds["city"]) == (38, 416, 98)

    def test_have_codes_and_slugs_of_their_own(
        self, organisations: list[OrganisationRow]
    ) -> None:
        assert len({row.code for row in organisations}) == len(organisations)
        assert len({row.slug for row in organisations}) == len(organisations)
        assert max(len(row.code) for row in organisations) <= 48

    def test_stand_below_parents_that_come_first(
        self, organisations: list[OrganisationRow]
    ) -> None:
        seen: set[str] = set()
        for row in organisations:
            seen.add(row.code)
            assert row.parent is None or row.parent in seen
            assert row.agency in seen

    def test_every_local_government_has_one_auditor(
        self, organisations: list[OrganisationRow]
    ) -> None:
        auditors = Counter(
            row.agency for row in organisations if row.duties == "inspektorat"
        )

        local = [row.code for row in organisations if row.code.count("-") == 1]
        governments = [code for code in local if code.startswith("pemda-")]
        assert len(governments) == 552
        assert {auditors[code] for code in governments} == {1}

    def test_every_district_is_a_unit(
        self, organisations: list[OrganisationRow]
    ) -> None:
        assert sum(row.duties == "kecamatan" for row in organisations) == 7_285

    def test_the_ombudsman_has_34_offices(
        self, organisations: list[OrganisationRow]
    ) -> None:
        offices = [
            row
            for row in organisations
            if row.parent == "ombudsman" and row.duties == "perwakilan"
        ]

        assert len(offices) == 34

    def test_real_names_stand_over_the_pattern(
        self, organisations: list[OrganisationRow]
    ) -> None:
        rows = {row.code: row for row in organisations}

        assert rows["pemda-32.04-dinsos"].external_id == 14647
        assert rows["pemda-32.04"].external_id == 12938
        assert rows["pemda-32.04-pupr"].name.startswith("Dinas Pekerjaan Umum dan Tata")
        assert rows["pemda-32.04-setda-hukum"].parent == "pemda-32.04-setda"

    def test_say_where_they_come_from(
        self, organisations: list[OrganisationRow]
    ) -> None:
        flags = Counter(json.loads(row.evidence)["flag"] for row in organisations)

        assert set(flags) == {
            "verified",
            "partly",
            "unverified",
            "inferred",
            "umum",
            "pola",
            "observed",
        }


class TestEdges:
    def test_join_known_organisations_and_never_one_with_itself(
        self, organisations: list[OrganisationRow], edges: list[EdgeRow]
    ) -> None:
        codes = {row.code for row in organisations}

        assert all({edge.overseer, edge.subject} <= codes for edge in edges)
        assert all(edge.overseer != edge.subject for edge in edges)
        assert len({edge[:3] for edge in edges}) == len(edges)

    def test_coordination_is_as_the_file_says_with_its_flag(
        self, edges: list[EdgeRow]
    ) -> None:
        found = [edge for edge in edges if edge.kind == "coordination"]

        named = sum(len(group["coordinates"]) for group in coordination_groups())
        assert len(found) == named
        assert {edge.valid_from for edge in found} == {"2024-10-21"}
        assert {edge.evidence.partition(":")[0] for edge in found} == {
            "verified",
            "partly",
            "unverified",
        }

    def test_each_tier_watches_what_it_should(self, edges: list[EdgeRow]) -> None:
        counts = Counter((edge.overseer, edge.kind) for edge in edges)

        assert counts["kemendagri", "territorial_guidance"] == 552
        assert counts["pemda-35", "territorial_guidance"] == 38
        assert counts["ksp", "priority_programme"] == 48
        assert counts["pemda-32.04-inspektorat", "internal_audit"] == 1
        assert counts["panrb", "national"] == counts["ombudsman", "resolution"]

    def test_every_province_has_an_office_of_the_ombudsman(
        self, organisations: list[OrganisationRow], edges: list[EdgeRow]
    ) -> None:
        provinces = {row.code for row in organisations if row.kind == "province"}
        offices = {
            edge.subject: edge.overseer
            for edge in edges
            if edge.overseer.startswith("ombudsman-")
        }

        assert len(provinces) == 38
        assert provinces <= offices.keys()
        assert offices["pemda-94"] == "ombudsman-91"
        assert offices["pemda-96.71"] == "ombudsman-92"

    def test_no_edge_is_older_than_its_province(self, edges: list[EdgeRow]) -> None:
        young = [edge for edge in edges if edge.overseer == "pemda-93"]

        assert young
        assert all(
            date.fromisoformat(edge.valid_from) >= date(2022, 7, 25) for edge in young
        )


def test_the_fingerprint_follows_the_files() -> None:
    first = files.fingerprint(["agencies.csv"])

    assert first == files.fingerprint(["agencies.csv"])
    assert first != files.fingerprint(["agencies.csv", "central_units.csv"])
