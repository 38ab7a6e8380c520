"""Graphs into stores that can be asked."""

from __future__ import annotations

import sys
import warnings
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from whimkg.base import resources
from whimkg.base.temporary import temporary_folder
from whimkg.errors import GraphError, GraphWarning, QueryError
from whimkg.sandbox import require_memory_for_store
from whimkg.source.paths import is_folder, is_there

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
    "is_store",
    "readable",
    "refuse_empty",
    "stored_quads",
    "write_stored",
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
        return file_store([graph], format_name=format_name, base_iri=base_iri, named=False)
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
    from pyoxigraph import Store

    from whimkg.rdf import files

    store = Store()
    graphs = list(graphs)
    for folder in filter(is_store, graphs):
        _copy(store, Path(folder), named=named)
    with temporary_folder() as spool:
        others = [graph for graph in graphs if not is_store(graph)]
        blocks = files(others, spool, format_name=format_name, base_iri=base_iri)
        for block in {block.path: block for block in blocks}.values():
            _add(store, block, named=named)
    if named:
        unite(store)
    if hierarchy:
        add_hierarchy(store)
    return store


def is_store(graph: str | Path) -> bool:
    """Whether it is a folder of Oxigraph's, by a file that every RocksDB has."""
    return is_folder(graph) and is_there(Path(graph) / "CURRENT")


def stored_quads(folder: str | Path, predicates: Collection[str] = ()) -> Iterator[Quad]:
    """All quads of a store on the disk, in no order, with the kinds of integers that it forgets.

    Memory does not grow with the store.

    Args:
        folder: the store.
        predicates: IRIs of which a quad must have one; none: all quads.

    Raises:
        GraphError: the store cannot be read.
    """
    from whimkg.rdf.integers import quads_as_stated

    with readable(Path(folder), predicates) as quads:
        yield from quads_as_stated(quads)


def write_stored(folder: str | Path, file: Path) -> None:
    """Write all quads of a store on the disk as N-Quads, as ``stored_quads`` gives them.

    Memory does not grow with the store.

    Raises:
        GraphError: the store cannot be read.
        OSError: the file cannot be written.
    """
    from pyoxigraph import RdfFormat, serialize

    from whimkg.rdf.integers import quads_as_stated

    with readable(Path(folder)) as quads, file.open("wb") as output:
        serialize(quads_as_stated(quads), output, format=RdfFormat.N_QUADS)


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


@contextmanager
def readable(folder: Path, predicates: Collection[str] = ()) -> Iterator[Iterable[Quad]]:
    """The quads of a store on the disk, as long as the block lasts.

    Args:
        folder: the store.
        predicates: IRIs of which a quad must have one; none: all quads.

    Raises:
        GraphError: the store cannot be read.
    """
    from pyoxigraph import NamedNode, Store

    wanted: list[NamedNode | None] = [NamedNode(each) for each in predicates] or [None]
    require_memory_for_store(str(folder))
    try:
        stored = Store.read_only(str(folder))
        yield chain.from_iterable(stored.quads_for_pattern(None, each, None) for each in wanted)
    except (OSError, RuntimeError) as error:
        if getattr(error, "errno", None):  # the engine's own have none
            raise
        raise GraphError(
            f"the store cannot be read: {error}",
            where=str(folder),
            remedy="end the program that has it open, or load the graph anew",
        ) from error


def _add(store: Store, block: Block, *, named: bool) -> None:
    from whimkg.rdf import streamed

    before = len(store)
    try:
        if named:
            _load(store, block.path, block.format)
        else:
            _load_united(store, block.path, block.format)
    except (OSError, SyntaxError, MemoryError):
        for _ in streamed(block):  # tells it in our words
            pass
        raise
    if len(store) == before:
        refuse_empty(block)
    _warn_of_integers(block)


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


def unite(store: Store) -> None:
    """Make the default graph the union of all graphs.

    The engine's own union has a triple as often as there are graphs that hold it, so that counts
    are wrong and rows multiply: https://github.com/oxigraph/oxigraph/issues/1919.
    """
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")


def add_hierarchy(store: Store) -> None:
    """Put HPO's hierarchy beside a graph, in the default graph."""
    from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

    found = parse(resources.text(_HIERARCHY), format=RdfFormat.N_QUADS)
    store.extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in found)


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
