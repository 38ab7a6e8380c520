"""An answer, and the W3C's formats of it.

An answer is kept as text: a table as SPARQL TSV, which holds every term exactly, triples as
N-Triples. So it passes between processes as it is, and the engine's own readers and writers do the
rest.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from whimkg.errors import QueryError

__all__ = ["FORMATS", "Answer", "Term", "of_boolean", "of_rows", "of_triples", "write"]

Term = NamedNode | BlankNode | Literal | Triple

#: The formats of the W3C by the names that users type.
FORMATS = ("csv", "tsv", "json", "xml")
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
        return tuple(variable.value for variable in self._solutions().variables)

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
        if self.kind == "boolean":
            return [(Literal(self.boolean),)]
        if self.kind == "graph":
            return [tuple(triple) for triple in self.triples]
        return [tuple(solution) for solution in self._solutions()]

    def _solutions(self) -> QuerySolutions:
        found = parse_query_results(self.data, QueryResultsFormat.TSV)
        assert isinstance(found, QuerySolutions)  # noqa: S101  # TSV has no booleans
        return found


def of_boolean(value: bool) -> Answer:
    """The answer to an ASK."""
    return Answer("boolean", b"true" if value else b"false")


def of_rows(columns: Sequence[str], rows: Iterable[Iterable[Term | None]], limit: int) -> Answer:
    """The answer to a SELECT, cut after so many rows."""
    lines = ["\t".join(f"?{column}" for column in columns)]
    for row in rows:
        if len(lines) > limit:
            return Answer("table", _lines(lines), cut=True)
        lines.append("\t".join("" if cell is None else str(cell) for cell in row))
    return Answer("table", _lines(lines))


def of_triples(triples: Iterable[Triple], limit: int) -> Answer:
    """The answer to a CONSTRUCT or DESCRIBE, cut after so many distinct triples."""
    distinct: dict[Triple, None] = {}
    for triple in triples:
        if len(distinct) == limit and triple not in distinct:
            return Answer("graph", _n_triples(distinct), cut=True)
        distinct[triple] = None
    return Answer("graph", _n_triples(distinct))


def write(answer: Answer, format_name: str) -> bytes:
    """An answer in a format of ``FORMATS``, to the letter.

    Raises:
        QueryError: the format has no such answers, or XML cannot hold a character of it.
    """
    if answer.kind == "graph":
        raise QueryError(f"a graph has no form as {format_name}", remedy="take ttl or jsonld")
    if answer.kind == "boolean":
        if format_name in ("csv", "tsv"):
            raise QueryError(
                f"the answer to an ASK has no form as {format_name}", remedy="take json or xml"
            )
        shell = b'{"head":{},"boolean":%s}' % answer.data
        return _FORMS[format_name](parse_query_results(shell, QueryResultsFormat.JSON))
    return _FORMS[format_name](parse_query_results(answer.data, QueryResultsFormat.TSV))


def _csv(found: QuerySolutions) -> bytes:
    """Not the engine's own, which lets the comma of an IRI part two columns."""
    import csv
    import io

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(variable.value for variable in found.variables)
    for solution in found:
        writer.writerow("" if cell is None else _bare(cell) for cell in solution)
    return text.getvalue().encode()


def _bare(cell: Term) -> str:
    return cell.value if isinstance(cell, NamedNode | Literal) else str(cell)


def _xml(found: QuerySolutions | QueryBoolean) -> bytes:
    written = bytes(found.serialize(format=QueryResultsFormat.XML) or b"")
    if _NOT_IN_XML.search(written.decode()):
        raise QueryError("a value holds a character that XML cannot", remedy="take json")
    return written.replace(b"\r", b"&#13;")  # bare, XML's readers would take it for a line feed


def _json(found: QuerySolutions | QueryBoolean) -> bytes:
    return bytes(found.serialize(format=QueryResultsFormat.JSON) or b"")


def _tsv(found: QuerySolutions) -> bytes:
    return bytes(found.serialize(format=QueryResultsFormat.TSV) or b"")


_FORMS: dict[str, Callable[[Any], bytes]] = {
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "xml": _xml,
}


def _lines(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _n_triples(triples: Iterable[Triple]) -> bytes:
    return bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
