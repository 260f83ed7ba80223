"""Moving the boxes of conversations to the newest key, before an old one goes."""

from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.intake.queries import inbound, talks
from lapor.kernel.rewrapping import Tell, rewrap, silent


def rewrap_boxes(tell: Tell = silent) -> int:
    """Wrap the keys of all boxes by the newest key; return how many."""
    moved = rewrap(Talk.objects.all(), talks.place_of, tell)
    return moved + rewrap(Inbound.objects.all(), inbound.place_of, tell)
