"""A channel says later what became of a notice: noted once, late or not."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from lapor.domain.notifications.models import Outgoing
from lapor.domain.notifications.rules import Notice, State, Urgency, Way
from lapor.kernel import clock

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def hooks(settings, monkeypatch) -> None:
    settings.LAPOR_SMS_TOKEN = "t0k3n"
    settings.LAPOR_WHATSAPP_SECRET = "rahasia"
    settings.LAPOR_WHATSAPP_NUMBER_ID = "106540352242922"
    monkeypatch.setattr(clock, "now", lambda: NOW)


def sent(way: Way, name: str) -> Outgoing:
    return Outgoing.objects.create(
        key=f"1:case:0000-0000-000:{way}",
        receiver="case:0000-0000-000",
        subject="case:0000-0000-000",
        way=way,
        notice=Notice.DISPATCHED,
        urgency=Urgency.NORMAL,
        state=State.SENT,
        awaits_proof=True,
        provider_id=name,
        created_at=NOW - timedelta(hours=1),
        due_at=NOW - timedelta(hours=1),
        due_first=NOW - timedelta(hours=1),
        sent_at=NOW - timedelta(hours=1),
    )


def kannel(key: str, state: int) -> None:
    query = {"token": "t0k3n", "key": key, "state": str(state)}
    assert Client().get("/hooks/sms/kannel/report/", query).status_code == 200


def meta(name: str, status: str) -> None:
    """Send a status as the reference of the Cloud API shows it."""
    change = {
        "value": {
            "messaging_product": "whatsapp",
            "metadata": {
                "display_phone_number": "15550783881",
                "phone_number_id": "106540352242922",
            },
            "statuses": [
                {
                    "id": name,
                    "status": status,
                    "timestamp": str(int(NOW.timestamp())),
                    "recipient_id": "16505551234",
                    "errors": [{"code": 131026, "title": "Message undeliverable"}]
                    if status == "failed"
                    else [],
                }
            ],
        },
        "field": "messages",
    }
    raw = json.dumps(
        {
            "object": "whatsapp_business_account",
            "entry": [{"id": "102290129340398", "changes": [change]}],
        }
    ).encode()
    mac = hmac.new(b"rahasia", raw, hashlib.sha256).hexdigest()
    answer = Client().post(
        "/hooks/whatsapp/",
        raw,
        content_type="application/json",
        headers={"X-Hub-Signature-256": f"sha256={mac}"},
    )
    assert answer.status_code == 200


def test_kannel_reports_arrival_after_an_hour_and_twice():
    row = sent(Way.SMS, "kunci-1")
    for state in (8, 1, 1):
        kannel("kunci-1", state)

    row.refresh_from_db()
    assert (row.state, row.proved_at) == (State.SENT, NOW)


def test_kannel_reports_that_it_never_arrived():
    row = sent(Way.SMS, "kunci-1")
    kannel("kunci-1", 2)
    kannel("tidak-dikenal", 2)

    row.refresh_from_db()
    assert row.state == State.FAILED


def test_meta_reports_in_any_order():
    row = sent(Way.WHATSAPP, "wamid.A")
    for status in ("read", "sent", "delivered"):
        meta("wamid.A", status)

    row.refresh_from_db()
    assert (row.state, row.proved_at) == (State.SENT, NOW)


def test_meta_reports_a_number_without_whatsapp():
    row = sent(Way.WHATSAPP, "wamid.A")
    meta("wamid.A", "failed")

    row.refresh_from_db()
    assert row.state == State.FAILED
    assert "131026" in row.why
