"""The reporter's page in one question."""

import pytest

from lapor.domain.cases import actions
from lapor.domain.cases.models import Attachment, Case
from lapor.domain.cases.queries import Eyes, followed, ombudsman_way, timeline
from lapor.domain.cases.rules import OmbudsmanWay, State
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.deadlines.rules import end_of, local_day
from tests.factories.cases import HOUR, MONDAY, World, answer, make_case, receive


class TestFollowed:
    """followed() …"""

    def test_tells_the_same_story_as_the_timeline(self, world: World):
        case = make_case(world, State.REPLIED)

        found = followed(case.number, at=case.updated_at)

        assert found is not None
        plain = [line._replace(files=()) for line in timeline(case, Eyes.REPORTER)]
        assert [line._replace(files=()) for line in found.lines] == plain

    def test_asks_once(self, world: World, django_assert_num_queries):
        case = make_case(world, State.ANSWERED)

        with django_assert_num_queries(1):
            found = followed(case.number, at=case.updated_at)
            assert found is not None
            assert found.case.agency.name
            assert found.case.agency.zone
            assert found.case.unit is not None
            assert found.case.classification is not None
            assert found.case.category is not None

    def test_leaves_internal_notes_and_their_files_out(self, world: World):
        case = make_case(world, State.DISPATCHED)
        at = case.updated_at + HOUR
        actions.note(case, content="Anggaran habis.", by=world.liaison, at=at)
        note = case.messages.latest("pk")
        Attachment.objects.create(
            case=case,
            message=note,
            key="aa/bb/nota",
            shown_name="nota.pdf",
            size=1,
            added_at=at,
        )

        found = followed(case.number, at=at)

        assert found is not None
        assert all("Anggaran" not in line.content for line in found.lines)
        assert not any(line.files for line in found.lines)

    def test_reads_a_column_it_left_out_when_asked(self, world: World):
        case = receive(world)

        found = followed(case.number, at=case.updated_at)

        assert found is not None
        assert found.case.channel == "web"

    def test_finds_nothing_for_a_finding_or_a_wrong_number(self, world: World):
        case = receive(world)
        Case.objects.filter(pk=case.pk).update(is_finding=True)

        assert followed(case.number, at=case.updated_at) is None
        assert followed("nonsense", at=case.updated_at) is None

    @pytest.mark.parametrize("state", [State.DISPATCHED, State.IN_PROGRESS])
    def test_opens_the_way_to_the_ombudsman_ten_working_days_past_the_term(
        self, world: World, state: State
    ):
        case = make_case(world, state)
        assert case.completion_due_at is not None
        calendar = calendar_for()
        due_on = local_day(case.completion_due_at, case.agency.zone)
        last = end_of(calendar.after(due_on, 10), case.agency.zone)

        for moment, is_open in ((last, False), (last + HOUR, True)):
            found = followed(case.number, at=moment)
            assert found is not None
            assert found.is_late is is_open
            assert (ombudsman_way(case, at=moment) is not None) is is_open

    def test_opens_it_at_the_second_refused_answer(self, world: World):
        case = make_case(world, State.REPLIED)
        at = MONDAY + 8 * HOUR
        assert ombudsman_way(case, at=at) is None
        case = answer(world, case, at=at)
        case = actions.reply(case, content="Tetap padam.", at=at + HOUR)

        found = followed(case.number, at=at + HOUR)

        assert found is not None
        assert found.is_late
        assert ombudsman_way(case, at=at + HOUR) == OmbudsmanWay.REFUSED
