"""Graphs into stores that can be asked."""

from __future__ import annotations

import sys
import warnings
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from whimkg.base import resources
from whimkg.base.temporary import temporary_folder
from whimkg.errors import GraphError, GraphWarning, QueryError
from whimkg.rdf.disk_store import (
    is_large,
    is_store,
    open_in_place,
    readable,
    temporary_store,
    write_stored,
)

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad, RdfFormat, Store

    from whimkg.rdf.inputs import Block

__all__ = [
    "GraphInMemory",
    "add_hierarchy",
    "bundled_store",
    "file_store",
    "fill",
    "graph_blocks",
    "graph_store",
    "refuse_empty",
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
    from pyoxigraph import RdfFormat, Store

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
    from pyoxigraph import RdfFormat, Store

    from whimkg.base.resources import BUNDLED

    if graph is not None:
        return _united_store([graph], _Options(format_name, base_iri))
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
    return _united_store(graphs, _Options(format_name, base_iri, hierarchy, named))


class _Options(NamedTuple):
    """See ``file_store``."""

    format_name: str
    base_iri: str
    hierarchy: bool = False
    named: bool = False


def _united_store(graphs: list[str | Path], options: _Options) -> Store:
    """A store whose default graph is the union of all: in memory, or on the disk if it is large."""
    from whimkg.rdf import files

    folders = [Path(graph) for graph in graphs if is_store(graph)]
    with temporary_folder() as spool:
        others = [graph for graph in graphs if not is_store(graph)]
        found = files(others, spool, format_name=options.format_name, base_iri=options.base_iri)
        blocks = list({block.path: block for block in found}.values())
        if is_large([*folders, *(block.path for block in blocks)]):
            return temporary_store(_quads(folders, blocks, options))
        return _store_in_memory(folders, blocks, options)


def _store_in_memory(folders: list[Path], blocks: list[Block], options: _Options) -> Store:
    from pyoxigraph import Store

    store = Store()
    for folder in folders:
        _copy(store, folder, named=options.named)
    for block in blocks:
        _add(store, block, named=options.named)
    if options.named:
        unite(store)
    if options.hierarchy:
        add_hierarchy(store)
    return store


def _quads(folders: list[Path], blocks: list[Block], options: _Options) -> Iterator[Quad]:
    """All quads of a store to be, some of them several times."""
    if options.hierarchy:
        yield from _united(_hierarchy())
    for folder in folders:
        with readable(folder) as quads:
            yield from _with_union(quads) if options.named else _united(quads)
    for block in blocks:
        refuse_empty(block)
        yield from _block_quads(block, named=options.named)
        _warn_of_integers(block)


def _block_quads(block: Block, *, named: bool) -> Iterator[Quad]:
    """The quads of a file; blank nodes of two files are never the same."""
    from pyoxigraph import RdfFormat, parse

    from whimkg.rdf.lines import triples

    with _errors_in_our_words(block):
        if named:
            form = _form(block.format)
            yield from _with_union(
                parse(**_source(block.path), format=form, rename_blank_nodes=True)
            )
            return
        with triples(block.path) as file:
            yield from parse(file, format=RdfFormat.N_TRIPLES, rename_blank_nodes=True)


def graph_blocks(
    graphs: Iterable[str | Path], spool: Path, *, format_name: str = "", base_iri: str = ""
) -> Iterator[Block]:
    """Graphs page by page: as ``whimkg.rdf.blocks``, and also stores on the disk.

    What a store holds is put aside first, so memory does not grow with it; its pages come by name.

    Raises:
        GraphError: there is no graph, or its format is not known, or a store cannot be read.
        SourceError: an address could not be fetched.
        OSError: there is no room for what a store holds.
    """
    from whimkg.rdf import blocks

    for number, graph in enumerate(graphs):
        folder = spool / str(number)
        folder.mkdir()
        if is_store(graph):
            quads = folder / "stored.nq"
            write_stored(graph, quads)
            pages = sorted(blocks([quads], folder), key=lambda block: block.page)
            yield from (replace(block, origin=str(graph)) for block in pages)
        else:
            yield from blocks([graph], folder, format_name=format_name, base_iri=base_iri)


def _copy(store: Store, folder: Path, *, named: bool) -> None:
    with readable(folder) as quads:
        store.bulk_extend(quads if named else _united(quads))


def _add(store: Store, block: Block, *, named: bool) -> None:
    before = len(store)
    with _errors_in_our_words(block):
        if named:
            _load(store, block.path, block.format)
        else:
            _load_united(store, block.path, block.format)
    if len(store) == before:
        refuse_empty(block)
    _warn_of_integers(block)


@contextmanager
def _errors_in_our_words(block: Block) -> Iterator[None]:
    from whimkg.rdf import streamed

    try:
        yield
    except (OSError, SyntaxError, MemoryError):
        for _ in streamed(block):
            pass
        raise


def _warn_of_integers(block: Block) -> None:
    from whimkg.rdf.integers import forgotten_kinds
    from whimkg.rdf.lines import whole_lines

    if kinds := set[str]().union(*map(forgotten_kinds, whole_lines(block.path))):
        warnings.warn(
            f"{block.origin}: {', '.join(sorted(kinds))} come back from queries as xsd:integer",
            GraphWarning,
            stacklevel=2,
        )


def refuse_empty(block: Block) -> None:
    """See that a file holds a triple.

    Raises:
        GraphError: it holds none.
    """
    from whimkg.rdf import streamed

    if next(streamed(block), None) is None:
        raise GraphError("it holds no triples", where=block.origin)


def _load(store: Store, path: Path, extension: str) -> None:
    store.bulk_load(**_source(path), format=_form(extension))


def _load_united(store: Store, path: Path, extension: str) -> None:
    from pyoxigraph import RdfFormat

    from whimkg.rdf.lines import triples

    if _form(extension) == RdfFormat.N_QUADS:
        with triples(path) as file:
            store.bulk_load(input=file, format=RdfFormat.N_TRIPLES)
    else:
        _load(store, path, extension)


def _source(path: Path) -> dict[str, Any]:
    """The file, or what follows its byte-order mark, which the engine takes for text."""
    with path.open("rb") as file:
        marked = file.read(len(BOM_UTF8)) == BOM_UTF8
    return {"input": path.read_bytes().removeprefix(BOM_UTF8)} if marked else {"path": path}


def _form(extension: str) -> RdfFormat:
    from pyoxigraph import RdfFormat

    return RdfFormat.N_QUADS if extension == "nq" else RdfFormat.N_TRIPLES


def _united(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The triples of quads, in the default graph.

    The engine looks a node up among all its triples, in whatever graph they are: what a thousand
    pages say of one source would be read a thousand times for each time that the source is met.
    """
    from pyoxigraph import Quad

    for quad in quads:
        yield Quad(*quad.triple)


def _with_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Quads, and their triples in the default graph."""
    from pyoxigraph import Quad

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
    from pyoxigraph import RdfFormat, parse

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
    # A graph of rdflib can only have been made by who has imported it; we need not.
    rdflib = sys.modules.get("rdflib")
    if rdflib is not None and isinstance(graph, rdflib.Graph):
        from whimkg.rdf.rdflib_terms import quads_of

        quads: Iterable[Quad] = quads_of(graph)
    elif isinstance(known := getattr(graph, "quads", None), Sequence):
        quads = known
    else:
        raise QueryError(
            f"it is no graph but of the type {type(graph).__name__}",
            remedy="give a file, a KnowledgeGraph, an rdflib graph or a pyoxigraph Store",
        )
    store.extend(quads if named else _united(quads))
    if named:
        unite(store)
