"""Every component of the interface: one typed function, one template each.

They are built into the template engine, so no ``{% load %}`` is needed. The gallery
(``console:gallery``) shows each of them; ``docs/explanation/pages.md`` says how to use
them. Tiny ones that stand in long lists (``state``, ``badge``, ``due``) build their own
line of HTML, because an inclusion per table cell is what makes a list slow.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from math import floor
from typing import Any, Final

import segno
from django import template
from django.forms import BaseForm, BoundField
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    ClearableFileInput,
    RadioSelect,
)
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from lapor.kernel import clock
from lapor.web.shapes import Bar, File, Moment, Tab

register = template.Library()

NOTHING: Final = "\N{EN DASH}"

TONES: Mapping[str, str] = {
    "draft": "plain",
    "received": "info",
    "on_hold": "warn",
    "dispatched": "info",
    "return_requested": "warn",
    "in_progress": "info",
    "answered": "good",
    "replied": "warn",
    "closed": "good",
    "archived": "plain",
    "with_ombudsman": "warn",
}


# Words and numbers


@register.simple_tag
def badge(label: str, tone: str = "plain") -> SafeString:
    """Show a short state in words; colour comes second.

    ``{% badge "Menunggu" "warn" %}``; tones: plain, info, good, warn, bad.
    """
    return format_html('<span class="badge badge--{}">{}</span>', tone, label)


@register.simple_tag
def state(value: str, label: str = "") -> SafeString:
    """Show the state of a report. ``{% state case.state %}``.

    Takes a member of ``State`` or its stored value; ``label`` replaces the usual word.
    """
    tone = TONES.get(str(value), "plain")
    return badge(label or _state_label(value), tone)


def _state_label(value: str) -> str:
    from lapor.domain.cases.rules import State  # noqa: PLC0415 - doors import late

    return State(value).label


@register.simple_tag
def due(
    on: date | datetime | None, *, today: date | None = None, done: object = None
) -> SafeString:
    """Show how a deadline stands: in words first, in colour second.

    ``{% due clock.due_on today=today done=case.answered_at %}``. A moment is shown as
    the day in the active zone; ``done`` (anything true) stops the counting.
    """
    if on is None:
        return format_html('<span class="soft">{}</span>', gettext("Tanpa tenggat"))
    day = timezone.localdate(on) if isinstance(on, datetime) else on
    left = (day - (today or timezone.localdate(clock.now()))).days
    tone = "done" if done else "late" if left < 0 else "soon" if left < 2 else "calm"
    return format_html(
        '<time class="due due--{}" datetime="{}">{}{}</time>',
        tone,
        day.isoformat(),
        _day(day),
        "" if done else f" · {_distance(left)}",
    )


def _day(day: date) -> str:
    """Write a day in words; lists hold hundreds, and Django's own way is slow."""
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def hour(local: datetime) -> str:
    """Write the time of day as the language does: 14.05 or 14:05, never a.m. or p.m."""
    return f"{local:%H:%M}" if get_language() == "en" else f"{local:%H.%M}"


def _distance(left: int) -> str:
    if left == 0:
        return gettext("hari ini")
    if left == 1:
        return gettext("besok")
    if left < 0:
        return ngettext("terlambat %(n)s hari", "terlambat %(n)s hari", -left) % {
            "n": -left
        }
    return ngettext("%(n)s hari lagi", "%(n)s hari lagi", left) % {"n": left}


@register.filter
def number(value: float | None) -> str:
    """Show a number with the separators of the language; nothing is a dash."""
    return NOTHING if value is None else number_format(value, force_grouping=True)


@register.filter
def share(value: Fraction | float | None, decimals: int = 1) -> str:
    """Show a share between 0 and 1 in per cent; None is said in words, never as 0.

    ``{{ row.on_time|share }}`` gives ``87,5%``.
    """
    if value is None:
        return gettext("tidak ada data")
    exact = Fraction(value) * 100 * 10**decimals
    rounded = round(exact + Fraction(1, 10**9)) / 10**decimals
    return f"{number_format(rounded, decimals)}%"


@register.filter
def points(value: Fraction | float | None, decimals: int = 2) -> str:
    """Show a score or a mean with its decimals, rounded half up; None is a dash.

    ``{{ result.total|points }}`` gives ``83,25``.
    """
    if value is None:
        return NOTHING
    rounded = floor(Fraction(value) * 10**decimals + Fraction(1, 2)) / 10**decimals
    return number_format(rounded, decimals)


@register.simple_tag
def moment(at: datetime | None, *, day_only: bool = False) -> SafeString:
    """Show a moment in the reader's zone with the zone's name (WIB, WITA, WIT)."""
    if at is None:
        return format_html("{}", NOTHING)
    local = timezone.localtime(at)
    text = _day(local) if day_only else f"{_day(local)}, {hour(local)}"
    zone = "" if day_only else f" {local.tzname()}"
    machine = local.date().isoformat() if day_only else local.isoformat()
    return format_html('<time datetime="{}">{}{}</time>', machine, text, zone)


@register.simple_tag
def tile(
    amount: object, label: str, *, url: str = "", hint: str = "", tone: str = "plain"
) -> SafeString:
    """Show one number with its words. ``{% tile counts.open "Masih terbuka" %}``."""
    shown = number(amount) if isinstance(amount, int | float) else amount
    words = format_html('<a href="{}">{}</a>', url, label) if url else label
    extra = format_html(' <span class="soft">{}</span>', hint) if hint else ""
    return format_html(
        '<p class="tile tile--{}"><span class="tile__number">{}</span>'
        '<span class="tile__label">{}{}</span></p>',
        tone,
        NOTHING if shown is None else shown,
        words,
        extra,
    )


# Blocks


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> SafeString:
    """Set something apart. ``{% notice "warn" "Judul" %}…{% endnotice %}``.

    Tones: info, good, warn, bad. The first words must tell the tone without colour.
    """
    head = format_html('<p class="notice__title">{}</p>', title) if title else ""
    return format_html('<div class="notice notice--{}">{}{}</div>', tone, head, content)


@register.simple_block_tag
def card(content: str, title: str = "", *, level: int = 2) -> SafeString:
    """Group things that belong together. ``{% card "Judul" %}…{% endcard %}``."""
    head = format_html("<h{0}>{1}</h{0}>", level, title) if title else ""
    return format_html('<section class="card">{}{}</section>', head, content)


@register.simple_block_tag
def buttons(content: str) -> SafeString:
    """Put buttons in a row, at most one of them primary.

    ``{% buttons %}…{% endbuttons %}``
    """
    return format_html('<div class="buttons">{}</div>', content)


@register.simple_block_tag
def table(content: str, caption: str, *, stack: bool = False) -> SafeString:
    """Wrap rows in a table with a caption that scrolls inside itself when too wide.

    ``{% table "Laporan" stack=True %}<thead>…<tbody>…{% endtable %}``. With ``stack``
    each row becomes a card on a phone: give every cell ``data-label="…"``.
    """
    return format_html(
        '<div class="table-scroll" role="region" aria-label="{0}" tabindex="0">'
        '<table class="{1}"><caption>{0}</caption>{2}</table></div>',
        caption,
        "table--stack" if stack else "",
        content,
    )


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """Say that there is nothing, and what to do. ``{% empty "…" %}…{% endempty %}``."""
    return format_html(
        '<div class="empty"><p><strong>{}</strong></p>{}</div>', title, content
    )


@register.simple_block_tag
def act(
    content: str, label: str, *, opened: bool = False, danger: bool = False
) -> SafeString:
    """Fold a form behind its own button. ``{% act "Arsipkan" %}<form>…{% endact %}``.

    Give ``opened=True`` when the form comes back with errors.
    """
    return format_html(
        '<details class="act{}"{}><summary>{}</summary>{}</details>',
        " act--danger" if danger else "",
        mark_safe(" open") if opened else "",
        label,
        content,
    )


# Lists


@register.inclusion_tag("components/timeline.html")
def timeline(moments: Iterable[Moment], *, level: int = 3) -> dict[str, Any]:
    """Show what happened, in the order given. ``{% timeline moments %}``."""
    return {"moments": moments, "level": level}


@register.inclusion_tag("components/files.html")
def files(items: Iterable[File]) -> dict[str, Any]:
    """List files to fetch with type and size. ``{% files attachments %}``."""
    return {"items": [(item, filesizeformat(item.size)) for item in items]}


@register.inclusion_tag("components/steps.html")
def steps(labels: Sequence[str], current: int) -> dict[str, Any]:
    """Show where one stands in a process; ``current`` counts from 1."""
    return {"labels": labels, "current": current}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Tab], label: str) -> dict[str, Any]:
    """Show links to neighbouring lists, with counts. ``{% tabs items "Antrean" %}``."""
    return {"items": items, "label": label}


@register.simple_tag
def breadcrumb(*pairs: str) -> SafeString:
    """Show the way here: label, url, label, url, …, label of this page.

    ``{% breadcrumb "Beranda" "/" "Laporan publik" %}``
    """
    links = list(zip(pairs[:-1:2], pairs[1:-1:2], strict=True))
    items = format_html_join("", '<li><a href="{1}">{0}</a></li>', links)
    return format_html(
        '<nav class="crumbs" aria-label="{}"><ol>{}'
        '<li aria-current="page">{}</li></ol></nav>',
        gettext("Jejak halaman"),
        items,
        pairs[-1],
    )


@register.simple_block_tag
def facts(content: str, *, wide: bool = False) -> SafeString:
    """Wrap ``<dt>`` and ``<dd>`` pairs. ``{% facts %}<dt>…<dd>…{% endfacts %}``."""
    return format_html(
        '<dl class="facts{}">{}</dl>', " facts--wide" if wide else "", content
    )


@register.inclusion_tag("components/pager.html")
def pager(next_url: str = "", first_url: str = "", note: str = "") -> dict[str, Any]:
    """Turn pages by key, not by number: next, and back to the first.

    ``{% pager next_url first_url note %}``; empty addresses leave the link out.
    """
    return {"next_url": next_url, "first_url": first_url, "note": note}


@register.inclusion_tag("components/why.html")
def why(explanation: object) -> dict[str, Any]:
    """Answer "why this date?": every counted and every skipped day, and the law.

    Takes a ``Due`` of the deadlines room, a ``Standing``, or ``WhyThisDate`` of cases.
    """
    standing = getattr(explanation, "standing", explanation)
    return {
        "due": getattr(standing, "due", standing),
        "pauses": getattr(standing, "pauses", ()),
        "extended": getattr(standing, "extended", 0),
        "law": explanation if hasattr(explanation, "regulation") else None,
    }


# Forms


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    *,
    hint: str = "",
    cards: bool = False,
    rows: int = 0,
    mark: bool = True,
) -> dict[str, Any]:
    """Show one form field: label, help, error, control, with what was typed.

    ``{% field form.title %}``; ``hint`` replaces the help text, ``cards`` frames the
    choices of a radio group, ``rows`` sets the height of a text area, ``mark=False``
    leaves "tidak wajib" out where something else decides.
    """
    widget = bound.field.widget
    help_text = hint or bound.help_text
    base = bound.auto_id
    described = [f"{base}_help"] if help_text else []
    described += [f"{base}_error"] if bound.errors else []
    attrs: dict[str, Any] = {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if rows:
        attrs["rows"] = rows
    is_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    return {
        "bound": bound,
        "help_text": help_text,
        "control": "" if is_group else bound.as_widget(attrs=attrs),
        "is_group": is_group,
        "is_box": isinstance(widget, CheckboxInput),
        "is_file": isinstance(widget, ClearableFileInput),
        "described": attrs.get("aria-describedby", ""),
        "cards": cards,
        "is_optional": mark and not bound.field.required,
    }


@register.inclusion_tag("components/errors.html")
def errors(form: BaseForm) -> dict[str, Any]:
    """List everything that is wrong, each with a link to its field, above the form."""
    rows = []
    for name, messages in form.errors.items():
        if name == "__all__":
            rows += [("", message) for message in messages]
            continue
        target = form[name].auto_id
        if isinstance(form.fields[name].widget, RadioSelect | CheckboxSelectMultiple):
            target = f"{target}_0"
        rows += [(f"#{target}", message) for message in messages]
    return {"rows": rows}


@register.inclusion_tag("components/filterbar.html", takes_context=True)
def filterbar(
    context: Mapping[str, Any], form: BaseForm, *, label: str = "", wide: str = ""
) -> dict[str, Any]:
    """Show a GET form that narrows a list. ``{% filterbar form wide="q" %}``.

    ``wide`` names the field that takes a whole row, usually the search box.
    """
    return {
        "form": form,
        "label": label or gettext("Saring daftar"),
        "wide": wide,
        "path": context["request"].path,
    }


# Pictures


@register.inclusion_tag("components/bars.html")
def bars(rows: Sequence[Bar], caption: str, *, head: str = "") -> dict[str, Any]:
    """Show amounts as a table whose last column draws them (no script, prints well)."""
    most = max((row.amount for row in rows), default=0) or 1
    shares = [(row, f"{row.amount * 100 / most:.2f}") for row in rows]
    return {"rows": shares, "caption": caption, "head": head}


@register.inclusion_tag("components/columns.html")
def columns(rows: Sequence[Bar], caption: str, *, head: str = "") -> dict[str, Any]:
    """Show a series over time as columns, with the same numbers as a table below."""
    most = max((row.amount for row in rows), default=0) or 1
    step = min(720 / max(len(rows), 1), 90)
    drawn = [
        {
            "row": row,
            "x": f"{place * step + step * 0.1:.1f}",
            "middle": f"{place * step + step / 2:.1f}",
            "y": f"{160 - row.amount * 150 / most:.1f}",
            "height": f"{row.amount * 150 / most:.1f}",
            "is_named": place % max(1, len(rows) // 8) == 0,
        }
        for place, row in enumerate(rows)
    ]
    return {
        "drawn": drawn,
        "width": f"{step * 0.8:.1f}",
        "most": most,
        "caption": caption,
        "head": head,
    }


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """Draw a QR code as inline SVG (error correction M, quiet zone of 4 modules)."""
    drawing = segno.make(text, error="m", micro=False).svg_inline(
        scale=4, border=4, light="#fff", omitsize=True
    )
    return format_html(
        '<span class="qr" role="img" aria-label="{}">{}</span>',
        label,
        mark_safe(drawing),  # noqa: S308 - made by segno from modules, not from text
    )
