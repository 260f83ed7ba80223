import pytest

from lapor.domain.ledger.models import Entry
from lapor.domain.reporters.actions import keep_identity
from lapor.domain.reporters.rules import Person
from lapor.kernel.actor import REPORTER
from tests.factories.cases import MONDAY, World, receive

PHONE = "081234567890"
PAGE = "/meja/cari/kontak/"


def reported(world: World, **options: object):
    case = receive(world, **options)
    keep_identity(
        case_number=case.number,
        person=Person(name="Siti Contoh", phone=PHONE),
        is_anonymous=case.is_anonymous,
        by=REPORTER,
        at=MONDAY,
    )
    return case


class TestContact:
    """/meja/cari/kontak/ …"""

    def test_finds_reports_of_a_contact_however_it_is_written(self, world, as_user):
        case = reported(world)

        page = as_user(world.admin).post(PAGE, {"contact": "+62 812-3456-7890"})

        assert case.number in page.content.decode()

    def test_never_finds_an_anonymous_reporter(self, world, as_user):
        case = reported(world, anonymous=True)

        page = as_user(world.admin).post(PAGE, {"contact": PHONE})

        assert case.number not in page.content.decode()

    def test_stays_inside_ones_own_agency(self, world, as_user):
        case = reported(world)

        page = as_user(world.other_admin).post(PAGE, {"contact": PHONE})

        assert case.number not in page.content.decode()

    def test_leaves_a_trace_without_the_contact(self, world, as_user):
        reported(world)

        as_user(world.admin).post(PAGE, {"contact": PHONE})

        entry = Entry.objects.get(fact="contact.searched")
        assert entry.actor == world.admin.actor.ref
        assert PHONE not in str(entry.data)

    @pytest.mark.parametrize("name", ["auditor", "leader", "coordinator", "system"])
    def test_is_not_for_those_who_may_see_no_identity(self, world, as_user, name):
        answer = as_user(world.officers[name]).post(PAGE, {"contact": PHONE})

        assert answer.status_code == 403

    @pytest.mark.parametrize("typed", ["", "bukan kontak", "\x00", "@", "9" * 500])
    def test_bears_anything(self, world, as_user, typed):
        answer = as_user(world.admin).post(PAGE, {"contact": typed})

        assert answer.status_code < 500
