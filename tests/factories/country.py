"""A handful of agencies under the codes on which the made-up country is built."""

from lapor.domain.cases import actions as cases
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import OrganisationKind as Kind
from lapor.domain.priorities.actions import load_programmes
from lapor.kernel.actor import SYSTEM
from lapor.ops.demo.country import HOME
from tests.factories.deadlines import load_law, local
from tests.factories.organisations import agency, region, unit

DUTIES = (
    *("pekerjaan-umum", "inspektorat", "kesehatan", "perhubungan", "sosial"),
    *("kependudukan", "satpol-pp"),
)


def make_country() -> Organisation:
    """Make the law, classes, topics, places and agencies; returns the home agency."""
    load_law()
    at = local("2025-01-01 08:00")
    cases.load_classifications(by=SYSTEM, at=at)
    cases.load_categories(by=SYSTEM, at=at)
    city, other = region("33.74", "Kota Semarang"), region("71.71", "Kota Manado")
    for number in range(1, 4):
        region(f"33.74.0{number}.1001", f"Kelurahan Contoh {number}")
        region(f"71.71.0{number}.1001", f"Kelurahan Timur {number}")
    agency("panrb", "Kementerian PANRB", Kind.MINISTRY)
    agency("kemenko-pmk", "Kementerian Koordinator", Kind.COORDINATING_MINISTRY)
    agency("ksp", "Kantor Staf Presiden", Kind.INSTITUTION)
    agency("ombudsman", "Ombudsman", Kind.INSTITUTION)
    agency("kemensos", "Kementerian Sosial", Kind.MINISTRY)
    home = agency(HOME, "Pemerintah Kota Semarang", Kind.CITY, region=city)
    away = agency("pemda-71.71", "Pemerintah Kota Manado", Kind.CITY, region=other)
    for each in (home, away):
        for duties in DUTIES:
            unit(each, f"{each.code}-{duties}", f"Dinas {duties}", duties=duties)
    load_programmes(by=SYSTEM, at=at)
    return home
