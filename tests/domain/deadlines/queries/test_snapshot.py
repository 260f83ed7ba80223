from datetime import date

import pytest

from lapor.domain.deadlines import actions
from lapor.domain.deadlines.models import Change
from lapor.domain.deadlines.queries import snapshot as module
from lapor.domain.deadlines.queries.snapshot import forget, snapshot
from lapor.kernel.actor import SYSTEM
from tests.factories.deadlines import load_law, local

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _law():
    load_law()


class TestSnapshot:
    def test_is_kept_without_a_query(self, django_assert_num_queries):
        kept = snapshot()

        with django_assert_num_queries(0):
            again = snapshot()

        assert again is kept

    def test_looks_once_after_a_while_and_keeps_the_copy(
        self, django_assert_num_queries, monkeypatch
    ):
        kept = snapshot()
        monkeypatch.setattr(module, "STALE_AFTER", 0.0)

        with django_assert_num_queries(1):
            again = snapshot()

        assert again is kept

    def test_sees_at_the_next_look_what_another_process_changed(self):
        before = snapshot()
        actions.cancel_holiday(
            on=date(2025, 3, 28),
            legal_basis="SKB",
            by=SYSTEM,
            at=local("2025-03-01 08:00"),
        )
        module._kept = module._Kept(before, module.time.monotonic())

        soon, looked = snapshot(), snapshot(fresh=True)

        assert soon is before
        assert looked.number == before.number + 1

    def test_another_history_with_the_same_number_is_not_mistaken(self):
        before = snapshot()
        Change.objects.update(token="0d9a3b0e-0000-4000-8000-000000000000")

        assert snapshot(fresh=True) is not before

    def test_of_an_empty_database_is_read_again(self):
        Change.objects.all().delete()
        forget()

        assert snapshot().token is None
        assert snapshot(fresh=True).number == 0
