import doctest
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.intake.rules import Report, checked
from lapor.domain.intake.rules import report as rules
from lapor.kernel.errors import Invalid

TODAY = date(2026, 3, 2)
GOOD = Report(
    classification="complaint",
    title="Lampu jalan padam di depan pasar",
    content="Lampu jalan di depan pasar padam sejak seminggu.",
    happened_on=TODAY,
    consent=True,
)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "Pendek"}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"content": "Terlalu pendek"}, "content"),
        ({"content": "x" * 10_001}, "content"),
        ({"content": " \u200b\u202e \n\t" * 30}, "content"),
        ({"location": "x" * 256}, "location"),
        ({"happened_on": None}, "date_of_incident"),
        ({"happened_on": TODAY + timedelta(days=1)}, "date_of_incident"),
        ({"happened_on": date(1066, 10, 14)}, "date_of_incident"),
        ({"consent": False}, "consent"),
    ],
)
def test_each_fault_has_a_sentence_at_its_field(change, field):
    with pytest.raises(Invalid) as refused:
        checked(replace(GOOD, **change), today=TODAY)

    assert set(refused.value.fields) == {field}
    assert refused.value.fields[field].endswith(".")


def test_all_faults_are_named_at_once():
    with pytest.raises(Invalid) as refused:
        checked(Report(classification="complaint", title="", content=""), today=TODAY)

    assert set(refused.value.fields) == {
        "title",
        "content",
        "date_of_incident",
        "consent",
    }


def test_an_aspiration_needs_no_date():
    report = replace(GOOD, classification="aspiration", happened_on=None)

    assert checked(report, today=TODAY).happened_on is None


@given(st.text(st.characters(), max_size=300), st.text(st.characters(), max_size=300))
def test_no_text_breaks_it_and_what_passes_can_be_stored(title, content):
    with suppress(Invalid):
        report = checked(replace(GOOD, title=title, content=content), today=TODAY)
        for text in (report.title, report.content):
            assert "\0" not in text
            assert text.encode("utf-8").decode() == text


def test_examples_in_docstrings_hold():
    assert doctest.testmod(rules).failed == 0
