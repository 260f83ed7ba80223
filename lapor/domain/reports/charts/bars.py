"""Bars that lie: a funnel of stages, and topics by size with the share so far."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

from lapor.domain.reports import wording
from lapor.domain.reports.charts.drawing import INK, LETTER, WIDTH, Drawing, shorten
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Table

ROW = 32.0
Step = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Funnel:
    """Arrived, verified, dispatched, followed up, done: each a part of the first."""

    title: str
    origin: Origin
    steps: tuple[Step, ...]

    def table(self) -> Table:
        """Return the stages; they are not parts of a sum, so there is no total."""
        columns = (
            Column("step", gettext("Tahap"), Kind.TEXT),
            Column("n", gettext("Laporan")),
            Column("first", gettext("Dari yang masuk")),
            Column("share", gettext("Persen"), Kind.SHARE, part="n", whole="first"),
        )
        first = self.steps[0][1] if self.steps else 0
        rows = tuple(
            {"step": label, "n": amount, "first": first} for label, amount in self.steps
        )
        return Table(self.title, columns, rows, self.origin)

    def svg(self) -> str:
        """Draw the stages below each other, in the middle as a funnel stands."""
        first = max(self.steps[0][1] if self.steps else 0, 1)
        drawing = Drawing(
            ROW * len(self.steps) + 4,
            self.title,
            gettext("Corong: dari laporan masuk sampai selesai."),
        )
        for at, (label, amount) in enumerate(self.steps):
            y, wide = at * ROW + 2, (WIDTH - 8) * amount / first
            share = wording.share(Fraction(amount, first))
            drawing.text(4, y + 10, f"{label}: {wording.whole(amount)} ({share})")
            fill = drawing.fill(0 if at == len(self.steps) - 1 else 2)
            drawing.rect(4, y + 14, wide, 11, fill)
        return drawing.svg()


@dataclass(frozen=True, slots=True)
class Pareto:
    """Topics by size. ``rows`` are all of them, the rest as the last row."""

    title: str
    origin: Origin
    rows: tuple[Step, ...]

    def table(self) -> Table:
        """Return the topics with their share and the share up to here."""
        columns = (
            Column("topic", gettext("Topik"), Kind.TEXT),
            Column("n", gettext("Laporan"), adds=True),
            Column("share", gettext("Persen"), Kind.SHARE, part="n"),
            Column("so_far", gettext("Persen kumulatif"), Kind.TEXT),
        )
        rows = tuple(
            {"topic": label, "n": amount, "so_far": wording.share(share)}
            for (label, amount), share in zip(self.rows, self._so_far(), strict=True)
        )
        return Table(self.title, columns, rows, self.origin).summed(gettext("Jumlah"))

    def svg(self) -> str:
        """Draw the bars and, over them, the line of the share so far."""
        most = max((n for _label, n in self.rows), default=1) or 1
        whole = sum(n for _label, n in self.rows) or 1
        drawing = Drawing(
            ROW * len(self.rows) + 20,
            self.title,
            gettext("Diagram Pareto: topik terbanyak dan persen kumulatifnya."),
        )
        wide, spots = WIDTH - 60, []
        for at, ((label, amount), share) in enumerate(
            zip(self.rows, self._so_far(), strict=True)
        ):
            y = at * ROW + 2
            words = (
                f"{wording.whole(amount)} ({wording.share(Fraction(amount, whole))})"
            )
            name = shorten(label, WIDTH - 14 - (len(words) + 2) * 11 * LETTER)
            drawing.text(4, y + 10, f"{name}: {words}")
            drawing.rect(4, y + 14, wide * amount / most, 11, drawing.fill(2))
            spots.append((4 + wide * float(share), y + 19.5, wording.share(share)))
        drawing.path([(x, y) for x, y, _words in spots], ink=INK, width=1.2, dash="3 2")
        for x, y, words in spots:
            drawing.mark(x, y, size=2.4)
            drawing.text(x + 5, y + 3.5, words, size=9.5)
        line = ROW * len(self.rows) + 12
        drawing.line((4, line), (26, line), ink=INK, width=1.2, dash="3 2")
        drawing.text(31, line + 4, gettext("persen kumulatif"), size=10)
        return drawing.svg()

    def _so_far(self) -> list[Fraction]:
        whole = sum(n for _label, n in self.rows) or 1
        found, running = [], 0
        for _label, amount in self.rows:
            running += amount
            found.append(Fraction(running, whole))
        return found
