"""Tables as notebooks show them, for the ``_repr_html_`` of all that the public functions give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice
from typing import NamedTuple, TypeAlias

from whimkg.base.namespaces import expand, is_curie

__all__ = ["Link", "html_table", "terms"]

#: More rows than these are counted, and not shown.
_MOST = 60


class Link(NamedTuple):
    """A cell that leads somewhere."""

    text: str
    address: str


Cell: TypeAlias = "Link | list[Link] | object"


def terms(text: str) -> list[Link]:
    """The words of a text, of which CURIEs lead to their terms.

    >>> terms("HP:0000613 and more")[0].address
    'http://purl.obolibrary.org/obo/HP_0000613'
    """
    return [Link(word, expand(word) if is_curie(word) else "") for word in text.split()]


def html_table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table in HTML; all texts are escaped, and None is an empty cell.

    >>> html_table("One", ["term"], [(Link("HP:1", "http://x/1"),)])
    '<table><caption>One</caption><thead><tr><th>term</th></tr></thead><tbody>\
<tr><td><a href="http://x/1">HP:1</a></td></tr></tbody></table>'
    """
    rest = iter(rows)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in islice(rest, _MOST))
    if more := sum(1 for _ in rest):
        body += f'<tr><td colspan="{len(columns)}">… and {more} more</td></tr>'
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(cell: Cell) -> str:
    if isinstance(cell, list):
        shown = " ".join(map(_link, cell))
    elif isinstance(cell, Link):
        shown = _link(cell)
    else:
        shown = "" if cell is None else escape(str(cell))
    return f"<td>{shown}</td>"


def _link(link: Link) -> str:
    if not link.address.startswith(("http://", "https://")):
        return escape(link.text)
    return f'<a href="{escape(link.address)}">{escape(link.text)}</a>'
