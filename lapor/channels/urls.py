"""Where other systems call us: signed hooks."""

from django.urls import URLPattern, URLResolver, path

from lapor.channels.ombudsman import hook as ombudsman

app_name = "hooks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ombudsman/status/", ombudsman.status, name="ombudsman_status"),
]
