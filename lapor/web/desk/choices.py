"""Lists an officer chooses from, as plain pairs of code and label."""

from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from lapor.domain.cases.models import Category
from lapor.domain.cases.queries import categories, finer_classes, public_classes
from lapor.domain.cases.rules import Channel
from lapor.domain.organisations.queries import units_of
from lapor.kernel.enums import translate
from lapor.kernel.memory import remembered

Pairs = tuple[tuple[str, str], ...]

COUNTER_CHANNELS = (
    Channel.WALK_IN,
    Channel.LETTER,
    Channel.PHONE,
    Channel.BOX,
    Channel.WHATSAPP,
    Channel.SMS,
    Channel.EMAIL,
    Channel.OTHER,
)


def classes() -> Pairs:
    """Return the classes a verifier chooses from."""
    return _classes(get_language() or "id")


def asked_classes() -> Pairs:
    """Return the classes a citizen chooses from, at the counter too."""
    return _asked_classes(get_language() or "id")


def topics() -> Pairs:
    """Return the topics of the first level."""
    return _topics(get_language() or "id")


@remembered
def subtopics(parent_id: int) -> Pairs:
    """Return the topics below one of the first level."""
    below = Category.objects.filter(parent=parent_id, is_active=True).order_by("name")
    return tuple((str(pk), name) for pk, name in below.values_list("pk", "name"))


@remembered
def units(agency_id: int) -> Pairs:
    """Return the units of an agency by name, those at the top first."""
    rows = units_of(agency_id).order_by("name").values_list("pk", "name")
    return tuple((str(pk), name) for pk, name in rows)


def channels() -> Pairs:
    """Return all ways a report comes in."""
    return tuple((str(channel), channel.label) for channel in Channel)


def counter_channels() -> Pairs:
    """Return the ways that end at a counter."""
    return tuple((str(channel), channel.label) for channel in COUNTER_CHANNELS)


def options(pairs: Pairs, chosen: str) -> SafeString:
    """Draw the options of a select; quicker than a widget, for lists of a hundred."""
    drawn = _drawn(pairs)
    if not chosen:
        return drawn
    mark = format_html('value="{}"', chosen)
    return mark_safe(drawn.replace(mark, f"{mark} selected", 1))  # noqa: S308


@lru_cache(maxsize=256)
def _drawn(pairs: Pairs) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', pairs)


@remembered
def _topics(language: str) -> Pairs:
    return tuple((str(row.pk), translate(row.name)) for row in categories())


@remembered
def _classes(language: str) -> Pairs:
    return tuple((row.code, translate(row.label)) for row in finer_classes())


@remembered
def _asked_classes(language: str) -> Pairs:
    return tuple((row.code, translate(row.label)) for row in public_classes())
