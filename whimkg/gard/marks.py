"""The marks that part a page: the opening words of a section, and the line that dates one."""

import re
from datetime import date

from whimkg.errors import TableError
from whimkg.gard.text import Line, fold
from whimkg.tables import SectionKind, Tables

__all__ = ["date_of", "opens"]

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


def opens(line: Line, tables: Tables) -> SectionKind | None:
    """The kind of section whose opening words begin the line, or a later sentence of it."""
    content = fold(line.content)
    return next(
        (
            kind
            for kind in tables.sections
            if kind.opening and (content.startswith(kind.opening) or f". {kind.opening}" in content)
        ),
        None,
    )


def date_of(line: Line, tables: Tables) -> tuple[str, int] | None:
    """The ISO date of a "Last updated" line, and where in the line it stands.

    Raises:
        TableError: the date does not exist.
    """
    content = line.content
    if not fold(content).startswith(tables.layout["updated"]):
        return None
    match = _DATE.search(content)
    rest = fold(content)[len(tables.layout["updated"]) :].strip()
    if match is None or rest != match[0]:
        return None
    month, day, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day).isoformat(), match.start()
    except ValueError as error:
        raise TableError(
            f"no such date: {match[0]}",
            where=f"line {line.number}",
            remedy="compare with the page on the site",
        ) from error
