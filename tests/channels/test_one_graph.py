"""Every channel and every form ask for the same report."""

from dataclasses import fields
from datetime import date

import pytest

from lapor.channels.sms.encoding import count_of
from lapor.domain.intake.rules import Report
from lapor.domain.intake.rules.dialogue import FIELDS, ORDER, QUESTIONS, Node, words
from lapor.domain.reporters.rules import Person
from lapor.web.desk.counter_form import CounterForm
from lapor.web.portal.report_form import ReportForm

#: What the forms call a field of the report.
AS_TYPED = {"happened_on": "date_of_incident"}


def test_each_question_of_the_graph_fills_fields_of_the_report():
    known = {field.name for field in (*fields(Report), *fields(Person))} | {"files"}

    assert set(FIELDS) == {Node.CONTENT, *ORDER}
    assert {name for names in FIELDS.values() for name in names} <= known


@pytest.mark.parametrize("form", [CounterForm, ReportForm])
def test_the_forms_of_the_web_and_the_counter_ask_for_the_same(form: type):
    asked = {name for names in FIELDS.values() for name in names}
    wanted = {AS_TYPED.get(name, name) for name in asked - {"files"}}

    assert wanted <= set(form.base_fields)


@pytest.mark.parametrize("node", [node for node in Node if node in QUESTIONS])
def test_a_question_fits_one_sms(node: Node):
    question = QUESTIONS[node].format(number="7K2M-P042-QRS", missing="2/3")

    assert count_of(question) == 1, question


def test_the_summary_and_the_help_fit_a_few():
    shown = words.CHECK.format(
        title="t" * 60,
        kind="Permintaan informasi",
        day=date(2026, 3, 2).strftime("%d-%m-%Y"),
        place="p" * 60,
        protection="Anonim dan rahasia",
        files="",
    )

    assert count_of(shown) <= 3
    assert count_of(words.HELP) <= 2
