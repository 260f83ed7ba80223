"""SMS end to end through Debian's Kannel: telephone, network, gateway, and back."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import quote, unquote_plus

import pytest
from django.db import connection

from lapor.channels import hearing
from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.intake.queries import memory_of
from tests.channels.sms.conftest import Kannel, wait_for
from tests.factories.cases import make_world
from tests.factories.talks import STORY, only_case

pytestmark = [
    pytest.mark.sms,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
PHONE = "+6281234567890"


@pytest.fixture(autouse=True)
def empty_queue(transactional_db) -> Iterator[None]:
    """The tables of the queue are not Django's own: it does not empty them."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture
def begun(
    live_server, gateway: Callable[..., Kannel], settings
) -> Callable[..., Kannel]:
    def begin(**options: bool) -> Kannel:
        settings.LAPOR_SMS_TOKEN = "t0k3n"
        made = gateway(f"{live_server.url}/hooks/sms/kannel/", **options)
        settings.LAPOR_SMS_URL = made.sendsms
        settings.LAPOR_SMS_USER = "lapor"
        settings.LAPOR_SMS_PASSWORD = "sandi"
        settings.LAPOR_SMS_SENDER = "1708"
        settings.LAPOR_SMS_COST = 250
        settings.LAPOR_TRANSPORTS = {"sms": "lapor.channels.sms.gateway.Gateway"}
        return made

    return begin


@pytest.fixture
def kannel(begun: Callable[..., Kannel]) -> Kannel:
    return begun()


def came(count: int) -> list[Inbound]:
    """Wait until so many messages have come through the hook."""
    wait_for(lambda: Inbound.objects.count() >= count)
    return list(Inbound.objects.order_by("pk"))


def heard() -> None:
    now = datetime.now(UTC)
    for row in Inbound.objects.filter(answered_at=None).order_by("pk"):
        hearing.hear(row.pk, at=now)


def test_a_report_is_told_in_sms_and_its_number_comes_back(kannel: Kannel):
    make_world()
    said = (STORY, "1", "kemarin", "Jl. Contoh 1", "1", "Siti Zzcanary", "ya")
    for number, words in enumerate(said, 1):
        telephone = kannel.send(PHONE, "text", words)
        came(number)
        telephone.stop()  # this network has room for one telephone
        if number == len(said):
            telephone = kannel.send("+6281211111111", "text", "halo admin lapor")
            came(number + 1)
        heard()

    case = only_case()
    wait_for(lambda: case.number in telephone.said)
    assert case.channel == "sms"
    assert "Laporan diterima" in unquote_plus(telephone.said)


def test_unicode_and_long_messages_arrive_whole(kannel: Kannel):
    make_world()
    text = "Jalan rusak ✓ di desa Bålå, " + "berlubang sekali, " * 5
    ucs2 = quote(text[:60].encode("utf-16-be"))
    kannel.send(PHONE, "ucs2", ucs2)
    came(1)
    heard()

    talk = memory_of(Talk.objects.get()).talk
    assert talk.draft.content == text[:60].strip()


def test_parts_of_a_long_message_are_joined_here(begun: Callable[..., Kannel]):
    make_world()
    kannel = begun(combine=False)
    halves = ("Lampu-jalan-di-depan-pasar-padam-", "sejak-seminggu-yang-lalu.")
    for number, half in enumerate(halves, 1):
        header = quote(bytes.fromhex(f"050003CC02{number:02X}"))
        telephone = kannel.send(PHONE, "udh-text", f"{header} {half}")
        came(number)
        telephone.stop()
    heard()

    talk = memory_of(Talk.objects.get()).talk
    assert talk.draft.content == "".join(halves)
    assert Inbound.objects.exclude(group="").count() == 2


def test_the_same_message_brought_twice_is_one(kannel: Kannel):
    make_world()
    kannel.send(PHONE, "text", "BANTUAN")
    row = came(1)[0]
    heard()

    assert Inbound.objects.count() == 1
    row.refresh_from_db()
    assert row.cost > 0
    connection.close()
