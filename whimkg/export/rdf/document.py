"""A graph on its way into files: checked once, indexed once, for however many formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from whimkg.export.rdf.content import Content, Placed, check, empty
from whimkg.export.rdf.nodes import Index, Node, indexed, iris
from whimkg.export.rdf.order import DISEASES, grouped, turned
from whimkg.export.rdf.places import graph_place

__all__ = ["Document", "content"]

#: A graph of more quads is not held in memory.
_FEW = 50_000


@contextmanager
def content(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> Iterator[Content]:
    """The content of a graph of any size; the quads are read to their end, and checked.

    Raises:
        GraphError: as for ``Document``.
        OutputError: what does not fit into memory cannot be put on the disk.
    """
    rest = iter(quads)
    begun = list(islice(rest, _FEW + 1))
    if len(begun) <= _FEW:
        yield Document(begun, prefixes)
        return
    from whimkg.export.rdf._large import large_document

    with large_document(_emptied(begun, rest), prefixes) as large:
        yield large


def _emptied(begun: list[Quad], rest: Iterator[Quad]) -> Iterator[Quad]:
    yield from begun
    begun.clear()
    yield from rest


class Document:
    """The content of a graph that fits into memory; see ``Content``.

    Args:
        quads: the statements, in any order, with or without repetitions.
        prefixes: prefix to IRI prefix.

    Raises:
        GraphError: no quads, or a blank node, a quoted triple or a literal with a direction.
    """

    def __init__(self, quads: Iterable[Quad], prefixes: Mapping[str, str]) -> None:
        self._quads = list(dict.fromkeys(quads))
        self.prefixes = prefixes
        if not self._quads:
            raise empty()
        for quad in self._quads:
            check(quad)

    @cached_property
    def index(self) -> Index:
        """The union of the graphs by subject and predicate."""
        return indexed(self._quads)

    @property
    def names(self) -> Index:
        """All nodes, and so their names."""
        return self.index

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """Heading to subjects of the union, both in reading order."""
        return grouped(self.index)

    def quads(self) -> Iterator[bytes]:
        """See ``Content``; here all at once, as ``triples``."""
        yield _sorted(serialize(self._quads, format=RdfFormat.N_QUADS))

    def triples(self) -> Iterator[bytes]:
        """See ``Content``."""
        triples = {quad.triple for quad in self._quads}
        yield _sorted(serialize(triples, format=RdfFormat.N_TRIPLES))

    def nodes(self) -> Iterator[Placed]:
        """See ``Content``."""
        for heading, subjects in self.groups.items():
            yield from (Placed(heading, iri, self.index[iri]) for iri in subjects)

    def by_graph(self) -> Iterator[Placed]:
        """See ``Content``."""
        subjects = (iri for listed in self.groups.values() for iri in listed)
        ranks = {subject: rank for rank, subject in enumerate(subjects)}
        graphs = self._graphs()
        for name in sorted(graphs, key=graph_place):
            index = indexed(graphs[name])
            yield from (
                Placed(name, iri, index[iri]) for iri in sorted(index, key=ranks.__getitem__)
            )

    def schemes(self) -> set[str]:
        """See ``Content``."""
        return {iri.partition(":")[0] for iri in self._all_iris()}

    def _all_iris(self) -> Iterator[str]:
        for subject, node in self.index.items():
            yield subject
            for predicate, objects in node.items():
                yield predicate
                for term in objects:
                    yield term.datatype.value if isinstance(term, Literal) else term.value

    def mains(self) -> list[str]:
        """See ``Content``."""
        return self.groups.get(DISEASES, [])

    def node(self, iri: str) -> Node:
        """See ``Content``."""
        return self.index[iri]

    def pointing(self, predicate: str, iri: str) -> list[str]:
        """See ``Content``."""
        return self._pointing.get((predicate, iri), [])

    @cached_property
    def _pointing(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for placed in self.nodes():
            for predicate in turned():
                for iri in iris(placed.node, predicate):
                    found.setdefault((predicate, iri), []).append(placed.iri)
        return found

    def taker(self) -> Callable[[str], bool]:
        """See ``Content``."""
        left = set(self.index)

        def take(iri: str) -> bool:
            found = iri in left
            left.discard(iri)
            return found

        return take

    def _graphs(self) -> dict[str, list[Quad]]:
        """Graph name to quads; the default graph's name is empty."""
        graphs: dict[str, list[Quad]] = {}
        for quad in self._quads:
            name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
            graphs.setdefault(name, []).append(quad)
        return graphs


def _sorted(lines: bytes | None) -> bytes:
    return b"".join(sorted((lines or b"").splitlines(keepends=True)))
