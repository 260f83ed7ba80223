"""The queue, as officers of each kind meet it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import Filters, Tab, queue_counts
from lapor.domain.cases.rules import State
from lapor.web.desk import queue as desk_queue
from lapor.web.desk.place import today
from tests.factories.cases import MONDAY, make_case, receive

DAY = timedelta(days=1)
MOST_QUERIES = 8


def numbers(page) -> list[str]:
    return [row.number for row in page.context["rows"]]


class TestQueue:
    """/meja/ …"""

    def test_sends_who_has_not_logged_in_to_the_log_in(self, client, world):
        answer = client.get("/meja/")

        assert (answer.status_code, answer.url) == (302, "/masuk/?next=%2Fmeja%2F")

    def test_puts_first_what_is_due_first(self, world, as_user):
        later = receive(world, at=MONDAY)
        sooner = receive(world, at=MONDAY - 7 * DAY)

        page = as_user(world.admin).get("/meja/")

        assert numbers(page) == [sooner.number, later.number]

    def test_says_in_words_how_late_a_case_is_and_on_which_day(self, world, as_user):
        receive(world, at=MONDAY - 7 * DAY)  # Monday; due on Thursday 26 February

        page = as_user(world.admin).get("/meja/")

        assert "terlambat 4 hari" in page.text
        assert "26 Feb 2026" in page.text

    def test_shows_a_liaison_officer_the_cases_of_his_unit_only(self, world, as_user):
        receive(world)
        mine = make_case(world, State.DISPATCHED)

        assert numbers(as_user(world.liaison).get("/meja/")) == [mine.number]

    def test_shows_another_agency_nothing(self, world, as_user):
        receive(world)

        page = as_user(world.other_admin).get("/meja/")

        assert "Antrean Anda bersih" in page.text

    def test_keeps_the_hour_of_an_anonymous_report_to_itself(self, world, as_user):
        receive(world, anonymous=True)
        anonymous = as_user(world.admin).get("/meja/").text
        receive(world)
        both = as_user(world.admin).get("/meja/").text

        assert "2 Mar 2026, 09.00" not in anonymous
        assert "2 Mar 2026, 09.00" in both
        assert "Anonim" in anonymous

    def test_counts_each_tab_with_the_query_of_its_list(self, world, as_user):
        for state in (State.RECEIVED, State.ON_HOLD, State.DISPATCHED, State.REPLIED):
            make_case(world, state)
        client = as_user(world.admin)

        for tag in client.get("/meja/").context["tabs"]:
            listed = len(numbers(client.get(tag.url)))
            assert tag.amount in {str(listed), ""}, tag.label

    def test_leaves_out_tabs_in_which_nothing_lies(self, world, as_user):
        receive(world)

        labels = [
            tag.label for tag in as_user(world.admin).get("/meja/").context["tabs"]
        ]

        assert labels == [
            tab.label for tab in (Tab.TODO, Tab.UNVERIFIED, Tab.LATE, Tab.DONE)
        ]

    def test_narrows_by_class_category_unit_and_channel(self, world, as_user):
        receive(world)
        case = make_case(world, State.DISPATCHED)
        client = as_user(world.admin)

        for query in (
            "klasifikasi=complaint_ordinary",
            f"kategori={case.category_id}",
            f"unit={world.unit.pk}",
        ):
            assert numbers(client.get(f"/meja/?{query}")) == [case.number], query
        assert numbers(client.get("/meja/?kanal=sms")) == []

    @pytest.mark.parametrize(
        "query", ["unit=9999999999999", "kategori=x", "tab=?", "after=%00", "kanal=x"]
    )
    def test_takes_odd_addresses_calmly(self, world, as_user, query):
        receive(world)

        assert as_user(world.admin).get(f"/meja/?{query}").status_code == 200

    def test_turns_to_the_next_page_without_losing_or_repeating_a_case(
        self, world, as_user, monkeypatch
    ):
        monkeypatch.setattr(desk_queue, "SIZE", 2)
        made = {receive(world, at=MONDAY - n * DAY).number for n in range(5)}
        client = as_user(world.admin)
        seen, url = [], "/meja/"
        while url:
            page = client.get(url)
            seen += numbers(page)
            url = page.context["next_url"] and f"/meja/{page.context['next_url']}"

        assert (len(seen), set(seen)) == (5, made)

    def test_asks_the_database_no_more_for_many_lines_than_for_one(
        self, world, as_user, settings, django_assert_max_num_queries
    ):
        settings.LAPOR_PAGE_MEMORY = 60
        for n in range(12):
            make_case(world, State.DISPATCHED, at=MONDAY - n * DAY)
        client = as_user(world.admin)
        client.get("/meja/")  # the lists of the drop-downs are remembered

        with django_assert_max_num_queries(MOST_QUERIES):
            page = client.get("/meja/")

        assert len(numbers(page)) == 12
        assert Session.objects.count() == 1

    def test_escapes_what_people_write(self, world, as_user):
        receive(world, title="<script>alert(1)</script> lampu")

        assert "<script>alert" not in as_user(world.admin).get("/meja/").text


class TestCounts:
    """queue_counts() …"""

    def test_stops_at_the_cap_and_says_so(self):
        assert [desk_queue._words(n) for n in (None, 7, 1000)] == ["", "7", "1.000+"]

    def test_knows_what_is_late_at_each_moment_anew(self, world):
        receive(world)

        def late(days: int) -> int:
            at = MONDAY + days * DAY
            counts = queue_counts(world.admin, Filters(), at=at, on=today(at))
            return counts[Tab.LATE]

        assert [late(0), late(10), late(1)] == [0, 1, 0]
        assert Case.objects.count() == 1
