"""Making the country: by chunks, each from its own lot, each in one transaction.

The same seed, size and last day give the same cases, numbers and all. A run that was
cut off is finished by running it again: chunks that are there are left out.
"""

import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any, Final

from django.db import connections, transaction

from lapor.domain.analytics.actions import compact, recount, refold_all
from lapor.domain.analytics.models import CaseCount
from lapor.domain.cases.actions import Lives, copy_lives, learn_words, reserve_cases
from lapor.domain.cases.models import Assignment, Case, Clock, Message
from lapor.domain.cases.rules import Channel, State
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.feedback.actions import copy_ratings
from lapor.domain.ledger.actions import copy_entries
from lapor.domain.ledger.models import Entry
from lapor.domain.publication.actions import copy_publications
from lapor.domain.publication.models import Publication
from lapor.domain.reporters.actions import Kept, keep_many
from lapor.domain.reporters.rules import Person
from lapor.kernel import bulk, ids
from lapor.kernel.actor import SYSTEM
from lapor.ops.demo import people, seasons, topics
from lapor.ops.demo.acts import UNCLEAR
from lapor.ops.demo.country import HOME, Agency, Country, Place
from lapor.ops.demo.days import DAY, EPOCH, Days, day_of, iso
from lapor.ops.demo.life import Clockwork, Life
from lapor.ops.demo.staging import STAGED
from lapor.ops.demo.story import Story
from lapor.ops.demo.wording import filled

CHUNK: Final = 4_000
MARGIN: Final = timedelta(days=420)  # days unrolled beyond the story, for due dates
PUBLISHED: Final = 0.5  # of what is verified and not secret
IDENTIFIED: Final = 0.02  # share of open reporters kept in the vault
NATIONAL: Final = 0.42  # share that names no agency and goes to the national admin
OTHER_TOPIC: Final = 0.228  # "lainnya", as in the official statistics
TAGGED: Final = 0.02
CODES: Final = "demo"
HUGE: Final = 100_000  # cases from which two threads work, and keys are trusted
LOADED: Final = (Case, Message, Clock, Assignment, Entry, Publication, CaseCount)
CHANNELS: Final = (
    (Channel.WEB,) * 540
    + (Channel.APP,) * 222
    + (Channel.PORTAL,) * 83
    + (Channel.PHONE,) * 73
    + (Channel.INSTAGRAM,) * 38
    + (Channel.SMS,) * 20
    + (Channel.EMAIL,) * 8
    + (Channel.WALK_IN,) * 8
    + (Channel.WHATSAPP,) * 5
    + (Channel.LETTER,) * 3
)
CLASSES: Final = ("complaint",) * 91 + ("information",) * 6 + ("aspiration",) * 3
#: Anonymous and secret: shares between those of two real exports.
FLAGS: Final = (
    ((True, False),) * 42
    + ((True, True),) * 27
    + ((False, False),) * 21
    + ((False, True),) * 10
)
COUNTER: Final = frozenset({Channel.WALK_IN, Channel.LETTER, Channel.PHONE})
Tell = Callable[[int, int], None]


@dataclass
class Figures:
    """What was made, and how fast (seconds of wall time)."""

    cases: int = 0
    messages: int = 0
    facts: int = 0
    publications: int = 0
    ratings: int = 0
    identities: int = 0
    rounds: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Cases a second."""
        return self.cases / self.seconds if self.seconds else 0.0


@dataclass
class _Chunk:
    """The rows of one transaction."""

    lives: Lives = field(default_factory=Lives)
    facts: list[tuple[Any, ...]] = field(default_factory=list)
    ratings: list[tuple[Any, ...]] = field(default_factory=list)
    publications: list[tuple[Any, ...]] = field(default_factory=list)
    identities: list[Kept] = field(default_factory=list)
    log_ins: list[tuple[Any, ...]] = field(default_factory=list)


def build(
    *,
    cases: int,
    months: int,
    seed: int,
    until: date,
    at: datetime,
    tell: Tell = lambda done, total: None,
) -> Figures:
    """Make officers, decrees and ``cases`` cases of ``months`` months.

    The story ends with the midnight (Jakarta) that begins ``until``; ``at`` is now.
    Needs the reference data. Raises Invalid or NotFound when they are missing.
    """
    started = time.monotonic()
    maker = _Maker(months, seed, until, at)
    figures = Figures()
    writer = _Writer(figures, at, is_huge=cases >= HUGE)
    done = 0
    with writer:
        for number, arrivals in enumerate(maker.chunks(cases)):
            if chunk := maker.make(number, arrivals):
                writer.write(chunk)
            done += len(arrivals)
            tell(done, cases)
        if chunk := maker.stage():
            writer.write(chunk)
    if figures.cases:
        writer.finish()
        bulk.settle(*LOADED)
        refold_all(at=at)
        learn_words()
    figures.seconds = time.monotonic() - started
    return figures


def code_of(number: str) -> str:
    """Return the access code of a made-up case, to follow it as its reporter."""
    return ids.derived_code(f"{CODES}:{number}")


class _Writer:
    """Writes chunks, each in one transaction; a huge country in a second thread.

    The maker and the database then work side by side, on a core each. Foreign keys
    are trusted there, so the counts are made anew at the end.
    """

    def __init__(self, figures: Figures, at: datetime, *, is_huge: bool) -> None:
        self.figures, self.at, self.is_huge = figures, at, is_huge
        self.is_trusted = False
        self.helper = ThreadPoolExecutor(max_workers=1) if is_huge else None
        self.waiting: Future[None] | None = None

    def __enter__(self) -> "_Writer":
        return self

    def __exit__(self, *trouble: object) -> None:
        try:
            self._wait()
        finally:
            if self.helper:
                self.helper.submit(connections.close_all)
                self.helper.shutdown()

    def write(self, chunk: _Chunk) -> None:
        """Write now, or as soon as the chunk before is written."""
        self._wait()
        if self.helper:
            self.waiting = self.helper.submit(self._write, chunk)
        else:
            self._write(chunk)

    def finish(self) -> None:
        """Put the counts in order."""
        recount() if self.is_trusted else compact()

    def _wait(self) -> None:
        if self.waiting:
            self.waiting.result()
            self.waiting = None

    @transaction.atomic
    def _write(self, chunk: _Chunk) -> None:
        if self.is_huge:
            self.is_trusted = bulk.trust()
        figures = self.figures
        figures.cases += copy_lives(chunk.lives)
        figures.messages += len(chunk.lives.messages)
        chunk.facts.sort(key=lambda fact: str(fact[0]))
        people.keep_log_ins(chunk.log_ins)
        figures.facts += copy_entries(chunk.facts)
        figures.publications += copy_publications(chunk.publications)
        figures.ratings += copy_ratings(chunk.ratings)
        figures.identities += keep_many(chunk.identities, by=SYSTEM, at=self.at)


class _Maker:
    """Holds what all chunks share."""

    def __init__(self, months: int, seed: int, until: date, at: datetime) -> None:
        self.seed, self.at = seed, at
        self.last = (until - EPOCH).days
        self.until = self.last * DAY - 7 * 3_600  # midnight in Jakarta
        first = until - timedelta(days=round(months * 30.4375))
        self.first = (first - EPOCH).days
        calendar = calendar_for(fresh=True)
        self.days = Days(calendar, first - timedelta(days=40), until + MARGIN)
        end = datetime.fromtimestamp(self.until, UTC)
        self.users = people.invite(seed, since=first, at=at)
        people.appoint(seed, since=first, at=at)
        officers = {code: user.actor.ref for code, user in self.users.items()}
        self.country = Country(seed, officers)
        self.season = seasons.Seasons(calendar, self.country.topics)
        self.terms: dict[Any, Any] = {}
        self.log_ins = people.log_ins(
            seed, set(self.users.values()), since=first, until=end
        )

    def chunks(self, count: int) -> Iterator[list[int]]:
        """Yield the moments of arrival, oldest first, in chunks."""
        days = range(self.first, self.last)
        weights = [self.season.weight(day) for day in days]
        reached = list(accumulate(weights))
        moments: list[int] = []
        luck = Random(f"arrivals {self.seed}")  # noqa: S311 - a story, no secret
        made = 0
        for day, sum_ in zip(days, reached, strict=True):
            wanted = round(count * sum_ / reached[-1])
            arrived = sorted(
                day * DAY + seasons.second_of_day(luck) for _ in range(wanted - made)
            )
            made = wanted
            moments += (min(moment, self.until) for moment in arrived)
            while len(moments) >= CHUNK:
                yield moments[:CHUNK]
                moments = moments[CHUNK:]
        if moments:
            yield moments

    def make(self, number: int, arrivals: Sequence[int]) -> _Chunk | None:
        """Make one chunk; None when an earlier run has made it."""
        luck = Random(f"chunk {self.seed} {number}")  # noqa: S311
        numbers = [_number(luck) for _ in arrivals]
        if Case.objects.filter(number=numbers[0]).exists():
            return None
        chunk = _Chunk()
        shared = self._shared(chunk)
        first = reserve_cases(len(arrivals))
        for place, arrived in enumerate(arrivals):
            self._one(luck, shared, chunk, first + place, numbers[place], arrived)
        if number == 0:
            chunk.log_ins = list(self.log_ins)
        return chunk

    def stage(self) -> _Chunk | None:
        """Put some cases of every state on the desks of the demo officers."""
        luck = Random(f"stage {self.seed}")  # noqa: S311
        numbers = [_number(luck) for _ in STAGED]
        if Case.objects.filter(number=numbers[0]).exists():
            return None
        chunk = _Chunk()
        shared = self._shared(chunk)
        home = self.country.agencies[HOME]
        first = reserve_cases(len(STAGED))
        for place, scene in enumerate(STAGED):
            arrived = self.until - int(scene.days_ago * DAY)
            at = home if scene.at_home else self.country.panrb
            given = {
                "id": first + place,
                "number": numbers[place],
                "is_secret": scene.is_secret,
                "is_anonymous": place % 3 == 1,
                "programme": scene.programme,
                "entered_by": "",
            }
            story = self._begin(
                luck, shared, arrived, home, given, at=at, topic=scene.topic
            )
            story.tell_until(
                arrived,
                at,
                home,
                unit=next(iter(home.units[story.matter.duties]))
                if scene.to_unit
                else None,
                aim=scene.aim,
                patience=scene.patience,
            )
            _collect(story, chunk)
        return chunk

    def _shared(self, chunk: _Chunk) -> Clockwork:
        return Clockwork(self.days, self.until, chunk.lives, chunk.facts, self.terms)

    def _one(
        self,
        luck: Random,
        shared: Clockwork,
        chunk: _Chunk,
        key: int,
        number: str,
        arrived: int,
    ) -> None:
        country = self.country
        ranked, cumulative = country.ranked, country.cumulative
        spot = bisect_right(cumulative, luck.random() * cumulative[-1])
        target = ranked[min(spot, len(ranked) - 1)]
        anonymous, secret = luck.choice(FLAGS)
        is_national = luck.random() < NATIONAL
        at = country.panrb if is_national else target
        given = {
            "id": key,
            "number": number,
            "is_anonymous": anonymous,
            "is_secret": secret,
        }
        story = self._begin(luck, shared, arrived, target, given, at=at)
        is_clear = luck.random() >= UNCLEAR
        if not is_clear:
            life = story.life
            life.title = luck.choice(topics.UNCLEAR_TITLES)
            life.content = luck.choice(topics.UNCLEAR_STORIES)
        story.tell(arrived, at, target, is_clear=is_clear)
        _collect(story, chunk)
        if luck.random() < PUBLISHED:
            self._publish(story, chunk, at)
        if not anonymous and luck.random() < IDENTIFIED:
            chunk.identities.append(Kept(number, _person(luck), is_anonymous=False))

    def _begin(
        self,
        luck: Random,
        shared: Clockwork,
        arrived: int,
        target: Agency,
        given: dict[str, Any],
        *,
        at: Agency,
        topic: str = "",
    ) -> Story:
        country = self.country
        matter, slugs = self.season.topic(arrived // DAY, luck, topic)
        place = country.place_in(target, luck)
        channel = luck.choice(CHANNELS)
        if channel in COUNTER and target.office.code == HOME:
            given.setdefault("entered_by", country.officers[f"{HOME} clerk"])
        is_other = luck.random() < OTHER_TOPIC
        words = luck.choice(topics.OPENINGS) + luck.choice(matter.stories)
        wish = luck.choice(matter.wishes)
        columns = {
            "code_digest": ids.digest(code_of(given["number"]), "access"),
            "title": filled(luck.choice(matter.titles), luck, place),
            "content": f"{filled(words, luck, place)} {wish}",
            "classification_id": luck.choice(CLASSES),
            "category_id": luck.choice(country.others if is_other else slugs),
            "region_id": place.code if place else None,
            "location": _location(place),
            "channel": channel,
            "happened_on": day_of(arrived // DAY - luck.randrange(30)),
            "programme": "layanan-dasar" if luck.random() < TAGGED else "",
            **given,
        }
        return Story(Life(shared, columns, at.office), luck, country, matter, place)

    def _publish(self, story: Story, chunk: _Chunk, at: Agency) -> None:
        """Let two officers publish what was verified and is not secret."""
        life, until = story.life, self.until
        if life.is_secret or life.verified_at is None or life.state == State.ARCHIVED:
            return
        proposer = at.admin
        approver = at.deputy or self.country.panrb.admin
        if approver == proposer:
            approver = story.target.admin
        moment = int(datetime.fromisoformat(life.verified_at).timestamp())
        approved = moment + 1_800 + int(story.luck.random() * 5 * 3_600)
        if approver == proposer or approved + 900 > until:
            return
        chunk.facts += [
            (iso(moment), "publication.proposed", life.ref, proposer, {}),
            (iso(approved), "publication.approved", life.ref, approver, {}),
        ]
        chunk.publications.append(
            (
                *(life.id, life.title, life.content, life.agency_id),
                *(life.category_id, life.region_id, life.received_at, proposer),
                *(iso(moment), approver, iso(approved + 900)),
            )
        )


def _collect(story: Story, chunk: _Chunk) -> None:
    chunk.lives.promises += story.promised
    for *row, moment in story.ratings:
        chunk.ratings.append((*row, iso(moment)))
        chunk.facts.append((iso(moment), "case.rated", story.life.ref, "reporter", {}))


def _number(luck: Random) -> str:
    bits = luck.getrandbits(50)
    data = "".join(ids.ALPHABET[bits >> 5 * place & 31] for place in range(10))
    return ids.number_shown(data + ids.check_character(data))


def _person(luck: Random) -> Person:
    name = f"{luck.choice(topics.FIRST_NAMES)} {luck.choice(topics.LAST_NAMES)}"
    address = name.lower().replace(" ", ".")
    return Person(name=name, email=f"{address}{luck.randrange(999)}@contoh.example.id")


def _location(place: Place | None) -> str:
    return f"{place.village}, {place.district}" if place else ""
