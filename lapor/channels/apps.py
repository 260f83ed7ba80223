"""The app of this door; it has commands of its own."""

from django.apps import AppConfig


class Config(AppConfig):
    """Bind the door to its label."""

    name = "lapor.channels"
    label = "channels"
