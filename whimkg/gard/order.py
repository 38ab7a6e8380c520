"""The order of a table's rows, which tells of lines that were lost.

GARD sorts the rows of a band by their labels. Where a table is sorted but for a place or two, a
heading or a label above that place is likely gone: the rows below it would get the band above, or a
synonym would pass for a label. A table that is not sorted tells nothing.
"""

from collections.abc import Sequence
from itertools import pairwise

from whimkg.errors import TableError
from whimkg.record import Row

__all__ = ["check_order"]

#: Fewer neighbours, or a larger share of them out of order, and the table counts as unsorted.
_FEWEST = 5
_LARGEST_SHARE = 0.2


def check_order(rows: Sequence[Row]) -> None:
    """Hold the rows against their order.

    Raises:
        TableError: a row is out of an order that the others keep.
    """
    neighbours = [
        (before, row)
        for before, row in pairwise(rows)
        if before.band == row.band and before.label[0].isalpha() and row.label[0].isalpha()
    ]
    wrong = [row for before, row in neighbours if _is_after(before.label, row.label)]
    if wrong and len(neighbours) >= _FEWEST and len(wrong) <= _LARGEST_SHARE * len(neighbours):
        raise TableError(
            f"the label {wrong[0].label!r} is out of the table's order: "
            "a heading or label above it may be lost",
            where=f"line {wrong[0].spans.label.line}",
            remedy="compare with the page on the site",
        )


def _is_after(label: str, other: str) -> bool:
    """Whether a label is sorted behind another, with and without regard to punctuation."""
    return all(key(label) > key(other) for key in (str.casefold, _letters))


def _letters(label: str) -> str:
    return "".join(letter for letter in label.casefold() if letter.isalnum())
