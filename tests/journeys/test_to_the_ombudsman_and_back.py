"""A late case goes to the Ombudsman, by two ways, comes back, or is taken back."""

import json
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.channels.ombudsman import counterpart as adapters
from lapor.channels.ombudsman.delivery import deliver
from lapor.channels.ombudsman.http import OverHTTP
from lapor.channels.ombudsman.tasks import prepare
from lapor.domain.accounts.models import User
from lapor.domain.cases import actions
from lapor.domain.cases.models import Case, Clock
from lapor.domain.cases.rules import State
from lapor.domain.deadlines.rules import Timer
from lapor.domain.handover.models import Handover, Package
from lapor.domain.handover.rules import State as Step
from lapor.domain.handover.rules import inspect
from lapor.domain.ledger.models import Entry
from lapor.kernel import pdf_signing
from lapor.ops import housekeeping
from tests.factories.cases import World, category, classification, make_world
from tests.factories.files import photo, upload
from tests.factories.handover import ANI, KEY, OtherSide, notice, posted
from tests.factories.time import Time

pytestmark = pytest.mark.django_db
NOTE = "Kepala dinas meminta laporan ini didiamkan dulu."
FOLLOW_UP = "Berkas Anda sedang kami periksa di loket."
HOOK = "/hooks/ombudsman/status/"


@pytest.fixture
def world(db: None, time: Time, settings, tmp_path: Path) -> World:
    settings.LAPOR_HOME = tmp_path
    settings.LAPOR_OMBUDSMAN_SECRET = KEY
    category()
    return make_world()


@pytest.fixture
def other(time: Time, settings, monkeypatch: pytest.MonkeyPatch) -> OtherSide:
    """The Ombudsman's own system, reached over HTTP."""
    settings.LAPOR_OMBUDSMAN = "https://simpel.contoh.id/api"
    double = OtherSide(time())

    def over_http(base: str, *, key: str) -> OverHTTP:
        double.now = time()
        return OverHTTP(base, key=key, transport=double.transport, now=time)

    monkeypatch.setattr(adapters, "OverHTTP", over_http)
    return double


def report(world: World, time: Time, browser: Client) -> Case:
    """Somebody reports, the agency answers once and then no more."""
    typed = {
        "classification": "complaint",
        "title": "Izin usaha saya tidak keluar sejak Januari",
        "content": "Saya mengajukan izin usaha di loket pada Januari, tidak ada kabar.",
        "date_of_incident": "2026-03-01",
        "location": "Kantor perizinan",
        "agency": world.regency.code,
        "name": ANI.name,
        "email": ANI.email,
        "phone": ANI.phone,
        "consent": "on",
        "attachments": upload("bukti.jpg", photo()),
    }
    answer = browser.post("/lapor/", typed)
    assert answer.status_code == 302, answer.content.decode()[:3_000]
    case = Case.objects.latest("pk")
    time.passes(hours=1)
    actions.dispatch(
        case,
        to=world.unit,
        classification=classification(),
        category=category(),
        by=world.admin,
        at=time(),
    )
    time.passes(days=2)
    actions.follow_up(case, content=FOLLOW_UP, by=world.liaison, at=time())
    actions.note(case, content=NOTE, by=world.liaison, at=time())
    case.refresh_from_db()
    return case


def officer(user: User) -> Client:
    """Log in; a session does not outlive the days of the story."""
    client = Client()
    client.force_login(user)
    return client


def run_jobs() -> list[str]:
    """Do what was deferred for this channel; return the names."""
    jobs = ProcrastinateJob.objects.filter(task_name="ombudsman.prepare")
    done = []
    for job in jobs.order_by("pk"):
        prepare(job.args["handover"])
        done.append(job.task_name)
    return done


def agree(browser: Client, number: str, **changes: str) -> int:
    typed = {"name": ANI.name, "phone": "0812-3456-7890", "consent": "on"} | changes
    return browser.post(f"/laporan-saya/{number}/ombudsman/", typed).status_code


def test_to_the_ombudsman_and_back(  # noqa: PLR0915 - one story
    world: World, time: Time, other: OtherSide
):
    reporter = Client()
    case = report(world, time, reporter)
    page = f"/laporan-saya/{case.number}/"

    # Before its time the way is shut, and the page says when it opens.
    early = reporter.get(f"{page}ombudsman/").content.decode()
    assert "belum dapat diteruskan" in early
    assert agree(reporter, case.number) == 200
    assert not Handover.objects.exists()

    # On the day the law opens it, everybody it concerns is offered it, once.
    time.passes(days=70)
    housekeeping.sweep_handovers(at=time())
    housekeeping.sweep_handovers(at=time())
    offered = Handover.objects.get()
    assert offered.state == Step.OFFERED
    assert Entry.objects.filter(fact="handover.offered").count() == 1
    assert "Teruskan ke Ombudsman" in reporter.get(page).content.decode()

    # Consent needs the box, and the person who reported.
    assert agree(reporter, case.number, consent="") == 422
    assert agree(reporter, case.number, name="Budi Lain") == 422
    assert Entry.objects.filter(fact="identity.viewed").count() == 1
    assert agree(reporter, case.number) == 302
    handover = Handover.objects.get()
    assert handover.state == Step.CONSENTED
    case.refresh_from_db()
    assert case.state == State.WITH_OMBUDSMAN

    # The package is sealed; the first two tries fail, nothing is lost, one arrives.
    other.answers = [503, None]
    run_jobs()
    handover.refresh_from_db()
    assert (handover.state, handover.attempts) == (Step.CONSENTED, 1)
    time.passes(minutes=6)
    deliver(at=time())
    time.passes(minutes=11)
    assert deliver(at=time()) == 1
    handover.refresh_from_db()
    assert (handover.state, handover.reference) == (Step.SENT, "LM-0001/2026")
    assert deliver(at=time()) == 0
    assert len(other.packages) == 1

    # What arrived is whole, signed, and holds what the law asks for; no note is in it.
    members = other.opened()
    told = json.loads(members["package.json"])
    assert told["reporter"]["name"] == ANI.name
    assert [line["content"] for line in told["chronology"]].count(FOLLOW_UP) == 1
    late = {line["timer"]: line for line in told["lateness"]}
    assert late["completion"]["is_late"]
    assert late["completion"]["working_days_late"] > 20
    assert not late["verification"]["is_late"]
    assert [file["shown_name"] for file in told["attachments"]] == ["bukti.jpg"]
    everything = b"\n".join(members.values())
    assert NOTE.encode() not in everything
    package = inspect(next(iter(other.packages.values())))
    signature = pdf_signing.check_bytes(package.manifest_bytes, package.signature)
    assert signature.is_intact
    assert signature.is_trusted
    assert pdf_signing.check(members["package.pdf"]).is_intact
    forged = package.manifest_bytes.replace(b'"version": 1', b'"version": 2')
    assert not pdf_signing.check_bytes(forged, package.signature).is_intact

    # On our disk it is locked: neither name nor text can be read from the file.
    locked = b"".join(f.read_bytes() for f in _home_files())
    assert locked
    for secret in (ANI.name, ANI.email, FOLLOW_UP):
        assert secret.encode() not in locked

    # The states come back, signed; odd, old, repeated and late news do nothing.
    def tell(state: str, name: str, at: datetime | None = None, **more: object) -> int:
        body = notice(handover, state, at or time(), **more)
        return Client().post(HOOK, **posted(body, name=name, at=time())).status_code

    time.passes(days=1)
    bad = notice(handover, "received", time())
    wrong_key = posted(bad, name="m-0", at=time(), key="whsec_d3Jvbmc=")
    assert Client().post(HOOK, **wrong_key).status_code == 403
    old = posted(bad, name="m-0", at=time() - timedelta(minutes=6))
    assert Client().post(HOOK, **old).status_code == 403
    assert tell("received", "m-1", reference="LM-0001/2026") == 200
    assert tell("examined", "m-2") == 200
    assert tell("examined", "m-2") == 200
    assert tell("received", "m-3") == 200  # late: moves nothing back
    assert tell("lost", "m-4") == 422
    handover.refresh_from_db()
    assert handover.state == Step.EXAMINED
    assert handover.report_due_at is not None
    changes = Entry.objects.filter(fact="handover.status_changed")
    assert changes.count() == 2
    assert (
        "Dalam pemeriksaan Ombudsman"
        in reporter.get(f"{page}ombudsman/").content.decode()
    )

    # The agency may still answer meanwhile; the result ends in the case.
    actions.follow_up(case, content="Kami cari berkasnya.", by=world.liaison, at=time())
    time.passes(days=20)
    result = {
        "maladministration": "delay",
        "corrective_action": "Terbitkan izin dalam 14 hari.",
        "report_on": time().date().isoformat(),
    }
    assert tell("finished", "m-5", result=result) == 200
    handover.refresh_from_db()
    case.refresh_from_db()
    assert handover.state == Step.FINISHED
    assert case.state == State.IN_PROGRESS
    seen = reporter.get(page).content.decode()
    assert "Penundaan berlarut" in seen
    assert "Terbitkan izin dalam 14 hari." in seen
    replies = Clock.objects.filter(case=case, timer=Timer.REPLY, stopped_at=None)
    assert replies.exists()  # the agency has to answer the result
    assert tell("examined", "m-6") == 200  # after the end: nothing
    handover.refresh_from_db()
    assert handover.state == Step.FINISHED

    # The Ombudsman's officers still read the case; strangers never could.
    address = f"/meja/ombudsman/{handover.number}/"
    assert officer(world.ombudsman).get(address).status_code == 200
    assert officer(world.other_admin).get(address).status_code == 403


def test_consent_withdrawn_voids_the_package(
    world: World, time: Time, other: OtherSide
):
    reporter = Client()
    case = report(world, time, reporter)
    time.passes(days=70)
    assert agree(reporter, case.number) == 302
    run_jobs()
    handover = Handover.objects.get()
    assert handover.state == Step.SENT
    address = f"/meja/ombudsman/{handover.number}/"
    assert officer(world.ombudsman).get(address).status_code == 200

    time.passes(days=1)
    desk = officer(world.ombudsman)
    back = reporter.post(
        f"/laporan-saya/{case.number}/ombudsman/tarik/",
        {"reason": "Izin saya sudah keluar."},
    )

    assert back.status_code == 302
    package = Package.objects.get()
    assert bytes(package.wrapped_key) == b""
    case.refresh_from_db()
    assert (case.state, case.escalated_at) == (State.IN_PROGRESS, None)
    assert desk.get(address).status_code == 404
    assert desk.get(f"/meja/{case.number}/").status_code == 404
    assert desk.post(f"{address}paket/").status_code == 404
    deliver(at=time())
    assert other.withdrawn == [handover.number]
    housekeeping.sweep_handovers(at=time())
    assert not [f for f in _home_files() if handover.number in f.name]
    # News that crosses the withdrawal on its way changes nothing.
    body = notice(handover, "received", time())
    answer = Client().post(HOOK, **posted(body, name="m-9", at=time()))
    assert answer.json() == {"handover": handover.number, "changed": False}
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS


def test_the_ombudsman_without_a_system_works_at_our_desk(world: World, time: Time):
    reporter = Client()
    case = report(world, time, reporter)
    time.passes(days=70)
    assert agree(reporter, case.number, keeps_identity_secret="on") == 302
    run_jobs()
    handover = Handover.objects.get()
    desk = officer(world.ombudsman)
    address = f"/meja/ombudsman/{handover.number}/"

    assert handover.number in desk.get("/meja/ombudsman/").content.decode()
    assert "meminta dirahasiakan" in desk.get(address).content.decode()
    given = desk.post(f"{address}paket/")
    assert inspect(given.content).problems == ()
    assert Entry.objects.filter(
        fact="handover.opened", actor=world.ombudsman.actor.ref
    ).exists()
    for step in (
        {"langkah": "received", "reference": "0012/LM/IV/2026"},
        {"langkah": "examined"},
        {"langkah": "refused", "words": "Sedang diperiksa pengadilan."},
    ):
        assert desk.post(address, step).status_code == 302, step
    assert desk.post(address, {"langkah": "examined"}).status_code == 409

    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    assert (
        "Sedang diperiksa pengadilan."
        in reporter.get(f"/laporan-saya/{case.number}/").content.decode()
    )


def test_a_folder_holds_only_what_the_receiver_can_open(
    world: World, time: Time, settings, tmp_path: Path
):
    key, certificate = _receiver(tmp_path)
    folder = tmp_path / "drop"
    (folder / "status").mkdir(parents=True)
    settings.LAPOR_OMBUDSMAN = f"drop:{folder}"
    settings.LAPOR_OMBUDSMAN_CERT = str(certificate)
    reporter = Client()
    case = report(world, time, reporter)
    time.passes(days=70)
    assert agree(reporter, case.number) == 302

    run_jobs()

    handover = Handover.objects.get()
    assert handover.state == Step.SENT
    (dropped,) = (folder / "out").iterdir()
    assert dropped.name == f"{handover.number}-1.zip.p7m"
    assert ANI.name.encode() not in dropped.read_bytes()
    opened = subprocess.run(
        [
            *("openssl", "cms", "-decrypt", "-binary", "-inform", "DER"),
            *("-in", str(dropped), "-inkey", str(key), "-recip", str(certificate)),
        ],
        capture_output=True,
        check=True,
    ).stdout
    assert inspect(opened).problems == ()

    body = notice(handover, "received", time()).decode()
    headers = posted(body.encode(), name="f-1", at=time())["headers"]
    lying = {"headers": headers, "body": body.replace("received", "examined")}
    (folder / "status" / "1.json").write_text(json.dumps(lying))
    told = {"headers": headers, "body": body}
    (folder / "status" / "2.json").write_text(json.dumps(told))
    deliver(at=time())

    handover.refresh_from_db()
    assert handover.state == Step.RECEIVED
    assert [f.name for f in (folder / "odd").iterdir()] == ["1.json"]
    assert [f.name for f in (folder / "done").iterdir()] == ["2.json"]


def _home_files() -> list[Path]:
    from django.conf import settings  # noqa: PLC0415 - as the fixture set it

    return list((Path(settings.LAPOR_HOME) / "handover").glob("*"))


def _receiver(folder: Path) -> tuple[Path, Path]:
    """Make a key and a certificate as an Ombudsman would."""
    key, certificate = folder / "ori.key", folder / "ori.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-days", "3650", "-subj", "/CN=Ombudsman (contoh)"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return key, certificate
