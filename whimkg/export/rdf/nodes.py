"""Terms and nodes: what every writer indexes and sorts in the same way."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad, Triple

from whimkg.base.namespaces import expand

__all__ = [
    "LABEL",
    "Index",
    "Natural",
    "Node",
    "Term",
    "indexed",
    "iris",
    "name",
    "natural",
]

Term = NamedNode | Literal
#: Predicate IRI to objects, each object once and in order.
Node = dict[str, list[Term]]
#: Subject IRI to node.
Index = dict[str, Node]
#: A sorting key.
Natural: TypeAlias = tuple[tuple[Any, ...], str]

LABEL = expand("rdfs:label")
_ANCHOR = expand("nif:anchorOf")
#: Never in a comment; not str.isprintable(), which differs between versions of Python.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]"
)
_DIGITS = re.compile("([0-9]+)")


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
    return sorted(terms, key=_term_key) if len(terms) > 1 else list(terms)


@lru_cache(maxsize=1 << 14)
def natural(text: str) -> Natural:
    """A sorting key by which ``evidence/10`` comes after ``evidence/9``.

    Texts and numbers alternate in it; what remains equal is told apart by the whole text.

    >>> sorted(["e/10", "e/9", "e/9/2"], key=natural)
    ['e/9', 'e/9/2', 'e/10']
    """
    parts: list[Any] = _DIGITS.split(text)
    parts[1::2] = [_by_size(number.lstrip("0")) for number in parts[1::2]]
    return tuple(parts), text


def _by_size(number: str) -> tuple[int, str]:
    """The longer, the greater; not by int(), which refuses very long ones."""
    return len(number), number


def _term_key(term: Term) -> tuple[object, ...]:
    """A sorting key: IRIs before literals, numbers in them by size."""
    if isinstance(term, NamedNode):
        return 0, natural(term.value)
    return 1, natural(term.value), term.language or "", term.datatype.value


def iris(node: Node, predicate: str) -> list[str]:
    """The IRIs among the objects of a predicate."""
    return [term.value for term in node.get(predicate, []) if isinstance(term, NamedNode)]


def name(node: Node) -> str | None:
    """What a node is called, or the words at a place, in one line; None if nothing can be shown."""
    for term in node.get(LABEL, node.get(_ANCHOR, [])):
        text = " ".join(term.value.split())
        if not _UNSEEN.search(text):
            return text
    return None
