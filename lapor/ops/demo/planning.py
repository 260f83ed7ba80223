"""The action plans of the story: written in February, reported on each quarter.

The home agency has one for each year, checked by its auditor; some others have theirs,
a few too late. What is done of an item is a matter of luck, and some of it stays late.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Final, NamedTuple

from lapor.domain.accounts.models import User
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import agencies, organisation_by_code, units_of
from lapor.domain.plans import actions
from lapor.domain.plans.models import Item, Plan
from lapor.domain.plans.rules import Aspect
from lapor.ops.demo.country import HOME
from lapor.ops.demo.proof import proof_file

#: How many agencies beside the home have a plan of a year, and every which is late.
OTHERS: Final = 12
LATE: Final = 4


class Work(NamedTuple):
    """One item of every plan: what is wrong, what is done, how it is measured."""

    aspect: Aspect
    problem: str
    activity: str
    indicator: str
    target: int
    unit: str
    quarters: tuple[int, ...]
    budget: int
    outcome: str = ""


WORKS: Final = (
    Work(
        Aspect.PLANNING,
        "Anggaran pengelolaan pengaduan belum tersendiri.",
        "Mengusulkan baris anggaran pengelolaan pengaduan.",
        "Baris anggaran yang disetujui",
        *(1, "dokumen", (1, 2), 5_000_000),
    ),
    Work(
        Aspect.POLICY,
        "SOP belum memuat batas waktu tiap klasifikasi.",
        "Mengubah SOP dan menetapkannya dengan keputusan pimpinan.",
        "SOP yang ditetapkan",
        *(1, "dokumen", (2,), 10_000_000),
    ),
    Work(
        Aspect.PEOPLE,
        "Pejabat penghubung baru belum dilatih.",
        "Melatih pejabat penghubung menjawab dengan substantif.",
        "Pejabat penghubung yang lulus",
        *(40, "orang", (1, 2, 3), 25_000_000),
    ),
    Work(
        Aspect.SYSTEM,
        "Laporan loket belum dicatat pada hari yang sama.",
        "Menyediakan meja dan perangkat di loket pelayanan.",
        "Loket yang mencatat langsung",
        *(6, "loket", (3, 4), 60_000_000),
    ),
    Work(
        Aspect.OUTREACH,
        "Beberapa kecamatan hampir tidak melapor.",
        "Sosialisasi di kecamatan yang sepi laporan.",
        "Pertemuan warga",
        *(12, "kegiatan", (1, 2, 3, 4), 30_000_000),
    ),
    Work(
        Aspect.DATA,
        "Tindak lanjut pertama melewati batas.",
        "Membahas laporan terlambat dengan unit setiap minggu.",
        "Tindak lanjut pertama tepat waktu",
        *(90, "persen", (2, 4), 2_000_000, "P7"),
    ),
)


def plan_years(*, seed: int, at: datetime) -> int:
    """Make the plans that are missing, of the last year and this; returns how many."""
    home = organisation_by_code(HOME)
    made = 0
    for year in (at.year - 1, at.year):
        for place, agency in enumerate([home, *_others(home, seed, year)]):
            luck = Random(f"plan {seed} {year} {agency.code}")  # noqa: S311 - a story
            is_late = place > 0 and place % LATE == 0
            made += _plan(agency, year, luck, at, is_late=is_late)
    return made


def _others(home: Organisation, seed: int, year: int) -> list[Organisation]:
    """Return agencies that have an admin and a leader, a few of them."""
    names = set(User.objects.values_list("username", flat=True))
    rows = [
        agency
        for agency in agencies().exclude(pk=home.pk).order_by("code")
        if {f"admin-{agency.code}", f"pimpinan-{agency.code}"} <= names
    ]
    luck = Random(f"plans {seed} {year}")  # noqa: S311 - a story
    return luck.sample(rows, min(OTHERS, len(rows)))


def _plan(
    agency: Organisation, year: int, luck: Random, at: datetime, *, is_late: bool
) -> int:
    """Write, approve and carry out one plan, unless it is there."""
    month = 4 if is_late else 2
    day = datetime(year, month, luck.randrange(3, 20), 3, tzinfo=UTC)
    is_home = agency.code == HOME
    admin = _user("admin-instansi" if is_home else f"admin-{agency.code}")
    leader = _user("pimpinan" if is_home else f"pimpinan-{agency.code}")
    if (
        day + timedelta(days=3) > at
        or not admin.valid_grants(on=day.date())
        or Plan.objects.filter(agency=agency, year=year).exists()
    ):
        return 0
    plan = actions.make_plan(
        agency,
        year=year,
        until_year=year,
        title=f"Rencana aksi pengelolaan pengaduan {year}",
        legal_basis="PermenPANRB 46/2020",
        team_decree=f"SK 060/{luck.randrange(100, 999)}/{year}",
        targets={"P3": "95", "P5": "3"},
        by=admin,
        at=day,
    )
    units = list(units_of(agency).order_by("code")) or [agency]
    for work in WORKS:
        values = _values(work, year, luck.choice(units))
        actions.save_item(plan, None, values, by=admin, at=day)
    actions.submit_plan(plan, by=admin, at=day + timedelta(days=1))
    actions.approve_plan(plan, by=leader, at=day + timedelta(days=2))
    auditor = _user("auditor") if is_home else None
    items = Item.objects.filter(plan=plan).select_related("plan__agency", "owner")
    for item, work in zip(items.order_by("number"), WORKS, strict=True):
        _carry_out(item, _ends(work, day, at), work, luck, admin, auditor)
    return 1


def _values(work: Work, year: int, owner: Organisation) -> actions.ItemValues:
    return actions.ItemValues(
        aspect=work.aspect,
        year=year,
        problem=work.problem,
        activity=work.activity,
        indicator=work.indicator,
        target_value=Decimal(work.target),
        target_unit=work.unit,
        owner=owner,
        owner_person="Kepala bidang",
        partners="Inspektorat dan Dinas Kominfo",
        quarters=work.quarters,
        budget=work.budget,
        budget_source="APBD",
        risk="Anggaran atau peserta berhalangan.",
        proof="Dokumen, foto, dan daftar hadir.",
        outcome=work.outcome,
    )


def _carry_out(
    item: Item,
    ends: dict[int, datetime],
    work: Work,
    luck: Random,
    admin: User,
    auditor: User | None,
) -> None:
    """Report each quarter that is over; the auditor looks at all but the last."""
    pace = luck.choice((0.5, 0.8, 1.0, 1.0))
    for place, (quarter, moment) in enumerate(ends.items(), 1):
        value = int(work.target * pace * place / len(work.quarters))
        if not value:
            continue
        progress = actions.report_progress(
            item,
            year=item.year,
            quarter=quarter,
            value=Decimal(value),
            note="Dikerjakan bersama unit.",
            uploads=[proof_file(f"butir-{item.number}-tw{quarter}")],
            by=admin,
            at=moment,
        )
        is_whole = len(ends) == len(work.quarters)
        if auditor is not None and (is_whole or place < len(ends)):
            actions.check_progress(
                progress, is_good=True, by=auditor, at=moment + timedelta(days=4)
            )


def _ends(work: Work, begun: datetime, at: datetime) -> dict[int, datetime]:
    """Return the quarters that ended since a plan began, with a day before the end."""
    days = {
        quarter: datetime(begun.year, 3 * quarter, 25, 3, tzinfo=UTC)
        for quarter in work.quarters
    }
    return {
        quarter: moment
        for quarter, moment in days.items()
        if begun + timedelta(days=3) < moment < at - timedelta(days=4)
    }


def _user(name: str) -> User:
    return User.objects.get(username=name)
