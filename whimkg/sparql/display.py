"""An answer to read: a table that fits the terminal, or Markdown."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from whimkg.namespaces import contract
from whimkg.sparql.results import Answer, Term

__all__ = ["iris", "markdown", "table"]

_LEAST = 8
_GAP = "  "
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_NUMBERS = ("integer", "decimal", "double", "float")

Row = tuple[Term | None, ...]


def iris(answer: Answer) -> list[str]:
    """The IRIs of an answer, of which labels may be wanted, in their order."""
    cells = (cell.value for row in answer.rows for cell in row if isinstance(cell, NamedNode))
    return list(dict.fromkeys(cells))


def table(answer: Answer, labels: Mapping[str, str], width: int | None = None) -> list[str]:
    """The lines of a table; or of one block a row, where the columns do not fit.

    Args:
        answer: the answer; of an ASK it is one line.
        labels: IRI to label, shown beside the CURIE unless the row has the label anyway.
        width: columns of the terminal; None: nothing is cut.
    """
    if answer.kind == "boolean":
        return [str(answer.boolean).lower()]
    rows, columns = answer.rows, answer.columns
    cells = [[_plain(cell, row, labels) for cell in row] for row in rows]
    widths = [max(map(_length, column)) for column in zip(columns, *cells, strict=True)]
    fitted = _fit(widths, width)
    if fitted is None:
        return _blocks(columns, cells)
    right = [_is_numeric([row[at] for row in rows]) for at in range(len(columns))]
    rule = ["─" * size for size in fitted]
    return [_line(line, fitted, right) for line in [columns, rule, *cells]]


def markdown(answer: Answer, labels: Mapping[str, str]) -> list[str]:
    """The lines of a Markdown table; IRIs are links."""
    if answer.kind == "boolean":
        return [str(answer.boolean).lower()]
    head = [answer.columns, ["---"] * len(answer.columns)]
    body = [[_linked(cell, row, labels) for cell in row] for row in answer.rows]
    return [f"| {' | '.join(line)} |" for line in [*head, *body]]


def _plain(cell: Term | None, row: Row, labels: Mapping[str, str]) -> str:
    if cell is None:
        return ""
    if isinstance(cell, NamedNode):
        return _clean(f"{contract(cell.value) or cell.value} {_label(cell, row, labels)}")
    return _clean(cell.value if isinstance(cell, Literal) else str(cell))


def _linked(cell: Term | None, row: Row, labels: Mapping[str, str]) -> str:
    if not isinstance(cell, NamedNode):
        return _MARKUP.sub(r"\\\1", _plain(cell, row, labels))
    name, label = contract(cell.value) or cell.value, _label(cell, row, labels)
    target = cell.value.replace("(", "%28").replace(")", "%29").replace("|", "%7C")
    link = f"[{_escaped(name)}]({target})"
    return f"{link} {_escaped(label)}" if label else link


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", _clean(text))


def _label(cell: NamedNode, row: Row, labels: Mapping[str, str]) -> str:
    label = labels.get(cell.value, "")
    shown = {other.value for other in row if isinstance(other, Literal)}
    return "" if label in shown else label


def _clean(text: str) -> str:
    """On one line, and without what would steer the terminal."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _is_numeric(column: Sequence[Term | None]) -> bool:
    given = [cell for cell in column if cell is not None]
    return bool(given) and all(
        isinstance(cell, Literal) and cell.datatype.value.endswith(_NUMBERS) for cell in given
    )


def _fit(widths: Sequence[int], width: int | None) -> list[int] | None:
    """The widths, the widest made smaller until all fit; None if that leaves too little."""
    fitted = list(widths)
    if width is None:
        return fitted
    room = width - len(_GAP) * (len(fitted) - 1)
    while sum(fitted) > room:
        widest = max(range(len(fitted)), key=fitted.__getitem__)
        if fitted[widest] <= _LEAST:
            return None
        fitted[widest] -= 1
    return fitted


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, size, flush in zip(cells, widths, right, strict=True):
        text = _cut(cell, size)
        space = " " * (size - _length(text))
        padded.append(space + text if flush else text + space)
    return _GAP.join(padded).rstrip()


def _blocks(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    wide = max(map(_length, columns), default=0)
    lines: list[str] = []
    for row in rows:
        pairs = zip(columns, row, strict=True)
        lines += [
            *([""] if lines else []),
            *(f"{c.ljust(wide)}  {cell}".rstrip() for c, cell in pairs),
        ]
    return lines


def _length(text: str) -> int:
    """Columns that a terminal needs for a text."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _cut(text: str, room: int) -> str:
    if _length(text) <= room:
        return text
    while _length(text) > room - 1:
        text = text[:-1]
    return f"{text}…"
