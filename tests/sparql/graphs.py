"""Graphs that the tests ask."""

from functools import cache

from pyoxigraph import Store

from whimkg.rdf.memory import bundled_store

#: Three copies of the graph side by side: more rows than any computer goes through.
ENDLESS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@cache
def bundled() -> Store:
    """The bundled graph, loaded once for all tests."""
    return bundled_store()
