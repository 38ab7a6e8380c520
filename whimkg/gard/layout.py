"""Is this a page that the reader knows? Its header, and the marks of layouts that it is not."""

from typing import Any

from whimkg.errors import LayoutError
from whimkg.gard.text import Line, Text, fold

__all__ = ["check", "is_contact", "is_name"]


def check(page: Text, layout: dict[str, Any], address: str | None) -> None:
    """Refuse what is no page of this layout.

    Raises:
        LayoutError: another layout, another language, a reader's question, two pages in one file.
    """
    _refuse_others(page, layout)
    if address and "/cases/" in address:
        raise LayoutError(
            "the address is that of a reader's question",
            where=address,
            remedy="give the page of the disease itself",
        )
    headers = [line for line in page.lines if fold(line.content).startswith(layout["header"])]
    if not headers or headers[0] is not page.lines[0]:
        raise LayoutError(
            "does not begin as a GARD page of 2020 does",
            where=f"line {page.lines[0].number}" if page.lines else "",
            remedy="give the whole page, from the site's header sentence on",
        )
    if len(headers) > 1:
        raise LayoutError(
            "a second page begins here",
            where=f"line {headers[1].number}",
            remedy="give each page in a file of its own",
        )


def _refuse_others(page: Text, layout: dict[str, Any]) -> None:
    for line in page.lines:
        for other in layout["other_layouts"]:
            if fold(line.content).startswith(other["opening"]):
                raise LayoutError(
                    f"this is {other['is']}", where=f"line {line.number}", remedy=other["remedy"]
                )


def is_contact(line: Line, layout: dict[str, Any]) -> bool:
    """Whether a line gives a telephone or fax number or an e-mail address, and nothing else."""
    label, _, value = fold(line.content).partition(" ")
    return label in layout["contact"] and (
        ("@" in value and " " not in value) or not any(letter.isalpha() for letter in value)
    )


def is_name(line: Line) -> bool:
    """Whether a line above a contact's number can be a person's or an office's name."""
    return len(line.content.split()) <= 8 and not line.content.endswith((".", "?", "!"))
