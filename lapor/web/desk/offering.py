"""What an act is to an officer: one form and one writing call."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.functional import Promise

from lapor.web.desk import asking
from lapor.web.desk.doing import Do
from lapor.web.desk.place import Desk


class Offer(NamedTuple):
    """An act as the officer meets it: address, words, form, and what it does.

    ``preview`` names the template that shows what will happen before it is done.
    """

    slug: str
    label: str | Promise
    done: str | Promise
    form: type[asking.ActForm]
    do: Do
    explanation: str | Promise = ""
    preview: str = ""
    is_danger: bool = False
    press: str | Promise = ""  # on the button, where it is not the label
    start: Callable[[Desk], dict[str, Any]] = lambda desk: {}
