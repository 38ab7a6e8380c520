"""Graphs for the tests of views: the bundled one, changed ones, and what is stated in them."""

from collections.abc import Mapping

from pyoxigraph import QuerySolutions, RdfFormat, Store

from tests.graph.records import whole
from whimkg import pipeline
from whimkg.base import namespaces, resources
from whimkg.rdf.memory import fill, unite

__all__ = ["HOSTILE", "answer", "bundled", "changed", "made", "prefixes"]

#: A name as no page should have it, but may: it would part cells, rows and elements of HTML.
HOSTILE = "Fo\to|o \"bar\" </script><!-- 'Ünï'; \\ &amp;"


def bundled() -> Store:
    """The bundled graph, its default graph the union."""
    return changed("")


def made() -> Store:
    """The graph of a record with everything that a page can state."""
    store = Store()
    fill(store, pipeline.build(whole()))
    return store


def changed(update: str, *, without: str = "") -> Store:
    """The bundled graph after a SPARQL update, and without the lines that hold a text."""
    text = resources.text("data/whim-syndrome.nq")
    lines = [line for line in text.splitlines(True) if not without or without not in line]
    store = Store()
    store.load("".join(lines), format=RdfFormat.N_QUADS)
    unite(store)
    if update:
        store.update(f"{prefixes()}{update}")
    return store


def answer(store: Store, select: str) -> list[Mapping[str, str]]:
    """The rows of a query, IRIs as they are; the prefixes are declared."""
    found = store.query(f"{prefixes()}{select}")
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [
        {name: cell.value for name, cell in zip(names, row, strict=True) if cell is not None}
        for row in found
    ]


def prefixes() -> str:
    """All prefixes, as SPARQL declares them."""
    return "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in namespaces.prefix_map().items())
