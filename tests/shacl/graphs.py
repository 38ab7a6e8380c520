"""Small graphs and shapes, and the bundled graph with something changed."""

from collections.abc import Callable, Iterable
from functools import cache

import pyoxigraph as ox
from pyoxigraph import Quad

from whimkg import build
from whimkg.base.namespaces import expand
from whimkg.shacl import Layer, Report, validate
from whimkg.shacl.shapes import Shapes

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ws: <https://w3id.org/whimkg/shapes#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def shapes(turtle: str, layer: Layer = "strict") -> Shapes:
    """Shapes of one's own."""
    return Shapes.parse([("own.ttl", PREFIXES + turtle)], layer)


def quads(turtle: str) -> list[Quad]:
    """A graph of one's own."""
    return list(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE))


def held(data: str, rules: str, layer: Layer = "strict") -> Report:
    """A graph held against shapes, both of one's own."""
    return validate(quads(data), shapes=shapes(rules, layer))


@cache
def bundled() -> tuple[Quad, ...]:
    """The bundled graph."""
    return build().quads


def node(quad: Quad) -> str:
    """The subject's IRI."""
    assert isinstance(quad.subject, ox.NamedNode)
    return quad.subject.value


def iri(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))


def without(keep: Callable[[Quad], bool]) -> list[Quad]:
    """The bundled graph without the quads that a test does not keep."""
    return [quad for quad in bundled() if keep(quad)]


def dropped(subject: str, predicate: str) -> list[Quad]:
    """The bundled graph without the values of one property of one node."""
    return without(lambda q: (node(q), q.predicate) != (subject, iri(predicate)))


def subjects(predicate: str, value: str) -> list[str]:
    """IRIs of the subjects of a property and value, sorted."""
    found = [q for q in bundled() if (q.predicate, q.object) == (iri(predicate), iri(value))]
    return sorted(map(node, found))


def objects(subject: str, predicate: str) -> list[str]:
    """IRIs or words that a property of a node has, sorted."""
    wanted = (subject, iri(predicate))
    found = [quad for quad in bundled() if (node(quad), quad.predicate) == wanted]
    values = [quad.object for quad in found]
    return sorted(term.value for term in values if not isinstance(term, ox.Triple))


def names(iris: Iterable[str]) -> list[str]:
    """The ends of IRIs."""
    return [each.rpartition("#")[2].rpartition("/")[2] for each in iris]
