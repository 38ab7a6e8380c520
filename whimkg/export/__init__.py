"""Graph to bytes: one table of formats, and what every writer promises.

A writer takes quads of IRIs and literals, in any order and with repetitions, and gives bytes that
depend on nothing but the set of quads and the prefixes: not on order, hash seed, clock or machine.
The text is UTF-8 with LF line ends. Formats without named graphs hold the union of the graphs.

A new format is one module here with a function ``write(document)``, and its row in ``FORMATS``;
modules that begin with an underscore are shared between formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from whimkg.errors import UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Quad

    from whimkg.export._document import Document
    from whimkg.export._inputs import Block

__all__ = ["CANONICAL", "FORMATS", "Format", "blocks", "read_quads", "serialize", "serialize_all"]


class Format(NamedTuple):
    """One row of the table of formats.

    Attributes:
        name: what the user types; also the name of the module that writes it.
        suffix: the file name's ending, with its dot.
        media_type: as registered with IANA, for web servers.
        purpose: what it is for, in one sentence without a full stop.
    """

    name: str
    suffix: str
    media_type: str
    purpose: str

    def write(self, document: Document) -> bytes:
        """The bytes of a graph; the format's module is imported only now.

        Raises:
            GraphError: the format cannot hold one of the terms.
        """
        written: bytes = import_module(f"{__name__}.{self.name}").write(document)
        return written


#: Every format that whimkg writes; command line, documentation and tests are derived from it.
FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format("ttl", ".ttl", "text/turtle", "to read: Turtle in groups, with names as comments"),
        Format("jsonld", ".jsonld", "application/ld+json", "for web developers: nested JSON"),
        Format("nt", ".nt", "application/n-triples", "to load and compare: one triple a line"),
        Format("nq", ".nq", "application/n-quads", "the canonical form: sorted, with graph names"),
        Format("trig", ".trig", "application/trig", "to read: Turtle with the named graphs apart"),
        Format("rdf", ".rdf", "application/rdf+xml", "for tools that read nothing but RDF/XML"),
    )
}
#: The format in which equal graphs are equal files.
CANONICAL = "nq"


def serialize(
    quads: Iterable[Quad], format_name: str, *, prefixes: Mapping[str, str] | None = None
) -> bytes:
    """Writes a graph in one of the formats.

    Args:
        quads: statements whose subjects, predicates and graph names are IRIs and whose objects
            are IRIs or literals; named graphs, the default graph or both.
        format_name: a key of ``FORMATS``.
        prefixes: prefix to IRI prefix, instead of those of ``data/prefixes.json``; the output
            declares only those that it uses.

    Raises:
        UnknownNameError: there is no such format.
        GraphError: no quads, a blank node, a quoted triple, or a term that the format cannot hold.
        IdentifierError: a prefix that is no legal name in every format.
    """
    return serialize_all(quads, [format_name], prefixes=prefixes)[format_name]


def serialize_all(
    quads: Iterable[Quad],
    format_names: Iterable[str],
    *,
    prefixes: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """Writes a graph in several formats, and checks and sorts it only once.

    Args and errors are those of ``serialize``; the result has the formats in the order given.
    """
    rows = [_known(name) for name in format_names]
    from whimkg import namespaces
    from whimkg.export._document import Document

    document = Document(quads, namespaces.prefix_map() if prefixes is None else prefixes)
    return {row.name: row.write(document) for row in rows}


def _known(format_name: str) -> Format:
    if format_name not in FORMATS:
        raise UnknownNameError(
            f"unknown format {format_name!r}", remedy=f"known are {', '.join(sorted(FORMATS))}"
        )
    return FORMATS[format_name]


def read_quads(data: bytes, format_name_or_suffix: str) -> list[Quad]:
    """Reads a graph back, in the order of the file.

    Args:
        data: the file's bytes, in UTF-8, with or without a byte-order mark.
        format_name_or_suffix: a format's name or a file name's ending, with or without its dot.

    Raises:
        UnknownNameError: no reader for this format.
        GraphError: the data is no RDF of this format (with line and column), or holds no triples.
    """
    from whimkg.export._reading import read

    return read(data, format_name_or_suffix)


def blocks(
    given: Iterable[str | Path],
    spool: Path,
    *,
    format_name: str = "",
    stdin: BinaryIO | None = None,
) -> Iterator[Block]:
    """The graphs that a user gave, page by page, in order; none is read before its turn.

    Args:
        given: files, folders (all files of RDF in and below them), http(s) addresses, or ``-``.
        spool: a folder for what is not on the disk yet; it must last as long as the blocks.
        format_name: a key of ``FORMATS``; by default the ending of a name says it.
        stdin: what ``-`` reads; default the process's standard input.

    Raises:
        GraphError: a file cannot be read, its format cannot be told, or a folder holds no graph.
        SourceError: an address could not be had.
    """
    from whimkg.export import _inputs

    return _inputs.blocks(given, spool, format_name=format_name, stdin=stdin)
