"""A user's own table of pages: which GARD id or address each file has."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from whimkg.base.namespaces import is_address
from whimkg.base.texts import read_text
from whimkg.errors import TableFileError
from whimkg.tables.tsv import rows

__all__ = ["PageIdentity", "load_pages"]

_COLUMNS = ("file", "page")
_GARD = re.compile(r"(?:GARD:)?([0-9]{1,7})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class PageIdentity:
    """What a row says of a file: an address, or a GARD id (``GARD:`` and seven digits)."""

    file: Path
    url: str | None = None
    gard_id: str | None = None


def load_pages(table: Path) -> dict[str, PageIdentity]:
    """The rows of a table with the columns ``file`` and ``page``, by the real path of the file.

    Args:
        table: its files are relative to the folder that it stands in; under ``page`` stands an
            http(s) address, or a GARD id with or without its prefix and leading zeros.

    Raises:
        TableFileError: the table cannot be read, a file does not exist or stands twice, or under
            ``page`` stands neither (with file and line).
    """
    text = read_text(table, TableFileError, remedy="give a table of tab-separated text")
    found: dict[str, PageIdentity] = {}
    for place, row in rows(text, str(table)):
        identity = _identity(row, table.parent, place)
        key = os.path.realpath(identity.file)
        if key in found:
            raise TableFileError(
                f"{row['file']} stands twice", where=place, remedy="give each file one row"
            )
        found[key] = identity
    return found


def _identity(row: dict[str, str], folder: Path, place: str) -> PageIdentity:
    if tuple(row) != _COLUMNS:
        raise TableFileError(
            f"its columns are {', '.join(row)}", where=place, remedy="name them file and page"
        )
    file, page = folder / row["file"], row["page"].strip()
    if not row["file"] or not file.is_file():
        raise TableFileError(
            f"no such file: {row['file']!r}",
            where=place,
            remedy="give the path as seen from the folder of the table",
        )
    number = _GARD.fullmatch(page)
    if number and int(number[1]):
        return PageIdentity(file, gard_id=f"GARD:{int(number[1]):07}")
    if is_address(page):
        return PageIdentity(file, url=page)
    raise TableFileError(
        f"{page!r} is neither a GARD id nor an http(s) address",
        where=place,
        remedy="write GARD: and its number, or copy the page's address from a browser",
    )
