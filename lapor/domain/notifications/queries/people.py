"""What receivers want, and the browsers of officers."""

from collections.abc import Collection

from django.db.models import QuerySet

from lapor.domain.accounts.models import User
from lapor.domain.notifications.models import Preference, PushSubscription


def preference_of(receiver: str) -> Preference:
    """Return what a receiver wants; the defaults where he never said."""
    found = Preference.objects.filter(receiver=receiver).first()
    return found or Preference(receiver=receiver)


def preferences_of(receivers: Collection[str]) -> dict[str, Preference]:
    """Return what these receivers want, defaults included."""
    found = {row.receiver: row for row in Preference.objects.filter(pk__in=receivers)}
    return {
        each: found.get(each) or Preference(receiver=each) for each in set(receivers)
    }


def subscriptions_of(user: User) -> QuerySet[PushSubscription]:
    """Return the browsers of an officer, newest first."""
    return PushSubscription.objects.filter(user=user).order_by("-made_at")


def push_keys(users: Collection[int]) -> dict[int, list[int]]:
    """Return the keys of the browsers of these officers."""
    found: dict[int, list[int]] = {}
    rows = PushSubscription.objects.filter(user__in=users).values_list("user", "pk")
    for user, key in rows:
        found.setdefault(user, []).append(key)
    return found
