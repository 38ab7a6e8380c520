"""Terms and nodes: what every writer indexes and sorts in the same way."""

import re
from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, Triple

__all__ = ["Index", "Natural", "Node", "Term", "indexed", "iris", "natural", "term_key"]

Term = NamedNode | Literal
#: Predicate IRI to objects, each object once and in order.
Node = dict[str, list[Term]]
#: Subject IRI to node.
Index = dict[str, Node]
#: A sorting key; text and numbers alternate in it, so that two keys can always be compared.
Natural = tuple[list[str | tuple[int, str]], str]

_DIGITS = re.compile(r"([0-9]+)")


def indexed(quads: Iterable[Quad | Triple]) -> Index:
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
