"""A drawing in SVG 1.1, in two sets of colours; fonts are the reader's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

__all__ = ["STATUSES", "Box", "Point", "Svg", "style", "text_width", "wrap"]

Box = tuple[float, float, float, float]
Point = tuple[float, float]

#: Class: colour in light and in dark surroundings.
FILLS = {
    "panel": ("#ffffff", "#161b22"),
    "ink": ("#1f2328", "#e6edf3"),
    "soft": ("#59636e", "#9da7b3"),
    "on": ("#ffffff", "#ffffff"),
    "disease": ("#4338ca", "#4f46e5"),
    "gene": ("#dcfce7", "#12351f"),
    "trait": ("#eceff3", "#262d37"),
    "other": ("#f7edfd", "#332140"),
    "care": ("#e0f0fe", "#10304a"),
    "drug": ("#ddf4f1", "#0f3a37"),
    "phenotype": ("#fdf0d5", "#3d2e0f"),
    "lane": ("#fdf8ec", "#231f16"),
    "rail": ("#eadfc4", "#4a402a"),
    "level": ("#c27a0c", "#e3a13b"),
    "sheet": ("#f6f8fa", "#1e242c"),
    "mark": ("#ffec99", "#5e4b0a"),
}
STROKES = {
    "panel": ("#d1d9e0", "#3d444d"),
    "disease": ("#4338ca", "#4f46e5"),
    "gene": ("#4ba36b", "#3c8a58"),
    "trait": ("#9aa4b0", "#66707c"),
    "other": ("#b07cc9", "#8a5aa5"),
    "care": ("#5b9fd6", "#3f7fb3"),
    "drug": ("#3d9c90", "#2f8379"),
    "phenotype": ("#cf9a33", "#a67c2a"),
    "sheet": ("#b4bdc7", "#59636e"),
}
#: Claim status: colour of its arrow in light and in dark, width, dashes.
STATUSES = {
    "established": ("#15803d", "#4ac26b", 2.2, ""),
    "recommended": ("#0f766e", "#39c5bb", 1.6, ""),
    "reported": ("#1d5fc4", "#6cb0ff", 1.6, ""),
    "assumed": ("#b45309", "#f0a04b", 1.6, "7 3"),
    "mentioned": ("#6b5b4b", "#c0ae9a", 1.4, "3 3"),
    "investigational": ("#a21caf", "#e38cf0", 1.8, "2 3"),
    "listed": ("#57606a", "#9da7b3", 1.2, ""),
}
#: The style of a claim status that has none.
_PLAIN = "listed"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Width of a letter in ems, in a wide font; the first class that holds it counts.
_EMS = (("ijl.,:;'|", 0.3), (" tfrI()[]/-", 0.4), ("_", 0.51), ("mwMW%@", 0.97))


def text_width(text: str, size: float) -> float:
    """A generous estimate, for whichever sans-serif a reader has."""
    return size * sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    other = 0.71 if letter.isupper() else 0.62
    return next((em for letters, em in _EMS if letter in letters), other)


def wrap(text: str, size: float, width: float) -> list[str]:
    """The text in lines, as many words in each as fit."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class Svg:
    """A drawing, part by part; what is drawn ``under`` lies below all the rest."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._below: list[str] = []
        self._parts: list[str] = []

    def text(
        self,
        at: Point,
        lines: Sequence[str],
        kind: str,
        size: float,
        *,
        anchor: str = "start",
        pitch: float = 13,
        hang: float = 0,
        tail: str = "",
    ) -> None:
        """Lines of one text, those after the first indented; ``tail`` follows, less loud."""
        if not lines:
            return
        x, y = at
        spans = [
            f'<tspan x="{_n(x + (hang if index else 0))}" y="{_n(y + pitch * index)}">'
            f"{_clean(line)}</tspan>"
            for index, line in enumerate(lines)
        ]
        if tail:
            spans.append(f'<tspan class="fill-soft" font-size="10">{_clean(tail)}</tspan>')
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        body = " ".join(spans)  # a blank: viewers of SVG 1.1 drop a line feed
        kind = " ".join(_text_class(each) for each in kind.split())
        self._parts.append(f'<text class="{kind}" font-size="{_n(size)}"{place}>{body}</text>')

    def box(self, box: Box, kind: str, radius: float = 6) -> None:
        """An area with a rim."""
        self._parts.append(_rect(box, f"fill-{kind} line-{kind}", radius))

    def bar(self, box: Box, kind: str) -> None:
        """An area without a rim."""
        self._parts.append(_rect(box, f"fill-{kind}", 2))

    def under(self, box: Box, kind: str) -> None:
        """An area below all the rest."""
        self._below.append(_rect(box, f"fill-{kind}", 6))

    def line(self, points: Sequence[Point], status: str, *, arrow: bool = False) -> None:
        """A line in the style of a claim status; it lies below nodes and text."""
        status = status if status in STATUSES else _PLAIN
        places = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._below.append(f'<polyline class="line-{status}" points="{places}"/>')
        if arrow:
            self._below.append(f'<polygon class="fill-{status}" points="{_head(*points[-2:])}"/>')

    def document(self, height: float, title: str, description: str) -> str:
        """The whole as a file, on a panel of its own."""
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        return f"{head}\n{self._element(height, title, description, style())}\n"

    def element(self, height: float, title: str, description: str) -> str:
        """The whole as a part of a web page, whose style must hold ``style()``."""
        return self._element(height, title, description, "")

    def _element(self, height: float, title: str, description: str, rules: str) -> str:
        panel = _rect((0.5, 0.5, self._width - 0.5, height - 0.5), "fill-panel line-panel", 14)
        size = f'width="{self._width}" height="{_n(height)}"'
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" {size} '
            f'viewBox="0 0 {self._width} {_n(height)}" role="img" '
            'aria-labelledby="drawing-title drawing-text" font-family="system-ui, sans-serif">',
            f'<title id="drawing-title">{_clean(title)}</title>',
            f'<desc id="drawing-text">{_clean(description)}</desc>',
            *([f"<style>\n{rules}\n</style>"] if rules else []),
            *(panel, *self._below, *self._parts, "</svg>"),
        ]
        return "\n".join(parts)


def _clean(text: str) -> str:
    """A text as XML may hold it: a character that XML lacks becomes U+FFFD."""
    return escape(_NOT_XML.sub("\ufffd", text))


def _text_class(kind: str) -> str:
    """Colours of words are those of areas; a claim status that is not known is plain."""
    name = kind.removeprefix("fill-")
    if name in FILLS or name in STATUSES:
        return f"fill-{name}"
    return f"fill-{_PLAIN}" if kind.startswith("fill-") else kind


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _rect(box: Box, kind: str, radius: float) -> str:
    x, y, end, bottom = box
    size = f'width="{_n(end - x)}" height="{_n(bottom - y)}" rx="{_n(radius)}"'
    return f'<rect class="{kind}" x="{_n(x)}" y="{_n(y)}" {size}/>'


def _head(start: Point, end: Point) -> str:
    """The three corners of an arrow's head; the arrow is level or upright."""
    dx, dy = (_sign(end[0] - start[0]), _sign(end[1] - start[1]))
    back = (end[0] - 7 * dx, end[1] - 7 * dy)
    side = (3.5 * dy, 3.5 * dx)
    corners = (end, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1]))
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def style() -> str:
    """The rules for all colours, widths and dashes, for light and for dark surroundings."""
    lines = ["polyline { fill: none }", ".strong { font-weight: 600 }"]
    lines += [
        f".line-{name} {{ stroke-width: {width}{f'; stroke-dasharray: {dash}' if dash else ''} }}"
        for name, (_, _, width, dash) in STATUSES.items()
    ]
    dark = "\n".join(_colours(1))
    return "\n".join([*lines, *_colours(0), f"@media (prefers-color-scheme: dark) {{\n{dark}\n}}"])


def _colours(scheme: int) -> list[str]:
    fills = [f".fill-{name} {{ fill: {pair[scheme]} }}" for name, pair in FILLS.items()]
    lines = [f".line-{name} {{ stroke: {pair[scheme]} }}" for name, pair in STROKES.items()]
    for name, style in STATUSES.items():
        fills.append(f".fill-{name} {{ fill: {style[scheme]} }}")
        lines.append(f".line-{name} {{ stroke: {style[scheme]} }}")
    return fills + lines
