"""The pages of this door."""

from django.urls import path

from lapor.web.monev import pages

app_name = "monev"
urlpatterns = [path("", pages.home, name="home")]
