"""Where other systems call us: signed hooks."""

from django.urls import URLPattern, URLResolver, path

from lapor.channels.ombudsman import hook as ombudsman
from lapor.channels.sms import hook as sms
from lapor.channels.social.hook import social
from lapor.channels.telegram.hook import telegram
from lapor.channels.whatsapp.hook import whatsapp

app_name = "hooks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ombudsman/status/", ombudsman.status, name="ombudsman_status"),
    path("sms/", sms.signed, name="sms"),
    path("sms/kannel/", sms.kannel, name="sms_kannel"),
    path("sms/kannel/report/", sms.kannel_report, name="sms_kannel_report"),
    path("social/", social, name="social"),
    path("telegram/", telegram, name="telegram"),
    path("whatsapp/", whatsapp, name="whatsapp"),
]
