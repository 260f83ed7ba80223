"""Reads of regions: by code, by name, by place in the tree."""

from collections.abc import Iterable, Iterator

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext

from lapor.domain.organisations.models import Region, RegionBoundary
from lapor.domain.organisations.queries.typos import likeness, near_enough
from lapor.domain.organisations.rules import parent_of, region_words
from lapor.kernel.errors import NotFound


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

    Best: the name as typed, with or without "kabupaten" or "kota"; then names that
    begin as typed, provinces and regencies first; then more own words.
    """
    own = Q()
    everywhere = Q()
    for word in words:
        own |= Q(key__contains=f" {word}")
        everywhere &= Q(search__contains=f" {word}")
    typed = " ".join(words)
    rank = (
        _points(
            (Q(key__in=_spellings(typed)), 10), (Q(key__in=_spellings(words[0])), 8)
        )
        + _points((_begins(words[0]), 4))
        + _points((Q(level=1), 11), (Q(level=2), 9), (Q(level=3), 1))
    )
    for word in words:
        rank = rank + _points((Q(key__contains=f" {word}"), 2))
    return (
        Region.objects.filter(own, everywhere)
        .annotate(rank=rank)
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


def _points(*scale: tuple[Q, int]) -> Case:
    return Case(
        *(When(condition, then=Value(points)) for condition, points in scale),
        default=Value(0),
        output_field=IntegerField(),
    )


def _spellings(name: str) -> list[str]:
    return [f" {prefix}{name}" for prefix in ("", "kabupaten ", "kota ")]


def _begins(word: str) -> Q:
    found = Q()
    for spelling in _spellings(word):
        found |= Q(key__startswith=spelling)
    return found


def _similar(words: list[str], limit: int) -> list[Region]:
    """Return regions whose names contain something like each word, best first."""
    own = Q()
    for word in words:
        own |= Q(key__trigram_strict_word_similar=word)
    rows = Region.objects.filter(own)
    for word in words if len(words) > 1 else []:
        rows = rows.filter(search__trigram_strict_word_similar=word)
    nearness = likeness(words[0], "key")
    for word in words:
        nearness = nearness + likeness(word, "search")
    ranked = rows.annotate(nearness=nearness).order_by("-nearness", "level", "code")
    with near_enough():
        return list(ranked[:limit])


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
