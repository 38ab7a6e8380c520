"""Tab-separated tables: the first line names the columns; lines with ``#`` may stand before it."""

import csv
from collections.abc import Iterator

from whimkg.errors import TableFileError

__all__ = ["rows"]


def rows(text: str, where: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a table, each with its place: the file and the line.

    Raises:
        TableFileError: no columns, a column named twice, or a row with more or fewer cells than
            there are columns (with file and line).
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    while lines and lines[0][1].startswith("#"):
        lines.pop(0)
    if not lines:
        raise TableFileError("empty table", where=where, remedy="give a line of column names")
    names = lines[0][1].split("\t")
    if len(set(names)) < len(names):
        raise TableFileError("a column stands twice", where=where, remedy="name each column once")
    for (number, _), cells in zip(lines[1:], _cells(lines[1:], where), strict=True):
        place = f"{where}:{number}"
        if len(cells) != len(names):
            raise TableFileError(
                f"{len(cells)} cells, but {len(names)} columns",
                where=place,
                remedy="give every column a cell, separated by tabs",
            )
        yield place, dict(zip(names, cells, strict=True))


def _cells(lines: list[tuple[int, str]], where: str) -> Iterator[list[str]]:
    reader = csv.reader((line for _, line in lines), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        yield from reader
    except csv.Error as error:
        raise TableFileError(
            str(error), where=f"{where}:{lines[reader.line_num - 1][0]}", remedy="shorten the cell"
        ) from error
