"""Components: words first, typed text never trusted."""

from datetime import UTC, date, datetime
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from lapor.domain.deadlines.rules import Skipped
from lapor.web.gallery import SampleForm
from lapor.web.shapes import Bar, File, Moment, Tab
from lapor.web.templatetags import ui

TODAY = date(2025, 4, 15)


def render(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


class TestDue:
    """{% due %} …"""

    @pytest.mark.parametrize(
        ("day", "words", "tone"),
        [
            (date(2025, 4, 12), "terlambat 3 hari", "late"),
            (date(2025, 4, 15), "hari ini", "soon"),
            (date(2025, 4, 16), "besok", "soon"),
            (date(2025, 4, 25), "10 hari lagi", "calm"),
        ],
    )
    def test_says_in_words_how_far_away_the_day_is(self, day, words, tone):
        html = ui.due(day, today=TODAY)

        assert words in html
        assert f"due--{tone}" in html

    def test_stops_counting_when_the_work_is_done(self):
        html = ui.due(date(2025, 4, 1), today=TODAY, done=True)

        assert "terlambat" not in html

    def test_shows_a_moment_as_the_day_in_the_active_zone(self):
        late_in_utc = datetime(2025, 4, 15, 16, 59, 59, tzinfo=UTC)

        assert 'datetime="2025-04-15"' in ui.due(late_in_utc, today=TODAY)

    def test_says_when_there_is_no_deadline(self):
        assert "Tanpa tenggat" in ui.due(None)


class TestState:
    """{% state %} …"""

    def test_shows_the_word_of_the_state(self):
        assert "Menunggu verifikasi" in ui.state("received")

    def test_escapes_a_label_of_its_own(self):
        assert "<b>" not in ui.state("dispatched", "<b>Dinas</b>")


class TestShare:
    """share …"""

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (Fraction(7, 8), "87,5%"),
            (Fraction(1, 3), "33,3%"),
            (Fraction(0), "0,0%"),
            (None, "tidak ada data"),
        ],
    )
    def test_rounds_once_and_never_shows_nothing_as_zero(self, value, shown):
        assert ui.share(value) == shown


class TestField:
    """{% field %} …"""

    def test_ties_help_and_error_to_the_control(self):
        html = render("{% field form.title %}", form=SampleForm({"title": ""}))

        assert 'aria-describedby="id_title_help id_title_error"' in html
        assert 'aria-invalid="true"' in html
        assert '<label for="id_title">' in html

    def test_keeps_what_was_typed(self):
        form = SampleForm({"content": "<script>alert(1)</script>"})

        html = render("{% field form.content %}", form=form)

        assert "&lt;script&gt;" in html
        assert "<script>" not in html

    def test_puts_choices_in_a_fieldset_with_a_legend(self):
        html = render("{% field form.kind %}", form=SampleForm())

        assert "<legend>Jenis" in html
        assert html.count('type="radio"') == 2

    def test_says_when_a_field_may_stay_empty(self):
        html = render("{% field form.day %}", form=SampleForm())

        assert "tidak wajib" in html


class TestErrors:
    """{% errors %} …"""

    def test_links_each_sentence_to_its_field(self):
        html = render("{% errors form %}", form=SampleForm({}))

        assert 'href="#id_title"' in html
        assert 'href="#id_kind_0"' in html

    def test_is_silent_when_nothing_is_wrong(self):
        assert render("{% errors form %}", form=forms.Form({})).strip() == ""


class TestBlocks:
    """Block components …"""

    def test_escape_what_stands_in_them(self):
        html = render(
            '{% notice "warn" title %}<p>{{ text }}</p>{% endnotice %}',
            title="<i>",
            text="<b>",
        )

        assert "<p>&lt;b&gt;</p>" in html
        assert "<i>" not in html

    def test_give_a_table_its_caption_and_a_way_to_scroll_by_keyboard(self):
        html = render('{% table "Laporan" %}<tbody></tbody>{% endtable %}')

        assert "<caption>Laporan</caption>" in html
        assert 'tabindex="0"' in html

    def test_open_an_act_that_came_back_with_errors(self):
        html = render('{% act "Arsipkan" opened=True %}x{% endact %}')

        assert '<details class="act" open>' in html


class TestTimeline:
    """{% timeline %} …"""

    def test_hides_the_hour_of_an_anonymous_report(self):
        at = datetime(2025, 4, 8, 5, tzinfo=UTC)

        html = render(
            "{% timeline moments %}", moments=[Moment("Masuk", at, day_only=True)]
        )

        assert "8 April 2025" in html
        assert "12.00" not in html

    def test_writes_days_and_hours_as_the_language_does(self):
        at = datetime(2025, 5, 8, 5, tzinfo=UTC)

        assert "8 Mei 2025, 12.00 WIB" in render("{% moment at %}", at=at)
        with translation.override("en"):
            assert "8 May 2025, 12:00 WIB" in render("{% moment at %}", at=at)

    def test_lists_files_with_their_size(self):
        files = [File("foto.jpg", "/berkas/x/", 2048)]

        html = render("{% timeline moments %}", moments=[Moment("A", files=files)])

        assert "foto.jpg" in html
        assert "2,0" in html


class TestWhy:
    """{% why %} …"""

    def test_names_counted_and_skipped_days(self):
        due = SimpleNamespace(
            due_on=date(2025, 4, 9),
            day_zero=date(2025, 4, 8),
            counted=[date(2025, 4, 9)],
            skipped=[Skipped(date(2025, 4, 7), "Cuti bersama")],
        )

        html = render("{% why due %}", due=due)

        assert "Rabu, 9 April 2025" in html
        assert "7 April 2025: Cuti bersama" in html
        with translation.override("en"):
            html = render("{% why due %}", due=due)
        assert "Wednesday, 9 April 2025" in html
        assert "7 April 2025: Collective leave" in html


class TestCharts:
    """Charts …"""

    def test_tell_the_same_numbers_in_a_table(self):
        rows = [Bar("Pengaduan", 1200), Bar("Aspirasi", 0)]

        html = render('{% bars rows "Jenis" %}{% columns rows "Bulan" %}', rows=rows)

        assert html.count("1.200") >= 2
        assert 'width="100.00%"' in html

    def test_stand_empty_rows(self):
        assert "<table>" in render('{% bars rows "Jenis" %}', rows=[])


class TestLinks:
    """Links …"""

    def test_name_the_current_tab(self):
        html = render(
            '{% tabs items "Antrean" %}', items=[Tab("Semua", "/a", True, 1234)]
        )

        assert 'aria-current="page"' in html
        assert "1.234" in html

    def test_lead_back_by_breadcrumb(self):
        html = ui.breadcrumb("Meja kerja", "/meja/", "7K2M-P042-QRX")

        assert '<a href="/meja/">Meja kerja</a>' in html
        assert 'aria-current="page">7K2M-P042-QRX' in html

    def test_leave_an_empty_pager_out(self):
        assert render("{% pager %}").strip() == ""

    def test_keep_the_path_in_a_filter_bar(self):
        request = RequestFactory().get("/laporan/")

        html = render(
            '{% filterbar form wide="title" %}', form=SampleForm(), request=request
        )

        assert 'action="/laporan/"' in html


class TestQr:
    """{% qr %} …"""

    def test_draws_inline_without_style_attributes(self):
        html = ui.qr("https://lapor.example/", "Kode QR")

        assert "<svg" in html
        assert "style=" not in html
        assert 'aria-label="Kode QR"' in html
