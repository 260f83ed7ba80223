"""The map of all doors."""

from django.urls import include, path

urlpatterns = [
    path("masuk/", include("lapor.web.account.urls")),
    path("meja/", include("lapor.web.desk.urls")),
    path("monev/", include("lapor.web.monev.urls")),
    path("kelola/", include("lapor.web.console.urls")),
    path("hooks/", include("lapor.channels.urls")),
    path("", include("lapor.ops.urls")),
    path("", include("lapor.web.portal.urls")),
]

handler400 = "lapor.web.failures.bad_request"
handler403 = "lapor.web.failures.forbidden"
handler404 = "lapor.web.failures.not_found"
handler429 = "lapor.web.account.pages.too_many"  # asked by allauth
handler500 = "lapor.web.failures.broken"
