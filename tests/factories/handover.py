"""A case that is late enough, handed over, and the other side as a double."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from lapor.channels.signing import checked, signed
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.handover.actions import ask_information, consent
from lapor.domain.handover.models import Handover, InformationRequest
from lapor.domain.handover.rules import Wish, inspect
from lapor.domain.reporters.actions import keep_identity
from lapor.domain.reporters.rules import Person
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import NotPermitted
from tests.factories.cases import MONDAY, World, make_case

ANI = Person(name="Ani Contoh", email="ani@contoh.id", phone="+6281234567890")
AFTER = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)  # past sixty days since MONDAY
KEY = "whsec_a2V5IG9mIHRoZSBvbWJ1ZHNtYW4="


def late_case(world: World, state: State = State.IN_PROGRESS, **options: Any) -> Case:
    """Return a case in the hands of an agency whose reporter is known."""
    case = make_case(world, state, **options)
    keep_identity(
        case_number=case.number,
        person=ANI,
        is_anonymous=case.is_anonymous,
        by=REPORTER,
        at=MONDAY,
    )
    return case


def handed_over(world: World, *, at: datetime = AFTER, **options: Any) -> Handover:
    """Return a hand-over that its reporter has consented to."""
    return consent(late_case(world, **options), agrees=True, person=ANI, at=at)


def formal_request(world: World, *, at: datetime = MONDAY) -> InformationRequest:
    """Return a question that became a formal request, at the agency."""
    case = make_case(world, State.IN_PROGRESS)
    Case.objects.filter(pk=case.pk).update(classification="information")
    return ask_information(
        case,
        wanted="Rincian anggaran perbaikan lampu jalan tahun 2025.",
        purpose="Mengetahui pemakaian anggaran di kampung kami.",
        wish=Wish.COPY,
        at=max(at, case.updated_at),
    )


class OtherSide:
    """A double of the Ombudsman's system: takes packages once, keeps what it got.

    ``answers`` are status codes given before it takes anything: an outage.
    """

    def __init__(self, now: datetime, *, key: str = KEY) -> None:
        self.now, self.key = now, key
        self.packages: dict[str, bytes] = {}
        self.withdrawn: list[str] = []
        self.calls = 0
        self.answers: list[int | None] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.calls += 1
        if self.answers:
            status = self.answers.pop(0)
            if status is None:
                raise httpx2.ReadTimeout("no answer", request=request)
            return httpx2.Response(status, text="OK")
        try:
            name = checked(
                request.headers, request.content, keys=[self.key], at=self.now
            )
        except NotPermitted:
            return httpx2.Response(401)
        if request.url.path.endswith("/withdrawn"):
            self.withdrawn.append(json.loads(request.content)["handover"])
            return httpx2.Response(200, json={})
        self.packages.setdefault(name, request.content)
        place = list(self.packages).index(name) + 1
        return httpx2.Response(201, json={"reference": f"LM-{place:04}/2026"})

    @property
    def transport(self) -> httpx2.MockTransport:
        """What a client takes instead of the network."""
        return httpx2.MockTransport(self)

    def opened(self) -> dict[str, bytes]:
        """Return the members of the newest package, after every hash was compared."""
        content = list(self.packages.values())[-1]
        assert inspect(content).problems == ()
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return {name: package.read(name) for name in package.namelist()}


def notice(handover: Handover, state: str, at: datetime, **more: Any) -> bytes:
    """Return what the other side says of a hand-over."""
    told = {"handover": handover.number, "state": state, "happened_at": at.isoformat()}
    return json.dumps(told | more).encode()


def posted(body: bytes, *, name: str, at: datetime, key: str = KEY) -> dict[str, Any]:
    """Return the arguments of a test client's ``post`` for a signed notice."""
    headers = signed(body, key=key, message_id=name, at=at)
    return {"data": body, "content_type": "application/json", "headers": headers}


def days_after(start: datetime) -> Iterator[datetime]:
    """Yield a moment for each following day."""
    while True:
        start += timedelta(days=1)
        yield start
