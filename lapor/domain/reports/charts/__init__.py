"""Charts: data in, SVG out; the table of the data comes from the same data.

Every chart has ``title``, ``svg() -> str`` and ``table() -> Table``.
"""

from typing import Protocol

from lapor.domain.reports.charts.bars import Funnel, Pareto
from lapor.domain.reports.charts.columns import MonthlyColumns
from lapor.domain.reports.charts.control import ControlChart
from lapor.domain.reports.charts.heat import HeatMap
from lapor.domain.reports.charts.map import RegionMap
from lapor.domain.reports.charts.radar import Radar
from lapor.domain.reports.charts.ranks import Ranking, SlopeChart
from lapor.domain.reports.charts.spread import Boxes, Trend
from lapor.domain.reports.charts.survival import Survival
from lapor.domain.reports.rules.tables import Table


class Chart(Protocol):
    """What page and document need of a chart."""

    @property
    def title(self) -> str:
        """What it shows, in one line."""

    def svg(self) -> str:
        """Return the drawing."""

    def table(self) -> Table:
        """Return its data."""


__all__ = [
    "Boxes",
    "Chart",
    "ControlChart",
    "Funnel",
    "HeatMap",
    "MonthlyColumns",
    "Pareto",
    "Radar",
    "Ranking",
    "RegionMap",
    "SlopeChart",
    "Survival",
    "Trend",
]
