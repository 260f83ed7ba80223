"""What can be refused, and how a door should say so.

Every message is a whole sentence for people, in the language of the reader.
"""

from collections.abc import Mapping


class DomainError(Exception):
    """Something was refused. ``status`` is the HTTP status a door answers with."""

    status = 400

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None):
        """``fields`` names the offending fields with a sentence each."""
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class Invalid(DomainError):
    """What was given cannot be accepted as it is."""

    status = 422


class NotFound(DomainError):
    """No such thing, or not for these eyes: both look alike."""

    status = 404


class NotPermitted(DomainError):
    """The person may not do this."""

    status = 403


class NotAllowedNow(DomainError):
    """The act is not possible in the present state."""

    status = 409


class Conflict(DomainError):
    """Somebody else changed the thing meanwhile."""

    status = 409


class TooLarge(DomainError):
    """More bytes, pixels, pages or rows than we take."""

    status = 413


class TooMany(DomainError):
    """Too many attempts in a short time. ``retry_after`` in seconds."""

    status = 429

    def __init__(self, message: str, *, retry_after: int = 60):
        """``retry_after`` tells the client when to come back, in seconds."""
        super().__init__(message)
        self.retry_after = retry_after


class Busy(DomainError):
    """The service cannot take it at this moment; nothing was lost."""

    status = 503
    retry_after = 30
