"""Graphs into stores that can be asked."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from whimkg import resources
from whimkg.errors import GraphError, QueryError

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad, Store

    from whimkg.pipeline import KnowledgeGraph

__all__ = ["add_hierarchy", "bundled_store", "file_store", "fill"]

_GRAPH = "data/whim-syndrome.nq"
#: HPO's hierarchy, which bundled questions on branches need beside any graph.
_HIERARCHY = "data/hpo-slice.nq"


def bundled_store() -> Store:
    """The bundled graph and HPO's hierarchy."""
    from pyoxigraph import Store

    store = Store()
    _add(store, _GRAPH)
    _add(store, _HIERARCHY)
    return store


def file_store(
    graphs: Iterable[str | Path], *, format_name: str = "", hierarchy: bool = False
) -> Store:
    """Graphs from files, folders, addresses or standard input.

    Args:
        graphs: as users name them.
        format_name: for what has no name that tells its format.
        hierarchy: whether to add HPO's hierarchy.

    Raises:
        GraphError: one of them is no RDF, or holds no triples.
        SourceError: an address could not be fetched.
    """
    from pyoxigraph import RdfFormat, Store

    from whimkg.export import blocks

    store = Store()
    with TemporaryDirectory(prefix="whimkg-") as spool:
        # A file of many pages comes as many blocks, but is loaded as a whole.
        given = blocks(graphs, Path(spool), format_name=format_name)
        for path, block in {block.path: block for block in given}.items():
            before = len(store)
            try:
                store.bulk_load(path=path, format=RdfFormat.from_extension(block.format))
            except (OSError, SyntaxError):
                list(block.graphs())  # tells it in our words
                raise
            if len(store) == before:
                list(block.graphs())
    if hierarchy:
        add_hierarchy(store)
    return store


def add_hierarchy(store: Store) -> None:
    """Put HPO's hierarchy beside a graph."""
    _add(store, _HIERARCHY)


def _add(store: Store, path: str) -> None:
    from pyoxigraph import RdfFormat

    store.load(resources.text(path), format=RdfFormat.N_QUADS)


def fill(store: Store, graph: KnowledgeGraph | rdflib.Graph) -> None:
    """Put a graph in memory into a store.

    Raises:
        GraphError: an rdflib graph that is no valid RDF.
        QueryError: it is no graph.
    """
    # A graph of rdflib can only have been made by who has imported it; we need not.
    rdflib = sys.modules.get("rdflib")
    if rdflib is not None and isinstance(graph, rdflib.Graph):
        store.extend(_quads(graph))
    elif isinstance(quads := getattr(graph, "quads", None), Sequence):
        store.extend(quads)
    else:
        raise QueryError(
            f"it is no graph but of the type {type(graph).__name__}",
            remedy="give a file, a KnowledgeGraph, an rdflib graph or a pyoxigraph Store",
        )


def _quads(graph: rdflib.Graph) -> Iterator[Quad]:
    """The triples of all graphs; for questions their union counts."""
    from pyoxigraph import Quad

    quads = getattr(graph, "quads", None)
    for triple in (quad[:3] for quad in quads()) if quads else graph:
        try:
            yield Quad(*map(_term, triple))
        except ValueError as error:
            raise GraphError(f"the rdflib graph is no valid RDF: {error}") from error


def _term(term: Any) -> Any:
    import rdflib
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if not isinstance(term, rdflib.Literal):
        return NamedNode(str(term))
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(term.datatype) if term.datatype else None)
