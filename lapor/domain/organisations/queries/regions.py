"""Reads of regions: by code, by name, by place in the tree."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.db import connection, transaction
from django.db.models import (
    Case,
    FloatField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import gettext

from lapor.domain.organisations.models import Region, RegionBoundary
from lapor.domain.organisations.rules import parent_of, region_words
from lapor.kernel.errors import NotFound

#: Share of a word's trigrams that must occur in the name when spelling is off.
TYPO_THRESHOLD: Final = 0.5


def region_by_code(code: str) -> Region:
    """Return the region with this Kemendagri code; raises NotFound."""
    try:
        return Region.objects.get(pk=code)
    except Region.DoesNotExist:
        raise NotFound(
            gettext("Wilayah dengan kode itu tidak ada. Pilih dari daftar wilayah.")
        ) from None


def children_of(code: str = "") -> QuerySet[Region]:
    """Return the regions one level below, by name; provinces for an empty code."""
    return Region.objects.filter(parent_id=code or None).order_by("name", "code")


def region_path(code: str) -> str:
    """Return "Village, District, Regency, Province"; empty when unknown."""
    region = Region.objects.filter(pk=code).first()
    if region is None:
        return ""
    _fill_paths([region])
    return region.path


def search_regions(text: str, limit: int = 20) -> list[Region]:
    """Return regions by name, best first, each with its ``path``.

    Every word must begin a word of the region's own or an ancestor's name, and at
    least one must be its own. Only when nothing is found, similar spellings count.
    Fewer than two letters find nothing.
    """
    words = region_words(text)
    if sum(map(len, words)) < 2:
        return []
    found = list(begins_with(words)[:limit]) or _similar(words, limit)
    _fill_paths(found)
    return found


def begins_with(words: list[str]) -> QuerySet[Region]:
    """Return the regions in whose names every word begins a word, best first.

    Best: the whole name as typed, then names that begin with the first word, then
    more own words, then the higher level.
    """
    own = Q()
    everywhere = Q()
    for word in words:
        own |= Q(key__contains=f" {word}")
        everywhere &= Q(search__contains=f" {word}")
    typed = " " + " ".join(words)
    return (
        Region.objects.filter(own, everywhere)
        .annotate(
            rank=_points(Q(key=typed), 16)
            + _points(Q(key=f" {words[0]}"), 8)
            + _points(Q(key__startswith=f" {words[0]}"), 4)
            + sum(
                (_points(Q(key__contains=f" {word}"), 2) for word in words),
                start=Value(0),
            )
        )
        .order_by("-rank", "level", "key", "code")
    )


def boundaries(level: int, within: str = "") -> Iterator[dict[str, object]]:
    """Yield GeoJSON features of level 1 or 2, of one province when ``within``."""
    rows = RegionBoundary.objects.filter(region__level=level).select_related("region")
    if within:
        rows = rows.filter(region__parent_id=within)
    for row in rows.order_by("region_id").iterator(chunk_size=100):
        yield {
            "type": "Feature",
            "id": row.region_id,
            "properties": {"code": row.region_id, "name": row.region.name},
            "geometry": row.geometry,
        }


def _points(condition: Q, points: int) -> Case:
    return Case(
        When(condition, then=Value(points)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _similar(words: list[str], limit: int) -> list[Region]:
    """Return regions whose names contain something like each word, best first."""
    likeness: Func | Value = Value(0.0)
    rows = Region.objects.all()
    for word in words:
        rows = rows.filter(search__trigram_word_similar=word)
        likeness = likeness + Func(
            Value(word), "key", function="word_similarity", output_field=FloatField()
        )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)",
            [str(TYPO_THRESHOLD)],
        )
        return list(
            rows.annotate(likeness=likeness).order_by("-likeness", "level", "code")[
                :limit
            ]
        )


def _fill_paths(regions: Iterable[Region]) -> None:
    """Write the names up to the province into ``path``, with one query."""
    regions = list(regions)
    needed = {code for region in regions for code in _ancestors(region.code)}
    names = dict(Region.objects.filter(pk__in=needed).values_list("code", "name"))
    for region in regions:
        above = [names[code] for code in _ancestors(region.code) if code in names]
        region.path = ", ".join([region.name, *above])


def _ancestors(code: str) -> list[str]:
    found = []
    while code := parent_of(code):
        found.append(code)
    return found
