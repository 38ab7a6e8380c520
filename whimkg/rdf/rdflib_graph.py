"""Quads as rdflib's graphs, for whoever works with those."""

from collections.abc import Iterable

import rdflib
from pyoxigraph import Literal, NamedNode, Quad

__all__ = ["to_dataset", "to_graph"]


def _term(term: object) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, Literal)  # noqa: S101  # the graph has no blank nodes
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    # For rdflib a plain literal and an xsd:string differ; its own parsers give the plain one.
    datatype = (
        None if term.datatype.value.endswith("#string") else rdflib.URIRef(term.datatype.value)
    )
    return rdflib.Literal(term.value, datatype=datatype)


def to_graph(quads: Iterable[Quad]) -> rdflib.Graph:
    """The union of the named graphs."""
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def to_dataset(quads: Iterable[Quad]) -> rdflib.Dataset:
    """The named graphs."""
    dataset = rdflib.Dataset()
    for quad in quads:
        name = dataset.graph(_term(quad.graph_name))
        name.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return dataset
