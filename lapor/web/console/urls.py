"""The pages of this door."""

from django.urls import path

from lapor.web.console import (
    accounts,
    allowances,
    calendars,
    lists,
    organisations,
    oversight,
    pages,
    regions,
    terms,
    topics,
    trail,
)
from lapor.web.gallery import gallery

app_name = "console"
urlpatterns = [
    path("", pages.home, name="home"),
    path("ui/", gallery, name="gallery"),
    path("hak-akses/", pages.rights, name="rights"),
    path("alur/", pages.life, name="life"),
    path("jejak/", trail.trail, name="trail"),
    path("akun/", accounts.listing, name="accounts"),
    path("akun/buka/", accounts.add, name="account_add"),
    path("akun/<int:key>/", accounts.detail, name="account"),
    path("akun/<int:key>/ubah/", accounts.edit, name="account_edit"),
    path("akun/<int:key>/keadaan/", accounts.switch, name="account_switch"),
    path("akun/<int:key>/sandi/", accounts.password, name="account_password"),
    path("akun/<int:key>/mandat/", accounts.give, name="grant_give"),
    path(
        "akun/<int:key>/mandat/<int:grant>/cabut/", accounts.revoke, name="grant_revoke"
    ),
    path("instansi/", organisations.listing, name="organisations"),
    path("instansi/tambah/", organisations.add_agency, name="agency_add"),
    path("instansi/<str:code>/", organisations.detail, name="organisation"),
    path("instansi/<str:code>/ubah/", organisations.edit, name="organisation_edit"),
    path("instansi/<str:code>/unit/", organisations.add_unit, name="unit_add"),
    path("instansi/<str:code>/sk/", organisations.decree, name="decree_add"),
    path("instansi/<str:code>/sk/<path:number>/", organisations.decree, name="decree"),
    path("pengawasan/", oversight.listing, name="oversight"),
    path("pengawasan/tambah/", oversight.add, name="oversight_add"),
    path("pengawasan/<int:key>/akhiri/", oversight.end, name="oversight_end"),
    path("kalender/", calendars.listing, name="calendars"),
    path("kalender/tambah/", calendars.add, name="calendar_add"),
    path("kalender/<slug:code>/", calendars.year, name="calendar"),
    path("batas-waktu/", terms.listing, name="terms"),
    path("batas-waktu/tambah/", terms.add, name="term_add"),
    path("batas-waktu/nilai/", allowances.add, name="allowance_add"),
    path("batas-waktu/peraturan/", terms.regulation, name="regulation_add"),
    path("kategori/", topics.categories, name="categories"),
    path("kategori/tambah/", topics.category, name="category_add"),
    path("kategori/ubah/<slug:slug>/", topics.category, name="category"),
    path("klasifikasi/", topics.classes, name="classifications"),
    path("klasifikasi/<slug:code>/", topics.classification, name="classification"),
    path("wilayah/", regions.listing, name="regions"),
    path("wilayah/<str:code>/", regions.region, name="region"),
    path("daftar/", lists.listing, name="lists"),
    path("daftar/<slug:name>/", lists.bring, name="list"),
    path("daftar/<slug:name>/<slug:form>/", lists.export, name="list_export"),
]
