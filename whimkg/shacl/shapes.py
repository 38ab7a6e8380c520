"""The bundled shapes: read once per process and layer, and what each of them targets.

A shape or constraint marked ``ws:layer ws:strict`` belongs to the strict layer only. The base layer
deactivates it and does not drop it: a closed shape must still know the property that it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from whimkg.base import resources
from whimkg.base.namespaces import expand
from whimkg.errors import GraphError
from whimkg.shacl.engine import Compiler, Result, Shape
from whimkg.shacl.paths import SH
from whimkg.shacl.report import Layer
from whimkg.shacl.triples import FIRST, REST, TYPE, Term, TripleIndex

__all__ = ["WS", "Rule", "Shapes", "Target", "bundled", "targets_of"]

WS = "https://w3id.org/whimkg/shapes#"
_TARGETS = tuple(SH(f"target{what}") for what in ("Class", "Node", "SubjectsOf", "ObjectsOf"))
_LAYER, _STRICT = ox.NamedNode(f"{WS}layer"), ox.NamedNode(f"{WS}strict")
_OPTIONAL, _DEACTIVATED = ox.NamedNode(f"{WS}optional"), SH("deactivated")
_TRUE = ox.Literal(True)
#: By which properties a shape leads to others, some through lists.
_LEADING = {
    *map(SH, ("property", "node", "not", "and", "or", "xone", "qualifiedValueShape", "sparql")),
    *(FIRST, REST),
}
_CLASSES = {ox.NamedNode(expand("rdfs:Class")), ox.NamedNode(expand("owl:Class"))}


@dataclass(frozen=True)
class Target:
    """A shape that has focus nodes of its own, and how they are found."""

    shape: Term
    classes: tuple[Term, ...]
    nodes: tuple[Term, ...]
    subjects_of: tuple[ox.NamedNode, ...]
    objects_of: tuple[ox.NamedNode, ...]
    optional: bool

    def focus(self, graph: TripleIndex) -> list[Term]:
        """The focus nodes, each once, as SHACL defines them (section 2.1.3)."""
        found = dict.fromkeys(self.nodes)
        for name in self.classes:
            found.update(dict.fromkeys(graph.instances(name)))
        for predicate in self.subjects_of:
            found.update(dict.fromkeys(s for s, _ in graph.pairs(predicate)))
        for predicate in self.objects_of:
            found.update(dict.fromkeys(o for _, o in graph.pairs(predicate)))
        return list(found)


@dataclass(frozen=True)
class Rule:
    """A shape or constraint, for people: its IRI, name, remedy and severity."""

    shape: str
    name: str
    message: str
    severity: str


@dataclass(frozen=True)
class Shapes:
    """The shapes of one layer.

    Attributes:
        layer: the layer.
        graph: their triples.
        compiled: what is checked, by the shapes with a target; None for one that is passed over.
        targets: the shapes with a target, in order of IRI.
        idle: shapes and constraints that no target leads to, though not optional: these can never
            check anything.
    """

    layer: Layer
    graph: TripleIndex = field(repr=False)
    compiled: dict[Term, Shape | None] = field(repr=False)
    targets: tuple[Target, ...]
    idle: tuple[str, ...]

    @classmethod
    def parse(cls, texts: Iterable[tuple[str, str]], layer: Layer) -> Shapes:
        """The shapes of some Turtle files.

        Args:
            texts: name and content of each.
            layer: the layer.

        Raises:
            GraphError: a file is no Turtle, none holds a shape with a target, or a shape speaks of
                a property shape that does not exist, or one is faulty.
        """
        return cls.of_quads((q for name, text in texts for q in _parsed(name, text)), layer)

    @classmethod
    def of_quads(cls, quads: Iterable[ox.Quad], layer: Layer) -> Shapes:
        """The shapes of some quads; named graphs are united.

        Raises:
            GraphError: as ``parse``.
        """
        graph = TripleIndex(quads)
        switched_off = set(graph.subjects(_DEACTIVATED, _TRUE))
        beyond = graph.subjects(_LAYER, _STRICT) if layer == "base" else ()
        targets = tuple(sorted(targets_of(graph), key=lambda target: target.shape.value))
        if not targets:
            raise GraphError("no shape has a target", where="shapes/", remedy="reinstall whimkg")
        _check(graph)
        idle = tuple(_idle(graph, targets, switched_off))
        compiler = Compiler(graph, {*switched_off, *beyond})
        compiled = {target.shape: compiler.shape(target.shape) for target in targets}
        return cls(layer, graph, compiled, targets, idle)

    def results(self, data: TripleIndex, focus: dict[Term, list[Term]]) -> Iterator[Result]:
        """What is wrong with the focus nodes of each shape."""
        for node, found in focus.items():
            if (shape := self.compiled[node]) is not None:
                for each in found:
                    yield from shape.results(data, each)

    def rules(self) -> dict[str, Rule]:
        """What each shape and constraint with an IRI says, by its IRI."""
        named = {s.value: s for s in _parts(self.graph) if isinstance(s, ox.NamedNode)}
        return {name: self._rule(shape) for name, shape in sorted(named.items())}

    def _rule(self, shape: Term) -> Rule:
        def words(name: str) -> str | None:
            return min((text.value for text in self.graph.objects(shape, SH(name))), default=None)

        severity = self.graph.value(shape, SH("severity")) or SH("Violation")
        return Rule(
            shape.value,
            words("name") or shape.value.rpartition("#")[2],
            words("message") or words("description") or "",
            severity.value.rpartition("#")[2].lower(),
        )


@cache
def bundled(layer: Layer) -> Shapes:
    """The shapes of ``shapes/``."""
    files = [f"shapes/{name}" for name in resources.names("shapes") if name.endswith(".ttl")]
    return Shapes.parse([(file, resources.text(file)) for file in files], layer)


def _parsed(name: str, text: str) -> Iterator[ox.Quad]:
    try:
        # Files may use the same label for different blank nodes.
        yield from ox.parse(text, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    except SyntaxError as error:
        place = f"{name}, line {error.lineno}, column {error.offset}"
        raise GraphError(f"no Turtle: {error.msg}", where=place) from error


def _check(graph: TripleIndex) -> None:
    for shape, part in graph.pairs(SH("property")):
        if graph.value(part, SH("path")) is None:
            raise GraphError(
                f"{shape.value} has the property shape {part.value}, which has no sh:path",
                where="shapes/",
                remedy="correct its name, or write it",
            )


def targets_of(graph: TripleIndex) -> Iterator[Target]:
    """The targets of some shapes, those of shapes that are classes among them."""
    named = {s for predicate in _TARGETS for s, _ in graph.pairs(predicate)}
    implicit = {s for s in _typed(graph) if not _CLASSES.isdisjoint(graph.objects(s, TYPE))}
    for shape in named | implicit:
        own = (shape,) if shape in implicit else ()
        classes, nodes, *ends = (tuple(graph.objects(shape, p)) for p in _TARGETS)
        subjects, objects = (tuple(p for p in each if isinstance(p, ox.NamedNode)) for each in ends)
        optional = _TRUE in set(graph.objects(shape, _OPTIONAL))
        yield Target(shape, (*classes, *own), nodes, subjects, objects, optional)


def _typed(graph: TripleIndex) -> set[Term]:
    return {
        s for kind in map(SH, ("NodeShape", "PropertyShape")) for s in graph.subjects(TYPE, kind)
    }


def _parts(graph: TripleIndex) -> set[Term]:
    """Everything that is a shape or a SPARQL constraint, by its type or by what it has."""
    having = (*_TARGETS, SH("path"), SH("select"))
    found = _typed(graph) | {s for p in having for s, _ in graph.pairs(p)}
    return found | set(graph.subjects(TYPE, SH("SPARQLConstraint")))


def _idle(graph: TripleIndex, targets: Iterable[Target], switched_off: set[Term]) -> Iterator[str]:
    """Named shapes that no target leads to, because of a misspelling or a lost reference."""
    reached = set(switched_off)
    waiting = [target.shape for target in targets if target.shape not in switched_off]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting += [
                o for p, ends in graph.properties(node).items() if p in _LEADING for o in ends
            ]
    for shape in sorted(_parts(graph), key=lambda part: part.value):
        off = shape in switched_off or shape not in reached
        optional = _TRUE in set(graph.objects(shape, _OPTIONAL))
        if off and not optional and isinstance(shape, ox.NamedNode):
            yield shape.value
