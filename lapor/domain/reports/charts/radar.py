"""A radar of the four kinds of evaluation: a subject beside the mean of its group."""

from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.translation import gettext

from lapor.domain.reports import wording
from lapor.domain.reports.charts.drawing import (
    BLUE,
    DASHES,
    INK,
    WIDTH,
    Drawing,
    shorten,
)
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Table

MIDDLE, RADIUS = (WIDTH / 2, 118.0), 84.0


@dataclass(frozen=True, slots=True)
class Radar:
    """``series``: name and one score for each axis, in hundredths; None: no score."""

    title: str
    origin: Origin
    axes: tuple[str, ...]
    series: tuple[tuple[str, tuple[int | None, ...]], ...]

    def table(self) -> Table:
        """Return the kinds as rows and the series as columns."""
        columns = (
            Column("axis", gettext("Jenis monev"), Kind.TEXT),
            *(
                Column(f"s{at}", name, Kind.POINTS)
                for at, (name, _scores) in enumerate(self.series)
            ),
        )
        rows = tuple(
            {
                "axis": axis,
                **{
                    f"s{n}": scores[at] for n, (_name, scores) in enumerate(self.series)
                },
            }
            for at, axis in enumerate(self.axes)
        )
        return Table(self.title, columns, rows, self.origin)

    def svg(self) -> str:
        """Draw rings at each quarter, and a line for each series."""
        drawing = Drawing(
            236 + 16 * len(self.series),
            self.title,
            gettext("Radar empat jenis monev, skala 0 sampai 100."),
        )
        for step in range(1, 5):
            drawing.path(
                [self._spot(at, step / 4) for at in range(len(self.axes))],
                ink="#c9c9c9",
                width=0.8,
                closed=True,
            )
            x, y = self._spot(0, step / 4)
            if step < 4:  # at the end of the axis stands its name
                drawing.text(x + 3, y - 2, str(step * 25), size=8.5)
        for at, axis in enumerate(self.axes):
            end = self._spot(at, 1)
            drawing.line(MIDDLE, end)
            self._name(drawing, at, axis)
        for number, (name, scores) in enumerate(self.series):
            self._line(drawing, number, name, scores)
        return drawing.svg()

    def _line(
        self, drawing: Drawing, number: int, name: str, scores: tuple[int | None, ...]
    ) -> None:
        ink, dash = (BLUE, "") if number == 0 else (INK, DASHES[number % len(DASHES)])
        spots = [
            self._spot(at, score / 10_000)
            for at, score in enumerate(scores)
            if score is not None
        ]
        if len(spots) > 1:
            drawing.path(spots, ink=ink, width=2, dash=dash, closed=True)
        for spot in spots:
            drawing.mark(*spot, hollow=number > 0, size=2.6)
        y = 232.0 + 16 * number
        drawing.line((8, y), (34, y), ink=ink, width=2, dash=dash)
        shown = ", ".join(wording.points(score) for score in scores)
        drawing.text(40, y + 4, shorten(f"{name}: {shown}", WIDTH - 46))

    def _spot(self, at: int, share: float) -> tuple[float, float]:
        angle = 2 * pi * at / len(self.axes) - pi / 2
        return (
            MIDDLE[0] + RADIUS * share * cos(angle),
            MIDDLE[1] + RADIUS * share * sin(angle),
        )

    def _name(self, drawing: Drawing, at: int, axis: str) -> None:
        x, y = self._spot(at, 1.09)
        side = x - MIDDLE[0]
        anchor = "middle" if abs(side) < 4 else "start" if side > 0 else "end"
        room = WIDTH if anchor == "middle" else WIDTH / 2 - RADIUS - 12
        words = axis.split(" ", 1) if anchor != "middle" else [axis]
        low = 8 if anchor == "middle" and y > MIDDLE[1] else 0
        for line, word in enumerate(words):
            drawing.text(
                x, y + low + 11 * line, shorten(word, room, 10), anchor=anchor, size=10
            )
