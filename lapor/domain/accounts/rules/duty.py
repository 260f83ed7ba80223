"""Whether an officer can be reached."""

from lapor.kernel.enums import Labelled, noop


class MailboxState(Labelled):
    """What last became of a message to an officer."""

    WORKING = "working", noop("Berfungsi")
    BOUNCED = "bounced", noop("Pesan ditolak")
