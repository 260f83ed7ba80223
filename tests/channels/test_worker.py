"""Hooks, the queue and the worker together: everything once, in each one's order."""

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.actions import converse
from lapor.domain.intake.models import Inbound
from lapor.kernel import clock
from lapor.ops import worker
from tests.channels.conftest import Double
from tests.factories.cases import make_world
from tests.factories.talks import STORY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TOKEN = "1:A"
WORDS = (STORY, "1", "kemarin", "Jl. A", "lanjut", "2", "ya")


@pytest.fixture(autouse=True)
def nothing_scheduled(transactional_db, monkeypatch) -> None:
    monkeypatch.setattr(worker, "TABLE", ())
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})


@pytest.fixture
def bot(settings, double: Double) -> Double:
    settings.LAPOR_TELEGRAM_TOKEN = TOKEN
    settings.LAPOR_TELEGRAM_SECRET = "rahasia"
    settings.LAPOR_TELEGRAM_API = double.url
    settings.LAPOR_TRANSPORTS = {"telegram": "lapor.channels.telegram.sending.Bot"}
    double.on(
        f"/bot{TOKEN}/sendMessage", 200, {"ok": True, "result": {"message_id": 1}}
    )
    return double


def send(person: int, number: int, text: str) -> None:
    body = {
        "update_id": person * 100 + number,
        "message": {
            "date": int(clock.now().timestamp()),
            "chat": {"id": person, "type": "private"},
            "text": text,
        },
    }
    answer = Client().post(
        "/hooks/telegram/",
        json.dumps(body),
        content_type="application/json",
        headers={"X-Telegram-Bot-Api-Secret-Token": "rahasia"},
    )
    assert answer.status_code == 200


def work() -> None:
    """Run workers until nothing is left: one that finds only locked jobs goes home."""
    waiting = ProcrastinateJob.objects.filter(status="todo")
    for _round in range(40):
        if not waiting.exists():
            return
        with ThreadPoolExecutor(1) as pool:
            pool.submit(lambda: asyncio.run(worker.run(until_empty=True))).result(60)


def test_several_people_write_at_once_and_each_is_heard_in_his_order(bot: Double):
    make_world()
    for number, text in enumerate(WORDS):
        for person in (11, 12, 13):
            send(person, number, text)
            send(person, number, text)  # the service brings it twice
    work()

    assert Case.objects.count() == 3
    assert Inbound.objects.filter(answered_at=None).count() == 0
    for person in (11, 12, 13):
        sent = [a.json["text"] for a in bot.asked if a.json["chat_id"] == person]
        assert len(sent) == len(WORDS)
        assert "Laporan diterima" in sent[-1]


def test_the_same_message_heard_by_two_workers_at_once_is_one():
    make_world()
    said: list[list[str]] = []
    ready = threading.Barrier(4)

    def hear() -> None:
        ready.wait()
        try:
            said.append(
                converse(
                    channel=Channel.SMS,
                    address="+6281234567890",
                    external_id="sama",
                    text=STORY,
                    at=clock.now(),
                )
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=hear) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(said) == 4
    assert said[0] == said[1] == said[2] == said[3]
    assert Inbound.objects.count() == 1
