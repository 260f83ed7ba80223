"""Local governments with their units and districts, as rows."""

from collections.abc import Iterator, Mapping
from typing import Final

from lapor.domain.organisations.loading import files
from lapor.domain.organisations.loading.regions import region_names
from lapor.domain.organisations.loading.rows import OrganisationRow, make_row
from lapor.domain.organisations.rules import OrganisationKind, zone_of

LOCAL_FILES: Final = (
    "known_units.csv",
    "local_units.csv",
    "pemda_552.csv",
    "wilayah_2025.csv.gz",
)
KINDS: Final = {
    "provinsi": OrganisationKind.PROVINCE,
    "kabupaten": OrganisationKind.REGENCY,
    "kota": OrganisationKind.CITY,
}
_SHORT: Final = {
    "provinsi": "pemda pemprov",
    "kabupaten": "pemda pemkab",
    "kota": "pemda pemkot",
}
_PEMDA: Final = {
    "flag": "umum",
    "source": "daftar wilayah, Kepmendagri 300.2.2-2430/2025",
}
_PATTERN: Final = {
    "flag": "pola",
    "source": "pola umum perangkat daerah (PP 18/2016, PP 72/2019); "
    "nama setempat dapat berbeda",
}
_OBSERVED: Final = {"flag": "observed", "source": "ekspor resmi LAPOR! 2021-2023"}
#: Administrative cities of Jakarta have branches of the province's agencies.
_CAPITAL: Final = "31."
_NOT_IN_CAPITAL: Final = frozenset({"setda", "setwan", "bpbd", "perumda-air"})


def local_rows() -> Iterator[OrganisationRow]:
    """Yield each local government followed by its units, then its districts."""
    names = region_names()
    districts: dict[str, list[str]] = {}
    for code in names:
        if code.count(".") == 2:
            districts.setdefault(code[:5], []).append(code)
    known: dict[str, dict[str, dict[str, str]]] = {}
    for line in files.table("known_units.csv"):
        known.setdefault(line["agency"], {})[line["code"]] = line
    patterns = list(files.table("local_units.csv"))
    for line in files.table("pemda_552.csv"):
        facts = known.get(f"pemda-{line['kode']}", {})
        agency = _agency(line, facts.get("", {}))
        yield agency
        units = [*_units(agency, patterns)]
        units += [
            _district(agency, code, names[code])
            for code in districts.get(line["kode"], [])
        ]
        yield from _with_facts(agency, units, facts)


def _agency(line: Mapping[str, str], facts: Mapping[str, str]) -> OrganisationRow:
    return make_row(
        code=f"pemda-{line['kode']}",
        name=line["instansi"],
        kind=KINDS[line["tingkat"]],
        zone=zone_of(line["kode"]),
        region=line["kode"],
        words=_SHORT[line["tingkat"]],
        external_id=int(facts["external_id"]) if facts else None,
        evidence=_PEMDA,
    )


def _units(
    agency: OrganisationRow, patterns: list[dict[str, str]]
) -> Iterator[OrganisationRow]:
    region = agency.region or ""
    in_capital = region.startswith(_CAPITAL)
    place = agency.name.removeprefix("Pemerintah ")
    for pattern in patterns:
        if agency.kind not in pattern["kinds"].split():
            continue
        if in_capital and pattern["code"] in _NOT_IN_CAPITAL:
            continue
        name = _branch(pattern["name"]) if in_capital else pattern["name"]
        yield make_row(
            code=f"{agency.code}-{pattern['code']}",
            name=f"{name} {place}",
            kind=OrganisationKind.UNIT,
            zone=zone_of(region),
            parent=agency,
            region=region,
            duties=pattern["duties"],
            evidence=_PATTERN,
        )


def _branch(name: str) -> str:
    """Name the branch of a Jakarta agency in one of its administrative cities."""
    if name == "Inspektorat":
        return "Inspektorat Pembantu"
    return f"Suku {name}" if name.startswith(("Dinas", "Badan")) else name


def _district(agency: OrganisationRow, code: str, name: str) -> OrganisationRow:
    place = agency.name.removeprefix("Pemerintah ")
    return make_row(
        code=f"{agency.code}-kec-{code[-2:]}",
        name=f"{_district_word(code)} {name} {place}",
        kind=OrganisationKind.UNIT,
        zone=zone_of(code),
        parent=agency,
        region=code,
        duties="kecamatan",
        words="kecamatan",
        evidence=_PEMDA,
    )


def _district_word(code: str) -> str:
    """Papua says distrik; Yogyakarta kapanewon and kemantren; all others kecamatan."""
    if code.startswith("9"):
        return "Distrik"
    if code.startswith("34."):
        return "Kemantren" if code.startswith("34.71") else "Kapanewon"
    return "Kecamatan"


def _with_facts(
    agency: OrganisationRow,
    units: list[OrganisationRow],
    facts: Mapping[str, Mapping[str, str]],
) -> Iterator[OrganisationRow]:
    """Put real names and official numbers over the pattern, and add what it lacks."""
    made = {agency.code: agency}
    for row in units:
        fact = facts.get(row.code.removeprefix(f"{agency.code}-"))
        made[row.code] = _real(agency, row, fact) if fact else row
        yield made[row.code]
    for code, fact in facts.items():
        full = f"{agency.code}-{code}"
        if code and full not in made:
            above = f"{agency.code}-{fact['parent']}" if fact["parent"] else agency.code
            made[full] = _real(made[above], None, fact, full)
            yield made[full]


def _real(
    parent: OrganisationRow,
    pattern: OrganisationRow | None,
    fact: Mapping[str, str],
    code: str = "",
) -> OrganisationRow:
    region = (pattern or parent).region
    return make_row(
        code=pattern.code if pattern else code,
        name=fact["name"],
        kind=OrganisationKind.UNIT,
        zone=zone_of(region or ""),
        parent=parent,
        region=region,
        duties=fact["duties"],
        external_id=int(fact["external_id"]) if fact["external_id"] else None,
        aliases=[each for each in fact["aliases"].split(";") if each],
        evidence=_OBSERVED,
    )
