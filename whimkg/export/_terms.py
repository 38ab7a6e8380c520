"""Terms and nodes: what every writer checks, sorts and indexes in the same way."""

import re
from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from whimkg.errors import GraphError

Term = NamedNode | Literal
#: Predicate IRI to objects, each object once and in order.
Node = dict[str, list[Term]]
#: Subject IRI to node.
Index = dict[str, Node]
#: A sorting key; text and numbers alternate in it, so that two keys can always be compared.
Natural = tuple[list[str | tuple[int, str]], str]

_DIGITS = re.compile(r"([0-9]+)")


def checked(quads: Iterable[Quad]) -> list[Quad]:
    """The distinct quads, if they are RDF 1.1 without blank nodes.

    Raises:
        GraphError: no quads, or a blank node, a quoted triple or a literal with a direction.
    """
    distinct = list(dict.fromkeys(quads))
    if not distinct:
        raise GraphError("there are no statements to write")
    for quad in distinct:
        _check(quad)
    return distinct


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


def indexed(quads: Iterable[Quad]) -> Index:
    """The union of the graphs by subject and predicate; subjects are sorted."""
    nodes: dict[str, dict[str, set[Term]]] = {}
    for quad in quads:
        node = nodes.setdefault(quad.subject.value, {})  # type: ignore[union-attr]
        node.setdefault(quad.predicate.value, set()).add(quad.object)  # type: ignore[arg-type]
    return {
        subject: {predicate: _sorted(terms) for predicate, terms in node.items()}
        for subject, node in sorted(nodes.items())
    }


def _sorted(terms: set[Term]) -> list[Term]:
    return sorted(terms, key=term_key) if len(terms) > 1 else list(terms)


@lru_cache(maxsize=1 << 14)
def natural(text: str) -> Natural:
    """A sorting key by which ``evidence/10`` comes after ``evidence/9``.

    >>> sorted(["e/10", "e/9", "e/9/2"], key=natural)
    ['e/9', 'e/9/2', 'e/10']
    """
    parts: list[str | tuple[int, str]] = list(_DIGITS.split(text))
    for at in range(1, len(parts), 2):  # not int(): it refuses very long numbers
        number = str(parts[at]).lstrip("0")
        parts[at] = (len(number), number)
    return parts, text


def term_key(term: Term) -> tuple[object, ...]:
    """A sorting key: IRIs before literals, numbers in them by size."""
    if isinstance(term, NamedNode):
        return 0, natural(term.value)
    return 1, natural(term.value), term.language or "", term.datatype.value


def iris(node: Node, predicate: str) -> list[str]:
    """The IRIs among the objects of a predicate."""
    return [term.value for term in node.get(predicate, []) if isinstance(term, NamedNode)]
