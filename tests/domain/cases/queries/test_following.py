"""The reporter's page in one question."""

from lapor.domain.cases import actions
from lapor.domain.cases.models import Attachment, Case
from lapor.domain.cases.queries import Eyes, followed, timeline
from lapor.domain.cases.rules import State
from tests.factories.cases import HOUR, World, make_case, receive


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

    def test_opens_the_way_to_the_ombudsman_when_the_term_is_over(self, world: World):
        case = make_case(world, State.DISPATCHED)
        assert case.completion_due_at is not None

        before = followed(case.number, at=case.completion_due_at)
        after = followed(case.number, at=case.completion_due_at + HOUR)

        assert before is not None
        assert after is not None
        assert (before.is_late, after.is_late) == (False, True)
