"""What is asked: each page that people wait for, with addresses as they occur."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bench import people
from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case, Category, SearchWord
from lapor.domain.cases.rules import OPEN
from lapor.domain.organisations.models import Organisation
from lapor.domain.publication.models import Publication
from lapor.kernel import clock

MANY = 200
FREQUENT = ("jalan rusak", "lampu", "air mati", "bantuan sosial", "sampah")
MISTYPED = ("jallan rusakk", "puskesmass", "bantuann sosiall", "sampahh", "drainasee")
Line = tuple[str, str]  # path, cookie


@dataclass(frozen=True)
class Question:
    """One page under many addresses. ``aim``: least rate; ``p95``: most ms."""

    name: str
    label: str
    lines: Sequence[Line]
    clients: int = 8
    aim: float = 0.0
    p95: float = 0.0


@dataclass(frozen=True)
class Samples:
    """Rows of the home to ask for."""

    agency: Organisation
    admin: User
    nation: User
    public: list[str]
    own: list[str]
    handled: list[str]
    slugs: list[str]
    topics: list[int]
    rare: list[str]


def samples() -> Samples:
    """Choose what to ask for; the same in every run on the same home."""
    agency = people.busiest_agency()
    cases = Case.objects.order_by("-received_at")
    public = Publication.objects.filter(visible_from__lte=clock.now())
    newest = public.order_by("-received_at").values_list("case__number", flat=True)
    with_agency = cases.filter(agency=agency, state__in=sorted(OPEN))
    slugs = Organisation.objects.exclude(kind="unit").order_by("-pk")
    busy = Category.objects.filter(parent=None, is_active=True).order_by("pk")
    rare = SearchWord.objects.filter(count__lte=25).order_by("-count", "word")
    return Samples(
        agency=agency,
        admin=people.agency_admin(agency),
        nation=people.nation_admin(),
        public=list(newest[:MANY]),
        own=list(cases.values_list("number", flat=True)[1000 : 1000 + MANY]),
        handled=list(with_agency.values_list("number", flat=True)[:MANY]),
        slugs=[agency.slug, *slugs.values_list("slug", flat=True)[:20]],
        topics=list(busy.values_list("pk", flat=True)[:5]),
        rare=list(rare.values_list("word", flat=True)[:20]),
    )


def questions(given: Samples) -> list[Question]:
    """Return every page that is measured, in the order of the table."""
    return [*_reporter(given), *_public(given), *_desk(given)]


def _reporter(given: Samples) -> list[Question]:
    own = [(f"/laporan-saya/{n}/", people.card_of(n)) for n in given.own]
    return [
        Question("form", "Report form", [("/lapor/", "")], aim=250),
        Question("follow", "Follow page", own, aim=450),
    ]


def _public(given: Samples) -> list[Question]:
    narrowed = [
        {"category": topic, "state": state}
        for topic in given.topics
        for state in ("done", "in_process")
    ]
    narrowed += [{"agency": given.agency.name}]
    return [
        Question("home", "Home", [("/", "")], aim=250),
        Question("list", "Public list", [("/laporan/", "")], aim=250),
        Question("narrowed", "Public list, filtered", _listing(narrowed), aim=250),
        Question("frequent", "Search, frequent words", _searches(FREQUENT), aim=80),
        Question("rare", "Search, rare words", _searches(given.rare), aim=80),
        Question("mistyped", "Search, mistyped", _searches(MISTYPED), aim=80),
        Question(
            "publication",
            "Public case",
            [(f"/laporan/{number}/", "") for number in given.public],
            aim=250,
        ),
        Question(
            "agency",
            "Agency page",
            [(f"/instansi/{slug}/", "") for slug in given.slugs],
            aim=250,
        ),
        Question("statistics", "Statistics", [("/statistik/", "")], aim=250),
    ]


def _desk(given: Samples) -> list[Question]:
    admin, nation = people.session_of(given.admin), people.session_of(given.nation)
    queue = _queues(given, admin)
    return [
        Question("queue1", "Desk queue of 50, filtered", queue, clients=1, p95=40),
        Question("queue", "Desk queue of 50, filtered", queue, aim=100),
        Question("nation", "Desk queue of the nation", _queues(given, nation), aim=100),
        Question(
            "desk_search",
            "Desk search",
            [(f"/meja/cari/?{urlencode({'q': q})}", admin) for q in FREQUENT],
            aim=80,
        ),
        Question(
            "nation_search",
            "Desk search, nation",
            [(f"/meja/cari/?{urlencode({'q': q})}", nation) for q in FREQUENT],
            aim=80,
        ),
        Question(
            "desk_case",
            "Desk case",
            [(f"/meja/{number}/", admin) for number in given.handled],
        ),
    ]


def _queues(given: Samples, cookie: str) -> list[Line]:
    filters: list[dict[str, object]] = [
        {"tab": "todo", "klasifikasi": "complaint_ordinary", "kanal": "web"},
        {"tab": "in_progress", "klasifikasi": "complaint_ordinary"},
        {"tab": "late", "kanal": "app"},
        {"tab": "waiting", "klasifikasi": "information"},
        {"tab": "done", "kanal": "web"},
    ]
    filters += [{"tab": "todo", "kategori": topic} for topic in given.topics]
    return [(f"/meja/?{urlencode(one)}", cookie) for one in filters]


def _listing(queries: Sequence[dict[str, object]]) -> list[Line]:
    return [(f"/laporan/?{urlencode(query)}", "") for query in queries]


def _searches(texts: Sequence[str]) -> list[Line]:
    return _listing([{"q": text} for text in texts])
