"""Terms, triples and graphs of Oxigraph and of rdflib into each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import rdflib
from rdflib.namespace import XSD

from whimkg.errors import GraphError

if TYPE_CHECKING:
    from rdflib.term import Node

__all__ = ["Terms", "quads_of", "to_dataset", "to_graph", "to_oxigraph"]

_STRING = str(XSD.string)


class Terms(dict[object, "Node"]):
    """Oxigraph's terms to rdflib's, each made once: equal terms are then the same object."""

    def __missing__(self, term: object) -> Node:
        made = self[term] = _term(term)
        return made


def _term(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, ox.Literal) or term.direction is not None:
        raise GraphError(
            f"no term of RDF 1.1: {term}",
            remedy="write no statements about statements, and no base directions",
        )
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    # Unlike Oxigraph's, rdflib's plain literals have no datatype; its own parsers give those.
    if datatype == _STRING:
        return rdflib.Literal(term.value)
    # A literal is judged as it was written, not in the form that rdflib would rather have.
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False)


def to_oxigraph(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """The same term for Oxigraph.

    Raises:
        GraphError: it is no term of RDF, as a relative or malformed IRI.
    """
    try:
        return _to_oxigraph(term)
    except ValueError as error:
        raise GraphError(f"{term} is no term of RDF: {error}") from error


def _to_oxigraph(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
        return ox.Literal(str(term), datatype=datatype)
    return ox.BlankNode(str(term)) if isinstance(term, rdflib.BNode) else ox.NamedNode(str(term))


def quads_of(graph: rdflib.Graph) -> Iterator[ox.Quad]:
    """The quads of a dataset of rdflib's, or the triples of a graph in the default graph.

    Raises:
        GraphError: one of the terms is none of RDF.
    """
    quads = getattr(graph, "quads", None)
    for s, p, o, context in quads() if quads else ((*triple, None) for triple in graph):
        # Of a ConjunctiveGraph it is the graph itself; of a Dataset its name, or None.
        name = getattr(context, "identifier", context)
        terms: list[Any] = [to_oxigraph(term) for term in (s, p, o)]
        terms.append(to_oxigraph(name) if name else ox.DefaultGraph())
        yield ox.Quad(*terms)


def to_graph(quads: Iterable[ox.Quad], graph: rdflib.Graph | None = None) -> rdflib.Graph:
    """The union of the named graphs, in a graph that has prefixes of its own, or a new one."""
    graph, terms = rdflib.Graph() if graph is None else graph, Terms()
    for quad in quads:
        graph.add((terms[quad.subject], terms[quad.predicate], terms[quad.object]))
    return graph


def to_dataset(quads: Iterable[ox.Quad]) -> rdflib.Dataset:
    """The named graphs."""
    dataset, terms = rdflib.Dataset(), Terms()
    for quad in quads:
        name: Any = terms[quad.graph_name]
        dataset.graph(name).add((terms[quad.subject], terms[quad.predicate], terms[quad.object]))
    return dataset
