"""Days that an answer promises, on sentences somebody made up for it."""

import csv
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.cases.rules import promised_days

TODAY = date(2026, 3, 2)  # a Monday
SENTENCES = Path(__file__).parent / "promise_sentences.csv"


def labelled() -> list[tuple[str, list[date]]]:
    with SENTENCES.open(newline="", encoding="utf-8") as file:
        return [
            (
                row["text"],
                [date.fromisoformat(day) for day in row["days"].split(";") if day],
            )
            for row in csv.DictReader(file)
        ]


class TestPromisedDays:
    """promised_days() …"""

    def test_reads_nine_in_ten_labelled_sentences_exactly(self):
        wrong = [
            (text, [str(one.on) for one in promised_days(text, TODAY)])
            for text, due in labelled()
            if [one.on for one in promised_days(text, TODAY)] != due
        ]

        assert len(labelled()) >= 50
        assert len(wrong) / len(labelled()) <= 0.1, wrong

    def test_never_takes_what_was_done_for_a_promise(self):
        done = [text for text, due in labelled() if not due]
        wrong = [text for text in done if promised_days(text, TODAY)]

        assert len(wrong) <= 1, wrong

    @given(st.text(max_size=300), st.dates(date(2014, 1, 1), date(2090, 1, 1)))
    def test_bears_any_text_and_promises_nothing_past(self, text: str, on: date):
        assert all(one.on > on for one in promised_days(text, on))

    def test_names_each_day_once(self):
        text = "Akan selesai 30 Juni 2026, ya, 30 Juni 2026."

        assert [one.on for one in promised_days(text, TODAY)] == [date(2026, 6, 30)]
