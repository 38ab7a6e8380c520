"""Tables as notebooks show them, for the ``_repr_html_`` of graphs, records and answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice
from typing import NamedTuple, TypeAlias

__all__ = ["Link", "html_table"]

#: More rows than these are counted, and not shown.
_MOST = 60


class Link(NamedTuple):
    """A cell that leads somewhere."""

    text: str
    address: str


Cell: TypeAlias = "Link | object"


def html_table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table in HTML; all texts are escaped, and None is an empty cell.

    >>> html_table("One", ["term"], [(Link("HP:1", "http://x/1"),)])
    '<table><caption>One</caption><thead><tr><th>term</th></tr></thead><tbody>\
<tr><td><a href="http://x/1">HP:1</a></td></tr></tbody></table>'
    """
    given = iter(rows)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in islice(given, _MOST))
    if more := sum(1 for _ in given):
        body += f'<tr><td colspan="{len(columns)}">… and {more} more</td></tr>'
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(cell: Cell) -> str:
    if isinstance(cell, Link) and cell.address.startswith(("http://", "https://")):
        shown = f'<a href="{escape(cell.address)}">{escape(cell.text)}</a>'
    elif isinstance(cell, Link):
        shown = escape(cell.text)
    else:
        shown = "" if cell is None else escape(str(cell))
    return f"<td>{shown}</td>"
