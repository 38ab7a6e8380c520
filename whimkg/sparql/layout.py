"""Tables of text that fit a terminal: nothing is cut; what does not fit is wrapped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

__all__ = ["aligned", "fitted", "wrapped"]

#: No column is made narrower.
_LEAST = 8
_GAP = "  "
#: A word of a closed vocabulary: ``biolink:treats``, and no identifier such as ``HP:0001888``.
_WORD = re.compile(r"([A-Za-z][\w.]*:)([A-Za-z]\w*)")
#: Behind these a long word may be parted; no date and no CURIE is.
_JOINTS = re.compile(r"(?<=[_/,;#=&?])|(?<=[^\W\d]-)")
#: What is longer may be parted anywhere.
_LONG = 24

Cells = Sequence[Sequence[str]]


def aligned(columns: Sequence[str], rows: Cells, right: Sequence[bool]) -> list[str]:
    """A table as wide as it is.

    Args:
        columns: names of the columns.
        rows: rows of as many cells.
        right: which columns are flush right.
    """
    return _lines(columns, rows, _widths(columns, rows), right)


def fitted(columns: Sequence[str], rows: Cells, right: Sequence[bool], width: int) -> list[str]:
    """A table of at most ``width`` columns of the terminal, or a block for each row.

    What all rows share stands in lines above the table; arguments as in ``aligned``.
    """
    notes, kept, rows = _shared(columns, rows)
    columns, right = [columns[at] for at in kept], [right[at] for at in kept]
    above = [line for note in notes for line in wrapped(note, width, hang=2)]
    if _total(_widths(columns, rows)) > width:
        columns, rows, right = _paired(columns, rows, right)
    widths = _fit(columns, rows, width)
    if widths is None:
        return [*above, *_blocks(columns, rows, width)]
    return [*above, *_lines(columns, rows, widths, right)]


def _shared(columns: Sequence[str], rows: Cells) -> tuple[list[str], list[int], list[list[str]]]:
    """What stands above the table, the places of the columns that stay, and their cells."""
    if len(rows) < 2:
        return [], list(range(len(columns))), [list(row) for row in rows]
    values = [[row[at] for row in rows] for at in range(len(columns))]
    same = [at for at, column in enumerate(values) if len(set(column)) == 1]
    twice = [at for at in range(len(values)) if at not in same and values[at] in values[:at]]
    kept = [at for at in range(len(columns)) if at not in {*same, *twice}]
    if not kept:
        return [], list(range(len(columns))), [list(row) for row in rows]
    empty = [columns[at] for at in same if not values[at][0]]
    constant = [f"{columns[at]} {values[at][0]}" for at in same if values[at][0]]
    alike = [f"{columns[at]} as {columns[values.index(values[at])]}" for at in twice]
    starts = {at: start for at in kept if (start := _prefix(values[at]))}
    prefixes = [f"{columns[at]} {start}" for at, start in starts.items()]
    lines = [("same in every row", [*constant, *alike]), ("empty", empty), ("prefixes", prefixes)]
    notes = [f"{head}: {' · '.join(parts)}" for head, parts in lines if parts]
    cells = [[row[at].removeprefix(starts.get(at, "")) for at in kept] for row in rows]
    return notes, kept, cells


def _prefix(column: Sequence[str]) -> str:
    """The prefix of all words of a column, if they are of one vocabulary."""
    found = {match[1] if (match := _WORD.fullmatch(cell)) else "" for cell in column if cell}
    return found.pop() if len(found) == 1 else ""


def _widths(columns: Sequence[str], rows: Cells) -> list[int]:
    return [max(map(_length, column)) for column in zip(columns, *rows, strict=True)]


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _paired(
    columns: Sequence[str], rows: Cells, right: Sequence[bool]
) -> tuple[list[str], list[list[str]], list[bool]]:
    """The same with each label in one column with its identifier, if it stands behind it."""
    labels = {
        at + 1
        for at, (name, after) in enumerate(pairwise(columns))
        if after in ("label", "name", f"{name}Label")
    }
    places = [at for at in range(len(columns)) if at not in labels]

    def cell(row: Sequence[str], at: int) -> str:
        return f"{row[at + 1]} {row[at]}".strip() if at + 1 in labels else row[at]

    together = [[cell(row, at) for at in places] for row in rows]
    return [columns[at] for at in places], together, [right[at] for at in places]


def _fit(columns: Sequence[str], rows: Cells, width: int) -> list[int] | None:
    """Widths by need: the widest column gives way; None where that would part a short word."""
    widths = _widths(columns, rows)
    least = [min(max(map(_longest, column)), _LONG) for column in zip(columns, *rows, strict=True)]
    while _total(widths) > width:
        wider = [at for at, size in enumerate(widths) if size > max(least[at], _LEAST)]
        if not wider:
            return None
        widths[max(wider, key=widths.__getitem__)] -= 1
    return widths


def _longest(cell: str) -> int:
    """The length of what cannot be parted in a cell."""
    return max((_length(part) for word in cell.split() for part in _parts(word)), default=0)


def _lines(
    columns: Sequence[str], rows: Cells, widths: Sequence[int], right: Sequence[bool]
) -> list[str]:
    rule = ["─" * size for size in widths]
    return [line for row in (columns, rule, *rows) for line in _row(row, widths, right)]


def _row(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    """A row in as many lines as its longest cell needs."""
    cells = [wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
    for number in range(max(map(len, cells), default=0)):
        padded = []
        for cell, size, flush in zip(cells, widths, right, strict=True):
            text = cell[number] if number < len(cell) else ""
            space = " " * (size - _length(text))
            padded.append(space + text if flush else text + space)
        yield _GAP.join(padded).rstrip()


def _blocks(columns: Sequence[str], rows: Cells, width: int) -> list[str]:
    wide = max(map(_length, columns), default=0)
    lines: list[str] = []
    for row in rows:
        lines += [""] if lines else []
        for column, cell in zip(columns, row, strict=True):
            first, *more = wrapped(cell, max(width - wide - len(_GAP), _LEAST)) or [""]
            name = column + " " * (wide - _length(column))
            lines.append(f"{name}{_GAP}{first}".rstrip())
            lines += [" " * wide + _GAP + line for line in more]
    return lines


def wrapped(text: str, width: int, *, hang: int = 0) -> list[str]:
    """A text in lines of at most ``width``; those after the first begin with ``hang`` blanks.

    >>> wrapped("treats_or_applied_or_studied", 12)
    ['treats_or_', 'applied_or_', 'studied']
    """
    if _length(text) <= width:
        return [text.rstrip()]
    lines, line, margin = [], "", " " * hang
    for piece in _pieces(text):
        rest = piece
        if line.strip() and _length(line + rest.rstrip()) > width:
            lines.append(line.rstrip())
            line, rest = margin, rest.lstrip()
        while _length(line + rest.rstrip()) > width:
            fits = _head(rest, max(width - _length(line), 1))
            lines.append(line + fits)
            line, rest = margin, rest[len(fits) :]
        line += rest
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """Words with the blanks behind them, long ones in parts."""
    for word in re.findall(r"\s*\S+\s*|\s+", text):
        yield from _parts(word)


def _parts(word: str) -> list[str]:
    return [part for part in _JOINTS.split(word) if part]


def _head(text: str, room: int) -> str:
    """As much of a text as fits, and at least one character."""
    end = 1
    while end < len(text) and _length(text[: end + 1]) <= room:
        end += 1
    return text[:end]


def _length(text: str) -> int:
    """Columns that a terminal needs for a text."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
