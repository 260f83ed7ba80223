"""Reads of agencies and units."""

from typing import Final

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext

from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries.typos import likeness, near_enough
from lapor.domain.organisations.rules import (
    OrganisationKind,
    name_key,
    normalise,
    region_words,
)
from lapor.kernel.errors import NotFound

#: Code of the ministry that manages the system for the nation.
NATIONAL_ADMIN: Final = "panrb"
#: ``duties`` of the internal auditor (APIP) of an agency.
AUDITOR_DUTIES: Final = "inspektorat"
_DEPTH: Final = Case(
    When(kind=OrganisationKind.UNIT, then=Value(1)),
    default=Value(0),
    output_field=IntegerField(),
)


def organisation_by_code(code: str) -> Organisation:
    """Return the organisation with this code; raises NotFound."""
    return _only(Q(code=code))


def organisation_by_slug(slug: str) -> Organisation:
    """Return the organisation of a public page; raises NotFound."""
    return _only(Q(slug=slug))


def national_admin() -> Organisation:
    """Return the Ministry of State Apparatus and Bureaucratic Reform (PANRB)."""
    return organisation_by_code(NATIONAL_ADMIN)


def agencies() -> QuerySet[Organisation]:
    """Return active agencies (instansi), no units."""
    return Organisation.objects.filter(is_active=True).exclude(
        kind=OrganisationKind.UNIT
    )


def units_of(agency: Organisation | int) -> QuerySet[Organisation]:
    """Return the active units of an agency at any depth, without itself."""
    key = agency.pk if isinstance(agency, Organisation) else agency
    return Organisation.objects.filter(
        agency_id=key, kind=OrganisationKind.UNIT, is_active=True
    )


def inspectorate_of(agency: Organisation) -> Organisation | None:
    """Return the internal auditor (APIP) of the agency of an organisation."""
    return (
        units_of(agency.agency_id or agency.pk)
        .filter(duties=AUDITOR_DUTIES)
        .order_by("pk")
        .first()
    )


def search_organisations(
    text: str, limit: int = 20, *, agencies_only: bool = False
) -> list[Organisation]:
    """Return active organisations by name, abbreviation or code, best first.

    Every word must begin a word of the name, of the code or of the agency's name.
    Agencies come before units, names that begin as typed before others. Only when
    nothing is found, similar spellings count.
    """
    typed = normalise(text)
    if len(typed) < 2:
        return []
    rows = Organisation.objects.filter(is_active=True).select_related("agency")
    if agencies_only:
        rows = rows.exclude(kind=OrganisationKind.UNIT)
    words = region_words(text)
    exact = rows
    for word in words:
        exact = exact.filter(search__contains=f" {word}")
    rank = Case(
        When(search__startswith=f" {typed}", then=Value(0)),
        When(search__contains=f" {typed}", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    best_first = exact.annotate(rank=rank, depth=_DEPTH).order_by(
        "depth", "rank", "name", "code"
    )
    return list(best_first[:limit]) or _similar(rows, words, limit)


def _similar(
    rows: QuerySet[Organisation], words: list[str], limit: int
) -> list[Organisation]:
    nearness: Combinable = Value(0.0)
    for word in words:
        rows = rows.filter(search__trigram_strict_word_similar=word)
        nearness = nearness + likeness(word, "search")
    ranked = rows.annotate(nearness=nearness, depth=_DEPTH).order_by(
        "-nearness", "depth", "name", "code"
    )
    with near_enough():
        return list(ranked[:limit])


def match_unit(
    agency: Organisation, *, external_id: int | None, name: str
) -> Organisation | None:
    """Return the organisation an official export means, or None.

    First by the official number, then by name among the agency and its units:
    "Dinas Sosial Kab. Bandung", "Dinas Sosial" and the aliases are the same.
    """
    tree = Organisation.objects.filter(Q(pk=agency.pk) | Q(agency_id=agency.pk))
    if external_id is not None:
        found = tree.filter(external_id=external_id).first()
        if found:
            return found
    if not name.strip():
        return None
    wanted = name_key(name, agency.name)
    for candidate in tree.only("name", "aliases"):
        names = [candidate.name, *candidate.aliases]
        if wanted in {name_key(each, agency.name) for each in names}:
            return candidate
    return None


def _only(condition: Q) -> Organisation:
    try:
        return Organisation.objects.select_related("agency", "region").get(condition)
    except Organisation.DoesNotExist:
        raise NotFound(
            gettext("Instansi itu tidak ada. Pilih dari daftar instansi.")
        ) from None
