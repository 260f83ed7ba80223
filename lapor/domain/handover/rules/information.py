"""A formal request for public information (UU 14/2008): states, wishes, answers."""

from lapor.kernel.enums import Labelled, noop


class RequestState(Labelled):
    """Where a request stands."""

    ASKED = "asked", noop("Menunggu jawaban PPID")
    ANSWERED = "answered", noop("Dijawab PPID")
    OBJECTED = "objected", noop("Keberatan menunggu jawaban atasan PPID")
    DECIDED = "decided", noop("Keberatan dijawab atasan PPID")


class Wish(Labelled):
    """How the reporter wants to have the information (Pasal 22 ayat 4)."""

    COPY = "copy", noop("Salinan digital")
    PAPER = "paper", noop("Salinan cetak")
    LOOK = "look", noop("Melihat atau mendengar di tempat")


class Answer(Labelled):
    """What the information officer decides (Pasal 22 ayat 7)."""

    GIVEN = "given", noop("Informasi diberikan")
    PARTLY = "partly", noop("Informasi diberikan sebagian")
    EXEMPT = "exempt", noop("Ditolak: informasi dikecualikan")
    NOT_HELD = "not_held", noop("Tidak dikuasai badan publik ini")
