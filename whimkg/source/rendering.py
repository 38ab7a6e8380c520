"""An HTML tree into lines, and where each element stands in them: one pass, without recursion."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["Rendering", "row_lines"]

# Not \s: that would fold no-break spaces, too. A blank that stands alone needs no folding.
_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_BLANK = " \t\n\r\f"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # HTML can smuggle them in as &#1;
_DEEPEST = 9  # lists in lists that are still indented; without an end, indents outgrow the text

_APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "blockquote"}
_BLOCKS = _APART | {
    *("address", "article", "aside", "body", "button", "caption", "center", "dd", "details"),
    *("dialog", "div", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr"),
    *("legend", "li", "main", "menu", "nav", "section", "summary", "table", "tbody", "td", "tfoot"),
    *("th", "thead", "tr"),
}


class Line:
    """A line in the making, or a line that went into another one.

    Attributes:
        parts: its text, in pieces.
        width: the length of the text, without the indent.
        indent: the length of what stands before the text: the mark of a list item.
        start: its offset in the whole text, once that is made.
        into: the line that took it in, and where in that line's text it begins.
    """

    __slots__ = ("indent", "into", "open", "parts", "shift", "start", "width")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.width = self.indent = self.start = self.shift = 0
        self.open = True  # at a blank, or at the line's beginning: another blank does not show
        self.into: Line | None = None

    def add(self, text: str) -> None:
        """Write text as it is."""
        if text:
            self.parts.append(text)
            self.width += len(text)
            self.open = text.endswith(" ")

    def fold(self, text: str) -> None:
        """Write text with its white space folded."""
        folded = _SPACE.sub(" ", text)
        self.add(folded.lstrip(" ") if self.open else folded)

    def close(self) -> bool:
        """Drop the blanks at the end; whether anything but white space is left."""
        text = "".join(self.parts).rstrip(_BLANK)
        self.parts, self.width = [text], len(text)
        return bool(text.strip())

    def take_in(self, other: "Line") -> None:
        """Add another line behind a blank."""
        other.into, other.shift = self, self.width + 1 + other.indent
        self.parts += [" ", *other.parts]
        self.width += 1 + other.indent + other.width

    def offset(self, column: int, *, begin: bool) -> int:
        """Where in the whole text a place of the line is.

        Args:
            column: the place, in the line's text.
            begin: whether something begins there; at column 0, it does so behind the indent.
        """
        line = self
        while line.into is not None:
            column = min(column, line.width) + line.shift
            line = line.into
        return line.start + (line.indent + min(column, line.width) if column or begin else 0)


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

    lines: list[Line] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    line: Line = field(default_factory=Line)
    gap: bool = False

    def end_line(self) -> None:
        line = self.line
        if line.width:
            self.line = Line()
            if line.close():
                self.put(line)
            else:
                _empty(line, self.line)

    def put(self, line: Line) -> None:
        if line is not self.line and not self.line.width:
            _empty(self.line, line)  # what was opened before this line begins with it
            self.line = Line()
        if self.gap and self.lines:
            self.lines.append(Line())
        self.gap = False
        if self.items:
            prefix = self.items[-1].prefix()
            line.indent += len(prefix)
            line.parts.insert(0, prefix)
        self.lines.append(line)


def _empty(line: Line, following: Line) -> None:
    """A line without ink: what began or ended in it did so where the following line begins."""
    line.width, line.into, line.shift = 0, following, 0


@dataclass(slots=True)
class _Row:
    """A table row in the making: its cells' lines, and whether all of them are headings."""

    cells: list[list[Line]] = field(default_factory=list)
    headings: bool = True


def row_lines(cells: list[list[Line]], *, headings: bool) -> list[Line]:
    """The lines of a table row.

    Empty cells do not show. Cells of one line stand side by side in a row of headings and in a row
    of two; in a row of three and more each has its own line, so that what was in different columns
    stays apart. A cell of several lines is never joined to another.
    """
    filled = [cell for cell in cells if cell]
    if not headings and len(filled) > 2:
        return [line for cell in filled for line in cell]
    lines: list[Line] = []
    alone = True
    for cell in filled:
        if not alone and len(cell) == 1:
            lines[-1].take_in(cell[0])
        else:
            lines += cell
        alone = len(cell) > 1
    return lines


class Rendering:
    """The lines of an element, and the place of each element in it.

    Attributes:
        text: the lines, each ended by LF; empty if there is no text.
    """

    def __init__(self, body: "Element | None") -> None:
        self._sheets = [_Sheet()]
        self._rows: list[_Row] = []
        self._lists: list[list[int]] = []
        self._preformatted = 0
        self._begins: dict[Element, tuple[Line, int]] = {}
        self._ends: dict[Element, tuple[Line, int]] = {}
        if body is not None:
            self._walk(body)
        self.text = self._text()

    @classmethod
    def of(cls, body: "Element | None") -> "Rendering":
        """Render an element, without control characters; None gives no text."""
        made = cls(body)
        if body is not None and _CONTROLS.search(made.text):
            _drop_controls(body)
            made = cls(body)
        return made

    def _walk(self, body: "Element") -> None:
        from lxml.etree import iterwalk

        begins, ends = self._begins, self._ends
        for event, node in iterwalk(body, events=("start", "end")):
            tag, line = node.tag, self._sheets[-1].line
            if event == "start":
                if tag in _BLOCKS:
                    self._end_block(tag)
                    line = self._sheets[-1].line
                begins[node] = (line, line.width)
                if tag in _OPENING:
                    _OPENING[tag](self, node)
                text = node.text
            else:
                ends[node] = (line, line.width)
                if tag in _BLOCKS:
                    self._end_block(tag)
                if tag in _CLOSING:
                    _CLOSING[tag](self)
                if tag == "tr":  # its lines stand only now
                    ends[node] = (self._sheets[-1].line, self._sheets[-1].line.width)
                text = node.tail if node is not body else None
            if text:
                self._write(text)
        self._sheets[0].end_line()

    def _text(self) -> str:
        parts: list[str] = []
        offset = 0
        last = self._sheets[0].line
        for line in self._sheets[0].lines:
            line.start = offset
            offset += line.indent + line.width + 1
            parts += [*line.parts, "\n"]
        last.start = offset
        return "".join(parts)

    def span(self, node: "Element") -> tuple[int, int] | None:
        """Offsets of an element's first and behind its last ink; None where it has none."""
        if node not in self._begins:
            return None
        first, column = self._begins[node]
        begin = first.offset(column, begin=True)
        last, column = self._ends[node]
        inked = self.text[begin : last.offset(column, begin=False)]
        ink = inked.strip(_BLANK + "\u00a0")
        if not ink:
            return None
        begin += inked.index(ink)
        return begin, begin + len(ink)

    def _write(self, text: str) -> None:
        if not self._preformatted:
            self._sheets[-1].line.fold(text)
            return
        first, *others = text.split("\n")
        self._sheets[-1].line.add(first)
        for line in others:
            self._sheets[-1].end_line()
            self._sheets[-1].line.add(line)

    def _end_block(self, tag: str) -> None:
        sheet = self._sheets[-1]
        if sheet.line.width:
            sheet.end_line()
        # A list in a list follows its item directly.
        if tag in _APART and not (tag in ("ul", "ol") and sheet.items):
            sheet.gap = True

    def _break(self, _: "Element") -> None:
        self._sheets[-1].end_line()

    def _picture(self, node: "Element") -> None:
        self._write(node.get("alt", ""))

    def _open_list(self, node: "Element") -> None:
        self._lists.append([_start(node) if node.tag == "ol" else 0])

    def _close_list(self) -> None:
        self._lists.pop()

    def _open_item(self, _: "Element") -> None:
        counter = self._lists[-1] if self._lists else [0]
        mark = f"{counter[0]}. " if counter[0] else "• "
        counter[0] += counter[0] > 0
        depth = min(len(self._sheets[-1].items), _DEEPEST)
        self._sheets[-1].items.append(_Item("  " * depth, mark))

    def _close_item(self) -> None:
        self._sheets[-1].items.pop()

    def _open_preformatted(self, _: "Element") -> None:
        self._preformatted += 1

    def _close_preformatted(self) -> None:
        self._preformatted -= 1

    def _open_row(self, _: "Element") -> None:
        self._rows.append(_Row())

    def _close_row(self) -> None:
        row = self._rows.pop()
        for line in row_lines(row.cells, headings=row.headings):
            self._sheets[-1].put(line)

    def _open_cell(self, node: "Element") -> None:
        if self._rows:
            self._rows[-1].headings &= node.tag == "th"
            self._sheets.append(_Sheet())
            self._begins[node] = (self._sheets[-1].line, 0)

    def _close_cell(self) -> None:
        if self._rows:
            sheet = self._sheets.pop()
            self._rows[-1].cells.append(sheet.lines)
            if sheet.lines:  # what ends with the cell does so behind its last line
                sheet.line.into, sheet.line.shift = sheet.lines[-1], sheet.lines[-1].width
            else:
                _empty(sheet.line, self._sheets[-1].line)


_OPENING = {
    "br": Rendering._break,
    "img": Rendering._picture,
    "ul": Rendering._open_list,
    "ol": Rendering._open_list,
    "li": Rendering._open_item,
    "pre": Rendering._open_preformatted,
    "tr": Rendering._open_row,
    "td": Rendering._open_cell,
    "th": Rendering._open_cell,
}
_CLOSING = {
    "ul": Rendering._close_list,
    "ol": Rendering._close_list,
    "li": Rendering._close_item,
    "pre": Rendering._close_preformatted,
    "tr": Rendering._close_row,
    "td": Rendering._close_cell,
    "th": Rendering._close_cell,
}


def _drop_controls(body: "Element") -> None:
    for node in body.iter():
        node.text = _CONTROLS.sub("", node.text) if node.text else None
        node.tail = _CONTROLS.sub("", node.tail) if node.tail else None
        if alternative := node.get("alt"):
            node.set("alt", _CONTROLS.sub("", alternative))


def _start(node: "Element") -> int:
    start = node.get("start", "")
    return int(start) if start.isdecimal() and len(start) < 6 else 1
