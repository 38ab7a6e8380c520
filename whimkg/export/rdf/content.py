"""What every writer is given: a graph as lines in order, and as documents of a page each."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from tempfile import SpooledTemporaryFile, gettempdir
from typing import Protocol

from pyoxigraph import Quad, RdfFormat, serialize

from whimkg.base.namespaces import prefix_map
from whimkg.errors import GraphError, OutputError
from whimkg.export.rdf.document import Document, check
from whimkg.export.rdf.nodes import Node
from whimkg.rdf.pages import OTHERS, by_page
from whimkg.rdf.quad_rows import QuadRow, batches, quads_of_rows

__all__ = [
    "MOST",
    "Content",
    "SmallContent",
    "content",
    "content_of",
    "header_last",
    "no_statements",
    "nodes",
]

#: A graph of more quads is not held in memory, and no document has many more.
MOST = 50_000
#: Bytes that stay in memory of what waits for its header, and that are read at once.
_WAITING, _PIECE = 1 << 20, 1 << 18
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Content(Protocol):
    """A graph that was read to its end and checked: at least one statement, IRIs and literals."""

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Prefix to IRI prefix."""

    def quads(self) -> Iterator[bytes]:
        """N-Quads, each once, sorted by their bytes; in pieces that end with a line."""

    def triples(self) -> Iterator[bytes]:
        """The union of the graphs as N-Triples, likewise."""

    def documents(self) -> Iterator[Document]:
        """The graph a page at a time, by the pages' names; first what is of no page.

        It is one document if there are fewer than two pages. What has more than ``MOST`` quads
        comes in several, cut between subjects.
        """

    def nodes(self) -> Iterator[tuple[str, Node]]:
        """The nodes of each document in reading order, each with its IRI."""

    def schemes(self) -> set[str]:
        """What stands before the colon in IRIs of the triples, those of datatypes too."""


@contextmanager
def content(
    rows: Iterable[list[QuadRow]], prefixes: Mapping[str, str] | None = None
) -> Iterator[Content]:
    """The content of a graph of any size; it is read to its end, and checked.

    Args:
        rows: its quads, some at a time, in any order, with or without repetitions.
        prefixes: prefix to IRI prefix; default those of ``data/prefixes.json``.

    Raises:
        GraphError: no quads, or a blank node, a quoted triple or a literal with a direction.
        OutputError: what does not fit into memory cannot be put on the disk.
    """
    prefixes = prefix_map() if prefixes is None else prefixes
    rest = iter(rows)
    begun: list[QuadRow] = []
    while len(begun) <= MOST and (batch := next(rest, None)) is not None:
        begun += batch
    if len(begun) <= MOST:
        yield SmallContent(quads_of_rows(begun), prefixes)
        return
    from whimkg.export.rdf.large import large_content  # not what few graphs need

    with large_content(chain([begun], rest), prefixes) as large:
        yield large


@contextmanager
def content_of(
    quads: Iterable[Quad], prefixes: Mapping[str, str] | None = None
) -> Iterator[Content]:
    """As ``content``, of quads."""
    rest = iter(quads)
    begun = list(islice(rest, MOST + 1))
    if len(begun) <= MOST:
        yield SmallContent(begun, prefix_map() if prefixes is None else prefixes)
        return
    with content(batches(chain(begun, rest)), prefixes) as large:
        yield large


class SmallContent:
    """A graph in memory; see ``Content``."""

    def __init__(self, quads: Iterable[Quad], prefixes: Mapping[str, str]) -> None:
        self._quads = list(dict.fromkeys(quads))
        self.prefixes = prefixes
        if not self._quads:
            raise no_statements()
        for quad in self._quads:
            check(quad)
        pages = by_page(self._quads)
        others = pages.pop(OTHERS, None)
        named = [Document(pages[name], prefixes, name) for name in sorted(pages)]
        self._documents = [Document(others, prefixes), *named] if others else named

    def quads(self) -> Iterator[bytes]:
        """See ``Content``; here all at once, as ``triples``."""
        yield _sorted(serialize(self._quads, format=RdfFormat.N_QUADS))

    def triples(self) -> Iterator[bytes]:
        """See ``Content``."""
        triples = {quad.triple for quad in self._quads}
        yield _sorted(serialize(triples, format=RdfFormat.N_TRIPLES))

    def documents(self) -> Iterator[Document]:
        """See ``Content``."""
        return iter(self._documents)

    def nodes(self) -> Iterator[tuple[str, Node]]:
        """See ``Content``."""
        return nodes(self)

    def schemes(self) -> set[str]:
        """See ``Content``."""
        return {scheme for document in self._documents for scheme in document.schemes()}


def nodes(graph: Content) -> Iterator[tuple[str, Node]]:
    """See ``Content.nodes``."""
    for document in graph.documents():
        for subjects in document.groups.values():
            yield from ((iri, document.index[iri]) for iri in subjects)


def no_statements() -> GraphError:
    """The error for a graph without statements."""
    return GraphError("there are no statements to write")


def _sorted(lines: bytes | None) -> bytes:
    return b"".join(sorted((lines or b"").splitlines(keepends=True)))


def header_last(header: Callable[[], str], body: Iterable[str]) -> Iterator[bytes]:
    """A header and its body in pieces, where the header is known once the body is written.

    Nothing is given before all of the body is there: what is wrong with it shows first.

    >>> b"".join(header_last(lambda: "head, ", ["bo", "dy"]))
    b'head, body'

    Raises:
        OutputError: the disk of temporary files is full.
    """
    with SpooledTemporaryFile(_WAITING) as file:
        try:
            for part in body:  # writelines would go to the disk only behind the last of them
                file.write(part.encode())
            file.seek(0)
        except OSError as error:
            raise (no_room(error) if error.errno in _FULL else error) from error
        yield header().encode()
        yield from iter(partial(file.read, _PIECE), b"")


def no_room(error: OSError) -> OutputError:
    """The error for a full disk of temporary files."""
    return OutputError(
        f"what does not fit into memory cannot be put on the disk: {error.strerror}",
        remedy=f"free some space in {gettempdir()}, or name another folder in TMPDIR",
    )
