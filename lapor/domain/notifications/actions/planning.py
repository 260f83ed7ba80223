"""From what happened to who is told what: messages, inbox items, reminders."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules.duty import MailboxState
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries.restricted import is_of_accused
from lapor.domain.cases.rules import Channel
from lapor.domain.cases.rules import State as CaseState
from lapor.domain.escalation.models import Rung
from lapor.domain.escalation.queries.ladder import ladder_on
from lapor.domain.feedback.models import Rating
from lapor.domain.notifications.models import (
    InboxItem,
    Outgoing,
    Preference,
    Rule,
)
from lapor.domain.notifications.queries.limits import PAID
from lapor.domain.notifications.queries.officers import Post, officers_at
from lapor.domain.notifications.queries.people import preferences_of, push_keys
from lapor.domain.notifications.queries.places import (
    Happening,
    Places,
    posts_of,
    read_places,
    told_of,
)
from lapor.domain.notifications.queries.texts import number_of, rules_on
from lapor.domain.notifications.rules import (
    Audience,
    Language,
    Notice,
    Only,
    Quiet,
    Urgency,
    Way,
    send_at,
)
from lapor.domain.reporters.queries import contacts_for_delivery, former_contacts
from lapor.domain.reporters.rules import Former, Person

HOME_ZONE: Final = settings.TIME_ZONE
#: A notice that has been overtaken is not sent: the next one says where things stand.
STILL: Final[Mapping[Notice, frozenset[CaseState]]] = {
    Notice.DATA_ASKED: frozenset({CaseState.ON_HOLD, CaseState.IN_PROGRESS}),
    Notice.ANSWERED: frozenset({CaseState.ANSWERED}),
    Notice.CLOSING_SOON: frozenset({CaseState.ANSWERED}),
}
_DUE: Final[Mapping[Notice, str]] = {
    Notice.RECEIVED: "verification_due_at",
    Notice.NEW_CASE: "verification_due_at",
    Notice.URGENT_CASE: "verification_due_at",
    Notice.DISPATCHED: "completion_due_at",
    Notice.MOVED: "completion_due_at",
    Notice.NEW_ASSIGNMENT: "completion_due_at",
    Notice.LATE: "completion_due_at",
    Notice.EXTENDED: "completion_due_at",
}


#: A reporter's contact was changed: who had it before is told as well.
CORRECTED: Final = "identity.corrected"
FORMER_WAY: Final[Mapping[str, Way]] = {"email": Way.EMAIL, "phone": Way.SMS}
#: Channels whose reports are made in a conversation, which ends with the receipt.
SPOKEN: Final = frozenset({Channel.SMS, Channel.WHATSAPP, Channel.TELEGRAM})


@dataclass
class Plan:
    """What is to be written for a batch of happenings."""

    outgoing: list[Outgoing] = field(default_factory=list)
    inbox: list[InboxItem] = field(default_factory=list)

    def write(self) -> None:
        """Write everything that is not there yet: keys are unique, twice is once."""
        Outgoing.objects.bulk_create(
            self.outgoing, batch_size=1_000, ignore_conflicts=True
        )
        InboxItem.objects.bulk_create(
            self.inbox, batch_size=1_000, ignore_conflicts=True
        )


def plan(happenings: Sequence[Happening], *, at: datetime) -> Plan:
    """Work out who is told of these happenings; writes nothing.

    Costs a handful of statements for the whole batch.
    """
    made = Plan()
    matrix = rules_on(at.astimezone(ZoneInfo(HOME_ZONE)).date())
    told = [each for each in happenings if each.fact in matrix]
    if not told:
        return made
    around = _look_around(told, matrix, at)
    for each in told:
        for rule in matrix[each.fact]:
            if around.applies(rule, each):
                _tell(made, rule, each, around, at)
    return made


@dataclass
class Around:
    """What a batch needs to know, read once."""

    places: Places
    rated: frozenset[int]
    officers: Mapping[Post, list[User]]
    contacts: Mapping[str, Person]
    wishes: Mapping[str, Preference]
    browsers: Mapping[int, list[int]]
    former: Mapping[str, list[Former]]
    rungs: Mapping[tuple[str | None, str | None], Rung]
    first_public: frozenset[int]

    @property
    def cases(self) -> Mapping[str, Case]:
        """The cases that something happened to, by number."""
        return self.places.cases

    def applies(self, rule: Rule, each: Happening) -> bool:
        """Say whether a row of the matrix speaks about this happening."""
        number = number_of(each.subject)
        case = self.cases.get(number)
        if number and case is None:
            return False
        notice = Notice(rule.notice)
        if case is not None:
            if notice in STILL and case.state not in STILL[notice]:
                return False
            if notice == Notice.RATE and case.pk in self.rated:
                return False
            return _fits(Only(rule.only), case)
        return rule.only == Only.ALL


def _look_around(
    told: Sequence[Happening], matrix: Mapping[str, list[Rule]], at: datetime
) -> Around:
    on = at.astimezone(ZoneInfo(HOME_ZONE)).date()
    places = read_places(told, matrix, on)
    rules = [(rule, each) for each in told for rule in matrix[each.fact]]
    posts = {post for rule, each in rules for post in posts_of(rule, each, places)}
    officers = officers_at(posts, on=on) if posts else {}
    asked = {
        number_of(each.subject)
        for rule, each in rules
        if rule.audience == Audience.REPORTER
    }
    contacts = contacts_for_delivery(asked & places.cases.keys())
    users = {user.pk for found in officers.values() for user in found}
    rating = [c.pk for c in places.cases.values() if c.state == CaseState.CLOSED]
    return Around(
        places=places,
        rated=frozenset(
            Rating.objects.filter(case__in=rating).values_list("case_id", flat=True)
        )
        if rating
        else frozenset(),
        officers=officers,
        contacts=contacts,
        wishes=preferences_of(
            [*(f"case:{number}" for number in contacts), *(f"user:{k}" for k in users)]
        ),
        browsers=push_keys(users) if users else {},
        former=former_contacts(
            {number_of(each.subject) for each in told if each.fact == CORRECTED}
        ),
        **_ladder(told, on),
    )


def _ladder(told: Sequence[Happening], on: date) -> dict[str, Any]:
    """Read the ladder in force, where somebody has climbed it."""
    if not any(told_of(each) is not None for each in told):
        return {"rungs": {}, "first_public": frozenset()}
    rungs: dict[tuple[str, str], Rung] = {}
    first: list[int] = []
    for timer, ladder in ladder_on(on).items():
        rungs |= {(timer, rung.code): rung for rung in ladder}
        public = sorted((rung.step, rung.pk) for rung in ladder if rung.to_public)
        first += [pk for _step, pk in public[:1]]
    return {"rungs": rungs, "first_public": frozenset(first)}


def _fits(only: Only, case: Case) -> bool:
    if only == Only.OVERSIGHT:
        return case.classification_id == "complaint_oversight"
    if only == Only.HARM:
        return bool(getattr(case, "harm", ""))
    if only == Only.PROGRAMME:
        return bool(case.programme)
    return True


def _tell(
    made: Plan, rule: Rule, each: Happening, around: Around, at: datetime
) -> None:
    if rule.audience == Audience.REPORTER:
        if _concerns_reporter(each, around):
            made.outgoing += _to_reporter(rule, each, around, at)
            made.outgoing += _to_former(rule, each, around, at)
        return
    shared = _parameters(rule, each, around) | {"is_officer": True}
    for post in posts_of(rule, each, around.places):
        for user in around.officers.get(post, ()):
            if not _is_accused(user, each, around, at):
                _to_officer(made, rule, each, user, shared, around, at)


def _concerns_reporter(each: Happening, around: Around) -> bool:
    """Say whether a reporter is told: of a ladder the step that makes it public.

    The steps after it stand in his timeline and in the weekly news; a step that names
    the reporter himself (the way to the Ombudsman) is told in any case.
    """
    if each.fact == "case.received" and _was_said(each, around):
        return False
    told = told_of(each)
    if told is None or any(one == Audience.REPORTER for one, _code in told):
        return True
    rung = around.rungs.get((each.data.get("timer"), each.data.get("rung")))
    return rung is not None and rung.pk in around.first_public


def _was_said(each: Happening, around: Around) -> bool:
    """Say whether the conversation itself gave the receipt, number and day in it."""
    case = around.cases.get(number_of(each.subject))
    return case is not None and case.channel in SPOKEN and not case.entered_by


def _to_reporter(
    rule: Rule, each: Happening, around: Around, at: datetime
) -> Iterator[Outgoing]:
    number = number_of(each.subject)
    person = around.contacts.get(number)
    if person is None:
        return
    receiver = f"case:{number}"
    wish = around.wishes[receiver]
    if wish.is_muted and not rule.is_legal:
        return
    case = around.cases[number]
    quiet = Quiet(wish.zone or case.agency.zone, wish.quiet_from, wish.quiet_until)
    notice = Notice(rule.notice)
    leaves_at = send_at(at, Urgency(rule.urgency), quiet)
    for way in ways_for(person, wish, notice):
        yield Outgoing(
            key=f"{each.key}:{receiver}:{way}",
            receiver=receiver,
            subject=each.subject,
            way=way,
            notice=notice,
            language=wish.language,
            parameters=_parameters(rule, each, around),
            urgency=rule.urgency,
            is_legal=rule.is_legal,
            created_at=at,
            due_at=leaves_at,
            due_first=leaves_at,
        )


def _to_former(
    rule: Rule, each: Happening, around: Around, at: datetime
) -> Iterator[Outgoing]:
    """Tell the addresses that a reporter has given up: maybe it was not he."""
    number = number_of(each.subject)
    receiver = f"case:{number}"
    for former in around.former.get(number, ()):
        yield Outgoing(
            key=f"{each.key}:{receiver}:{former.mark}",
            receiver=receiver,
            subject=each.subject,
            way=FORMER_WAY[former.name],
            notice=rule.notice,
            language=around.wishes[receiver].language,
            parameters={**_parameters(rule, each, around), "former": former.mark},
            urgency=rule.urgency,
            is_legal=rule.is_legal,
            created_at=at,
            due_at=at,
            due_first=at,
        )


def ways_for(person: Person, wish: Preference, notice: Notice) -> list[Way]:
    """Return the channels for a reporter: those he chose, else the first there is."""
    chat = person.chat.partition(":")[0]
    there = [
        way
        for way, is_there in (
            (Way.TELEGRAM, chat == Way.TELEGRAM),
            (Way.WHATSAPP, chat == Way.WHATSAPP),
            (Way.EMAIL, person.email),
            (Way.SMS, person.phone),
        )
        if is_there
    ]
    chosen = [way for way in there if way in wish.ways]
    if chosen:
        return chosen
    if notice == Notice.PROGRESS:
        there = [way for way in there if way not in PAID]  # unless he chose it
    return there[:1]


def _to_officer(
    made: Plan,
    rule: Rule,
    each: Happening,
    user: User,
    shared: Mapping[str, Any],
    around: Around,
    at: datetime,
) -> None:
    receiver = f"user:{user.pk}"
    made.inbox.append(
        InboxItem(
            user=user,
            key=f"{each.key}:{receiver}:{rule.notice}",
            subject=each.subject,
            notice=rule.notice,
            parameters=dict(shared),
            urgency=rule.urgency,
            created_at=at,
            digested_at=at if rule.urgency == Urgency.NOW else None,
        )
    )
    if rule.urgency != Urgency.NOW:
        return
    made.outgoing += messages_to_officer(
        user,
        around.wishes[receiver],
        around.browsers.get(user.pk, ()),
        key=each.key,
        subject=each.subject,
        notice=Notice(rule.notice),
        parameters=shared,
        urgency=Urgency.NOW,
        is_legal=rule.is_legal,
        at=at,
    )


def messages_to_officer(  # noqa: PLR0913 - each is a column of the message
    user: User,
    wish: Preference,
    browsers: Iterable[int],
    *,
    key: str,
    subject: str,
    notice: Notice,
    parameters: Mapping[str, Any],
    urgency: Urgency,
    is_legal: bool,
    at: datetime,
) -> Iterator[Outgoing]:
    """Yield one message for each channel that an officer has and has not closed."""
    receiver = f"user:{user.pk}"
    if wish.is_muted and not is_legal:
        return
    targets: list[tuple[Way, str]] = []
    is_there = user.email and user.mailbox != MailboxState.BOUNCED
    if is_there and (not wish.ways or Way.EMAIL in wish.ways):
        targets.append((Way.EMAIL, ""))
    targets += [(Way.PUSH, str(number)) for number in browsers]
    for way, number in targets:
        yield Outgoing(
            key=f"{key}:{receiver}:{way}{number}:{notice}",
            receiver=receiver,
            subject=subject,
            way=way,
            notice=notice,
            language=wish.language or Language.ID,
            parameters={**parameters, "browser": number} if number else parameters,
            urgency=urgency,
            is_legal=is_legal,
            created_at=at,
            due_at=at,
            due_first=at,
        )


def _is_accused(user: User, each: Happening, around: Around, at: datetime) -> bool:
    """Say whether a report is about an office that this officer belongs to."""
    case = around.cases.get(number_of(each.subject))
    on = at.astimezone(ZoneInfo(HOME_ZONE)).date()
    return case is not None and is_of_accused(user, case, on)


def _parameters(rule: Rule, each: Happening, around: Around) -> dict[str, Any]:
    """Return what may stand in a message: days and names of agencies, no more.

    For a secret case not even the agency: who handles it may say what it is about.
    """
    case = around.cases.get(number_of(each.subject))
    found: dict[str, Any] = {}
    if case is not None:
        due = getattr(case, _DUE.get(Notice(rule.notice), "due_at"))
        found["due"] = due.isoformat() if due else ""
        found["zone"] = case.agency.zone
        if not case.is_secret:
            found["agency"] = case.agency.name
    rung = around.rungs.get((each.data.get("timer"), each.data.get("rung")))
    if rung is not None:
        found["step"] = rung.name
    if each.subject.startswith("round:"):
        found["round"] = str(each.data.get("code", ""))
    for name in ("working_days", "days", "due_on", "number"):
        if name in each.data and case is None:
            found[{"working_days": "days", "number": "round"}.get(name, name)] = str(
                each.data[name]
            )
    return found
