"""An answer to read: a table that fits the terminal, or Markdown."""

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from whimkg.base.namespaces import contract
from whimkg.sparql.layout import aligned, fitted
from whimkg.sparql.results import Answer, Term

__all__ = ["iris", "markdown", "table"]

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_NUMBERS = ("integer", "decimal", "double", "float")

Row = tuple[Term | None, ...]


def iris(answer: Answer) -> list[str]:
    """The IRIs of an answer, of which labels may be wanted, in their order."""
    cells = (cell.value for row in answer.rows for cell in row if isinstance(cell, NamedNode))
    return list(dict.fromkeys(cells))


def table(answer: Answer, labels: Mapping[str, str], width: int | None = None) -> list[str]:
    """The lines of a table; or of one block a row, where the columns do not fit.

    Args:
        answer: the answer; of an ASK it is one line.
        labels: IRI to label, shown beside the CURIE unless the row has the label anyway.
        width: columns of the terminal: what is the same in all rows stands above the table, and
            what does not fit is wrapped. None: the whole table as it is.
    """
    if answer.kind == "boolean":
        return [str(answer.boolean).lower()]
    rows, columns = answer.rows, answer.columns
    cells = [[_plain(cell, row, labels) for cell in row] for row in rows]
    right = [_is_numeric([row[at] for row in rows]) for at in range(len(columns))]
    if width is None:
        return aligned(columns, cells, right)
    return fitted(columns, cells, right, width)


def markdown(answer: Answer, labels: Mapping[str, str]) -> list[str]:
    """The lines of a Markdown table; IRIs are links."""
    if answer.kind == "boolean":
        return [str(answer.boolean).lower()]
    head = [answer.columns, ["---"] * len(answer.columns)]
    body = [[_linked(cell, row, labels) for cell in row] for row in answer.rows]
    return [f"| {' | '.join(line)} |" for line in [*head, *body]]


def _plain(cell: Term | None, row: Row, labels: Mapping[str, str]) -> str:
    if cell is None:
        return ""
    if isinstance(cell, NamedNode):
        return _clean(f"{contract(cell.value) or cell.value} {_label(cell, row, labels)}")
    return _clean(cell.value if isinstance(cell, Literal) else str(cell))


def _linked(cell: Term | None, row: Row, labels: Mapping[str, str]) -> str:
    if not isinstance(cell, NamedNode):
        return _MARKUP.sub(r"\\\1", _plain(cell, row, labels))
    name, label = contract(cell.value) or cell.value, _label(cell, row, labels)
    target = cell.value.replace("(", "%28").replace(")", "%29").replace("|", "%7C")
    link = f"[{_escaped(name)}]({target})"
    return f"{link} {_escaped(label)}" if label else link


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", _clean(text))


def _label(cell: NamedNode, row: Row, labels: Mapping[str, str]) -> str:
    label = labels.get(cell.value, "")
    shown = {other.value for other in row if isinstance(other, Literal)}
    return "" if label in shown else label


def _clean(text: str) -> str:
    """On one line, and without what would steer the terminal."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _is_numeric(column: Sequence[Term | None]) -> bool:
    bound = [cell for cell in column if cell is not None]
    return bool(bound) and all(
        isinstance(cell, Literal) and cell.datatype.value.endswith(_NUMBERS) for cell in bound
    )
