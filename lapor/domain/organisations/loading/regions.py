"""Regions and boundaries as rows."""

import json
from collections.abc import Iterator
from typing import Final, NamedTuple

from lapor.domain.organisations.loading import files
from lapor.domain.organisations.rules import level_of, normalise, parent_of

REGION_FILES: Final = ("wilayah_2025.csv.gz",)
BOUNDARY_FILES: Final = ("provinsi_38.geojson.gz", "kabkota_514.geojson.gz")


class RegionRow(NamedTuple):
    """One region in the order of the staging table."""

    code: str
    name: str
    level: int
    parent: str | None
    key: str
    search: str


def region_rows() -> Iterator[RegionRow]:
    """Yield every region, parents before children, as the file orders them."""
    search: dict[str, str] = {"": ""}
    for line in files.table(REGION_FILES[0]):
        code, name = line["kode"], line["nama"]
        parent = parent_of(code)
        key = f" {normalise(name)}"
        row = RegionRow(
            code, name, level_of(code), parent or None, key, key + search[parent]
        )
        if row.level < 4:
            search[code] = row.search
        yield row


def region_names() -> dict[str, str]:
    """Return the names of provinces, regencies, cities and districts by code."""
    return {
        line["kode"]: line["nama"]
        for line in files.table(REGION_FILES[0])
        if level_of(line["kode"]) < 4
    }


def boundary_rows() -> Iterator[tuple[str, str]]:
    """Yield region code and GeoJSON geometry of provinces, then of regencies."""
    for name in BOUNDARY_FILES:
        for feature in files.document(name)["features"]:
            yield (
                feature["properties"]["kode"],
                json.dumps(feature["geometry"], separators=(",", ":")),
            )
