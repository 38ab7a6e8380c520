"""Answers to look at, from terms: no engine has written them."""

from collections.abc import Iterable, Sequence

from whimkg.sparql.results import Answer, Term

__all__ = ["of_rows"]


def of_rows(columns: Sequence[str], rows: Iterable[Iterable[Term | None]]) -> Answer:
    """A table: each term as it writes itself."""
    lines = [[f"?{column}" for column in columns]]
    lines += [["" if cell is None else str(cell) for cell in row] for row in rows]
    return Answer("table", "".join("\t".join(line) + "\n" for line in lines).encode())
