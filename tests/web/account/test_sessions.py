"""How long a session lasts."""

from datetime import timedelta

from tests.factories.cases import World

MINUTE = timedelta(minutes=1)
PAGE = "/kelola/alur/"


def test_half_an_hour_without_work_ends_a_session(log_in, later, world: World):
    client = log_in(world.liaison)
    later(31 * MINUTE)

    response = client.get(PAGE)

    assert response["Location"] == f"/masuk/?next={PAGE.replace('/', '%2F')}"
    assert "lama tidak bekerja" in client.get("/masuk/").content.decode()


def test_work_keeps_a_session_alive(log_in, later, world: World):
    client = log_in(world.liaison)

    for _ in range(4):
        later(20 * MINUTE)
        assert client.get(PAGE).status_code == 200


def test_twelve_hours_end_a_session_even_at_work(log_in, later, world: World):
    client = log_in(world.liaison)
    found = set()
    for _ in range(37):
        later(20 * MINUTE)
        found.add(client.get(PAGE).status_code)

    assert found == {200, 302}


def test_activity_is_noted_at_most_once_a_minute(log_in, later, world: World):
    client = log_in(world.liaison)
    client.get(PAGE)
    seen = client.session["seen_at"]
    later(MINUTE / 2)

    client.get(PAGE)

    assert client.session["seen_at"] == seen


def test_a_session_of_before_the_rule_begins_now(client, world: World):
    client.force_login(world.liaison)

    assert client.get(PAGE).status_code == 200
    assert "began_at" in client.session


def test_what_an_officer_saw_stays_in_no_cache(log_in, world: World):
    client = log_in(world.liaison)

    assert client.get(PAGE)["Cache-Control"] == "private, no-store"
    assert "no-store" not in client.get("/privasi/").get("Cache-Control", "")
