"""The quick renderer writes what Django writes."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from lapor.web.fields import FilesInput
from lapor.web.rendering import QuickRenderer

CHOICES = [
    ("", "Semua"),
    ("a<b", "Lebih & kurang"),
    ("Kelompok", [("1", "Satu"), ("2", "Dua")]),
]
WIDGETS = [
    (forms.TextInput(attrs={"autocomplete": "off", "data-x": 'a"b'}), "<b>"),
    (forms.TextInput(), None),
    (forms.EmailInput(attrs={"required": True, "disabled": False}), "a@b.id"),
    (forms.NumberInput(), 1234),
    (forms.HiddenInput(), "k"),
    (forms.PasswordInput(), "never shown"),
    (forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), date(2026, 3, 1)),
    (forms.Textarea(attrs={"rows": 3}), "\n</textarea><script>"),
    (forms.Textarea(), None),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(), False),
    (forms.Select(choices=CHOICES), "a<b"),
    (forms.Select(choices=CHOICES), None),
    (forms.SelectMultiple(choices=CHOICES), ["1", "2"]),
    (forms.RadioSelect(choices=CHOICES[:2]), "a<b"),
    (FilesInput(), None),
]


def bare(html: str) -> str:
    """Return HTML without the white space that does not count."""
    return "".join(line.strip() for line in html.splitlines())


class TestQuickRenderer:
    """QuickRenderer …"""

    @pytest.mark.parametrize(("widget", "value"), WIDGETS)
    def test_writes_what_django_writes(self, widget, value):
        attrs = {"id": "id_x", "aria-describedby": "id_x_help"}

        ours = widget.render("x", value, attrs, renderer=QuickRenderer())
        theirs = widget.render("x", value, attrs, renderer=DjangoTemplates())

        assert bare(ours) == bare(theirs)

    def test_writes_single_choices_without_their_label(self):
        class One(forms.Form):
            pick = forms.ChoiceField(choices=CHOICES[:2], widget=forms.RadioSelect)

        ours, theirs = (
            [bare(option.tag()) for option in One(renderer=renderer)["pick"]]
            for renderer in (QuickRenderer(), DjangoTemplates())
        )

        assert ours == theirs
