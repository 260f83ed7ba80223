"""The question that matters, asked apart from satisfaction."""

from lapor.kernel.enums import Labelled, noop


class Solved(Labelled):
    """Whether the reporter says that the problem is solved."""

    YES = "yes", noop("Ya, selesai")
    PARTLY = "partly", noop("Sebagian")
    NO = "no", noop("Belum")
