"""Where something happened, and which posts a row of the matrix means by that."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from lapor.domain.cases.models import Case
from lapor.domain.monev.models import Sheet
from lapor.domain.notifications.models import Rule
from lapor.domain.notifications.queries.officers import (
    ANYWHERE,
    AUDIENCE_OF,
    Post,
)
from lapor.domain.notifications.queries.texts import number_of
from lapor.domain.notifications.rules import Audience
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import provinces_above

#: The office that is asked stands in these facts; it is not the one that answers.
ASKED_TO_HELP: Final = frozenset({"case.joined", "case.copied", "case.consulted"})


class Happening(NamedTuple):
    """Something that came true: an entry of the ledger, or what time brought."""

    key: str  # unique for ever
    fact: str
    subject: str
    data: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Places:
    """What says which organisations are meant, read once for a batch."""

    cases: Mapping[str, Case]
    codes: Mapping[str, Organisation]
    subjects: Mapping[str, list[int]]  # of a round: the organisations it is about
    provinces: Mapping[int, list[int]]  # above the agencies of cases


def posts_of(rule: Rule, each: Happening, places: Places) -> list[Post]:
    """Return the posts a row means for a happening."""
    audience = Audience(rule.audience)
    if audience == Audience.REPORTER:
        return []
    told = told_of(each)
    if told is not None:  # the ladder has found the offices itself
        return [
            Post(audience, places.codes[code].pk)
            for one, code in told
            if one == audience and code in places.codes
        ]
    if audience in ANYWHERE:
        return [Post(audience, 0)]
    if audience == Audience.HOLDER:
        kind, _colon, key = each.subject.partition(":")
        return [Post(audience, int(key))] if kind == "user" else []
    case = places.cases.get(number_of(each.subject))
    if case is not None and audience == Audience.MESO:
        above = places.provinces.get(case.agency_id, ())
        return [Post(Audience.AGENCY_ADMIN, key) for key in above]
    return [Post(audience, key) for key in _places(audience, each, places)]


def told_of(each: Happening) -> list[tuple[Audience, str]] | None:
    """Return the offices that a happening names itself, None when it names none."""
    if "told" not in each.data:
        return None
    pairs = [str(one).partition("@") for one in each.data["told"]]
    return [(AUDIENCE_OF[r], code) for r, _at, code in pairs if r in AUDIENCE_OF]


def _places(audience: Audience, each: Happening, places: Places) -> Iterator[int]:
    """Yield the organisations whose officers are meant."""
    case = places.cases.get(number_of(each.subject))
    named = places.codes.get(str(each.data.get("organisation", "")))
    if case is not None and each.fact in ASKED_TO_HELP:
        if named is not None:
            yield named.pk
        return
    if case is not None:
        at_unit = audience in {Audience.LIAISON, Audience.UNIT_HEAD}
        key = case.unit_id if at_unit else case.agency_id
        if key is not None:
            yield key
        return
    if named is not None:
        yield named.pk
    elif each.subject.startswith("organisation:"):
        office = places.codes.get(each.subject.removeprefix("organisation:"))
        if office is not None:
            yield office.agency_id or office.pk
    elif each.subject in places.subjects:
        yield from places.subjects[each.subject]


def read_places(
    told: Sequence[Happening], matrix: Mapping[str, list[Rule]], on: date
) -> Places:
    """Read where a batch of happenings is, as far as the matrix asks for it."""
    numbers = {number_of(each.subject) for each in told} - {""}
    cases = Case.objects.filter(number__in=numbers, is_finding=False).select_related(
        "agency", "unit", "classification"
    )
    codes = {code for each in told for _one, code in told_of(each) or () if code}
    codes |= {str(each.data["organisation"]) for each in told if _names_one(each)}
    codes |= {
        each.subject.removeprefix("organisation:")
        for each in told
        if each.subject.startswith("organisation:")
    }
    rounds = {
        each.subject.removeprefix("round:"): each.subject
        for each in told
        if each.subject.startswith("round:") and not _names_one(each)
    }
    subjects: dict[str, list[int]] = defaultdict(list)
    if rounds:
        rows = Sheet.objects.filter(round__in=[int(key) for key in rounds])
        for round_key, organisation in rows.values_list("round", "subject"):
            subjects[rounds[str(round_key)]].append(organisation)
    found = {case.number: case for case in cases} if numbers else {}
    return Places(
        cases=found,
        codes={row.code: row for row in Organisation.objects.filter(code__in=codes)}
        if codes
        else {},
        subjects=subjects,
        provinces=_provinces(told, matrix, found, on),
    )


def _provinces(
    told: Sequence[Happening],
    matrix: Mapping[str, list[Rule]],
    cases: Mapping[str, Case],
    on: date,
) -> dict[int, list[int]]:
    """Return the provinces above, where the matrix tells them something of a case."""
    agencies = {
        cases[number].agency_id
        for each in told
        if told_of(each) is None and (number := number_of(each.subject)) in cases
        for rule in matrix[each.fact]
        if rule.audience == Audience.MESO
    }
    return provinces_above(agencies, on) if agencies else {}


def _names_one(each: Happening) -> bool:
    return bool(each.data.get("organisation"))
