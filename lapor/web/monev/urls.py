"""The pages of this door."""

from django.urls import path

from lapor.web.monev import (
    audit,
    competition,
    drafting,
    homes,
    lhm,
    pages,
    practices,
    results,
    round_acts,
    rounds,
    sheets,
    surveys,
    verifying,
)

app_name = "monev"
urlpatterns = [
    path("", homes.home, name="home"),
    path("angka/", pages.numbers, name="numbers"),
    path("putaran/", rounds.listing, name="rounds"),
    path("putaran/buat/", drafting.make, name="round_make"),
    path("putaran/<str:code>/", rounds.page, name="round"),
    path("putaran/<str:code>/hasil/<str:subject>/", results.result, name="result"),
    path("peringkat/", results.ranking, name="ranking"),
    path("putaran/<str:code>/<slug:slug>/", round_acts.act, name="round_act"),
    path("lembar/<int:key>/", sheets.sheet, name="sheet"),
    path("lembar/<int:key>/simpan/", sheets.sheet_save, name="sheet_save"),
    path("lembar/<int:key>/ajukan/", sheets.sheet_sign, name="sheet_sign"),
    path("lembar/<int:key>/verifikasi/", verifying.verify, name="sheet_verify"),
    path("lembar/<int:key>/tutup/", verifying.close, name="sheet_close"),
    path("lembar/<int:key>/klarifikasi/", verifying.points, name="sheet_points"),
    path("lembar/<int:key>/klarifikasi/minta/", verifying.ask, name="sheet_ask"),
    path(
        "lembar/<int:key>/klarifikasi/<int:point>/jawab/",
        verifying.answer,
        name="sheet_answer",
    ),
    path(
        "lembar/<int:key>/klarifikasi/<int:point>/putuskan/",
        verifying.decide,
        name="sheet_decide",
    ),
    path(
        "lembar/<int:key>/bukti/<slug:item>/",
        sheets.sheet_evidence,
        name="sheet_evidence",
    ),
    path(
        "lembar/<int:key>/bukti/<slug:item>/tarik/",
        sheets.evidence_remove,
        name="evidence_remove",
    ),
    path("bukti/<path:name>", sheets.evidence, name="evidence"),
    path("apip/", audit.desk, name="audit"),
    path("lhm/", lhm.listing, name="lhm"),
    path("lhm/buat/", lhm.make, name="lhm_make"),
    path("lhm/<int:key>/", lhm.page, name="lhm_page"),
    path("lhm/<int:key>/temuan/", lhm.finding, name="lhm_finding"),
    path("lhm/<int:key>/temuan/<int:place>/", lhm.finding, name="lhm_finding_edit"),
    path(
        "lhm/<int:key>/temuan/<int:place>/hapus/",
        lhm.finding_drop,
        name="lhm_finding_drop",
    ),
    path(
        "lhm/<int:key>/temuan/<int:place>/tanggapan/", lhm.respond, name="lhm_respond"
    ),
    path("lhm/<int:key>/kirim/", lhm.send, name="lhm_send"),
    path("lhm/<int:key>/tarik/", lhm.take_back, name="lhm_take_back"),
    path("lhm/<int:key>/tandatangan/", lhm.sign, name="lhm_sign"),
    path("survei/", surveys.surveys, name="surveys"),
    path("survei/buka/", surveys.survey_open, name="survey_open"),
    path("survei/<int:key>/", surveys.survey, name="survey"),
    path("survei/<int:key>/tutup/", surveys.survey_close, name="survey_close"),
    path("kompetisi/", competition.editions, name="editions"),
    path("kompetisi/buat/", competition.edition_make, name="edition_make"),
    path("kompetisi/<int:key>/", competition.edition, name="edition"),
    path("kompetisi/<int:key>/daftar/", competition.entry_make, name="entry_make"),
    path("kompetisi/<int:key>/juri/", competition.juror_name, name="juror_name"),
    path("kompetisi/<int:key>/nilai/<int:number>/", competition.judge, name="judge"),
    path(
        "kompetisi/<int:key>/tahap/<int:number>/",
        competition.stage_decide,
        name="stage_decide",
    ),
    path(
        "kompetisi/<int:key>/umumkan/",
        competition.edition_publish,
        name="edition_publish",
    ),
    path("praktik-baik/", practices.practices, name="practices"),
    path("praktik-baik/bagikan/", practices.practice_share, name="practice_share"),
    path("praktik-baik/<int:key>/", practices.practice, name="practice"),
    path(
        "praktik-baik/<int:key>/terapkan/",
        practices.practice_adopt,
        name="practice_adopt",
    ),
]
