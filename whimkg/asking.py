"""Questions to graphs in memory, in one call; beside ``pipeline`` because it imports far less."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from whimkg import resources
from whimkg.errors import GraphError, QueryError, SourceError
from whimkg.sparql import LIMITS, Limits, Question, bind, find, run

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Store

    from whimkg.pipeline import KnowledgeGraph
    from whimkg.sparql.rows import Rows

    Graph: TypeAlias = KnowledgeGraph | rdflib.Graph | Store | str | Path

__all__ = ["bundled_store", "file_store", "query", "question"]

_GRAPH = "data/whim-syndrome.nq"
#: HPO's hierarchy, which bundled questions on branches need beside any graph.
_HIERARCHY = "data/hpo-slice.nq"


def query(
    name_or_text: str | Path,
    graph: Graph | None = None,
    *,
    timeout: float = LIMITS.seconds,
    limit: int = LIMITS.rows,
    **parameters: object,
) -> Rows:
    """Ask a bundled question, or any SPARQL query that only reads.

    Args:
        name_or_text: a bundled question's name (``whimkg query`` lists them), the text of a query,
            or a file that ends in .rq.
        graph: what to ask; a file or folder, an address, an rdflib graph, a ``KnowledgeGraph``, or
            a pyoxigraph store (as it is: for many questions, load it once with
            ``whimkg.asking.bundled_store``). Default the bundled graph. Bundled questions see HPO's
            hierarchy, too.
        timeout: seconds until the answer must be complete.
        limit: how many rows at most; ``cut`` of the result says whether there were more.
        **parameters: the question's parameters: text, or Python's value of the parameter's type.

    Raises:
        UnknownNameError: no question of this name.
        QueryError: no such parameter, a value of another type, an update, or a limit was passed.
        GraphError: the graph cannot be read.

    >>> query("SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/biolink/vocab/Drug> }").rows
    ((1,),)
    """
    from whimkg.sparql.rows import rows

    asked = question(name_or_text)
    text = bind(asked, parameters)
    return rows(run(_store(graph, asked), text, Limits(timeout, limit)))


def question(name_or_text: str | Path) -> Question:
    """A bundled question, a query in a file, or a query's text.

    Raises:
        UnknownNameError: no question of this name.
        SourceError: the file cannot be read.
    """
    given = str(name_or_text)
    if not isinstance(name_or_text, Path) and ("{" in given or len(given.split()) > 1):
        return Question("the query", given)
    if not isinstance(name_or_text, Path) and not given.endswith(".rq"):
        return find(given)
    try:
        return Question(given, Path(given).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise SourceError(
            f"cannot be read: {reason}", where=given, remedy="give a SPARQL file"
        ) from error


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
        _add(store, _HIERARCHY)
    return store


def _add(store: Store, path: str) -> None:
    from pyoxigraph import RdfFormat

    store.load(resources.text(path), format=RdfFormat.N_QUADS)


def _store(graph: Graph | None, asked: Question) -> Store:
    from pyoxigraph import Store

    if graph is None:
        return bundled_store()
    if isinstance(graph, Store):
        return graph
    if isinstance(graph, str | Path):
        return file_store([graph], hierarchy=asked.bundled)
    store = Store()
    _fill(store, graph)
    if asked.bundled:
        _add(store, _HIERARCHY)
    return store


def _fill(store: Store, graph: KnowledgeGraph | rdflib.Graph) -> None:
    from pyoxigraph import RdfFormat

    # A graph of rdflib can only have been made by who has imported it; we need not.
    rdflib = sys.modules.get("rdflib")
    if rdflib is not None and isinstance(graph, rdflib.Graph):
        named = isinstance(graph, rdflib.ConjunctiveGraph | rdflib.Dataset)
        data = graph.serialize(format="nquads" if named else "nt", encoding="utf-8")
        try:
            store.load(data, format=RdfFormat.N_QUADS)
        except SyntaxError as error:
            raise GraphError(f"the rdflib graph is no valid RDF: {error.msg}") from error
    elif isinstance(quads := getattr(graph, "quads", None), Sequence):
        store.extend(quads)
    else:
        raise QueryError(
            f"a {type(graph).__name__} is no graph",
            remedy="give a file, a KnowledgeGraph, an rdflib graph or a pyoxigraph Store",
        )
