"""What the story leaves in the register of issues and among the findings."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.db import transaction

from lapor.domain.accounts.models import User
from lapor.domain.analytics.actions import fold_cases
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case, Category, Classification
from lapor.domain.cases.rules import AnswerResult, Channel
from lapor.domain.findings.actions import detect_all, handle_finding
from lapor.domain.findings.models import Finding
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import units_of
from lapor.domain.prevention import actions
from lapor.domain.prevention.models import Issue, Measure
from lapor.domain.prevention.rules.words import Cause, Means
from lapor.kernel import ids
from lapor.kernel.actor import REPORTER
from lapor.ops.demo.country import HOME_DUTIES
from lapor.ops.demo.proof import proof_file

#: Days before today on which the story looks for issues; the first are old enough for
#: the test of an effect (finished, 30 days of wash-out, 90 days).
LOOKED: Final = (210, 120, 0)
REGISTERED: Final = 6


class Repeated(NamedTuple):
    """The same complaint again and again; ``first`` and ``last`` are days before today.

    The hasty ones are all answered within the hour, with one and the same text.
    """

    titles: tuple[str, ...]
    category: str
    first: int
    last: int
    n: int
    is_hasty: bool


REPEATED: Final = (
    Repeated(
        (
            "Lampu jalan padam di Pasar Johar",
            "Pasar Johar: lampu jalan mati lagi",
            "Lampu di Pasar Johar sudah lama padam",
        ),
        "penerangan-jalan",
        290,
        222,
        11,
        is_hasty=False,
    ),
    Repeated(
        (
            "Jalan berlubang di Jalan Kaligawe",
            "Jalan Kaligawe berlubang lagi setelah ditambal",
            "Lubang dalam di Jalan Kaligawe",
        ),
        "jalan-berlubang",
        88,
        40,
        14,
        is_hasty=True,
    ),
)
SAME: Final = (
    "Terima kasih atas laporan Saudara. Laporan sudah kami teruskan kepada bidang "
    "terkait untuk ditindaklanjuti sesuai ketentuan yang berlaku."
)
OWN: Final = (
    "Petugas memeriksa lokasi pada hari ke-{day} dan mengganti {day} lampu di sisi "
    "timur pasar. Lampu menyala kembali sejak pukul 19.00 hari itu juga."
)
ACTS: Final = (
    (
        Cause.FACILITIES,
        ("Alat rusak berulang", "Tidak ada jadwal perawatan"),
        Means.REPAIR,
        "Mengganti bagian yang rusak dan menjadwalkan perawatan tiap bulan.",
    ),
    (
        Cause.PROCEDURE,
        ("Berkas berpindah tiga meja", "SOP lama belum diubah"),
        Means.RULE,
        "Mengubah SOP: satu meja, paling lama dua hari.",
    ),
    (
        Cause.INFORMATION,
        ("Warga tidak tahu syaratnya", "Syarat hanya ditempel di kantor"),
        Means.CAMPAIGN,
        "Menyebarkan syarat lewat kelurahan dan laman resmi.",
    ),
    (
        Cause.STAFF,
        ("Petugas sering berganti", "Tidak ada serah terima"),
        Means.TRAINING,
        "Melatih petugas baru dan mewajibkan serah terima tertulis.",
    ),
)


def prevent(home: Organisation, *, admin: User, auditor: User, at: datetime) -> None:
    """Find issues on three days of the past, act on the first, test, look for signs."""
    if not Issue.objects.filter(agency=home).exists():
        fold_cases(
            [k for each in REPEATED for k in _told(home, each, admin, at)], at=at
        )
    for days in LOOKED:
        actions.detect(home, at=at - timedelta(days=days))
    if not Measure.objects.filter(agency=home).exists():
        _act(home, admin, at)
    actions.judge_effects(at=at)
    detect_all(at=at)
    seen = Finding.objects.filter(organisation=home, state="open").order_by("pk")
    if first := seen.first():
        handle_finding(
            first,
            state="explained",
            note="Diperiksa bersama unit: data lama dipindahkan pada minggu itu.",
            by=auditor,
            at=at,
        )


def _told(
    home: Organisation, each: Repeated, admin: User, at: datetime
) -> Iterator[int]:
    """Let people complain of the same thing; yields the keys of their cases."""
    unit = units_of(home).filter(duties=HOME_DUTIES).first() or home
    for place in range(each.n):
        ago = each.first - (each.first - each.last) * place // (each.n - 1)
        day = at - timedelta(days=ago, minutes=37 * place)
        case = _received(home, each, place, day)
        day += timedelta(hours=20)
        case = cases.dispatch(
            case,
            to=unit,
            classification=Classification.objects.get(pk="complaint_ordinary"),
            category=Category.objects.filter(slug=each.category).first(),
            by=admin,
            at=day,
        )
        day += timedelta(minutes=25) if each.is_hasty else timedelta(days=3 + place % 4)
        case = cases.final_answer(
            case,
            content=SAME if each.is_hasty else OWN.format(day=3 + place),
            result=AnswerResult.EXPLAINED if each.is_hasty else AnswerResult.FULFILLED,
            by=admin,
            at=day,
        )
        yield cases.accept(case, at=day + timedelta(days=1)).pk


@transaction.atomic
def _received(home: Organisation, each: Repeated, place: int, day: datetime) -> Case:
    title = each.titles[place % len(each.titles)]
    new = cases.NewCase(
        title=title,
        content=f"{title}. Mohon segera diperbaiki, sudah beberapa kali dilaporkan.",
        classification=Classification.objects.get(pk="complaint"),
        channel=Channel.WEB,
        agency=home,
        region=home.region,
        is_anonymous=True,
    )
    return cases.open_case(
        new, code=ids.derived_code(f"{title} {place}"), by=REPORTER, at=day
    )


def _act(home: Organisation, admin: User, at: datetime) -> None:
    units = list(units_of(home).order_by("name"))
    issues = Issue.objects.filter(agency=home).order_by("detected_at", "pk")
    for place, issue in enumerate(issues[:REGISTERED]):
        owner = issue.unit or units[place % len(units)]
        _registered(issue, place, owner, admin)
        measure = actions.plan_measure(
            _plan(home, issue, place, owner, issue.detected_at.date()),
            by=admin,
            at=issue.detected_at + timedelta(days=4),
        )
        ended = issue.detected_at + timedelta(days=40)
        if ended < at and place % 3 != 2:
            _finish(measure, admin, ended)
    start = (at - timedelta(days=90)).date()
    _finish(
        actions.plan_measure(
            actions.Plan(
                agency=home,
                unit=None,
                issue=None,
                text="Rapat bulanan membahas data pengaduan bersama semua unit.",
                means=Means.SYSTEM,
                starts_on=start,
                due_on=start + timedelta(days=60),
                output="Notulen rapat dan anggaran yang diubah karenanya",
                cites_data=True,
            ),
            by=admin,
            at=at - timedelta(days=90),
        ),
        admin,
        at - timedelta(days=35),
    )


def _registered(issue: Issue, place: int, owner: Organisation, admin: User) -> None:
    cause, whys, _means, _text = ACTS[place % len(ACTS)]
    actions.register_issue(
        issue,
        cause=cause,
        whys=whys,
        owner=owner,
        likelihood=5 - place % 3,
        impact=2 + place % 4,
        by=admin,
        at=issue.detected_at + timedelta(days=3),
    )


def _plan(
    home: Organisation, issue: Issue, place: int, owner: Organisation, since: date
) -> actions.Plan:
    _cause, _whys, means, text = ACTS[place % len(ACTS)]
    return actions.Plan(
        agency=home,
        unit=owner,
        issue=issue,
        text=text,
        means=means,
        starts_on=since + timedelta(days=5),
        due_on=since + timedelta(days=45),
        output="Berita acara dan foto",
        cost="Rp15 juta, DPA unit",
        cites_data=means == Means.RULE,
    )


def _finish(measure: Measure, admin: User, at: datetime) -> None:
    actions.finish_measure(
        measure,
        on=at.date(),
        uploads=[proof_file(f"tindakan-{measure.pk}")],
        by=admin,
        at=at,
    )
