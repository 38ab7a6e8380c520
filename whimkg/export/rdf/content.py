"""What every writer is given: a graph in order, whether it is in memory or on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, Protocol

from pyoxigraph import BlankNode, Literal, Quad, Triple

from whimkg.errors import GraphError
from whimkg.export.rdf.nodes import Node

__all__ = ["Content", "Placed", "check", "empty"]


class Placed(NamedTuple):
    """A node in its place.

    Attributes:
        where: the heading or the graph's name that it stands under; the default graph's is empty.
        iri: of the node.
        node: what is said of it there.
    """

    where: str
    iri: str
    node: Node


class Content(Protocol):
    """A graph that was read to its end and checked: at least one statement, IRIs and literals."""

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Prefix to IRI prefix."""

    @property
    def names(self) -> Mapping[str, Node]:
        """All subjects of the union, and of their nodes at least what they are called."""

    def quads(self) -> Iterator[bytes]:
        """N-Quads, each once, sorted by their bytes; in pieces that end with a line."""

    def triples(self) -> Iterator[bytes]:
        """The union of the graphs as N-Triples, likewise."""

    def nodes(self) -> Iterator[Placed]:
        """The nodes of the union in reading order, each under its heading."""

    def by_graph(self) -> Iterator[Placed]:
        """The nodes graph by graph, in reading order."""

    def schemes(self) -> set[str]:
        """What stands before the colon in IRIs of the union, those of datatypes too."""

    def mains(self) -> list[str]:
        """The diseases that the graph is about, in order."""

    def node(self, iri: str) -> Node:
        """A node of the union; it must be there."""

    def pointing(self, predicate: str, iri: str) -> list[str]:
        """The subjects that have an IRI as an object of a predicate, in reading order.

        The predicate must be one that a term of ``data/context.json`` turns round.
        """

    def taker(self) -> Callable[[str], bool]:
        """A function that says once of each subject of the union, and of no other IRI, yes."""


def empty() -> GraphError:
    """The error for a graph without statements."""
    return GraphError("there are no statements to write")


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
