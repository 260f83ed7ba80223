"""A heat map: how many reports came on which weekday at which hour."""

from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext

from lapor.domain.reports import wording
from lapor.domain.reports.charts.drawing import (
    PAPER,
    RULE,
    SHADES,
    SOFT,
    WIDTH,
    Drawing,
    ceiling,
)
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Table

HOURS, DAYS = 24, 7
LEFT, TOP, HIGH = 54.0, 16.0, 17.0


@dataclass(frozen=True, slots=True)
class HeatMap:
    """``cells[weekday][hour]``, Monday first, hours of Jakarta. Unit: reports."""

    title: str
    origin: Origin
    cells: tuple[tuple[int, ...], ...]

    def table(self) -> Table:
        """Return hours as rows and weekdays as columns; both ways add up."""
        keys = tuple(f"d{at}" for at in range(DAYS))
        columns = (
            Column("hour", gettext("Jam (WIB)"), Kind.TEXT),
            *(Column(keys[at], str(WEEKDAYS[at]), adds=True) for at in range(DAYS)),
            Column("all", gettext("Jumlah"), adds=True, parts=keys),
            Column("share", gettext("Persen"), Kind.SHARE, part="all"),
        )
        rows = []
        for hour in range(HOURS):
            amounts = [self.cells[day][hour] for day in range(DAYS)]
            row = dict(zip(keys, amounts, strict=True))
            label = f"{hour:02}.00\N{EN DASH}{hour:02}.59"
            rows.append({"hour": label, **row, "all": sum(amounts)})
        table = Table(self.title, columns, tuple(rows), self.origin)
        return table.summed(gettext("Jumlah"))

    def svg(self) -> str:
        """Draw the cells, darker where more came; the key names the amounts."""
        most = ceiling(max(max(row) for row in self.cells))
        drawing = Drawing(
            TOP + HIGH * DAYS + 34,
            self.title,
            gettext(
                "Peta panas: hari dan jam laporan masuk; makin gelap makin banyak."
            ),
        )
        wide = (WIDTH - LEFT - 4) / HOURS
        for day, row in enumerate(self.cells):
            y = TOP + day * HIGH
            name = str(WEEKDAYS[day])
            drawing.text(LEFT - 4, y + 12, name, anchor="end", size=10)
            for hour, amount in enumerate(row):
                fill = SHADES[_shade(amount, most)] if amount else PAPER
                drawing.rect(LEFT + hour * wide, y, wide, HIGH, fill, RULE)
        for hour in range(0, HOURS, 3):
            x = LEFT + hour * wide
            drawing.text(x, TOP - 4, f"{hour:02}", size=9.5, ink=SOFT)
        self._key(drawing, most)
        return drawing.svg()

    def _key(self, drawing: Drawing, most: int) -> None:
        y, room = TOP + HIGH * DAYS + 12, (WIDTH - 8) / (len(SHADES) + 1)
        drawing.rect(4, y, 14, 10, PAPER, SOFT)
        drawing.text(21, y + 9, "0", size=9.5)
        for step, shade in enumerate(SHADES):
            x = 4 + room * (step + 1)
            drawing.rect(x, y, 14, 10, shade, SOFT)
            words = f"≤ {wording.whole(-(-most * (step + 1) // len(SHADES)))}"
            drawing.text(x + 17, y + 9, words, size=9.5)


def _shade(amount: int, most: int) -> int:
    """Return the step of an amount: a fifth of the largest each."""
    return min(-(-amount * len(SHADES) // most) - 1, len(SHADES) - 1)
