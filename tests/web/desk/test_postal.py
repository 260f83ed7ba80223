"""The answer as a letter."""

import io

import pikepdf
import pytest

from lapor.domain.cases.rules import State
from lapor.domain.ledger.models import Entry
from lapor.domain.reporters.actions import keep_identity
from lapor.domain.reporters.rules import Person
from lapor.kernel.actor import REPORTER
from tests.factories.cases import MONDAY, make_case

pytestmark = pytest.mark.django_db(transaction=True)


def kept(case, *, address="Jalan Merdeka 5, Bandung"):
    keep_identity(
        case_number=case.number,
        person=Person(name="Ibu Wati", address=address),
        is_anonymous=False,
        by=REPORTER,
        at=MONDAY,
    )
    return case


class TestLetter:
    """/meja/<nomor>/surat/ …"""

    def test_is_a_pdf_and_on_record(self, world, as_user):
        case = kept(make_case(world, State.ANSWERED))

        answer = as_user(world.liaison).post(f"/meja/{case.number}/surat/")

        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        with pikepdf.open(io.BytesIO(answer.content)) as document:
            assert len(document.pages) == 1
        facts = list(Entry.objects.order_by("-pk").values_list("fact", flat=True)[:2])
        assert facts == ["answer.printed", "identity.viewed"]

    def test_needs_something_that_was_said(self, world, as_user):
        case = kept(make_case(world, State.RECEIVED))

        answer = as_user(world.admin).post(f"/meja/{case.number}/surat/")

        assert answer.status_code == 409

    def test_needs_an_address(self, world, as_user):
        case = kept(make_case(world, State.ANSWERED), address="")

        answer = as_user(world.liaison).post(f"/meja/{case.number}/surat/")

        assert answer.status_code == 422
        assert "alamat pos" in answer.text

    def test_is_not_for_who_may_not_see_the_reporter(self, world, as_user):
        case = kept(make_case(world, State.ANSWERED))

        answer = as_user(world.leader).post(f"/meja/{case.number}/surat/")

        assert answer.status_code in {403, 404}

    def test_is_offered_once_there_is_an_answer(self, world, as_user):
        new, answered = make_case(world), make_case(world, State.ANSWERED)
        for case in (new, answered):
            kept(case)
        client = as_user(world.admin)

        assert "/surat/" not in client.get(f"/meja/{new.number}/").text
        assert "/surat/" in client.get(f"/meja/{answered.number}/").text
