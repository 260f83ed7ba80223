"""The question that matters, asked apart from satisfaction."""

from hashlib import sha256

from lapor.kernel.enums import Labelled, noop


class Solved(Labelled):
    """Whether the reporter says that the problem is solved."""

    YES = "yes", noop("Ya, selesai")
    PARTLY = "partly", noop("Sebagian")
    NO = "no", noop("Belum")


class Through(Labelled):
    """By which way a rating came; those an officer wrote down are counted apart."""

    PORTAL = "portal", noop("Halaman laporan")
    LINK = "link", noop("Tautan dari pesan")
    MESSAGE = "message", noop("Pesan balasan")
    PHONE = "phone", noop("Telepon petugas")


class Reached(Labelled):
    """What came of a call to a reporter who had not rated."""

    RATED = "rated", noop("Menjawab dan menilai")
    DECLINED = "declined", noop("Tidak mau menjawab")
    NOT_REACHED = "not_reached", noop("Tidak diangkat")
    WRONG_NUMBER = "wrong_number", noop("Nomor salah atau tidak ada")


def order_of(seed: str, number: str) -> str:
    """Return where a case stands in the draw of a seed: anybody can draw it again."""
    return sha256(f"{seed}:{number}".encode()).hexdigest()
