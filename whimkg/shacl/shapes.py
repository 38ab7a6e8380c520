"""The bundled shapes: read once per process and layer, and what each of them targets.

A shape or constraint marked ``ws:layer ws:strict`` belongs to the strict layer only. The base layer
deactivates it and does not drop it: a closed shape must still know the property that it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from rdflib.namespace import OWL, RDF, RDFS, SH

from whimkg.base import resources
from whimkg.errors import GraphError
from whimkg.rdf.rdflib_terms import Terms
from whimkg.shacl._compiled import Compiled
from whimkg.shacl._index import Index
from whimkg.shacl.report import Layer

if TYPE_CHECKING:
    from rdflib.term import Node

__all__ = ["TARGETS", "WS", "Rule", "Shapes", "Target", "bundled"]

WS = rdflib.Namespace("https://w3id.org/whimkg/shapes#")
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_TRUE = rdflib.Literal(True)
#: By which properties a shape leads to others, some through lists.
_LEADING = {
    *(SH.property, SH.node, SH["not"], SH["and"], SH["or"], SH.xone, SH.qualifiedValueShape),
    *(SH.sparql, RDF.first, RDF.rest),
}
_CLASSES = {RDFS.Class, OWL.Class}


@dataclass(frozen=True)
class Target:
    """A shape that has focus nodes of its own, and how they are found."""

    shape: Node
    classes: tuple[Node, ...]
    nodes: tuple[Node, ...]
    subjects_of: tuple[Node, ...]
    objects_of: tuple[Node, ...]
    optional: bool

    def focus(self, graph: Index) -> list[Node]:
        """The focus nodes, each once, as SHACL defines them (section 2.1.3)."""
        found = dict.fromkeys(self.nodes)
        for name in self.classes:
            for kind in graph.transitive_subjects(RDFS.subClassOf, name):
                found.update(dict.fromkeys(graph.subjects(RDF.type, kind)))
        for predicate in self.subjects_of:
            found.update(dict.fromkeys(s for s, _ in graph.subject_objects(predicate)))
        for predicate in self.objects_of:
            found.update(dict.fromkeys(o for _, o in graph.subject_objects(predicate)))
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
        graph: their triples; what is not in the layer is deactivated.
        terms: the terms in them; data that is made of the same objects is compared faster.
        engine: the same for pySHACL.
        targets: the shapes with a target, in order of IRI.
        idle: shapes and constraints that no target leads to, though not optional: these can never
            check anything.
    """

    layer: Layer
    graph: Index
    terms: Terms = field(repr=False)
    engine: Compiled = field(repr=False)
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
                a property shape that does not exist.
        """
        terms = Terms()
        graph = Index.of_quads((q for name, text in texts for q in _parsed(name, text)), terms)
        switched_off = {s for s, p, o in graph.triples((None, SH.deactivated, None)) if o == _TRUE}
        if layer == "base":
            for part in list(graph.subjects(WS.layer, WS.strict)):
                graph.add((part, SH.deactivated, _TRUE))
        targets = tuple(sorted(_targets(graph), key=lambda target: str(target.shape)))
        if not targets:
            raise GraphError("no shape has a target", where="shapes/", remedy="reinstall whimkg")
        _check(graph)
        idle = tuple(_idle(graph, targets, switched_off))
        return cls(layer, graph, terms, Compiled(graph), targets, idle)

    def rules(self) -> dict[str, Rule]:
        """What each shape and constraint with an IRI says, by its IRI."""
        named = {str(s): s for s in _parts(self.graph) if isinstance(s, rdflib.URIRef)}
        return {name: self._rule(shape) for name, shape in sorted(named.items())}

    def messages(self, shape: Node) -> list[str]:
        """The messages of a shape."""
        return [str(text) for text in self.graph.objects(shape, SH.message)]

    def path(self, path: Node) -> str:
        """A path as IRI or, if it is more than a property, as SPARQL writes it."""
        if isinstance(path, rdflib.URIRef):
            return str(path)
        return str(shacl_path_to_sparql_path(self.engine, path))

    def _rule(self, shape: Node) -> Rule:
        severity = self.graph.value(shape, SH.severity) or SH.Violation
        return Rule(
            str(shape),
            _text(self.graph, shape, SH.name) or str(shape).rpartition("#")[2],
            _text(self.graph, shape, SH.message) or _text(self.graph, shape, SH.description) or "",
            str(severity).rpartition("#")[2].lower(),
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


def _check(graph: Index) -> None:
    for shape, part in graph.subject_objects(SH.property):
        if graph.value(part, SH.path) is None:
            raise GraphError(
                f"{shape} has the property shape {part}, which has no sh:path",
                where="shapes/",
                remedy="correct its name, or write it",
            )


def _text(graph: Index, shape: Node, predicate: Node) -> str | None:
    return min((str(text) for text in graph.objects(shape, predicate)), default=None)


def _targets(graph: Index) -> Iterator[Target]:
    named = {s for predicate in TARGETS for s, _ in graph.subject_objects(predicate)}
    implicit = {s for s in _typed(graph) if not _CLASSES.isdisjoint(graph.objects(s, RDF.type))}
    for shape in named | implicit:
        own = (shape,) if shape in implicit else ()
        classes, nodes, subjects, objects = (tuple(graph.objects(shape, p)) for p in TARGETS)
        optional = _TRUE in set(graph.objects(shape, WS.optional))
        yield Target(shape, (*classes, *own), nodes, subjects, objects, optional)


def _typed(graph: Index) -> set[Node]:
    return {s for kind in (SH.NodeShape, SH.PropertyShape) for s in graph.subjects(RDF.type, kind)}


def _parts(graph: Index) -> set[Node]:
    """Everything that is a shape or a SPARQL constraint, by its type or by what it has."""
    having = (*TARGETS, SH.path, SH.select)
    found = _typed(graph) | {s for p in having for s, _ in graph.subject_objects(p)}
    return found | set(graph.subjects(RDF.type, SH.SPARQLConstraint))


def _idle(graph: Index, targets: Iterable[Target], switched_off: set[Node]) -> Iterator[str]:
    """Named shapes that no target leads to, because of a misspelling or a lost reference."""
    reached = set(switched_off)
    waiting = [target.shape for target in targets if target.shape not in switched_off]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting += [o for p, o in graph.predicate_objects(node) if p in _LEADING]
    for shape in sorted(_parts(graph), key=str):
        off = shape in switched_off or shape not in reached
        optional = _TRUE in set(graph.objects(shape, WS.optional))
        if off and not optional and isinstance(shape, rdflib.URIRef):
            yield str(shape)
