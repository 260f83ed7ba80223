"""Form controls written by Python instead of by a tree of tiny templates.

Django includes one template for each option of a list; a page with a list of topics
spent more time on that than on all else. What this renderer writes is, but for white
space, what Django's own templates write; a test holds them against each other. Widgets
it does not know go to Django's templates.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


class QuickRenderer(DjangoTemplates):
    """The form renderer of all pages (``FORM_RENDERER``)."""

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: HttpRequest | None = None,
    ) -> str:
        """Write a plain control here; leave the rest to Django."""
        write = WRITERS.get(template_name.removeprefix("django/forms/widgets/"))
        if write is None or context["widget"].get("wrap_label"):
            return super().render(template_name, context, request)
        return write(context["widget"])


def _input(widget: Widget) -> SafeString:
    value = widget["value"]
    shown = "" if value is None else f' value="{escape(str(value))}"'
    return mark_safe(  # noqa: S308 - every part is escaped
        f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"'
        f"{shown}{_attributes(widget)}>"
    )


def _textarea(widget: Widget) -> SafeString:
    return mark_safe(  # noqa: S308 - every part is escaped
        f'<textarea name="{escape(widget["name"])}"{_attributes(widget)}>\n'
        f"{escape(widget['value'] or '')}</textarea>"
    )


def _select(widget: Widget) -> SafeString:
    parts = [f'<select name="{escape(widget["name"])}"{_attributes(widget)}>']
    for name, options, _ in widget["optgroups"]:
        if name:
            parts.append(f'<optgroup label="{escape(name)}">')
        parts += [
            f'<option value="{escape(str(option["value"]))}"{_attributes(option)}>'
            f"{escape(option['label'])}</option>"
            for option in options
        ]
        if name:
            parts.append("</optgroup>")
    parts.append("</select>")
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped


def _attributes(widget: Widget) -> str:
    """Write attributes: True is a bare name, False is left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


WRITERS: Mapping[str, Callable[[Widget], SafeString]] = {
    **dict.fromkeys(
        [
            "checkbox.html",
            "checkbox_option.html",
            "date.html",
            "email.html",
            "file.html",
            "hidden.html",
            "input.html",
            "number.html",
            "password.html",
            "radio_option.html",
            "text.html",
            "url.html",
        ],
        _input,
    ),
    "textarea.html": _textarea,
    "select.html": _select,
}
