"""The app of this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """Bind the room to its label."""

    name = "lapor.domain.handover"
    label = "handover"
