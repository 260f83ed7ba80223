"""The inbox of an officer inside the program."""

from typing import Any

from lapor.domain.accounts.models import User
from lapor.domain.notifications.models import InboxItem
from lapor.domain.notifications.rules import Notice
from lapor.kernel.enums import translate

#: The number beside the bell stops counting here.
MOST_COUNTED = 99


class Line:
    """One notice as a list shows it: what, about what, when, read or not."""

    def __init__(self, item: InboxItem):
        """``item`` is the stored row."""
        self.item = item
        self.label = Notice(item.notice).label
        kind, _colon, key = item.subject.partition(":")
        self.number = key if kind == "case" else ""
        self.detail = str(item.parameters.get("round") or "")
        step = str(item.parameters.get("step") or "")
        self.step = translate(step) if step else ""
        self.is_new = item.read_at is None


def inbox_page(
    user: User, *, only_new: bool = False, before: int = 0, size: int = 50
) -> tuple[list[Line], int]:
    """Return notices, newest first, and the key before which the next page begins."""
    rows = InboxItem.objects.filter(user=user).order_by("-pk")
    if only_new:
        rows = rows.filter(read_at=None)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: size + 1])
    after = found[size - 1].pk if len(found) > size else 0
    return [Line(item) for item in found[:size]], after


def unread_count(user: Any) -> int:
    """Return how many notices were not read, up to 99."""
    rows = InboxItem.objects.filter(user=user, read_at=None)
    return rows[:MOST_COUNTED].count()
