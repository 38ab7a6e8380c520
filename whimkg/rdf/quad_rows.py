"""RDF as rows: subject, predicate, object and graph of each quad, as terms of N-Triples.

A term is written as the engine writes it, so that two terms are the same if their bytes are. Most
lines of N-Quads and N-Triples have that form already, and a pattern tells it, far faster than a
parser; everything else goes through the parser.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from pyoxigraph import BlankNode, Quad, RdfFormat, parse, serialize

from whimkg.errors import GraphError
from whimkg.rdf.lines import whole_lines
from whimkg.rdf.parsing import FORMATS, NO_TRIPLES, parsed, unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from whimkg.rdf.inputs import Block
    from whimkg.rdf.quad_table import QuadTable

__all__ = [
    "QuadRow",
    "add_graph",
    "batches",
    "file_rows",
    "graph_rows",
    "quads_of_rows",
    "rows_of_bytes",
    "rows_of_quads",
]

#: Quads that are made rows at once.
_BATCH = 8192

#: Subject, predicate, object and graph, which is empty for the default graph.
QuadRow: TypeAlias = tuple[bytes, bytes, bytes, bytes]

# Nothing that is taken is given back, so that a wrong line costs no more than others; but for whole
# lines, since Python before 3.11.5 errs there: https://github.com/python/cpython/issues/106052.
# The parser is also asked for what is rare: blank nodes, letters beyond ASCII in IRIs, long
# languages.
_IRI = rb'<[A-Za-z][A-Za-z0-9+.-]*+:[^\x00-\x20<>"{}|^`\\\[\]\x7f-\xff]*+>'
_TEXT = rb'"[^\x00-\x1f"\\\x7f]*+(?:\\[tbnrf"\\][^\x00-\x1f"\\\x7f]*+)*+"'
_TYPE = rb"\^\^(?!<http://www\.w3\.org/2001/XMLSchema#string>)" + _IRI
_LITERAL = rb"%b(?:@[a-z]{2,3}+(?:-[a-z]{2})?+|%b)?" % (_TEXT, _TYPE)
#: Predicates and graphs are few: they are taken as they come, and each is looked at once.
_FEW = rb"<[^>]*+>"
_LINE = rb"^(%b) (%b) (%b|%b)%%b \.\n" % (_IRI, _FEW, _IRI, _LITERAL)
_PLAIN = {
    "nt": re.compile(_LINE % b"()", re.MULTILINE),
    "nq": re.compile(_LINE % (b"(?: (%b))?" % _FEW), re.MULTILINE),
}
_NAME = re.compile(_IRI)
#: A line as the engine writes it, of whatever terms.
_WRITTEN = re.compile(rb"^(\S+) (\S+) (.+?)(?: (<[^>]*>|_:\S+))? \.$", re.MULTILINE)


def file_rows(block: Block, mark: str = "") -> Iterator[list[QuadRow]]:
    """The quads of a file, in its order and with its repetitions; at most some thousands at once.

    Args:
        block: a file of N-Quads or N-Triples, as ``inputs.files`` makes all files.
        mark: what the names of its blank nodes begin with, so that those of several files differ.

    Raises:
        GraphError: it cannot be read, or is no RDF of its format (with line and column).
    """
    number = 1
    try:
        for data in whole_lines(block.path):
            rows = _plain_rows(data, _PLAIN[block.format])
            if rows is None:
                rows = rows_of_quads(parsed(data, FORMATS[block.format], number), mark)
            number += data.count(b"\n")
            yield rows
    except GraphError as error:
        raise error.at(block.origin) from error
    except OSError as error:
        raise unreadable(block.origin, error) from error


def graph_rows(
    graph: str | Path, spool: Path, *, format_name: str = "", base_iri: str = ""
) -> Iterator[list[QuadRow]]:
    """The quads of a graph, wherever it lies; memory does not grow with it.

    Args:
        graph: a file, a folder, an address, ``-``, a Parquet dataset, or a store on the disk.
        spool: a folder for what is no file of lines yet; it must last as long as the rows.
        format_name: for what has no name that tells its format.
        base_iri: what relative IRIs in files are resolved against.

    Raises:
        GraphError: it is no RDF, or a file of it holds no triples.
        SourceError: an address could not be fetched.
    """
    found = _files(graph, spool, format_name, base_iri)
    for number, block in enumerate(found, 1):
        yield from _file_rows(block, number, len(found))


def _files(graph: str | Path, spool: Path, format_name: str, base_iri: str) -> list[Block]:
    from whimkg.rdf.inputs import files

    return list(dict.fromkeys(files([graph], spool, format_name=format_name, base_iri=base_iri)))


def _file_rows(block: Block, number: int, files: int) -> Iterator[list[QuadRow]]:
    """The quads of one of several files, which must have some."""
    empty = True
    for rows in file_rows(block, f"{number}." if files > 1 else ""):
        empty = empty and not rows
        yield rows
    if empty:
        raise GraphError(NO_TRIPLES, where=block.origin)


def add_graph(
    table: QuadTable,
    graph: str | Path,
    spool: Path,
    *,
    predicates: Collection[str],
    format_name: str = "",
    base_iri: str = "",
) -> None:
    """Add the quads of a graph that have one of some predicates to a table; see ``graph_rows``."""
    from whimkg.rdf.line_files import add_plain_file

    found = _files(graph, spool, format_name, base_iri)
    for number, block in enumerate(found, 1):
        if not add_plain_file(table, block, predicates):
            table.add(_file_rows(block, number, len(found)), predicates)


def batches(quads: Iterable[Quad]) -> Iterator[list[QuadRow]]:
    """Quads as rows, some thousands at a time."""
    rest = iter(quads)
    while batch := list(islice(rest, _BATCH)):
        yield rows_of_quads(batch)


def quads_of_rows(rows: Iterable[QuadRow]) -> list[Quad]:
    """Rows as quads."""
    lines = b"".join(b"%b %b %b %b .\n" % row for row in rows)
    return list(parse(lines, format=RdfFormat.N_QUADS))


def rows_of_quads(quads: Iterable[Quad], mark: str = "") -> list[QuadRow]:
    """Quads as rows; see ``file_rows``.

    >>> from pyoxigraph import Literal, NamedNode
    >>> rows_of_quads([Quad(NamedNode("a:s"), NamedNode("a:p"), Literal("o", language="en"))])
    [(b'<a:s>', b'<a:p>', b'"o"@en', b'')]
    """
    if mark:
        quads = (_marked(quad, mark) for quad in quads)
    return rows_of_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")


def rows_of_bytes(lines: bytes) -> list[QuadRow]:
    """N-Quads as the engine or whimkg writes them, as rows."""
    rows: list[QuadRow] = _WRITTEN.findall(lines)
    return rows


def _marked(quad: Quad, mark: str) -> Quad:
    def name(term: Any) -> Any:
        return BlankNode(mark + term.value) if isinstance(term, BlankNode) else term

    return Quad(name(quad.subject), quad.predicate, name(quad.object), name(quad.graph_name))


def _plain_rows(data: bytes, pattern: re.Pattern[bytes]) -> list[QuadRow] | None:
    """The rows of whole lines; None if one of them may not be in the engine's form."""
    rows: list[QuadRow] = pattern.findall(data)
    if len(rows) != data.count(b"\n"):
        return None
    names = {row[1] for row in rows} | {row[3] for row in rows}
    if not all(map(_NAME.fullmatch, names - {b""})):
        return None
    try:
        data.decode()
    except UnicodeDecodeError:
        return None
    return rows
