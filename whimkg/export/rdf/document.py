"""A graph, or one page of it, as the writers lay it out: indexed once, for however many formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from whimkg.errors import GraphError
from whimkg.export.rdf.nodes import Index, indexed, iris
from whimkg.export.rdf.order import DISEASES, grouped, inverted_predicates
from whimkg.export.rdf.places import graph_place

__all__ = ["Document", "check"]


class Document:
    """Statements in memory, in reading order.

    Args:
        quads: statements of IRIs and literals, in any order, with or without repetitions.
        prefixes: prefix to IRI prefix.
        page: the short name of the page; empty where there is but one, or none.
    """

    def __init__(self, quads: Sequence[Quad], prefixes: Mapping[str, str], page: str = "") -> None:
        self._quads = quads
        self.prefixes = prefixes
        self.page = page

    @cached_property
    def index(self) -> Index:
        """The union of the graphs by subject and predicate."""
        return indexed(self._quads)

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """Heading to subjects of the union, both in reading order."""
        return grouped(self.index)

    def graphs(self) -> Iterator[tuple[str, Index]]:
        """The graphs in order, with their nodes in reading order; the default graph has no name."""
        subjects = (iri for listed in self.groups.values() for iri in listed)
        ranks = {subject: rank for rank, subject in enumerate(subjects)}
        graphs = self._quads_by_graph()
        for name in sorted(graphs, key=graph_place):
            index = indexed(graphs[name])
            yield name, {iri: index[iri] for iri in sorted(index, key=ranks.__getitem__)}

    def _quads_by_graph(self) -> dict[str, list[Quad]]:
        graphs: dict[str, list[Quad]] = {}
        for quad in self._quads:
            name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
            graphs.setdefault(name, []).append(quad)
        return graphs

    def schemes(self) -> set[str]:
        """What stands before the colon in IRIs of the triples, those of datatypes too."""
        return {iri.partition(":")[0] for iri in self._iris()}

    def _iris(self) -> Iterator[str]:
        for subject, node in self.index.items():
            yield subject
            for predicate, objects in node.items():
                yield predicate
                for term in objects:
                    yield term.datatype.value if isinstance(term, Literal) else term.value

    def main_diseases(self) -> list[str]:
        """The diseases that the document is about, in order."""
        return self.groups.get(DISEASES, [])

    def subjects_of(self, predicate: str, iri: str) -> list[str]:
        """The subjects that have an IRI as an object of a predicate, in reading order.

        The predicate must be one that a term of ``data/context.json`` inverts.
        """
        return self._inverted.get((predicate, iri), [])

    @cached_property
    def _inverted(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for subjects in self.groups.values():
            for subject in subjects:
                for predicate in inverted_predicates():
                    for iri in iris(self.index[subject], predicate):
                        found.setdefault((predicate, iri), []).append(subject)
        return found

    def claim_once(self) -> Callable[[str], bool]:
        """A function that is true the first time that it is asked of a subject, else false."""
        left = set(self.index)

        def claim(iri: str) -> bool:
            found = iri in left
            left.discard(iri)
            return found

        return claim


def check(quad: Quad) -> None:
    """Refuse what no format says.

    Raises:
        GraphError: a blank node, a quoted triple or a literal with a direction.
    """
    for term in (quad.subject, quad.object, quad.graph_name):
        if isinstance(term, BlankNode):
            raise GraphError(
                f"blank node {term} in the statement {quad}",
                remedy="give every node an IRI: blank nodes have no stable place in a sorted file",
            )
    if isinstance(quad.subject, Triple) or isinstance(quad.object, Triple):
        raise GraphError(f"a statement about a quoted triple: {quad}", remedy="write RDF 1.1")
    if isinstance(quad.object, Literal) and quad.object.direction is not None:
        raise GraphError(f"a literal with a base direction: {quad}", remedy="write RDF 1.1")
