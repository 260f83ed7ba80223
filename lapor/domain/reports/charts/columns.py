"""Stacked columns: how many reports of each month stand in which bucket."""

from dataclasses import dataclass

from django.utils.translation import gettext

from lapor.domain.reports import wording
from lapor.domain.reports.charts.drawing import SOFT, WIDTH, Drawing, ceiling
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Table

TOP, LEFT, HIGH = 18.0, 34.0, 150.0
DIGIT = 5.0  # the room of a sign beside the scale
NARROW = 34.0  # room of a column below which words are written smaller


@dataclass(frozen=True, slots=True)
class MonthlyColumns:
    """One column for each month, stacked by bucket. Unit: reports."""

    title: str
    origin: Origin
    series: tuple[str, ...]
    months: tuple[tuple[str, tuple[int, ...]], ...]

    def table(self) -> Table:
        """Return months as rows and buckets as columns; both ways add up."""
        keys = [f"b{at}" for at in range(len(self.series))]
        columns = (
            Column("month", gettext("Bulan"), Kind.TEXT),
            *(
                Column(key, label, adds=True)
                for key, label in zip(keys, self.series, strict=True)
            ),
            Column("all", gettext("Jumlah"), adds=True, parts=tuple(keys)),
            Column("share", gettext("Persen"), Kind.SHARE, part="all"),
        )
        rows = tuple(
            {
                "month": label,
                **dict(zip(keys, amounts, strict=True)),
                "all": sum(amounts),
            }
            for label, amounts in self.months
        )
        return Table(self.title, columns, rows, self.origin).summed(gettext("Jumlah"))

    def svg(self) -> str:
        """Draw it; the sum stands on top of each column."""
        most = ceiling(max((sum(n) for _label, n in self.months), default=0))
        drawing = Drawing(
            TOP + HIGH + 36 + 16 * ((len(self.series) + 1) // 2),
            self.title,
            gettext("Kolom bertumpuk per bulan; angkanya ada di tabel."),
        )
        left = max(LEFT, 8 + DIGIT * len(wording.whole(most)))
        for step in range(5):
            y = TOP + HIGH - HIGH * step / 4
            drawing.line((left, y), (WIDTH - 4, y))
            label = (
                wording.whole(round(most * step / 4))
                if most >= 4 or step in (0, 4)
                else ""
            )
            drawing.text(left - 4, y + 4, label, anchor="end", size=9.5, ink=SOFT)
        room = (WIDTH - left - 6) / max(len(self.months), 1)
        for at, (label, amounts) in enumerate(self.months):
            self._column(drawing, left + at * room, room, label, amounts, most)
        drawing.legend(self.series, TOP + HIGH + 32)
        return drawing.svg()

    def _column(
        self,
        drawing: Drawing,
        left: float,
        room: float,
        label: str,
        amounts: tuple[int, ...],
        most: int,
    ) -> None:
        wide, y = min(room * 0.72, 44), TOP + HIGH
        x = left + (room - wide) / 2
        for number, amount in enumerate(amounts):
            high = HIGH * amount / most
            y -= high
            if amount:
                drawing.rect(x, y, wide, high, drawing.fill(number))
        middle = left + room / 2
        small = 9.5 if room > NARROW else 7.5
        drawing.text(
            middle, y - 3, wording.whole(sum(amounts)), anchor="middle", size=small
        )
        for line, word in enumerate(label.split(" ", 1)):
            y = TOP + HIGH + 12 + 10 * line
            drawing.text(middle, y, word, anchor="middle", size=small)
