"""The words of outcome checks."""

from fractions import Fraction
from typing import Final

from lapor.kernel.enums import Labelled, noop

#: Which part of the "done" cases of a sample is checked, and the fewest of them.
CHECKED: Final = Fraction(10, 100)
FEWEST_CHECKED: Final = 5


class Method(Labelled):
    """How the outcome was checked."""

    CALL = "call", noop("Menelepon pelapor")
    VISIT = "visit", noop("Mendatangi tempatnya")
    PHOTO = "photo", noop("Foto bukti yang baru")


class Outcome(Labelled):
    """What was found."""

    DONE = "done", noop("Benar selesai")
    NOT_DONE = "not_done", noop("Belum selesai")
    UNREACHABLE = "unreachable", noop("Tidak dapat diperiksa")
