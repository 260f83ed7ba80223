"""Weights in the browser: added up without a script, previewed, approved by another."""

import pytest
from django.test import Client
from django.urls import reverse

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.monev.models import Result
from lapor.domain.monev.rules.words import RoundState, Tier
from lapor.domain.scoring.actions import load_instrument
from lapor.domain.scoring.models import Instrument
from lapor.domain.scoring.rules import (
    InstrumentState,
    written_facts,
    written_readings,
)
from lapor.kernel.actor import SYSTEM
from lapor.web.monev.instruments import InstrumentForm
from tests.factories.accounts import make_officer
from tests.factories.cases import MONDAY, World
from tests.factories.monev import make_round
from tests.factories.readings import FACTS, perfect


@pytest.fixture
def first(world: World) -> Instrument:
    load_instrument(by=SYSTEM, at=MONDAY)
    return Instrument.objects.get()


@pytest.fixture
def second(world: World) -> User:
    return make_officer(Role.NATIONAL_ADMIN, world.panrb)


@pytest.fixture
def national(client: Client, world: World) -> Client:
    client.force_login(world.national)
    return client


def typed(first: Instrument, **more: object) -> dict[str, object]:
    """Return the form as a browser would send it, some of it changed."""
    form = InstrumentForm(first.data)
    found = {name: str(form[name].value()) for name in form.fields}
    return {
        **found,
        "valid_from": "2026-04-01",
        "legal_basis": "Keputusan contoh 1/2026",
        "reason": "Mutu jawaban lebih penting.",
        **more,
    }


def propose(client: Client, first: Instrument, **more: object):
    sent = typed(first, **more)
    return client.post(reverse("monev:instrument_propose"), sent)


def test_the_list_shows_what_is_in_force(national, first):
    page = national.get(reverse("monev:instruments")).content.decode()

    assert "Berlaku hari ini" in page
    assert "[A]" in page


def test_a_proposal_is_stored_and_waits(national, first):
    answer = propose(national, first, **{"parts.performance": 30, "parts.quality": 40})

    made = Instrument.objects.get(version=2)
    assert answer.url == reverse("monev:instrument", args=[2])
    assert made.data["parts"]["quality"] == 40
    assert made.standing == InstrumentState.PROPOSED
    page = national.get(answer.url).content.decode()
    assert "admin nasional lain daripada yang mengusulkannya" in page
    assert "Setujui bobot ini" not in page


def test_weights_that_do_not_add_up_are_refused_and_nothing_is_lost(national, first):
    answer = propose(national, first, **{"parts.quality": 45, "inside.K1": 10})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Bobot keempat jenis monev berjumlah 115, seharusnya 100." in page
    assert "Kualitas tindak lanjut” berjumlah 60" in page
    assert 'value="45"' in page
    assert "Mutu jawaban lebih penting." in page
    assert Instrument.objects.count() == 1


def test_the_sum_is_shown_without_a_script_and_without_storing(national, first):
    answer = propose(
        national, first, **{"parts.quality": 45, "hitung": "1", "reason": ""}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<strong>115</strong>" in page
    assert "Jumlah sudah dihitung, belum disimpan." in page
    assert Instrument.objects.count() == 1


@pytest.mark.parametrize("typed_as", ["-5", "lima", "5,5", "9" * 12, "", "٣"])
def test_what_is_no_number_is_refused_with_its_field(national, first, typed_as):
    answer = propose(national, first, **{"inside.R1": typed_as})

    assert answer.status_code == 422
    assert Instrument.objects.count() == 1


def test_another_admin_approves(client, national, first, second):
    propose(national, first)
    client.force_login(second)
    assert (
        "Setujui bobot ini"
        in client.get(reverse("monev:instrument", args=[2])).content.decode()
    )

    client.post(reverse("monev:instrument_approve", args=[2]))

    assert Instrument.objects.get(version=2).approved_by == second


def test_the_proposer_does_not_approve(national, first):
    propose(national, first)

    answer = national.post(reverse("monev:instrument_approve", args=[2]))

    assert answer.status_code == 403
    assert Instrument.objects.get(version=2).approved_by is None


def test_a_refusal_needs_its_reason(client, national, first, second):
    propose(national, first)
    client.force_login(second)
    url = reverse("monev:instrument_refuse", args=[2])

    assert client.post(url, {"remark": ""}).status_code == 422
    client.post(url, {"remark": "Belum dibahas."})

    assert Instrument.objects.get(version=2).remark == "Belum dibahas."


def test_a_proposal_is_revised_while_it_waits(national, first):
    propose(national, first)
    url = reverse("monev:instrument_revise", args=[2])
    assert "Mutu jawaban lebih penting." in national.get(url).content.decode()

    national.post(url, typed(first, reason="Diperbaiki."))

    assert Instrument.objects.get(version=2).reason == "Diperbaiki."
    assert national.get(reverse("monev:instrument_revise", args=[1])).status_code == 409


@pytest.mark.parametrize("who", ["admin", "leader", "auditor", "ombudsman", "system"])
def test_others_do_not_propose(client, world, first, who):
    client.force_login(world.officers[who])

    for name in ("monev:instrument_propose",):
        assert client.get(reverse(name)).status_code in {403, 404}
    answer = client.post(reverse("monev:instrument_approve", args=[1]))
    assert answer.status_code in {403, 404}


class TestPreview:
    """The preview …"""

    def settled(self, world: World) -> None:
        round = make_round(
            Tier.MACRO, world.panrb, world.regency, world.other, state=RoundState.FIXED
        )
        round.parts = [part.value for part in Part]
        round.instrument = 1
        round.save()
        for subject, readings in (
            (world.regency, perfect(K1=(40, 1))),
            (world.other, perfect(P3=(50, 100), P4=(55, 100))),
        ):
            Result.objects.create(
                round=round,
                subject=subject,
                score=9000,
                category="very_good",
                group="regency",
                details={
                    "facts": written_facts(FACTS),
                    "readings": written_readings(readings),
                },
            )

    def test_ranks_a_settled_round_again(self, national, world, first):
        self.settled(world)
        propose(national, first, **{"parts.performance": 10, "parts.quality": 60})

        page = national.get(reverse("monev:instrument_preview", args=[2]))

        assert [line.moved.code for line in page.context["page"].rows] == [
            world.other.code,
            world.regency.code,
        ]
        assert "1 naik tempat, 1 turun tempat" in page.content.decode()

    def test_says_when_there_is_nothing_to_compare(self, national, first):
        page = national.get(reverse("monev:instrument_preview", args=[1]))

        assert "Belum ada hasil untuk dibandingkan" in page.content.decode()
