"""The addresses of the portal, in Indonesian."""

from django.urls import path

from lapor.web.portal import (
    competition,
    contact,
    download,
    information,
    listing,
    lookups,
    mine,
    notices,
    ombudsman,
    pages,
    report,
    results,
    similar,
    survey,
    track,
    verify,
    voices,
)

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("lapor/", report.report, name="report"),
    path("lapor/serupa/", similar.offer, name="similar"),
    path("lapor/terkirim/", report.receipt, name="receipt"),
    path("lacak/", track.track, name="track"),
    path("laporan-saya/<str:number>/", mine.case, name="case"),
    path("laporan-saya/<str:number>/mengapa/", mine.reason, name="why"),
    path("laporan-saya/<str:number>/kabar/", notices.wishes, name="wishes"),
    path("laporan-saya/<str:number>/kontak/", contact.contact, name="contact"),
    path("laporan-saya/<str:number>/tutup/", track.leave, name="leave"),
    path(
        "laporan-saya/<str:number>/berkas/<path:key>/", mine.case_file, name="case_file"
    ),
    path("laporan-saya/<str:number>/ombudsman/", ombudsman.ombudsman, name="ombudsman"),
    path(
        "laporan-saya/<str:number>/ombudsman/tarik/",
        ombudsman.take_back,
        name="ombudsman_back",
    ),
    path(
        "laporan-saya/<str:number>/ppid/", information.information, name="information"
    ),
    path("laporan-saya/<str:number>/<slug:slug>/", mine.act, name="act"),
    path("laporan/", listing.listing, name="list"),
    path("laporan/diikuti/", voices.followed, name="followed"),
    path("laporan/<str:number>/dukung/", voices.voice, name="voice"),
    path("laporan/<str:number>/komentar/", voices.comment, name="comment"),
    path("laporan/<str:number>/", listing.publication, name="publication"),
    path("instansi/", lookups.agencies, name="agencies"),
    path("instansi/<slug:slug>/", lookups.agency, name="agency"),
    path("statistik/", pages.statistics, name="statistics"),
    path("statistik/hasil/", results.results, name="results"),
    path("privasi/", pages.privacy, name="privacy"),
    path("wilayah/", lookups.regions, name="regions"),
    path("berkas/<path:key>/", download.file, name="file"),
    path("survei/<slug:token>/", survey.fill, name="survey"),
    path("survei/<slug:token>/terima-kasih/", survey.thanks, name="survey_thanks"),
    path("kompetisi/<int:key>/", competition.edition, name="edition"),
    path("periksa/", verify.verify, name="verify"),
    path("nilai/<str:number>/<slug:token>/", notices.rating, name="rating"),
    path("berhenti/<str:receiver>/<slug:token>/", notices.stop, name="stop"),
    path("periksa/<slug:token>/", verify.verify_token, name="verify_token"),
    path("bahasa/", pages.language, name="language"),
]
