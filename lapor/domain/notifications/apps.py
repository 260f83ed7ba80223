"""The app of this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """Bind the room to its label, and make its lists known."""

    name = "lapor.domain.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Register the lists of this room; models must be there first."""
        from lapor.domain.notifications.actions import lists  # noqa: PLC0415

        lists.register()
