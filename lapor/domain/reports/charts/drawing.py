"""A drawing that becomes SVG: no scripts, no styles, the same bytes for the same data.

Fills differ by pattern and by lightness, so a copy in black and white reads alike.
Units are those of the view box; 360 of them are as wide as a small telephone.
"""

import hashlib
from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape, quoteattr

WIDTH: Final = 360
INK: Final = "#1b1b1b"
SOFT: Final = "#5c5c5c"
RULE: Final = "#c9c9c9"
PAPER: Final = "#ffffff"
BLUE: Final = "#0b3c5d"
FONT: Final = "'Libertinus Serif', system-ui, sans-serif"
#: How wide a letter is at most on average, of its height: pages use a wide font.
LETTER: Final = 0.58
EDGE: Final = 2  # no word comes nearer to the border
_ID: Final = "@id@"
#: Words stay readable where a line passes behind them.
_HALO: Final = 'paint-order="stroke" stroke="#ffffff" stroke-width="2.4"'

#: Pattern tiles of 6 x 6: what lies below, then what is drawn on it.
_STRIPES: Final = (
    '<path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" stroke="#1d6fa5" stroke-width="1.6"/>'
)
_DOTS: Final = '<circle cx="3" cy="3" r="1.5" fill="#8a3b00"/>'
_CROSS: Final = '<path d="M0,0 L6,6 M6,0 L0,6" stroke="#444444" stroke-width="0.8"/>'
_LEVEL: Final = '<path d="M0,3 H6" stroke="#0b3c5d" stroke-width="1.2"/>'
_TILES: Final = {1: _STRIPES, 3: _DOTS, 4: _CROSS, 6: _LEVEL}
_SOLID: Final = {0: BLUE, 2: "#8fbbd9", 5: PAPER}
FILLS: Final = 7

#: Five steps from little to much; each clearly darker than the one before.
SHADES: Final = ("#eef4f8", "#bcd5e6", "#7fb0cf", "#38779f", "#0b3c5d")
DASHES: Final = ("", "6 3", "2 2", "8 3 2 3")


class Drawing:
    """Collects shapes; ``svg`` returns them with a title and a description."""

    def __init__(self, height: float, title: str, description: str) -> None:
        """The drawing is ``WIDTH`` wide and ``height`` high."""
        self.height = height
        self.title = title
        self.description = description
        self._parts: list[str] = []
        self._tiles: set[int] = set()

    def fill(self, number: int) -> str:
        """Return the n-th fill: solid, stripes, light, dots, crosses, white, lines."""
        kind = number % FILLS
        if kind in _SOLID:
            return _SOLID[kind]
        self._tiles.add(kind)
        return f"url(#{_ID}{kind})"

    def rect(
        self, x: float, y: float, wide: float, high: float, fill: str, edge: str = INK
    ) -> None:
        """Draw a box with a thin edge."""
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(wide, 0))}" '
            f'height="{_n(max(high, 0))}" fill="{fill}" stroke="{edge}" '
            'stroke-width="0.6"/>'
        )

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        ink: str = RULE,
        width: float = 0.8,
        dash: str = "",
    ) -> None:
        """Draw a straight line."""
        self.path([start, end], ink=ink, width=width, dash=dash)

    def path(
        self,
        points: Iterable[tuple[float, float]],
        *,
        ink: str = INK,
        width: float = 1.4,
        dash: str = "",
        fill: str = "none",
        closed: bool = False,
    ) -> None:
        """Draw a line through points."""
        way = "M" + "L".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self.raw(way + ("Z" if closed else ""), fill, ink, width, dash)

    def raw(
        self, way: str, fill: str, ink: str, width: float = 0.4, dash: str = ""
    ) -> None:
        """Draw an outline that is already written as path data."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<path d="{way}" fill="{fill}" stroke="{ink}" '
            f'stroke-width="{_n(width)}"{dashes} stroke-linejoin="round"/>'
        )

    def mark(
        self, x: float, y: float, *, hollow: bool = False, size: float = 3
    ) -> None:
        """Draw a round mark, hollow where a point stands out."""
        fill = PAPER if hollow else BLUE
        self._parts.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(size)}" fill="{fill}" '
            f'stroke="{INK}" stroke-width="1.2"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: str = "start",
        size: float = 11,
        ink: str = INK,
        bold: bool = False,
    ) -> None:
        """Write words; ``y`` is their base line.

        What would run over an edge is moved inside; what is too long is shortened.
        """
        words = shorten(words, WIDTH - 2 * EDGE, size)
        x = _inside(x, len(words) * size * LETTER, anchor)
        self.height = max(self.height, y + size / 2)
        weight = ' font-weight="bold"' if bold else ""
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" '
            f'text-anchor="{anchor}" fill="{ink}"{weight} {_HALO}>'
            f"{escape(words)}</text>"
        )

    def legend(self, labels: Iterable[str], top: float) -> float:
        """Write a key to the fills in two columns; returns where it ends."""
        row = 0
        for row, label in enumerate(labels):
            x, y = 4 + (row % 2) * WIDTH / 2, top + (row // 2) * 16
            self.rect(x, y, 12, 10, self.fill(row))
            self.text(x + 17, y + 9, shorten(label, WIDTH / 2 - 24, 10.5), size=10.5)
        return top + (row // 2 + 1) * 16

    def svg(self) -> str:
        """Return the drawing; ids are made of its content, so two never collide."""
        body = "".join(self._parts)
        content = f"{self.title}{self.description}{body}"
        name = f"g{hashlib.sha256(content.encode()).hexdigest()[:10]}"
        tiles = "".join(_tile(kind) for kind in sorted(self._tiles))
        labels = quoteattr(f"{name}t {name}d")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
            f'viewBox="0 0 {WIDTH} {_n(self.height)}" '
            f'width="{WIDTH}" height="{_n(self.height)}" '
            f'aria-labelledby={labels} font-family="{FONT}">'
            f'<title id="{name}t">{escape(self.title)}</title>'
            f'<desc id="{name}d">{escape(self.description)}</desc>'
            f"<defs>{tiles}</defs>"
            f'<rect width="{WIDTH}" height="{_n(self.height)}" fill="{PAPER}"/>'
            f"{body}</svg>"
        ).replace(_ID, name)


def shorten(words: str, room: float, size: float = 11) -> str:
    """Return words that fit a room, cut with an ellipsis where they do not."""
    most = max(int(room / (size * LETTER)), 2)
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _inside(x: float, wide: float, anchor: str) -> float:
    """Return where words of a width stand so that both their ends are to be seen."""
    before = {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return max(min(x, WIDTH - EDGE - wide + before), EDGE + before)


def ceiling(value: int) -> int:
    """Return the next round number at or above: 1, 2 or 5 times a power of ten.

    >>> [ceiling(n) for n in (0, 3, 17, 421, 1000)]
    [1, 5, 20, 500, 1000]
    """
    if value <= 1:
        return 1
    power: int = 10 ** (len(str(value)) - 1)
    steps = (power, 2 * power, 5 * power, 10 * power)
    return next(step for step in steps if step >= value)


def _tile(kind: int) -> str:
    return (
        f'<pattern id="{_ID}{kind}" width="6" height="6" '
        f'patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="{PAPER}"/>'
        f"{_TILES[kind]}</pattern>"
    )


def _n(value: float) -> str:
    """Write a number with at most one decimal, so that bytes do not depend on luck."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))
