"""What a reader noticed about a page that is no claim of it: for reports, never for the graph."""

from dataclasses import dataclass

__all__ = ["Note"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a page that whoever uses its record should know.

    Attributes:
        kind: one of those that ``GARD.md`` names.
        words: what it is about; names and terms only, no sentence of the page.
        line: where, from 1; 0 where it has no place in the stored text.
    """

    kind: str
    words: str = ""
    line: int = 0
