"""Stages of a competition, the trimmed mean, conflicts of interest. Pure."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Final

from lapor.kernel.enums import Labelled, noop

LEAST: Final = 0
MOST: Final = 100
#: With so many jurors the highest and the lowest mark are left out.
ENOUGH_TO_TRIM: Final = 4
FEWEST_JURORS: Final = 2


class StageKind(Labelled):
    """The stages of the national competitions since 2018, in their order."""

    REGISTRATION = "registration", noop("Pendaftaran")
    SELF_ASSESSMENT = "self_assessment", noop("Swanilai")
    DOCUMENTS = "documents", noop("Verifikasi dokumen")
    INTERVIEW = "interview", noop("Wawancara dan presentasi")
    FIELD_VISIT = "field_visit", noop("Observasi lapangan")
    DECISION = "decision", noop("Penetapan")


#: Jurors give points in these stages.
JUDGED: Final = (StageKind.DOCUMENTS, StageKind.INTERVIEW, StageKind.FIELD_VISIT)
#: In these, jurors see a code instead of the name of the entrant.
BLIND: Final = (StageKind.DOCUMENTS,)


def trimmed_mean(points: Sequence[int]) -> Fraction | None:
    """Return the mean without the highest and the lowest mark, if there are enough.

    >>> trimmed_mean([100, 80, 70, 0]), trimmed_mean([80, 70]), trimmed_mean([])
    (Fraction(75, 1), Fraction(75, 1), None)
    """
    if not points:
        return None
    kept = sorted(points)
    if len(kept) >= ENOUGH_TO_TRIM:
        kept = kept[1:-1]
    return Fraction(sum(kept), len(kept))


def has_conflict(juror: int | None, entrant: int, watched: Collection[int]) -> bool:
    """Say whether a juror of one agency must not judge another.

    He belongs to it, or his agency oversees it (``watched``). A juror without an
    agency has none of this.
    """
    return juror is not None and (juror == entrant or entrant in watched)


def going_on(means: Mapping[int, Fraction | None], most: int) -> list[int]:
    """Return which entries go on, best first; a tie at the edge takes all its members.

    An entry that nobody judged stays behind. ``most`` is how many places there are.

    >>> going_on({1: Fraction(80), 2: Fraction(90), 3: Fraction(80), 4: None}, 2)
    [2, 1, 3]
    """
    judged = sorted(
        ((mean, key) for key, mean in means.items() if mean is not None),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if len(judged) <= most:
        return [key for _mean, key in judged]
    edge = judged[most - 1][0]
    return [key for mean, key in judged if mean >= edge]
