"""The cases that wait on the desks of the demo officers, in every state of life."""

from typing import Final, NamedTuple

from lapor.domain.cases.rules import State

HOUR: Final = 3_600


class Scene(NamedTuple):
    """One case: where it shall stand, since when, and whose desk it lies on.

    ``patience`` is the pause before each step, in seconds; ``at_home`` False: the
    national admin verifies it.
    """

    aim: State
    days_ago: float
    to_unit: bool = True
    at_home: bool = True
    topic: str = "road"
    is_secret: bool = False
    programme: str = ""
    patience: int = 2 * HOUR


STAGED: Final = (
    *(Scene(State.RECEIVED, days, topic="light") for days in (0.4, 1.3, 2.6, 6.5)),
    *(Scene(State.RECEIVED, days, at_home=False) for days in (0.6, 1.7, 3.4, 8.2)),
    Scene(State.RECEIVED, 0.9, topic="welfare", is_secret=True),
    *(Scene(State.ON_HOLD, days, topic="identity") for days in (3.3, 7.4)),
    *(Scene(State.DISPATCHED, days, to_unit=False) for days in (4.2, 5.4, 9.1)),
    *(Scene(State.DISPATCHED, days) for days in (4.7, 6.2, 7.7, 13.3, 24.0)),
    Scene(State.DISPATCHED, 8.0, is_secret=True),
    *(Scene(State.RETURN_REQUESTED, days, to_unit=False) for days in (4.9, 6.6)),
    *(Scene(State.IN_PROGRESS, days) for days in (6.8, 9.6, 15.2, 38.0)),
    *(Scene(State.IN_PROGRESS, days, topic="health") for days in (7.1, 12.5)),
    Scene(State.IN_PROGRESS, 10.4, programme="layanan-dasar"),
    *(Scene(State.ANSWERED, days) for days in (9.3, 11.9)),
    *(Scene(State.REPLIED, days) for days in (10.2, 12.8)),
    Scene(State.WITH_OMBUDSMAN, 130.0),
    Scene(State.CLOSED, 14.5),
    Scene(State.ARCHIVED, 8.8, topic="order"),
)
