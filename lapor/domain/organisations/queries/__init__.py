"""Reads of organisations, regions and oversight."""

from lapor.domain.organisations.queries.organisations import (
    agencies,
    inspectorate_of,
    match_unit,
    national_admin,
    organisation_by_code,
    organisation_by_slug,
    search_organisations,
    units_of,
)
from lapor.domain.organisations.queries.oversight import (
    decrees_of,
    edges_on,
    overseen_by,
    overseers_of,
    provinces_above,
)
from lapor.domain.organisations.queries.regions import (
    boundaries,
    children_of,
    region_by_code,
    region_path,
    search_regions,
)

__all__ = [
    "agencies",
    "boundaries",
    "children_of",
    "decrees_of",
    "edges_on",
    "inspectorate_of",
    "match_unit",
    "national_admin",
    "organisation_by_code",
    "organisation_by_slug",
    "overseen_by",
    "overseers_of",
    "provinces_above",
    "region_by_code",
    "region_path",
    "search_organisations",
    "search_regions",
    "units_of",
]
