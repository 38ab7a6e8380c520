"""A graph on its way into files: checked once, indexed once, for however many formats."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from pyoxigraph import BlankNode, Literal, Quad, Triple

from whimkg.errors import GraphError
from whimkg.export._order import grouped
from whimkg.export._terms import Index, indexed

__all__ = ["Document"]


class Document:
    """What every writer is given.

    Args:
        quads: the statements, in any order, with or without repetitions.
        prefixes: prefix to IRI prefix.

    Raises:
        GraphError: no quads, or a blank node, a quoted triple or a literal with a direction.
    """

    def __init__(self, quads: Iterable[Quad], prefixes: Mapping[str, str]) -> None:
        self.quads = list(dict.fromkeys(quads))
        self.prefixes = prefixes
        if not self.quads:
            raise GraphError("there are no statements to write")
        for quad in self.quads:
            _check(quad)

    @cached_property
    def index(self) -> Index:
        """The union of the graphs by subject and predicate."""
        return indexed(self.quads)

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """Heading to subjects of the union, both in reading order."""
        return grouped(self.index)

    @cached_property
    def subjects(self) -> list[str]:
        """All subjects of the union in reading order."""
        return [subject for subjects in self.groups.values() for subject in subjects]


def _check(quad: Quad) -> None:
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
