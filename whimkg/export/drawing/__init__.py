"""The picture of a page's statements, as SVG."""

from whimkg.export.drawing.facts import Facts
from whimkg.export.drawing.picture import Picture, picture
from whimkg.export.drawing.svg import style

__all__ = ["Facts", "Picture", "picture", "style"]
