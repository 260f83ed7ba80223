from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import OmbudsmanWay, State
from lapor.domain.handover.actions import (
    adopt_earlier,
    ask_package,
    consent,
    offer_due,
)
from lapor.domain.handover.models import Handover
from lapor.domain.handover.rules import State as Step
from lapor.domain.ledger.models import Entry
from lapor.kernel.errors import NotFound
from tests.factories.cases import HOUR, MONDAY, World, answer, make_case
from tests.factories.handover import AFTER, ANI, late_case

DAY = timedelta(days=1)


class TestOfferDue:
    """offer_due() …"""

    def test_offers_by_each_way_the_law_opens_and_once(self, world: World):
        sixty = make_case(world, State.ANSWERED)
        silent = make_case(world, State.IN_PROGRESS, at=MONDAY + 20 * DAY)
        refused = make_case(world, State.REPLIED, at=AFTER - 3 * DAY)
        again = answer(world, refused, at=AFTER - 2 * DAY)
        cases.reply(again, content="Masih padam.", at=AFTER - DAY)
        early = make_case(world, State.IN_PROGRESS, at=AFTER - 20 * DAY)

        assert offer_due(at=AFTER) == 3
        assert offer_due(at=AFTER + HOUR) == 0

        ways = dict(Handover.objects.values_list("case", "reason"))
        assert ways == {
            sixty.pk: OmbudsmanWay.SIXTY_DAYS,
            silent.pk: OmbudsmanWay.PAST_TERM,
            refused.pk: OmbudsmanWay.REFUSED,
        }
        assert early.pk not in ways
        assert Entry.objects.filter(fact="handover.offered").count() == 3

    def test_offers_nothing_that_is_over_or_has_no_reporter(self, world: World):
        make_case(world, State.CLOSED)
        make_case(world, State.ARCHIVED)
        finding = make_case(world, State.IN_PROGRESS)
        Case.objects.filter(pk=finding.pk).update(is_finding=True)

        assert offer_due(at=AFTER) == 0

    def test_does_not_offer_again_what_was_declined_by_silence(self, world: World):
        make_case(world, State.IN_PROGRESS)
        offer_due(at=AFTER)

        assert offer_due(at=AFTER + 100 * DAY) == 0

    def test_many_that_do_not_qualify_hide_none_that_does(self, world, monkeypatch):
        from lapor.domain.handover.actions import consenting  # noqa: PLC0415

        monkeypatch.setattr(consenting, "BATCH", 2)
        for _ in range(5):
            make_case(world, State.IN_PROGRESS, at=AFTER - 33 * DAY)
        last = make_case(world, State.IN_PROGRESS)

        offer_due(at=AFTER)

        assert Handover.objects.filter(case=last).exists()


class TestAdoptEarlier:
    """adopt_earlier() …"""

    def test_makes_the_row_that_older_cases_lack(self, world: World):
        case = late_case(world)
        cases.escalate(case, consent=True, at=AFTER)

        assert adopt_earlier(at=AFTER + DAY) == 1
        assert adopt_earlier(at=AFTER + DAY) == 0

        found = Handover.objects.get(case=case)
        assert (found.state, found.consented_at) == (Step.CONSENTED, AFTER)

    def test_has_no_package_before_somebody_asks(self, world: World):
        known, unknown = late_case(world), make_case(world, State.IN_PROGRESS)
        for case in (known, unknown):
            cases.escalate(case, consent=True, at=AFTER)
        adopt_earlier(at=AFTER + DAY)
        waiting = ProcrastinateJob.objects.filter(
            task_name="ombudsman.prepare",
            args__handover__in=list(Handover.objects.values_list("number", flat=True)),
        )
        assert not waiting.exists()

        ask_package(Handover.objects.get(case=known))

        assert waiting.count() == 1
        with pytest.raises(NotFound):
            ask_package(Handover.objects.get(case=unknown))

    def test_leaves_alone_what_has_one(self, world: World):
        consent(late_case(world), agrees=True, person=ANI, at=AFTER)

        assert adopt_earlier(at=AFTER + DAY) == 0
