"""An HTML tree into lines: one pass over it, without recursion, however deep it is."""

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["rendered", "row_lines"]

# Not \s: that would fold no-break spaces, too.
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BLANK = " \t\n\r\f"
_DEEPEST = 9  # lists in lists that are still indented; without an end, indents outgrow the text

_APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "blockquote"}
_BLOCKS = _APART | {
    *("address", "article", "aside", "body", "caption", "center", "dd", "details", "div", "dt"),
    *("fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "li", "main"),
    *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
}


@dataclass(slots=True)
class _Item:
    """A list item: its mark is written once, what follows is indented as deep."""

    indent: str
    mark: str

    def prefix(self) -> str:
        mark, self.mark = self.mark, "  "
        return f"{self.indent}  {mark}"


@dataclass(slots=True)
class _Sheet:
    """Lines in the making: the page's, or a table cell's."""

    lines: list[str] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    gap: bool = False

    def write(self, text: str) -> None:
        folded = _SPACE.sub(" ", text)
        if not self.pieces or self.pieces[-1].endswith(" "):
            folded = folded.lstrip(" ")
        self.write_as_is(folded)

    def write_as_is(self, text: str) -> None:
        if text:
            self.pieces.append(text)

    def end_line(self) -> None:
        line = "".join(self.pieces).rstrip(_BLANK)
        self.pieces.clear()
        if line.strip():
            self.put(line)

    def put(self, line: str) -> None:
        if self.gap and self.lines:
            self.lines.append("")
        self.gap = False
        self.lines.append((self.items[-1].prefix() if self.items else "") + line)

    def end_block(self, *, apart: bool) -> None:
        self.end_line()
        self.gap = self.gap or apart


@dataclass(slots=True)
class _Row:
    """A table row in the making: its cells' lines, and whether all of them are headings."""

    cells: list[list[str]] = field(default_factory=list)
    headings: bool = True


def row_lines(cells: list[list[str]], *, headings: bool) -> list[str]:
    """The lines of a table row.

    Empty cells do not show. Cells of one line stand side by side in a row of headings and in a row
    of two; in a row of three and more each has its own line, so that what was in different columns
    stays apart. A cell of several lines is never joined to another.

    >>> row_lines([["Otitis media"], [], ["0000388"]], headings=False)
    ['Otitis media 0000388']
    >>> row_lines([["Otitis media"], ["Middle ear infection"], ["0000388"]], headings=False)
    ['Otitis media', 'Middle ear infection', '0000388']
    """
    filled = [cell for cell in cells if cell]
    if not headings and len(filled) > 2:
        return list(chain.from_iterable(filled))
    lines: list[str] = []
    alone = True
    for cell in filled:
        if not alone and len(cell) == 1:
            lines[-1] += " " + cell[0]
        else:
            lines += cell
        alone = len(cell) > 1
    return lines


def rendered(body: "HtmlElement") -> list[str]:
    """The lines of an element, without indentation of its own."""
    from lxml.etree import iterwalk

    page = _Rendering()
    for event, node in iterwalk(body, events=("start", "end")):
        if event == "start":
            page.open(node)
            page.text(node.text)
        else:
            page.close(node)
            if node is not body:
                page.text(node.tail)
    return page.sheets[0].lines


class _Rendering:
    """The state of a pass: open sheets, rows and lists."""

    def __init__(self) -> None:
        self.sheets = [_Sheet()]
        self.rows: list[_Row] = []
        self.lists: list[list[int]] = []
        self.preformatted = 0

    def text(self, text: str | None) -> None:
        if not text:
            return
        first, *others = text.split("\n") if self.preformatted else [text]
        self._write(first)
        for line in others:
            self.sheets[-1].end_line()
            self._write(line)

    def _write(self, text: str) -> None:
        if self.preformatted:
            self.sheets[-1].write_as_is(text)
        else:
            self.sheets[-1].write(text)

    def open(self, node: "HtmlElement") -> None:
        tag = node.tag
        if tag in _BLOCKS:
            self.sheets[-1].end_block(apart=self._apart(tag))
        if tag == "br":
            self.sheets[-1].end_line()
        elif tag == "img":
            self._write(node.get("alt", ""))
        elif tag in ("ul", "ol"):
            self.lists.append([_start(node) if tag == "ol" else 0])
        elif tag == "li":
            self._open_item()
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "tr":
            self.rows.append(_Row())
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].headings &= tag == "th"
            self.sheets.append(_Sheet())

    def close(self, node: "HtmlElement") -> None:
        tag = node.tag
        if tag in _BLOCKS:
            self.sheets[-1].end_block(apart=self._apart(tag))
        if tag in ("ul", "ol"):
            self.lists.pop()
        elif tag == "li":
            self.sheets[-1].items.pop()
        elif tag == "pre":
            self.preformatted -= 1
        elif tag == "tr":
            self._close_row()
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].cells.append(self.sheets.pop().lines)

    def _apart(self, tag: str) -> bool:
        # A list in a list follows its item directly.
        return tag in _APART and not (tag in ("ul", "ol") and self.sheets[-1].items)

    def _open_item(self) -> None:
        counter = self.lists[-1] if self.lists else [0]
        mark = f"{counter[0]}. " if counter[0] else "• "
        counter[0] += counter[0] > 0
        depth = min(len(self.sheets[-1].items), _DEEPEST)
        self.sheets[-1].items.append(_Item("  " * depth, mark))

    def _close_row(self) -> None:
        row = self.rows.pop()
        for line in row_lines(row.cells, headings=row.headings):
            self.sheets[-1].put(line)


def _start(node: "HtmlElement") -> int:
    start = node.get("start", "")
    return int(start) if start.isdecimal() and len(start) < 6 else 1
