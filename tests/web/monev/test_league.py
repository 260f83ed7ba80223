"""Places in the league: by the lower end of the interval, inside groups."""

from lapor.domain.analytics.rules.tally import Tally
from lapor.domain.monev.queries import Line
from lapor.domain.monev.queries.scopes import Member
from lapor.web.monev.league import ordered, page_of, rows_of


def line(name: str, *, done: int, waiting: int) -> Line:
    member = Member(pk=len(name), code=name.lower(), name=name)
    total = done + waiting
    buckets = {"done": (done, 0), "waiting": (waiting, 0)}
    share = Tally(numerator=done, denominator=total)
    volume = Tally(numerator=total, classes=buckets)
    return Line(member, {"P3": share, "P4": share, "P11": volume})


class TestPlaces:
    """Places …"""

    def test_do_not_let_few_reports_beat_many(self):
        rows = rows_of(
            [line("Kecil", done=10, waiting=0), line("Besar", done=950, waiting=50)], {}
        )

        assert {row.name: row.place for row in rows} == {"Besar": 1, "Kecil": 2}

    def test_are_not_given_below_ten_reports(self):
        rows = rows_of([line("Sedikit", done=3, waiting=0)], {})

        assert rows[0].place == 0

    def test_are_counted_inside_a_group(self):
        rows = rows_of(
            [line("Kota", done=90, waiting=10), line("Kabupaten", done=80, waiting=20)],
            {"kota": "Kota", "kabupaten": "Kabupaten"},
        )

        assert [row.place for row in rows] == [1, 1]

    def test_are_shared_by_equals(self):
        rows = rows_of(
            [line("A", done=90, waiting=10), line("B", done=90, waiting=10)], {}
        )

        assert [row.place for row in rows] == [1, 1]


class TestOrder:
    """The order …"""

    def test_puts_what_has_no_value_last_both_ways(self):
        rows = rows_of(
            [line("Nol", done=0, waiting=0), line("Ada", done=5, waiting=5)], {}
        )

        for down in (True, False):
            assert [row.name for row in ordered(rows, "ptl", down=down)] == [
                "Ada",
                "Nol",
            ]

    def test_goes_on_over_pages(self):
        rows = rows_of([line(f"Unit {n:03}", done=n, waiting=0) for n in range(60)], {})

        last = page_of(ordered(rows, "nama", down=False), 99)

        assert (last.number, last.pages, len(last.rows)) == (3, 3, 10)
        assert last.rows[-1].name == "Unit 059"
