"""Limits: set, shortened for an agency, imported (batas waktu)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from lapor.domain.deadlines.actions.changes import next_change
from lapor.domain.deadlines.models import Allowance, Regulation, Term
from lapor.domain.deadlines.rules import Allowed, Evidence
from lapor.domain.deadlines.rules.rows import TermRow
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.queries import organisation_by_code
from lapor.kernel.actor import Actor
from lapor.kernel.dated import not_ended
from lapor.kernel.errors import Conflict, Invalid, NotFound
from lapor.kernel.validity import ONE_DAY


@transaction.atomic
def set_term(row: TermRow, *, by: Actor, at: datetime) -> Term:
    """Set a limit from a day on; what held before ends on the day before.

    Cases keep the limit of the day they arrived. An agency (``row.organisation``) may
    only shorten what holds for the nation. Raises Invalid, NotFound, or Conflict when
    another limit already begins within the period.
    """
    number = next_change()
    agency = organisation_by_code(row.organisation) if row.organisation else None
    if agency is not None:
        _refuse_longer(row)
    term = Term(
        timer=row.timer,
        classification=row.classification,
        organisation=agency,
        amount=row.amount,
        unit=row.unit,
        starts_at=row.starts_at,
        regulation=_regulation(row.regulation),
        article=row.article,
        evidence=row.evidence,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        transition=row.transition,
    )
    _make_room(term)
    term.save()
    record(
        "term.changed",
        subject=f"term:{term.pk}",
        actor=by,
        at=at,
        timer=row.timer,
        classification=row.classification,
        organisation=row.organisation,
        amount=row.amount,
        unit=row.unit,
        regulation=row.regulation,
        valid_from=row.valid_from.isoformat(),
        change=number,
    )
    return term


@transaction.atomic
def set_allowance(
    *,
    name: Allowed,
    amount: int,
    valid_from: date,
    regulation: str,
    article: str = "",
    evidence: Evidence = Evidence.ARTICLE,
    by: Actor,
    at: datetime,
) -> Allowance:
    """Set how often or how long something is allowed, from a day on.

    What held before ends on the day before. Raises NotFound for an unknown decree and
    Conflict when a later value has been set already.
    """
    number = next_change()
    if Allowance.objects.filter(name=name, valid_from__gte=valid_from).exists():
        raise Conflict(
            gettext("Sudah ada nilai yang mulai berlaku pada atau sesudah hari itu.")
        )
    standing = Allowance.objects.filter(not_ended(valid_from), name=name)
    standing.update(valid_until=valid_from - ONE_DAY)
    made = Allowance.objects.create(
        name=name,
        amount=amount,
        regulation=_regulation(regulation),
        article=article,
        evidence=evidence,
        valid_from=valid_from,
    )
    record(
        "allowance.changed",
        subject=f"allowance:{name}",
        actor=by,
        at=at,
        amount=amount,
        regulation=regulation,
        valid_from=valid_from.isoformat(),
        change=number,
    )
    return made


@transaction.atomic
def add_regulation(
    *,
    code: str,
    title: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    valid_until: date | None = None,
    transition: str = "",
    evidence: str = "",
) -> Regulation:
    """List a new decree, so that limits can cite it.

    It changes no limit: each is set under it with ``set_term``. Raises Invalid
    without code or title or when it ends before it begins, Conflict if listed.
    """
    code, title = code.strip(), title.strip()
    if not (code and title):
        raise Invalid(gettext("Nomor dan judul peraturan harus diisi."))
    _refuse_backwards(valid_from, valid_until)
    if Regulation.objects.filter(code=code).exists():
        raise Conflict(gettext("Peraturan ini sudah ada dalam daftar."))
    decree = Regulation.objects.create(
        code=code,
        title=title,
        valid_from=valid_from,
        valid_until=valid_until,
        transition=transition,
        evidence=evidence,
    )
    record(
        "regulation.added",
        subject=f"regulation:{decree.pk}",
        actor=by,
        at=at,
        code=code,
        valid_from=valid_from.isoformat(),
    )
    return decree


@transaction.atomic
def change_regulation(
    decree: Regulation,
    *,
    title: str,
    by: Actor,
    at: datetime,
    valid_until: date | None = None,
    transition: str = "",
    evidence: str = "",
) -> Regulation:
    """Correct what is said of a decree, or say when it ended. It changes no limit."""
    if not title.strip():
        sentence = gettext("Judul peraturan harus diisi.")
        raise Invalid(sentence, fields={"title": sentence})
    _refuse_backwards(decree.valid_from, valid_until)
    decree.title, decree.valid_until = title.strip(), valid_until
    decree.transition, decree.evidence = transition, evidence
    decree.save(update_fields=["title", "valid_until", "transition", "evidence"])
    record(
        "regulation.changed",
        subject=f"regulation:{decree.pk}",
        actor=by,
        at=at,
        code=decree.code,
        valid_until=valid_until.isoformat() if valid_until else "",
    )
    return decree


def _refuse_backwards(valid_from: date, valid_until: date | None) -> None:
    if valid_until and valid_until < valid_from:
        raise Invalid(
            gettext("Tanggal akhir mendahului tanggal mulai."),
            fields={"valid_until": gettext("Isi tanggal sesudah tanggal mulai.")},
        )


def _overlapping(
    terms: QuerySet[Term], first: date, last: date | None
) -> QuerySet[Term]:
    found = terms.filter(not_ended(first))
    return found.filter(valid_from__lte=last) if last else found


def _refuse_longer(row: TermRow) -> None:
    """Compare with every national limit that holds some time in the period."""
    national = Term.objects.filter(timer=row.timer, organisation=None)
    of_class = national.filter(classification=row.classification)
    if not of_class.exists():
        of_class = national.filter(classification="")
    found = list(_overlapping(of_class, row.valid_from, row.valid_until))
    if not found:
        raise Invalid(gettext("Belum ada batas waktu nasional untuk masa ini."))
    shortest = min(found, key=lambda term: term.amount)
    if any(term.unit != row.unit for term in found):
        raise Invalid(
            gettext("Satuan harus sama dengan batas waktu nasional."),
            fields={"unit": gettext("Pakai satuan yang sama.")},
        )
    if row.amount >= shortest.amount:
        raise Invalid(
            gettext(
                "Instansi hanya boleh memperpendek batas waktu: "
                "harus kurang dari {limit} hari."
            ).format(limit=shortest.amount),
            fields={"amount": gettext("Isi jumlah hari yang lebih kecil.")},
        )


def _make_room(term: Term) -> None:
    """End what held before, and let it go on after a limit of short life."""
    rivals = Term.objects.select_for_update().filter(
        timer=term.timer,
        classification=term.classification,
        organisation=term.organisation,
    )
    for rival in _overlapping(rivals, term.valid_from, term.valid_until):
        if rival.valid_from >= term.valid_from:
            raise Conflict(
                gettext(
                    "Sudah ada batas waktu yang mulai berlaku {on}; pilih masa lain."
                ).format(on=rival.valid_from.isoformat())
            )
        last = term.valid_until
        goes_on = last and (rival.valid_until is None or rival.valid_until > last)
        end = rival.valid_until
        rival.valid_until = term.valid_from - ONE_DAY
        rival.save(update_fields=["valid_until"])
        if last and goes_on:
            rival.pk, rival.valid_from, rival.valid_until = None, last + ONE_DAY, end
            rival._state.adding = True
            rival.save()


def _regulation(code: str) -> Regulation:
    try:
        return Regulation.objects.get(code=code)
    except Regulation.DoesNotExist:
        raise NotFound(gettext("Peraturan ini belum ada dalam daftar.")) from None
