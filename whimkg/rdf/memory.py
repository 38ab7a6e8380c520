"""Graphs into stores that can be asked."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import Quad, RdfFormat, Store, parse

from whimkg.base import resources
from whimkg.base.resources import BUNDLED
from whimkg.base.temporary import temporary_folder
from whimkg.errors import GraphWarning, QueryError
from whimkg.rdf import quads_in_memory
from whimkg.rdf.disk_store import is_large, is_store, open_in_place, temporary_store
from whimkg.rdf.inputs import Block, files
from whimkg.rdf.integers import forgotten_kinds
from whimkg.rdf.lines import triples, whole_lines
from whimkg.rdf.parsing import FORMATS

if TYPE_CHECKING:
    import rdflib

    from whimkg.rdf.inputs import Block

__all__ = [
    "GraphInMemory",
    "add_hierarchy",
    "bundled_store",
    "file_store",
    "fill",
    "graph_store",
]


class GraphInMemory(Protocol):
    """What holds its quads, as ``whimkg.KnowledgeGraph`` does."""

    @property
    def quads(self) -> Sequence[Quad]:
        """All of them, with their named graphs."""


#: HPO's hierarchy, which bundled questions on branches need beside any graph.
_HIERARCHY = "data/hpo-slice.nq"


def bundled_store() -> Store:
    """The bundled graph and HPO's hierarchy; a test holds their named graphs to be disjoint."""
    store = Store()
    for name in resources.names("data"):
        if name.endswith(".nq"):
            store.load(resources.text(f"data/{name}"), format=RdfFormat.N_QUADS)
    return store


def graph_store(
    graph: str | Path | None = None, *, format_name: str = "", base_iri: str = ""
) -> Store:
    """One graph, and nothing beside it; its default graph is the union of its named graphs.

    Args:
        graph: a file, a folder, an address or ``-``; default the bundled graph.
        format_name: for what has no name that tells its format.
        base_iri: what relative IRIs in files are resolved against.

    Raises:
        GraphError: it is no RDF, or holds no triples.
        SourceError: an address could not be fetched.
    """
    if graph is not None:
        return _united_store([graph], format_name=format_name, base_iri=base_iri)
    store = Store()
    store.load(resources.text(f"data/{BUNDLED}.nq"), format=RdfFormat.N_QUADS)
    unite(store)
    return store


def file_store(
    graphs: Iterable[str | Path],
    *,
    format_name: str = "",
    base_iri: str = "",
    hierarchy: bool = False,
    named: bool = True,
) -> Store:
    """Graphs from files, folders, addresses, standard input, or stores on the disk.

    Args:
        graphs: as users name them; a folder may be a store that ``whimkg load`` has made.
        format_name: for what has no name that tells its format.
        base_iri: what relative IRIs in files are resolved against.
        hierarchy: whether to add HPO's hierarchy.
        named: whether to keep the named graphs beside their union, for queries that name them.
            Without them, a store of many pages answers faster, in two thirds of the memory.

    Raises:
        GraphError: one of them is no RDF, or holds no triples.
        SourceError: an address could not be fetched.
    """
    graphs = list(graphs)
    if len(graphs) == 1 and is_store(graphs[0]):
        beside = _hierarchy() if hierarchy else []
        if found := open_in_place(Path(graphs[0]), beside):
            return found
    return _united_store(
        graphs, hierarchy=hierarchy, named=named, format_name=format_name, base_iri=base_iri
    )


def _united_store(
    graphs: Iterable[str | Path], *, hierarchy: bool = False, named: bool = False, **reading: str
) -> Store:
    """A store whose default graph is the union of all: in memory, or on the disk if it is large."""
    with temporary_folder() as spool:
        blocks = list({block.path: block for block in files(graphs, spool, **reading)}.values())
        if is_large(block.path for block in blocks):
            return temporary_store(_quads(blocks, hierarchy=hierarchy, named=named))
        store = Store()
        for block in blocks:
            _add(store, block, named=named)
    if named:
        unite(store)
    if hierarchy:
        add_hierarchy(store)
    return store


def _quads(blocks: list[Block], *, hierarchy: bool, named: bool) -> Iterator[Quad]:
    """All quads of a store to be, some of them several times."""
    if hierarchy:
        yield from _united(_hierarchy())
    for block in blocks:
        block.require_triples()
        yield from _block_quads(block, named=named)
        _warn_of_integers(block)


def _block_quads(block: Block, *, named: bool) -> Iterator[Quad]:
    """The quads of a file; blank nodes of two files are never the same."""
    with _translated_errors(block):
        if named:
            form = FORMATS[block.format]
            yield from _with_union(parse(path=block.path, format=form, rename_blank_nodes=True))
            return
        with triples(block.path) as file:
            yield from parse(file, format=RdfFormat.N_TRIPLES, rename_blank_nodes=True)


def _add(store: Store, block: Block, *, named: bool) -> None:
    before = len(store)
    with _translated_errors(block):
        if named or block.format == "nt":
            store.bulk_load(path=block.path, format=FORMATS[block.format])
        else:
            with triples(block.path) as file:
                store.bulk_load(input=file, format=RdfFormat.N_TRIPLES)
    if len(store) == before:
        block.require_triples()
    _warn_of_integers(block)


@contextmanager
def _translated_errors(block: Block) -> Iterator[None]:
    try:
        yield
    except (OSError, SyntaxError, MemoryError):
        for _ in block.quads():
            pass
        raise


def _warn_of_integers(block: Block) -> None:
    if kinds := set[str]().union(*map(forgotten_kinds, whole_lines(block.path))):
        warnings.warn(
            f"{block.origin}: {', '.join(sorted(kinds))} come back from queries as xsd:integer",
            GraphWarning,
            stacklevel=2,
        )


def _united(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The triples of quads, in the default graph.

    The engine looks a node up among all its triples, in whatever graph they are: what a thousand
    pages say of one source would be read a thousand times for each time that the source is met.
    """
    for quad in quads:
        yield Quad(*quad.triple)


def _with_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Quads, and their triples in the default graph."""
    for quad in quads:
        yield from (quad, Quad(*quad.triple))


def unite(store: Store) -> None:
    """Make the default graph the union of all graphs.

    The engine's own union has a triple as often as there are graphs that hold it, so that counts
    are wrong and rows multiply: https://github.com/oxigraph/oxigraph/issues/1919.
    """
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")


def add_hierarchy(store: Store) -> None:
    """Put HPO's hierarchy beside a graph, in the default graph."""
    store.extend(_united(_hierarchy()))


def _hierarchy() -> list[Quad]:
    return list(parse(resources.text(_HIERARCHY), format=RdfFormat.N_QUADS))


def fill(store: Store, graph: GraphInMemory | rdflib.Graph, *, named: bool = True) -> None:
    """Put a graph in memory into a store, whose default graph becomes the union.

    Args:
        store: an empty one.
        graph: what to put there.
        named: whether to keep the named graphs beside their union.

    Raises:
        GraphError: a term of an rdflib graph is none of RDF.
        QueryError: it is no graph.
    """
    known: object = graph
    quads = quads_in_memory(graph)
    if quads is known or not isinstance(quads, Iterable):
        raise QueryError(
            f"it is no graph but of the type {type(graph).__name__}",
            remedy="give a file, a KnowledgeGraph, an rdflib graph or a pyoxigraph Store",
        )
    store.extend(quads if named else _united(quads))
    if named:
        unite(store)
