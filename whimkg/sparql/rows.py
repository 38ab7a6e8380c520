"""Answers as Python values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, overload

from pyoxigraph import Literal, NamedNode

from whimkg.base.namespaces import contract
from whimkg.base.notebook import Link, html_table
from whimkg.base.optional import import_optional
from whimkg.errors import QueryError
from whimkg.sparql.results import Answer, Term

__all__ = ["Iri", "Rows", "rows"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


class Iri(str):
    """An IRI; a string like any other, which knows its CURIE.

    >>> Iri("http://purl.obolibrary.org/obo/HP_0001888").curie
    'HP:0001888'
    """

    __slots__ = ()

    @property
    def curie(self) -> str:
        """The CURIE, or the IRI itself where no prefix fits."""
        return contract(self) or str(self)


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """The answer to a question; iterates over its rows.

    Attributes:
        columns: names of the variables; for a graph subject, predicate, object; for an ASK answer.
        rows: a tuple of values a row. IRIs are ``Iri``; integers, decimals, doubles, booleans,
            dates and times are Python's own; other literals are texts; what is unbound is None.
        cut: whether there were more rows than the limit.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool = False

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> tuple[Any, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> Rows: ...
    def __getitem__(self, at: int | slice) -> tuple[Any, ...] | Rows:
        """A row, or with a slice the same answer with these rows alone."""
        return replace(self, rows=self.rows[at]) if isinstance(at, slice) else self.rows[at]

    def __repr__(self) -> str:
        more = ", and there were more" if self.cut else ""
        return f"<Rows: {len(self.rows)} of {', '.join(self.columns)}{more}>"

    def _repr_html_(self) -> str:
        """A table for notebooks, with CURIEs that lead to their terms."""
        more = ", and there were more" if self.cut else ""
        caption = f"{len(self.rows)} rows{more}"
        return html_table(
            caption, self.columns, ([_shown(cell) for cell in row] for row in self.rows)
        )

    def __bool__(self) -> bool:
        """Whether there are rows; for an ASK, its answer."""
        return (
            bool(self.rows[0][0]) if self.columns == ("answer",) and self.rows else bool(self.rows)
        )

    def dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> Any:
        """The rows as a pandas DataFrame.

        Raises:
            QueryError: pandas is not installed.
        """
        return import_optional("pandas", "pandas", QueryError).DataFrame(
            list(self.rows), columns=self.columns
        )

    def to_arrow(self) -> Any:
        """The rows as a table of Arrow; IRIs are texts.

        Raises:
            QueryError: pyarrow is not installed, or a column holds values of several types.
        """
        arrow = import_optional("pyarrow", "pyarrow", QueryError)
        try:
            columns = [arrow.array(self._plain(at)) for at in range(len(self.columns))]
        except (arrow.ArrowInvalid, arrow.ArrowTypeError) as error:
            raise QueryError(f"a column holds values of several types: {error}") from error
        return arrow.table(columns, names=list(self.columns))

    def _plain(self, at: int) -> list[Any]:
        return [str(row[at]) if isinstance(row[at], Iri) else row[at] for row in self.rows]

    def to_polars(self) -> Any:
        """The rows as a polars DataFrame.

        Raises:
            QueryError: polars is not installed.
        """
        plain = [[str(c) if isinstance(c, Iri) else c for c in row] for row in self.rows]
        return import_optional("polars", "polars", QueryError).DataFrame(
            plain, schema=list(self.columns), orient="row", infer_schema_length=None, strict=False
        )


def _shown(cell: object) -> object:
    return Link(cell.curie, cell) if isinstance(cell, Iri) else cell


def rows(answer: Answer) -> Rows:
    """An answer as Python values."""
    return Rows(answer.columns, tuple(answer.read(_value)), answer.cut)


def _value(cell: Term | None) -> object:
    if cell is None:
        return None
    if isinstance(cell, NamedNode):
        return Iri(cell.value)
    if not isinstance(cell, Literal):
        return str(cell)
    read = _READERS.get(cell.datatype.value)
    try:
        return read(cell.value) if read else cell.value
    except (ValueError, KeyError, InvalidOperation):  # ill-typed, as RDF allows
        return cell.value


_READERS: Mapping[str, Callable[[str], object]] = {
    f"{_XSD}boolean": _TRUTHS.__getitem__,
    f"{_XSD}date": date.fromisoformat,
    f"{_XSD}dateTime": datetime.fromisoformat,
    f"{_XSD}decimal": Decimal,
    f"{_XSD}double": float,
    f"{_XSD}float": float,
    f"{_XSD}integer": int,
    f"{_XSD}nonNegativeInteger": int,
    f"{_XSD}positiveInteger": int,
    f"{_XSD}int": int,
    f"{_XSD}long": int,
}
