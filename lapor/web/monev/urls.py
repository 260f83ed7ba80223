"""The pages of this door."""

from django.urls import path

from lapor.web.monev import homes, pages, surveys

app_name = "monev"
urlpatterns = [
    path("", homes.home, name="home"),
    path("angka/", pages.numbers, name="numbers"),
    path("survei/", surveys.surveys, name="surveys"),
    path("survei/buka/", surveys.survey_open, name="survey_open"),
    path("survei/<int:key>/", surveys.survey, name="survey"),
    path("survei/<int:key>/tutup/", surveys.survey_close, name="survey_close"),
]
