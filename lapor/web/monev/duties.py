"""What waits for a person in evaluation: one line each, the most urgent first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.monev.models import Round, Sheet
from lapor.domain.monev.queries.audit import open_responses
from lapor.domain.monev.queries.rounds import due_from, rounds_assessed_by
from lapor.domain.monev.queries.schedule import missed_by
from lapor.domain.monev.queries.standing import own_agencies, own_units, posts_of
from lapor.domain.monev.rules.words import RoundAct, RoundState, SheetState
from lapor.domain.plans.queries.plans import (
    items_to_report,
    waiting_for_check,
    waiting_for_leader,
)
from lapor.domain.plans.queries.recommendations import awaited_from, to_verify
from lapor.domain.quality.policies import scores_for
from lapor.domain.quality.queries import samples_seen_by
from lapor.web.monev.rounds import act_url

#: More sheets of one round than this become one line.
FEW: Final = 3
#: More than this nobody reads on a home.
MOST: Final = 200
SAMPLES: Final = 20


class Duty(NamedTuple):
    """One thing to do, where, and by when. ``due_on`` None: no term."""

    words: str
    detail: str
    url: str
    due_on: date | None = None


Source = Callable[[User, date], Iterable[Duty]]


def duties_of(user: User, *, on: date) -> list[Duty]:
    """Return what is due from a person, those with a term first."""
    found = [duty for source in SOURCES for duty in source(user, on)]
    return sorted(found, key=lambda duty: (duty.due_on or date.max, duty.words))


def _sheets(user: User, on: date) -> Iterator[Duty]:
    """Yield the sheets to fill, to sign and to explain; not those one judges."""
    posts = set(posts_of(user, on=on))
    held = {(post.tier.value, post.assessor.pk) for post in posts}
    fills = own_agencies(user, [Action.FILL_SHEET], on=on)
    signs = own_agencies(user, [Action.SIGN_SHEET], on=on)
    units = own_units(user, [Action.FILL_SHEET], on=on)
    by_round: dict[tuple[str, Round], list[Sheet]] = defaultdict(list)
    for sheet in due_from(user, on=on)[:MOST]:
        round, subject = sheet.round, sheet.subject
        if (round.tier, round.assessor_id) in held:
            continue
        mine = {subject.pk, subject.parent_id} & units
        if sheet.standing == SheetState.DISPUTED:
            word = "answer" if mine or subject.agency_id in fills else ""
        elif subject.agency_id in signs:
            word = "sign"
        else:
            word = "fill" if mine or subject.agency_id in fills else ""
        if word:
            by_round[word, round].append(sheet)
    for (word, round), sheets in by_round.items():
        if len(sheets) > FEW:
            yield _many(word, round, len(sheets))
        else:
            yield from (_one(word, sheet) for sheet in sheets)


def _one(word: str, sheet: Sheet) -> Duty:
    words, route = {
        "fill": (gettext("Isi lembar kerja %(name)s"), "monev:sheet"),
        "sign": (gettext("Tanda tangani lembar kerja %(name)s"), "monev:sheet_sign"),
        "answer": (gettext("Jawab klarifikasi %(name)s"), "monev:sheet_points"),
    }[word]
    round = sheet.round
    until = round.clarify_until if word == "answer" else round.fill_until
    url = reverse(route, args=[sheet.pk])
    return Duty(words % {"name": sheet.subject.name}, round.title, url, until)


def _many(word: str, round: Round, n: int) -> Duty:
    words = {
        "fill": gettext("Isi %(n)d lembar kerja"),
        "sign": gettext("Tanda tangani %(n)d lembar kerja"),
        "answer": gettext("Jawab klarifikasi %(n)d lembar kerja"),
    }[word]
    until = round.clarify_until if word == "answer" else round.fill_until
    url = reverse("monev:round", args=[round.code])
    return Duty(words % {"n": n}, round.title, url, until)


class Counts(NamedTuple):
    """How many sheets of a round are open, handed in, or disputed."""

    open: int
    submitted: int
    disputed: int


def _rounds(user: User, on: date) -> Iterator[Duty]:
    """Yield what the rounds a person runs wait for from him."""
    rows = (
        rounds_assessed_by(user, on=on)
        .filter(state__in=[str(state) for state in _NEXT])
        .annotate(
            n_open=_n(SheetState.OPEN),
            n_submitted=_n(SheetState.SUBMITTED),
            n_disputed=_n(SheetState.DISPUTED),
        )
    )
    for round in rows[:MOST]:
        counts = Counts(round.n_open, round.n_submitted, round.n_disputed)
        if duty := _NEXT[round.standing](round, counts, on):
            yield duty


def _missed(user: User, on: date) -> Iterator[Duty]:
    """Yield the rounds that fell due while a newer one was held; they can be made."""
    found = missed_by(user, on=on)
    for each in found[:FEW]:
        post = f"{each.due.tier}:{each.assessor.code}"
        query = urlencode({"untuk": post, "masa": each.due.period.name})
        yield Duty(
            gettext("Putaran %(period)s terlewat: buat sekarang")
            % {"period": each.due.period.name},
            f"{each.due.tier.label} ({each.assessor.name})",
            f"{reverse('monev:round_make')}?{query}",
            each.due.opens_on,
        )
    if len(found) > FEW:
        words = gettext("Masih ada %(n)d putaran lain yang terlewat")
        yield Duty(words % {"n": len(found) - FEW}, "", reverse("monev:round_make"))


def _n(state: SheetState) -> Count:
    return Count("sheets", filter=Q(sheets__state=str(state)))


def _act(round: Round, act: RoundAct, until: date | None = None) -> Duty:
    return Duty(act.label, round.title, act_url(round, act), until)


def _drafted(round: Round, counts: Counts, on: date) -> Duty | None:
    return _act(round, RoundAct.OPEN)


def _opened(round: Round, counts: Counts, on: date) -> Duty | None:
    """All handed in, or the time is over: then verification begins."""
    is_over = round.fill_until is None or on > round.fill_until
    if counts.open and not is_over:
        return None
    return _act(round, RoundAct.START_VERIFYING, round.fill_until)


def _verifying(round: Round, counts: Counts, on: date) -> Duty | None:
    if counts.submitted:
        words = ngettext(
            "Verifikasi %(n)d lembar kerja",
            "Verifikasi %(n)d lembar kerja",
            counts.submitted,
        )
        words = words % {"n": counts.submitted}
        url = f"{_page(round)}?lembar={SheetState.SUBMITTED}"
        return Duty(words, round.title, url, round.verify_until)
    if counts.disputed:
        return _act(round, RoundAct.SEND_CLARIFICATIONS, round.verify_until)
    return _act(round, RoundAct.HOLD_PLENARY, round.verify_until)


def _clarifying(round: Round, counts: Counts, on: date) -> Duty | None:
    if counts.disputed:
        words = gettext("Putuskan klarifikasi %(n)d lembar kerja")
        url = f"{_page(round)}?lembar={SheetState.DISPUTED}"
        return Duty(
            words % {"n": counts.disputed}, round.title, url, round.clarify_until
        )
    return _act(round, RoundAct.HOLD_PLENARY)


def _met(round: Round, counts: Counts, on: date) -> Duty | None:
    return _act(round, RoundAct.FIX)


def _fixed(round: Round, counts: Counts, on: date) -> Duty | None:
    return _act(round, RoundAct.PUBLISH)


def _page(round: Round) -> str:
    return reverse("monev:round", args=[round.code])


_NEXT: Final[dict[RoundState, Callable[[Round, Counts, date], Duty | None]]] = {
    RoundState.DRAFT: _drafted,
    RoundState.OPENED: _opened,
    RoundState.VERIFYING: _verifying,
    RoundState.CLARIFYING: _clarifying,
    RoundState.PLENARY: _met,
    RoundState.FIXED: _fixed,
}


def _findings(user: User, on: date) -> Iterator[Duty]:
    """Yield the findings of auditors that wait for a response."""
    for finding in open_responses(user, on=on)[:MOST]:
        report = finding.report
        yield Duty(
            gettext("Tanggapi temuan %(n)d APIP") % {"n": finding.place},
            report.title,
            reverse("monev:lhm_respond", args=[report.pk, finding.place]),
            report.respond_until,
        )


def _samples(user: User, on: date) -> Iterator[Duty]:
    """Yield the samples whose answers this person scores."""
    rows = samples_seen_by(user, on=on).filter(finished_at=None).order_by("-drawn_at")
    for sample in rows[:SAMPLES]:
        if not scores_for(
            user, sample.agency, sample.assessor, auditor=sample.by_auditor, on=on
        ):
            continue
        yield Duty(
            gettext("Nilai mutu jawaban %(name)s") % {"name": sample.agency.name},
            sample.period,
            reverse("monev:sample", args=[sample.pk]),
        )


def _recommendations(user: User, on: date) -> Iterator[Duty]:
    """Yield what was recommended to a person's side, and claims he checks."""
    awaited = list(awaited_from(user, on=on)[: FEW + 1])
    if len(awaited) > FEW:
        total = awaited_from(user, on=on)[:MOST].count()
        words = gettext("Kerjakan %(n)d rekomendasi") % {"n": total}
        url = reverse("monev:recommendations")
        yield Duty(words, "", url, awaited[0].due_on)
    else:
        for row in awaited:
            yield Duty(
                gettext("Kerjakan rekomendasi %(number)s") % {"number": row.number},
                row.subject.name,
                reverse("monev:recommendation", args=[row.pk]),
                row.due_on,
            )
    if claimed := to_verify(user, on=on)[:MOST].count():
        words = gettext("Periksa %(n)d rekomendasi yang dinyatakan selesai")
        url = f"{reverse('monev:recommendations')}?keadaan=claimed"
        yield Duty(words % {"n": claimed}, "", url)


def _plans(user: User, on: date) -> Iterator[Duty]:
    """Yield plans to approve, progress to check and late items to report on."""
    for plan in waiting_for_leader(user, on=on)[:FEW]:
        yield Duty(
            gettext("Sahkan rencana aksi %(name)s") % {"name": plan.agency.name},
            str(plan.year),
            reverse("monev:plan", args=[plan.pk]),
        )
    for progress in waiting_for_check(user, on=on)[:FEW]:
        yield Duty(
            gettext("Periksa kemajuan rencana aksi"),
            progress.item.plan.agency.name,
            reverse("monev:item", args=[progress.item_id]),
        )
    late = list(items_to_report(user, on=on)[: FEW + 1])
    if len(late) > FEW:
        url = reverse("monev:plans")
        yield Duty(
            gettext("Laporkan butir rencana aksi yang terlambat"),
            "",
            url,
            late[0].due_on,
        )
    else:
        for item in late:
            yield Duty(
                gettext("Laporkan kemajuan butir rencana aksi"),
                item.plan.agency.name,
                reverse("monev:item", args=[item.pk]),
                item.due_on,
            )


SOURCES: Final[tuple[Source, ...]] = (
    _sheets,
    _rounds,
    _missed,
    _findings,
    _samples,
    _recommendations,
    _plans,
)
