"""The addresses of the desk, in Indonesian."""

from django.urls import path

from lapor.web.desk import (
    alike,
    case,
    comments,
    contact,
    counter,
    counter_batch,
    disputes,
    escalation,
    escalation_case,
    export,
    history,
    identity,
    information,
    lookups,
    ombudsman,
    postal,
    queue,
    routes,
    search,
)

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("cari/", search.search, name="search"),
    path("cari/kontak/", contact.contact, name="contact"),
    path("ekspor/", export.export, name="export"),
    path("eskalasi/", escalation.escalation, name="escalation"),
    path("eskalasi/surat/<int:key>/", escalation.letter, name="escalation_letter"),
    path("loket/", counter.counter, name="counter"),
    path("loket/serupa/", counter.alike, name="similar"),
    path("loket/kiriman/", counter_batch.batch, name="batch"),
    path(
        "loket/kiriman/contoh.<str:form>", counter_batch.example, name="batch_example"
    ),
    path("loket/bukti/", counter.receipt, name="receipt"),
    path("pilihan/instansi/", lookups.offices, name="offices"),
    path("pilihan/wilayah/", lookups.regions, name="regions"),
    path("pilihan/subkategori/", lookups.subtopics, name="subtopics"),
    path("komentar/", comments.comments, name="comments"),
    path("komentar/<int:key>/", comments.decide, name="comment_decide"),
    path("ombudsman/", ombudsman.handovers, name="handovers"),
    path("ombudsman/<str:number>/", ombudsman.handover, name="handover"),
    path("ombudsman/<str:number>/paket/", ombudsman.package, name="package"),
    path("ppid/", information.requests, name="information_list"),
    path("sengketa/", disputes.listing, name="disputes"),
    path("rute/", routes.listing, name="routes"),
    path("rute/pelajari/", routes.learn, name="routes_learn"),
    path("rute/<int:key>/", routes.route, name="route"),
    path("rute/<int:key>/sakelar/", routes.switch, name="route_switch"),
    path("<str:number>/", case.case, name="case"),
    path("<str:number>/serupa/", alike.alike, name="alike"),
    path("<str:number>/serupa/<str:other>/", alike.compare, name="compare"),
    path("<str:number>/ppid/", information.information, name="information"),
    path("<str:number>/identitas/", identity.identity, name="identity"),
    path("<str:number>/surat/", postal.letter, name="letter"),
    path("<str:number>/riwayat/", history.history, name="history"),
    path(
        "<str:number>/eskalasi/",
        escalation_case.escalation_case,
        name="escalation_case",
    ),
]
