"""An answer, and the W3C's formats of it.

An answer is kept as text: a table as SPARQL TSV, which holds every term exactly, triples as
N-Triples. So it passes between processes as it is, and the engine's own readers and writers do the
rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import IO, NamedTuple, TypeVar, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from whimkg.errors import QueryError

__all__ = [
    "FORMATS",
    "Answer",
    "Term",
    "of_boolean",
    "of_solutions",
    "of_triples",
    "with_plain_labels",
    "write",
    "write_safe_csv",
]

Term = NamedNode | BlankNode | Literal | Triple
T = TypeVar("T")

#: The formats of the W3C by the names that users type.
FORMATS = ("csv", "tsv", "json", "xml")
#: Those that the engine writes.
_FORMS = {
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
#: A blank node in XML; and in JSON, its type before or behind its value. The middle is its label.
_XML_BLANK = re.compile(rb"(<bnode>\s*+)([^<]*+)(</bnode>)")
_JSON_BLANK = re.compile(
    rb"""("type"\s*+:\s*+"bnode"\s*+,\s*+"value"\s*+:\s*+")((?:[^"\\]++|\\.)*+)(")"""
    rb"""|("value"\s*+:\s*+")((?:[^"\\]++|\\.)*+)("\s*+,\s*+"type"\s*+:\s*+"bnode")""",
    re.DOTALL,
)
_LABEL = re.compile(rb"[A-Za-z0-9_]+")
#: Beginnings of what spreadsheets take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Answer(NamedTuple):
    """What an engine or an endpoint answered.

    Attributes:
        kind: ``table`` (SELECT), ``boolean`` (ASK) or ``graph`` (CONSTRUCT, DESCRIBE).
        data: SPARQL TSV, ``true`` or ``false``, or N-Triples.
        cut: whether there were more rows or triples than the limit.
    """

    kind: str
    data: bytes
    cut: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The variables of a table; the parts of a triple; or ``answer``."""
        if self.kind == "boolean":
            return ("answer",)
        if self.kind == "graph":
            return ("subject", "predicate", "object")
        head, _, _ = self.data.partition(b"\n")
        return tuple(name.removeprefix("?") for name in head.decode().split("\t") if name)

    def in_order(self, columns: Sequence[str]) -> Answer:
        """The same table with its columns in another order; those that are not named come last."""
        names = self.columns
        order = [name for name in columns if name in names]
        order += [name for name in names if name not in order]
        return self if self.kind != "table" or tuple(order) == names else self.only(order)

    @property
    def boolean(self) -> bool:
        """The answer to an ASK."""
        return self.data == b"true"

    @property
    def triples(self) -> list[Triple]:
        """The triples of a graph."""
        return [quad.triple for quad in parse(self.data, format=RdfFormat.N_TRIPLES)]

    @property
    def empty(self) -> bool:
        """Whether there is no row and no triple."""
        return self.data.count(b"\n") <= (self.kind == "table") and self.kind != "boolean"

    @property
    def rows(self) -> list[tuple[Term | None, ...]]:
        """The rows; a graph has its triples, an ASK one cell."""
        return self.read(lambda term: term)

    def read(self, value: Callable[[Term | None], T]) -> list[tuple[T, ...]]:
        """The rows as values; each different term is read, and made into a value, only once."""
        if self.kind == "boolean":
            return [(value(Literal(self.boolean)),)]
        rows = [_cells(line, self.kind) for line in self._lines()]
        if not self.columns:
            return [()] * len(rows)
        terms = _terms({cell for row in rows for cell in row})
        values = {cell: value(term) for cell, term in terms.items()}
        return [tuple([values[cell] for cell in row]) for row in rows]

    def only(self, names: Sequence[str]) -> Answer:
        """The table with these columns alone, in this order.

        Raises:
            QueryError: it has no such column, or is no table.
        """
        if self.kind != "table":
            raise QueryError("only a table has columns", remedy="leave out columns=…")
        known = {name: at for at, name in enumerate(self.columns)}
        for name in names:
            if name not in known:
                raise QueryError(f"no column {name!r}", remedy=f"it has {', '.join(known)}")
        rows = (_cells(line, "table") for line in self._lines())
        lines = ["\t".join(f"?{name}" for name in names)]
        lines += ["\t".join(row[known[name]] for name in names) for row in rows]
        return Answer("table", "".join(f"{line}\n" for line in lines).encode(), self.cut)

    def _lines(self) -> list[str]:
        lines = self.data.decode().split("\n")[:-1]
        return lines[1:] if self.kind == "table" else lines


def _cells(line: str, kind: str) -> list[str]:
    return line.split("\t") if kind == "table" else line.removesuffix(" .").split(" ", 2)


def _terms(cells: set[str]) -> dict[str, Term | None]:
    """Cells of SPARQL TSV and their terms; the empty one has none."""
    written = list(cells - {""})
    found = parse_query_results("\n".join(["?cell", *written, ""]), QueryResultsFormat.TSV)
    assert isinstance(found, QuerySolutions)  # noqa: S101  # TSV has no booleans
    return {"": None, **{cell: row[0] for cell, row in zip(written, found, strict=True)}}


def of_boolean(value: bool) -> Answer:
    """The answer to an ASK."""
    return Answer("boolean", b"true" if value else b"false")


def of_solutions(found: QuerySolutions, limit: int) -> Answer:
    """The answer to a SELECT, cut after so many rows."""
    lines = _Lines(limit + 1)  # with the line of names
    with suppress(_TooManyError):
        found.serialize(lines.file, format=QueryResultsFormat.TSV)
    return lines.answer("table")


def of_triples(triples: QueryTriples | Iterable[Triple], limit: int) -> Answer:
    """The answer to a CONSTRUCT or DESCRIBE, cut after so many distinct triples."""
    lines = _Lines(limit, distinct=True)
    with suppress(_TooManyError):
        if isinstance(triples, QueryTriples):  # without a Python object for each term
            triples.serialize(lines.file, format=RdfFormat.N_TRIPLES)
        else:
            serialize(triples, lines.file, format=RdfFormat.N_TRIPLES)
    return lines.answer("graph")


class _TooManyError(Exception):
    """There are more lines than wanted."""


class _Lines:
    """What an engine writes, up to so many lines; then the engine is stopped."""

    def __init__(self, most: int, *, distinct: bool = False) -> None:
        self._taken: dict[bytes, None] | list[bytes] = {} if distinct else []
        self._most, self._begun = most, list[bytes]()

    @property
    def file(self) -> IO[bytes]:
        """To be written to; of a file's methods it has those that are used."""
        return cast("IO[bytes]", self)

    def write(self, data: bytes) -> int:
        *lines, rest = data.split(b"\n")
        if lines:  # a line may come in thousands of pieces
            lines[0] = b"".join([*self._begun, lines[0]])
            self._begun.clear()
        self._begun.append(rest)
        if isinstance(self._taken, list):
            self._taken.extend(lines)
        else:
            self._taken.update(dict.fromkeys(lines))
        if len(self._taken) > self._most:
            raise _TooManyError
        return len(data)

    def flush(self) -> None:
        """Nothing waits to be written."""

    def answer(self, kind: str) -> Answer:
        lines = list(islice(self._taken, self._most))
        return Answer(kind, b"\n".join([*lines, b""]), len(self._taken) > self._most)


def with_plain_labels(data: bytes, form: QueryResultsFormat) -> bytes:
    """SPARQL's results in JSON or XML, with blank nodes whose labels are names.

    What a label says is the server's own affair; the engine reads none such as ``nodeID://b1``.
    """
    if form not in (QueryResultsFormat.JSON, QueryResultsFormat.XML) or b"bnode" not in data:
        return data
    blank = _XML_BLANK if form == QueryResultsFormat.XML else _JSON_BLANK
    if all(_LABEL.fullmatch(_parts(each)[1]) for each in blank.finditer(data)):
        return data
    numbers: dict[bytes, int] = {}

    def plain(found: re.Match[bytes]) -> bytes:
        begin, label, end = _parts(found)
        return b"%bb%d%b" % (begin, numbers.setdefault(label, len(numbers)), end)

    return blank.sub(plain, data)


def _parts(found: re.Match[bytes]) -> tuple[bytes, bytes, bytes]:
    """What stands before a label, the label, and what stands behind it."""
    begin, label, end = (part for part in found.groups() if part is not None)
    return begin, label.rstrip() if begin.startswith(b"<") else label, end


def write(answer: Answer, format_name: str) -> bytes:
    """An answer in a format of ``FORMATS``, to the letter.

    Raises:
        QueryError: the format has no such answers, or XML cannot hold a character of it.
    """
    if answer.kind == "graph":
        raise QueryError(f"a graph has no form as {format_name}", remedy="take ttl or jsonld")
    if answer.kind == "boolean" and format_name in ("csv", "tsv"):
        raise QueryError(
            f"the answer to an ASK has no form as {format_name}", remedy="take json or xml"
        )
    found = _engine_results(answer)
    if isinstance(found, QuerySolutions) and format_name == "csv":
        return _csv(found)
    written = bytes(found.serialize(format=_FORMS[format_name]) or b"")
    return _whole_xml(written) if format_name == "xml" else written


def _engine_results(answer: Answer) -> QuerySolutions | QueryBoolean:
    """A table or truth value as the engine's own."""
    if answer.kind == "table":
        return parse_query_results(answer.data, QueryResultsFormat.TSV)
    shell = b'{"head":{},"boolean":%s}' % answer.data
    return parse_query_results(shell, QueryResultsFormat.JSON)


def write_safe_csv(answer: Answer) -> bytes:
    """A table as CSV for spreadsheets, which take a text for a formula by how it begins.

    Such a text gets an apostrophe before it, and so is no longer the very text.

    Raises:
        QueryError: the answer is no table.
    """
    if answer.kind != "table":
        raise QueryError("only a table has a form as CSV", remedy="leave out safe_csv=True")
    import csv
    import io

    rows = csv.reader(io.StringIO(write(answer, "csv").decode(), newline=""))
    return _csv_bytes(
        ["'" + cell if cell.startswith(_FORMULA) else cell for cell in row] for row in rows
    )


def _csv(found: QuerySolutions) -> bytes:
    """Not the engine's own, which lets the comma of an IRI part two columns."""
    names = [variable.value for variable in found.variables]
    rows = (["" if cell is None else _bare(cell) for cell in solution] for solution in found)
    return _csv_bytes(chain([names], rows))


def _csv_bytes(rows: Iterable[list[str]]) -> bytes:
    import csv
    import io

    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _bare(cell: Term) -> str:
    return cell.value if isinstance(cell, NamedNode | Literal) else str(cell)


def _whole_xml(written: bytes) -> bytes:
    """XML that its readers read back as it was.

    Raises:
        QueryError: it holds a character that XML cannot.
    """
    if _NOT_IN_XML.search(written.decode()):
        raise QueryError("a value holds a character that XML cannot", remedy="take json")
    return written.replace(b"\r", b"&#13;")  # bare, XML's readers would take it for a line feed
