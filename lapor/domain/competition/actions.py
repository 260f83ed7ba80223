"""Running a competition and sharing what works."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import Conflict, Invalid, NotAllowedNow
from lapor.kernel.text import clean

from .models import Adoption, Edition, Entry, Group, Juror, Points, Practice, Stage
from .policies import may_enter, may_judge, may_run
from .queries import means_of, stage_now, still_in
from .rules import FEWEST_JURORS, JUDGED, LEAST, MOST, StageKind, going_on

LONGEST = 4_000


class Planned(NamedTuple):
    """One stage as it is planned. ``places`` in each group, none when all go on."""

    kind: StageKind
    starts_on: date
    ends_on: date
    places: int | None = None


@transaction.atomic
def make_edition(
    *,
    name: str,
    year: int,
    legal_basis: str,
    groups: Sequence[str],
    stages: Sequence[Planned],
    by: User,
    at: datetime,
) -> Edition:
    """Make an edition with its groups and stages. Raises Invalid, NotPermitted."""
    may_run(by, on=at.date())
    wrong = {}
    names = list(dict.fromkeys(filter(None, (n.strip()[:120] for n in groups))))
    if not name.strip():
        wrong["name"] = _("Beri nama kompetisi ini.")
    if not legal_basis.strip():
        wrong["legal_basis"] = _("Sebutkan dasar hukumnya.")
    if not names:
        wrong["groups"] = _("Tulis sedikitnya satu kategori, satu setiap baris.")
    if _out_of_order(stages):
        wrong["stages"] = _("Setiap tahap dimulai sesudah tahap sebelumnya berakhir.")
    if wrong:
        raise Invalid(_("Kompetisi belum dapat dibuat."), fields=wrong)
    edition = Edition.objects.create(
        name=clean(name, max_length=160),
        year=year,
        legal_basis=clean(legal_basis, max_length=300),
        made_by=by.actor.ref,
        made_at=at,
    )
    Group.objects.bulk_create(Group(edition=edition, name=each) for each in names)
    Stage.objects.bulk_create(
        Stage(edition=edition, **each._asdict()) for each in stages
    )
    record("edition.made", subject=edition.ref, actor=by.actor, at=at, year=year)
    return edition


@transaction.atomic
def name_juror(edition: Edition, user: User, *, by: User, at: datetime) -> Juror:
    """Take somebody into the jury, once."""
    may_run(by, on=at.date())
    juror, is_new = Juror.objects.get_or_create(
        edition=edition,
        user=user,
        defaults={"named_by": by.actor.ref, "named_at": at},
    )
    if is_new:
        record(
            "edition.juror_named",
            subject=edition.ref,
            actor=by.actor,
            at=at,
            juror=user.actor.ref,
        )
    return juror


@transaction.atomic
def enter(
    edition: Edition,
    agency: Organisation,
    *,
    group: Group,
    title: str,
    summary: str,
    self_score: int,
    by: User,
    at: datetime,
) -> Entry:
    """Enter an agency while registration is open. Raises Invalid, Conflict."""
    may_enter(by, agency, on=at.date())
    stage = stage_now(edition, on=at.date())
    if (
        stage is None
        or stage.kind != StageKind.REGISTRATION
        or stage.ends_on < at.date()
    ):
        raise NotAllowedNow(
            _("Pendaftaran kompetisi ini sudah ditutup atau belum dibuka.")
        )
    wrong = {}
    if not title.strip():
        wrong["title"] = _("Beri judul.")
    if not summary.strip():
        wrong["summary"] = _("Ceritakan apa yang dilakukan dan apa hasilnya.")
    if not LEAST <= self_score <= MOST:
        wrong["self_score"] = _("Nilai dari 0 sampai 100.")
    if wrong:
        raise Invalid(_("Pendaftaran belum lengkap."), fields=wrong)
    if edition.entries.filter(organisation=agency, group=group).exists():
        raise Conflict(_("Instansi ini sudah terdaftar di kategori itu."))
    entry = Entry.objects.create(
        edition=edition,
        group=group,
        organisation=agency,
        code=secrets.token_hex(4).upper(),
        title=clean(title, max_length=160),
        summary=clean(summary, max_length=LONGEST, multiline=True),
        self_score=self_score,
        entered_by=by.actor.ref,
        entered_at=at,
    )
    record("entry.made", subject=edition.ref, actor=by.actor, at=at, entry=entry.pk)
    return entry


@transaction.atomic
def give_points(
    juror: Juror, entry: Entry, *, points: int, note: str, by: User, at: datetime
) -> Points:
    """Judge an entry in the present stage; judging again replaces the mark.

    Raises NotPermitted for a conflict of interest, Invalid for a mark out of range,
    NotAllowedNow when nothing is judged now.
    """
    stage = stage_now(entry.edition, on=at.date())
    if juror.user_id != by.pk or juror.edition_id != entry.edition_id or entry.out_at:
        raise NotAllowedNow(_("Peserta ini tidak Anda nilai."))
    if stage is None or stage.kind not in JUDGED:
        raise NotAllowedNow(_("Tahap sekarang tidak dinilai juri."))
    may_judge(juror, entry, on=at.date())
    if not LEAST <= points <= MOST:
        raise Invalid(
            _("Nilai belum dapat disimpan."),
            fields={"points": _("Nilai dari 0 sampai 100.")},
        )
    given, _is_new = Points.objects.update_or_create(
        entry=entry,
        stage=stage,
        juror=juror,
        defaults={
            "points": points,
            "note": clean(note, max_length=LONGEST, multiline=True),
            "given_at": at,
        },
    )
    record(
        "entry.judged",
        subject=entry.edition.ref,
        actor=by.actor,
        at=at,
        entry=entry.pk,
        stage=stage.kind,
    )
    return given


@transaction.atomic
def decide_stage(stage: Stage, *, minutes: str, by: User, at: datetime) -> list[Entry]:
    """Close a stage with its minutes (berita acara); returns what goes on.

    Raises Invalid without minutes, NotAllowedNow before its last day is over or when
    an entry was judged by fewer than two jurors.
    """
    may_run(by, on=at.date())
    locked = Stage.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    if locked.decided_at or locked.ends_on >= at.date():
        raise NotAllowedNow(_("Tahap ini belum berakhir atau sudah diputus."))
    text = clean(minutes, max_length=LONGEST, multiline=True)
    if not text:
        raise Invalid(
            _("Tahap belum dapat diputus."),
            fields={"minutes": _("Tulis berita acara: siapa hadir, apa yang diputus.")},
        )
    entries = {entry.pk: entry for entry in still_in(locked.edition)}
    if locked.kind in JUDGED:
        _all_judged(locked, entries)
    if locked.places is not None:
        _put_out(locked, entries)
    locked.minutes, locked.decided_by, locked.decided_at = text, by.actor.ref, at
    locked.save(update_fields=["minutes", "decided_by", "decided_at"])
    record(
        "edition.stage_decided",
        subject=locked.edition.ref,
        actor=by.actor,
        at=at,
        stage=locked.kind,
    )
    return list(still_in(locked.edition))


@transaction.atomic
def publish(edition: Edition, *, by: User, at: datetime) -> Edition:
    """Make the list public, once every stage is decided."""
    may_run(by, on=at.date())
    if edition.stages.filter(decided_at=None).exists():
        raise NotAllowedNow(_("Masih ada tahap yang belum diputus."))
    edition.published_at = at
    edition.save(update_fields=["published_at"])
    record("edition.published", subject=edition.ref, actor=by.actor, at=at)
    return edition


@transaction.atomic
def share(
    agency: Organisation,
    *,
    title: str,
    problem: str,
    solution: str,
    effect: str,
    by: User,
    at: datetime,
) -> Practice:
    """Share a good practice with agencies of the same kind. Raises Invalid."""
    may_enter(by, agency, on=at.date())
    given = {"title": title, "problem": problem, "solution": solution, "effect": effect}
    wrong = {
        key: _("Bagian ini perlu diisi.") for key, v in given.items() if not v.strip()
    }
    if wrong:
        raise Invalid(_("Praktik baik belum lengkap."), fields=wrong)
    practice = Practice.objects.create(
        organisation=agency,
        kind=agency.kind,
        shared_by=by.actor.ref,
        shared_at=at,
        title=clean(title, max_length=160),
        **{
            key: clean(given[key], max_length=LONGEST, multiline=True)
            for key in ("problem", "solution", "effect")
        },
    )
    record("practice.shared", subject=agency.ref, actor=by.actor, at=at)
    return practice


@transaction.atomic
def adopt(practice: Practice, agency: Organisation, *, by: User, at: datetime) -> bool:
    """Say that an agency takes a practice over; False when it had said so before."""
    may_enter(by, agency, on=at.date())
    if practice.organisation_id == agency.pk:
        raise NotAllowedNow(_("Ini praktik instansi Anda sendiri."))
    _kept, is_new = Adoption.objects.get_or_create(
        practice=practice,
        organisation=agency,
        defaults={"adopted_by": by.actor.ref, "adopted_at": at},
    )
    if is_new:
        record("practice.adopted", subject=agency.ref, actor=by.actor, at=at)
    return is_new


def _out_of_order(stages: Sequence[Planned]) -> bool:
    ordered = list(StageKind)
    places = [ordered.index(stage.kind) for stage in stages]
    days = [day for stage in stages for day in (stage.starts_on, stage.ends_on)]
    return not stages or places != sorted(set(places)) or days != sorted(days)


def _all_judged(stage: Stage, entries: dict[int, Entry]) -> None:
    judged: dict[int, int] = {}
    for key in Points.objects.filter(stage=stage).values_list("entry_id", flat=True):
        judged[key] = judged.get(key, 0) + 1
    missing = sum(judged.get(key, 0) < FEWEST_JURORS for key in entries)
    if missing:
        raise NotAllowedNow(
            _("%(n)d peserta belum dinilai sedikitnya dua juri.") % {"n": missing}
        )


def _put_out(stage: Stage, entries: dict[int, Entry]) -> None:
    means = means_of(stage)
    groups = {entry.group_id for entry in entries.values()}
    stays: set[int] = set()
    for group in groups:
        own = {k: means.get(k) for k, e in entries.items() if e.group_id == group}
        stays |= set(going_on(own, stage.places or 0))
    out = [key for key in entries if key not in stays]
    Entry.objects.filter(pk__in=out).update(out_at=stage.kind)
