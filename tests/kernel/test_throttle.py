"""Too many failures: counted exactly, forgotten in time, no address kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from lapor.kernel import throttle
from lapor.kernel.errors import TooMany

NOON = datetime(2024, 5, 17, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def memory(settings):
    """Use a cache of our own: what is tested is the counting."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "throttle",
        }
    }
    cache.clear()


def check(at=NOON, subject="10.0.0.1", bucket="track"):
    throttle.check(bucket, subject, limit=3, window=HOUR, at=at)


def count(at=NOON, subject="10.0.0.1", bucket="track"):
    throttle.count(bucket, subject, limit=3, window=HOUR, at=at)


@pytest.mark.usefixtures("memory")
class TestThrottle:
    """The throttle …"""

    def test_lets_through_below_the_limit(self):
        count()
        count()

        check()

    def test_refuses_at_the_limit_and_says_when_to_come_back(self):
        for minute in range(3):
            count(NOON + timedelta(minutes=minute))

        with pytest.raises(TooMany, match="58 menit") as refused:
            check(NOON + timedelta(minutes=2))

        assert refused.value.retry_after == 58 * 60

    def test_does_not_count_what_is_only_asked(self):
        for _ in range(10):
            check()

    def test_opens_again_one_by_one_as_the_window_slides(self):
        for minute in (0, 10, 20):
            count(NOON + timedelta(minutes=minute))

        check(NOON + timedelta(minutes=61))
        count(NOON + timedelta(minutes=61))
        with pytest.raises(TooMany):
            check(NOON + timedelta(minutes=62))
        check(NOON + timedelta(minutes=71))

    def test_keeps_subjects_and_buckets_apart(self):
        for _ in range(3):
            count()

        check(subject="10.0.0.2")
        check(bucket="login")

    def test_forgets_when_told(self):
        for _ in range(3):
            count()

        throttle.forget("track", "10.0.0.1", limit=3)

        check()

    def test_counts_no_further_than_its_limit(self):
        for _ in range(50):
            count()

        with pytest.raises(TooMany):
            check()

    def test_keeps_no_address(self):
        count()

        keys = list(cache._cache)
        assert keys
        assert not [key for key in keys if "10.0.0.1" in key]

    def test_counts_exactly_when_many_fail_at_once(self):
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: count(), range(3)))

        with pytest.raises(TooMany):
            check()


@pytest.mark.django_db
class TestSharedByWorkers:
    """In the database, where all workers look, the throttle …"""

    def test_counts_and_refuses(self):
        for _ in range(3):
            check()
            count()

        with pytest.raises(TooMany):
            check()

    def test_asks_once_and_writes_once(self, django_assert_max_num_queries):
        with django_assert_max_num_queries(1):
            check()

    def test_keeps_no_address(self):
        count(subject="203.0.113.77")

        with connection.cursor() as cursor:
            cursor.execute("SELECT t::text FROM ops_cache t")
            rows = cursor.fetchall()
        assert rows
        assert "203.0.113.77" not in str(rows)
