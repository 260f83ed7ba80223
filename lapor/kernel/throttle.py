"""Too many failures in a while: counted together by all workers, no address kept.

Each failure takes one numbered place in the shared cache for the length of the
window. A place can be taken once only, so two workers never count as one; it becomes
free again by itself, so the window slides. Call outside of a transaction that may be
rolled back, or the failure is forgotten with it.
"""

from datetime import datetime, timedelta
from math import ceil

from django.core.cache import cache
from django.utils.translation import gettext

from lapor.kernel.errors import TooMany
from lapor.kernel.ids import digest


def check(
    bucket: str, subject: str, *, limit: int, window: timedelta, at: datetime
) -> None:
    """Raise TooMany when ``subject`` has failed ``limit`` times within ``window``.

    Counts nothing; ask before the costly or secret work. ``bucket`` names what is
    tried ("track", "login"); ``subject`` is who tries, an address or an account: only
    its keyed digest is stored.
    """
    taken = _taken(_places(bucket, subject, limit), window, at)
    if len(taken) < limit:
        return
    seconds = ceil(min(taken.values()) + window.total_seconds() - at.timestamp())
    raise TooMany(
        gettext(
            "Terlalu banyak percobaan yang gagal. Tunggu %(minutes)d menit, lalu coba "
            "lagi."
        )
        % {"minutes": max(1, ceil(seconds / 60))},
        retry_after=max(1, seconds),
    )


def count(
    bucket: str, subject: str, *, limit: int, window: timedelta, at: datetime
) -> None:
    """Count one failure. The arguments are those of ``check``."""
    places = _places(bucket, subject, limit)
    taken = _taken(places, window, at)
    moment, seconds = at.timestamp(), ceil(window.total_seconds())
    for place in places:
        if place in taken:
            continue
        if cache.add(place, moment, seconds):
            return
        if place not in _taken([place], window, at):  # over by our clock, not by theirs
            cache.set(place, moment, seconds)
            return


def forget(bucket: str, subject: str, *, limit: int) -> None:
    """Forget the failures of ``subject``, for example after a success."""
    cache.delete_many(_places(bucket, subject, limit))


def _places(bucket: str, subject: str, limit: int) -> list[str]:
    name = digest(subject, f"throttle:{bucket}").hex()
    return [f"throttle:{name}:{place}" for place in range(limit)]


def _taken(places: list[str], window: timedelta, at: datetime) -> dict[str, float]:
    """Return the places whose failure lies within the window, with their moments."""
    since = at.timestamp() - window.total_seconds()
    found: dict[str, float] = cache.get_many(places)
    return {place: moment for place, moment in found.items() if moment > since}
