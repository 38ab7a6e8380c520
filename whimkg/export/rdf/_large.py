"""A graph on its way into files that may not fit into memory: it is sorted on the disk.

What is in memory does not grow with the graph, but for its largest node, the diseases that it is
about, and the folders and snapshots of which its nodes are named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from functools import cached_property
from itertools import groupby, islice

from pyoxigraph import Quad, RdfFormat, serialize

from whimkg.base.namespaces import expand
from whimkg.errors import GraphError
from whimkg.export.rdf._blocks import Blocks, nodes_of
from whimkg.export.rdf._catalogue import Catalogue
from whimkg.export.rdf._scratch import scratch
from whimkg.export.rdf._sorting import SortedLines, distinct
from whimkg.export.rdf.content import Placed, check
from whimkg.export.rdf.nodes import Node

__all__ = ["LargeDocument", "large_document"]

#: Quads, lines and nodes that are dealt with at once.
_QUADS, _LINES, _NODES = 8192, 1024, 256
#: What stands in each line that says what no format can, and in few others.
_ODD = (b"_:", b"<<(", b"--ltr ", b"--rtl ")
#: The schemes of a triple's IRIs: of subject, predicate, and object or the object's type.
_SCHEMES = re.compile(
    rb'^<([^:]+)\S+ <([^:]+)\S+ (?:".*"(?:\^\^)?)?(?:<([^:]+)\S+|@\S+)? \.$', re.MULTILINE
)
#: That of the types which N-Triples does not tell.
_UNTOLD = expand("xsd:string").partition(":")[0]
#: What stands for the name of the default graph; no IRI is empty.
_DEFAULT = b"<>"


@contextmanager
def large_document(quads: Iterator[Quad], prefixes: Mapping[str, str]) -> Iterator[LargeDocument]:
    """The content of a graph that has statements, while the block lasts; errors as for it."""
    with SortedLines() as lines, ExitStack() as stack:
        _sort(quads, lines)
        yield LargeDocument(prefixes, lines, stack)


def _sort(quads: Iterator[Quad], lines: SortedLines) -> None:
    refused: GraphError | None = None
    while batch := list(islice(quads, _QUADS)):  # to the end: what is no RDF is told first
        text = serialize(batch, format=RdfFormat.N_QUADS) or b""
        if refused is None and any(odd in text for odd in _ODD):
            refused = _refused(batch)
        if refused is None:
            lines.add(text)
    if refused:
        raise refused


def _refused(quads: Iterable[Quad]) -> GraphError | None:
    try:
        for quad in quads:
            check(quad)
    except GraphError as error:
        return error
    return None


class LargeDocument:
    """The content of a graph on the disk; see ``Content``.

    Args:
        prefixes: prefix to IRI prefix.
        lines: its N-Quads, which must last as long.
        stack: what lasts as long.

    Raises:
        OutputError: what does not fit into memory cannot be put on the disk.
    """

    def __init__(self, prefixes: Mapping[str, str], lines: SortedLines, stack: ExitStack) -> None:
        self.prefixes = prefixes
        self._lines, self._stack = lines, stack

    @property
    def names(self) -> Mapping[str, Node]:
        """See ``Content``; here nothing but the names."""
        return self._catalogue.names

    def quads(self) -> Iterator[bytes]:
        """See ``Content``."""
        return _joined(self._lines)

    def triples(self) -> Iterator[bytes]:
        """See ``Content``."""
        return _joined(self._triples())

    def _triples(self) -> Iterator[bytes]:
        return distinct(_parted(line)[0] for line in self._lines)

    def nodes(self) -> Iterator[Placed]:
        """See ``Content``."""
        return self._blocks.read(self._catalogue.blocks())

    def by_graph(self) -> Iterator[Placed]:
        """See ``Content``."""
        blocks = self._new_blocks()
        with SortedLines() as lines:
            for text in _joined(map(_graph_first, self._lines)):
                lines.add(text)
            for graph, found in groupby(lines, key=_first):
                triples = (line[len(graph) + 1 :] for line in found)
                parts = ((iri, *blocks.add(text)) for iri, text in _subjects(triples))
                self._catalogue.add_parts(graph[1:-1].decode(), parts)
        return blocks.read(self._catalogue.parts())

    def schemes(self) -> set[str]:
        """See ``Content``."""
        found = {each for text in _joined(self._blocks) for each in _SCHEMES.findall(text)}
        told = {scheme.decode() for each in found for scheme in each if scheme}
        return told | ({_UNTOLD} if any(not each[2] for each in found) else set())

    def mains(self) -> list[str]:
        """See ``Content``."""
        return self._catalogue.mains

    def node(self, iri: str) -> Node:
        """See ``Content``."""
        (placed,) = self._blocks.read([self._catalogue.block(iri)])
        return placed.node

    def pointing(self, predicate: str, iri: str) -> list[str]:
        """See ``Content``."""
        return self._catalogue.pointing(predicate, iri)

    def taker(self) -> Callable[[str], bool]:
        """See ``Content``."""
        return self._catalogue.taker()

    @property
    def _catalogue(self) -> Catalogue:
        return self._union[0]

    @property
    def _blocks(self) -> Blocks:
        return self._union[1]

    @cached_property
    def _union(self) -> tuple[Catalogue, Blocks]:
        """The nodes of the union: what is known of each, in order, and their triples."""
        catalogue, blocks = Catalogue(self._stack.enter_context(scratch())), self._new_blocks()
        subjects = _subjects(self._triples())
        while batch := list(islice(subjects, _NODES)):
            for (iri, text), node in zip(batch, nodes_of(text for _, text in batch), strict=True):
                catalogue.add(iri, node, *blocks.add(text))
        catalogue.order(each.node for each in blocks.read(catalogue.unordered()))
        return catalogue, blocks

    def _new_blocks(self) -> Blocks:
        return self._stack.enter_context(closing(Blocks()))


def _joined(lines: Iterable[bytes]) -> Iterator[bytes]:
    rest = iter(lines)
    while text := b"".join(islice(rest, _LINES)):
        yield text


def _parted(quad: bytes) -> tuple[bytes, bytes]:
    """The line of a quad as that of its triple, and the name of its graph."""
    triple, _, last = quad[:-3].rpartition(b" ")
    # The last word may also be the object, or within it.
    if last[:1] == b"<" and b'"' not in last and triple.count(b" ") > 1:
        return triple + b" .\n", last
    return quad, _DEFAULT


def _graph_first(quad: bytes) -> bytes:
    triple, graph = _parted(quad)
    return b"%b %b" % (graph, triple)


def _first(line: bytes) -> bytes:
    return line.partition(b" ")[0]


def _subjects(triples: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Each subject with its lines, which are neighbours."""
    for subject, lines in groupby(triples, key=_first):
        yield subject[1:-1].decode(), b"".join(lines)
