"""The jobs of the channels, for the queue."""

from lapor.channels.ombudsman import tasks as ombudsman

__all__ = ["ombudsman"]
