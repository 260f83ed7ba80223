import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.domain.cases import queries
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.actions import Receipt, submit
from lapor.domain.intake.models import Submission
from lapor.domain.intake.rules import Report
from lapor.domain.ledger.models import Entry
from lapor.domain.organisations.models import Organisation
from lapor.domain.reporters.models import ContactIndex, Identity
from lapor.domain.reporters.rules import Person
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import Conflict, Invalid
from lapor.kernel.files import Accepted
from tests.factories.cases import MONDAY, World, make_world
from tests.factories.organisations import region

REPORT = Report(
    classification="complaint",
    title="Lampu jalan padam di depan pasar",
    content="Lampu jalan di depan pasar padam sejak seminggu yang lalu.",
    happened_on=date(2026, 3, 1),
    consent=True,
)
PERSON = Person(name="Siti Contoh", email="siti@contoh.id", phone="081234567890")


PHOTO = Accepted("ab/cd/abcd", b"1" * 32, 12, "image/webp", "foto.webp", ())


def send(
    report: Report = REPORT, *, person=PERSON, key="kunci-1", at=MONDAY, files=()
) -> Receipt:
    return submit(
        report,
        person=person,
        key=key,
        channel=Channel.WEB,
        by=REPORTER,
        at=at,
        files=files,
    )


def jobs_for(receipt: Receipt) -> list[str]:
    jobs = ProcrastinateJob.objects.filter(args={"number": receipt.case.number})
    return [job.task_name for job in jobs]


class TestSubmit:
    """submit() …"""

    def test_writes_everything_in_one_go(self, world: World):
        receipt = send()

        assert queries.open_with(receipt.case.number, receipt.code) == receipt.case
        assert Submission.objects.get().case == receipt.case
        assert Identity.objects.count() == 1
        assert Entry.objects.filter(subject=receipt.case.ref).count() == 1
        assert jobs_for(receipt) == ["cases.after_receipt"]

    def test_has_the_files_looked_at(self, world: World):
        assert jobs_for(send(files=[PHOTO])) == ["cases.after_receipt"]

    def test_twice_is_once_and_gives_the_same_receipt(self, world: World):
        first, second = send(), send()

        assert (first.case, first.code) == (second.case, second.code)
        assert (first.is_new, second.is_new) == (True, False)
        assert Case.objects.count() == Identity.objects.count() == 1
        assert Submission.objects.count() == 1

    def test_refuses_the_same_key_for_another_report(self, world: World):
        send()

        with pytest.raises(Conflict, match="isi lain"):
            send(replace(REPORT, title="Judul yang sama sekali lain"))

    def test_goes_to_the_national_admin_unless_an_agency_is_named(self, world: World):
        assert send().case.agency == world.panrb
        named = replace(REPORT, agency=world.unit.code)
        assert send(named, key="kunci-2").case.agency == world.regency

    def test_keeps_no_contact_to_search_of_an_anonymous_reporter(self, world: World):
        send(replace(REPORT, is_anonymous=True))

        assert Identity.objects.count() == 1
        assert not ContactIndex.objects.exists()

    def test_needs_no_identity_at_all(self, world: World):
        receipt = send(person=Person())

        assert receipt.is_new
        assert not Identity.objects.exists()

    def test_refuses_a_village_outside_the_territory_of_the_agency(self, world: World):
        regency = region("32.04", "Kabupaten Bandung")
        village = region("32.05.01.2001", "Sukamaju")
        Organisation.objects.filter(pk=world.regency.pk).update(region=regency)
        report = replace(REPORT, agency=world.regency.code, region=village.code)

        with pytest.raises(Invalid) as refused:
            send(report)

        assert "di luar wilayah" in refused.value.fields["region"]

    def test_names_every_unknown_thing_at_once(self, world: World):
        report = replace(REPORT, agency="tidak-ada", region="99", category_id=10**9)

        with pytest.raises(Invalid) as refused:
            send(report)

        assert set(refused.value.fields) == {"agency", "region", "category"}


@pytest.mark.django_db(transaction=True)
def test_eight_clients_with_one_key_make_one_case():
    make_world()
    receipts: list[Receipt] = []

    def client() -> None:
        try:
            receipts.append(send())
        finally:
            connection.close()

    threads = [threading.Thread(target=client) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({receipt.case.number for receipt in receipts}) == 1
    assert len({receipt.code for receipt in receipts}) == 1
    assert [receipt.is_new for receipt in receipts].count(True) == 1
    assert Case.objects.count() == Submission.objects.count() == 1
