"""Which lines of a saved page of 2020 are the page itself, and which the site's around it."""

import sys
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from whimkg.errors import LayoutError
from whimkg.gard.text import Line, Text
from whimkg.source import Document

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["page_lines"]

_SITE = ("header", "footer", "aside")  # of the site outside a container, of a section inside
_CONTROLS = {"nav", "dialog", "menu", "button"}
#: Hidden, these are rows, items and words that a script folds away; other hidden blocks are not
#: of the page. A browser that saves a table of which ten rows are shown saves the others as hidden.
_FOLDING = {"table", "li", "span", "a", "b", "i", "em", "strong", "small", "font", "tr", "tbody"}

_Spans = list[tuple[int, int]]


def page_lines(document: Document, layout: dict[str, Any]) -> Text:
    """The page's text, of which only the lines of the page itself are listed.

    Raises:
        LayoutError: a part of the page is struck out.
    """
    page = Text(document.text)
    container = _container(document, layout["containers"])
    begin, end = _region(document, container)
    outside = _furniture(document, layout, whole_body=container is None)
    kept = [line for line in page.lines if begin <= line.begin < end and not _within(line, outside)]
    if not any(line.content.startswith(layout["header"]) for line in kept):
        kept = [*_masthead(page, layout["header"], begin), *kept]
    found = Text(document.text, frozenset(line.number for line in kept))
    _refuse_struck(document, found)
    return found


def _refuse_struck(document: Document, page: Text) -> None:
    spans = _merged(sorted(span for node in document.struck if (span := document.span(node))))
    for line in page.lines if spans else ():
        before = bisect_right(spans, (line.end - 1, sys.maxsize))
        if before and spans[before - 1][1] > line.begin:
            raise LayoutError(
                "words are struck out here",
                where=f"line {line.number}",
                remedy="give the page as it was published",
            )


def _container(document: Document, containers: list[str]) -> "Element | None":
    """The element that holds the page: the first that occurs, in the order of the names."""
    for name in containers:
        for node in document.root.iter():
            if node.get("id") == name:
                return node
    return None


def _region(document: Document, container: "Element | None") -> tuple[int, int]:
    """The offsets of the page: its container's, from a title above it on."""
    span = document.span(container) if container is not None else None
    if container is None or span is None:
        return 0, len(document.text)
    title = None
    for node in document.root.iter("h1", container.tag):
        if node is container:
            break
        if node.tag == "h1":
            title = node
    above = document.span(title) if title is not None else None
    if above and next(container.iter("h1"), None) is None:
        return above[0], span[1]
    return span


def _furniture(document: Document, layout: dict[str, Any], *, whole_body: bool) -> _Spans:
    exact = {name for name in layout["page_furniture"] if not name.endswith("-")}
    starts = tuple(name for name in layout["page_furniture"] if name.endswith("-"))
    found = []
    for node in document.root.iter():
        classes = node.get("class", "").split()
        if (
            node.tag in _CONTROLS
            or (node in document.hidden and not _folded(node))
            or (whole_body and node.tag in _SITE and next(node.iter("h1"), None) is None)
            or not exact.isdisjoint(classes)
            or any(name.startswith(starts) for name in classes)
        ):
            found.append(document.span(node))
    return _merged(sorted(span for span in found if span))


def _merged(spans: _Spans) -> _Spans:
    """Sorted spans without those within others."""
    found: _Spans = []
    for begin, end in spans:
        if not found or end > found[-1][1]:
            found.append((begin, end))
    return found


def _folded(node: "Element") -> bool:
    return node.tag in _FOLDING or next(node.iterancestors("table"), None) is not None


def _within(line: Line, spans: _Spans) -> bool:
    before = bisect_right(spans, (line.begin, sys.maxsize))
    return before > 0 and line.end <= spans[before - 1][1]


def _masthead(page: Text, opening: str, before: int) -> list[Line]:
    found = (line for line in page.lines if line.content.startswith(opening))
    return [line for line in found if line.begin < before or before == 0][:1]
