"""The app of this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """Bind the room to its label, and make its lists known."""

    name = "lapor.domain.triage"
    label = "triage"

    def ready(self) -> None:
        """Register the lists of this room; models must be there first."""
        from lapor.domain.triage.actions import routing_list  # noqa: F401, PLC0415
