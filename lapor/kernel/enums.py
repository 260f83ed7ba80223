"""Enumerations whose members carry a label for people, without Django."""

from enum import StrEnum
from gettext import gettext as _identity
from typing import Self


def noop(text: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return text


class Labelled(StrEnum):
    """``MEMBER = "value", noop("Label")``: the value is stored, the label shown.

    >>> class Colour(Labelled):
    ...     RED = "red", noop("Merah")
    >>> Colour.RED, Colour.RED.source
    (<Colour.RED: 'red'>, 'Merah')
    """

    source: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the stored value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.source = label or value
        return member

    @property
    def label(self) -> str:
        """The label in the language of the reader."""
        return translate(self.source)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a model field; pass the method itself, uncalled."""
        return [(member.value, member.source) for member in cls]

    @classmethod
    def options(cls) -> list[tuple[str, str]]:
        """Pairs for a form field, in the language of the reader; uncalled as well."""
        return [(member.value, member.label) for member in cls]


def translate(text: str) -> str:
    """Translate through Django when it is there, else return the text."""
    try:
        from django.utils.translation import gettext  # noqa: PLC0415 - rules stay pure
    except ModuleNotFoundError:  # pragma: no cover - rules run without Django
        return _identity(text)
    return gettext(text)
