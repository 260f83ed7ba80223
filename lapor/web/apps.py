"""The app of this door."""

from django.apps import AppConfig


class Config(AppConfig):
    """Bind the door to its label."""

    name = "lapor.web"
    label = "web"
