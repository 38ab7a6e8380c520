"""Property paths (SHACL, section 2.3.1): the nodes at their end, and how SPARQL writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import pyoxigraph as ox

from whimkg.errors import GraphError
from whimkg.shacl.triples import Term, TripleIndex

__all__ = ["SH", "Path", "compile_path", "faulty"]

#: From a node to the nodes at the end of a path.
Walk = Callable[[TripleIndex, Term], Iterable[Term]]


def SH(name: str) -> ox.NamedNode:  # noqa: N802  # as the prefix is written
    """A term of SHACL's vocabulary."""
    return ox.NamedNode(f"http://www.w3.org/ns/shacl#{name}")


def faulty(reason: str) -> GraphError:
    """What to raise where shapes cannot be used."""
    return GraphError(f"the shapes are faulty: {reason}", where="shapes/")


class Path(NamedTuple):
    """A path.

    Attributes:
        walk: gives the nodes at its end; some of them more than once.
        text: the same for people: an IRI, or what SPARQL writes.
        sparql: the same as SPARQL writes it.
    """

    walk: Walk
    text: str
    sparql: str


#: Number of times that a step may be taken, at least and at most, and its sign.
_REPEATED = {
    SH("zeroOrMorePath"): (0, None, "*"),
    SH("oneOrMorePath"): (1, None, "+"),
    SH("zeroOrOnePath"): (0, 1, "?"),
}


def compile_path(shapes: TripleIndex, node: Term) -> Path:
    """The path that a node of the shapes describes.

    Raises:
        GraphError: it describes none.
    """
    walk, sparql = _walk(shapes, node, backwards=False, depth=0), _text(shapes, node, outer=True)
    return Path(walk, node.value if isinstance(node, ox.NamedNode) else sparql, sparql)


def _walk(shapes: TripleIndex, node: Term, *, backwards: bool, depth: int) -> Walk:
    if isinstance(node, ox.NamedNode):
        if backwards:
            return lambda data, start: data.subjects(node, start)
        return lambda data, start: data.objects(start, node)

    def inner(part: Term, *, turned: bool = False) -> Walk:
        return _walk(shapes, part, backwards=backwards ^ turned, depth=depth + 1)

    if depth > 20:
        raise faulty("a property path leads back to itself")
    if steps := [inner(part) for part in shapes.items(node)]:
        return _sequence(steps[::-1] if backwards else steps)
    if inverse := shapes.value(node, SH("inversePath")):
        return inner(inverse, turned=True)
    if choices := [inner(part) for part in shapes.items(shapes.value(node, SH("alternativePath")))]:
        return lambda data, start: [end for walk in choices for end in walk(data, start)]
    for predicate, (least, most, _) in _REPEATED.items():
        if step := shapes.value(node, predicate):
            return _repeated(inner(step), least, most)
    raise faulty(f"no property path: {node}")


def _sequence(steps: list[Walk]) -> Walk:
    def walk(data: TripleIndex, start: Term) -> Iterable[Term]:
        nodes: Iterable[Term] = (start,)
        for step in steps:
            nodes = dict.fromkeys(end for node in nodes for end in step(data, node))
        return nodes

    return walk


def _repeated(step: Walk, least: int, most: int | None) -> Walk:
    def walk(data: TripleIndex, start: Term) -> Iterable[Term]:
        reached: dict[Term, None] = {} if least else {start: None}
        last: Iterable[Term] = (start,)
        taken = 0
        while last and (most is None or taken < most):
            ends = dict.fromkeys(end for node in last for end in step(data, node))
            last = [end for end in ends if end not in reached]
            reached.update(dict.fromkeys(last))
            taken += 1
        return reached

    return walk


def _text(shapes: TripleIndex, node: Term, *, outer: bool = False) -> str:
    if isinstance(node, ox.NamedNode):
        return str(node)
    if inverse := shapes.value(node, SH("inversePath")):
        return f"^{_text(shapes, inverse)}"
    for predicate, (_, _, sign) in _REPEATED.items():
        if step := shapes.value(node, predicate):
            return f"{_text(shapes, step)}{sign}"
    choice = shapes.value(node, SH("alternativePath"))
    parts = [_text(shapes, part) for part in shapes.items(node if choice is None else choice)]
    joined = (" / " if choice is None else " | ").join(parts)
    return joined if outer else f"({joined})"
