"""Property paths whose fixed end is nowhere in the graph, where the engine misses a solution.

SPARQL 1.1 (section 18.4) has a path that may be empty (``*``, ``?``) reach the term itself, even
one that the graph does not have; the engine finds nothing. The query is parsed by rdflib, so this
is imported only for queries that have such a path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import rdflib.plugins.stores.memory  # noqa: F401  # rdflib would look for it in the child
from pyoxigraph import DefaultGraph, Literal, NamedNode, Store
from pyparsing import ParseException
from rdflib import BNode, URIRef, Variable, paths
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from whimkg.rdf.rdflib_terms import to_oxigraph

__all__ = ["unreached"]


def unreached(store: Store, text: str, union: bool) -> list[str] | None:
    """The fixed ends of paths of length nought that are nowhere in the graph that is asked.

    Args:
        store: the graphs.
        text: the query.
        union: whether the default graph is the union of all.

    Returns:
        Terms as SPARQL writes them; None where rdflib cannot read the query.
    """
    try:
        query = translateQuery(parseQuery(text)).algebra
    except (ParseException, RecursionError):
        return None
    found: dict[str, None] = {}
    for end, graph in _fixed_ends(query, None):
        graphs = _graphs(store, query.datasetClause, graph, union)
        if not all(_has(store, to_oxigraph(end), each) for each in graphs):
            found[str(to_oxigraph(end))] = None
    return list(found)


def _fixed_ends(part: Any, graph: Any) -> Iterator[tuple[Any, Any]]:
    """The fixed ends of paths that may have no step, and the graph that is named around each."""
    if isinstance(part, dict):
        name = getattr(part, "name", "")
        graph = part["term"] if name in ("Graph", "GraphGraphPattern") else graph
        if name in ("BGP", "TriplesBlock"):
            for s, _, o in filter(lambda each: _may_be_empty(each[1]), _triples(part["triples"])):
                fixed = [end for end in (s, o) if not isinstance(end, Variable | BNode)]
                if len(set(fixed)) == 1:  # two different ends are apart with or without the graph
                    yield fixed[0], graph
        for value in part.values():
            yield from _fixed_ends(value, graph)
    elif isinstance(part, list):
        for value in part:
            yield from _fixed_ends(value, graph)


def _triples(found: Iterable[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Triples of a pattern; of one that is not translated yet, several stand in one list."""
    for each in found:
        yield from zip(each[::3], each[1::3], each[2::3], strict=True)


def _may_be_empty(path: Any) -> bool:
    """Whether a path may lead nowhere, and so from a term to itself."""
    if isinstance(path, paths.MulPath):
        return path.zero or _may_be_empty(path.path)
    if isinstance(path, paths.SequencePath):
        return all(map(_may_be_empty, path.args))
    if isinstance(path, paths.AlternativePath):
        return any(map(_may_be_empty, path.args))
    return isinstance(path, paths.InvPath) and _may_be_empty(path.arg)


def _graphs(store: Store, dataset: Any, graph: Any, union: bool) -> list[list[Any]]:
    """The graphs in each of which a path is followed; of those that are united, in one list."""
    if isinstance(graph, URIRef):
        return [[NamedNode(graph)]]
    if graph is not None:
        return [[name] for name in store.named_graphs()]
    if dataset:
        return [[NamedNode(each.default) for each in dataset if each.default]]
    return [[None if union else DefaultGraph()]]


def _has(store: Store, term: Any, graphs: Iterable[Any]) -> bool:
    patterns = [(None, term)] if isinstance(term, Literal) else [(term, None), (None, term)]
    return any(
        next(store.quads_for_pattern(s, None, o, graph), None) is not None
        for graph in graphs
        for s, o in patterns
    )
