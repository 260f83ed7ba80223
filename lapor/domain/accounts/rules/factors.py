"""Why a second factor is taken off for somebody who cannot do it himself."""

from lapor.kernel.enums import Labelled, noop


class FactorLoss(Labelled):
    """What became of the telephone or the key."""

    LOST = "lost", noop("Ponsel atau kunci hilang")
    STOLEN = "stolen", noop("Ponsel atau kunci dicuri")
    BROKEN = "broken", noop("Ponsel atau kunci rusak")
    REPLACED = "replaced", noop("Ganti ponsel tanpa memindahkan aplikasi")
