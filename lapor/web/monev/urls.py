"""The pages of this door."""

from django.urls import URLPattern

app_name = "monev"
urlpatterns: list[URLPattern] = []
