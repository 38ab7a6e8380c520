"""Questions to graphs in memory, in one call; beside ``pipeline`` because it imports far less."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from whimkg.base.texts import read_text
from whimkg.errors import QueryError, SourceError
from whimkg.rdf.memory import add_hierarchy, bundled_store, file_store, fill
from whimkg.sparql import (
    LIMITS,
    Engine,
    Limits,
    Parameter,
    Question,
    bind,
    by_name,
    catalogue,
    find,
    has_names,
    outline,
    run,
)

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Store

    from whimkg.rdf.memory import GraphInMemory
    from whimkg.sparql.rows import Rows

    Graph: TypeAlias = GraphInMemory | rdflib.Graph | Store | str | Path

#: Endings of files of queries.
_QUERIES = (".rq", ".sparql")

__all__ = ["Connection", "connect", "query", "question", "questions"]


def query(
    name_or_text: str | Path,
    graph: Graph | None = None,
    *,
    timeout: float = LIMITS.seconds,
    limit: int = LIMITS.rows,
    memory: int = LIMITS.memory,
    **parameters: object,
) -> Rows:
    """Ask a bundled question, or any SPARQL query that only reads.

    Args:
        name_or_text: a bundled question's name (``questions`` lists them), the text of a query,
            or a file that ends in .rq or .sparql.
        graph: what to ask; a file or folder, an address, an rdflib graph, a ``KnowledgeGraph``, or
            a pyoxigraph store (as it is). Default the bundled graph. Bundled questions see HPO's
            hierarchy, too. For many questions to one graph, ``connect`` reads it only once.
        timeout: seconds until the answer must be complete.
        limit: how many rows at most; ``cut`` of the result says whether there were more.
        memory: bytes that working it out may take beside the graph (on Linux); default a 32nd part
            of the machine's.
        **parameters: the question's parameters: text, or Python's value of the parameter's type;
            for a term its CURIE, its IRI, or a name that the graph has for it alone.

    Raises:
        UnknownNameError: no question of this name.
        QueryError: no such parameter, a value of another type, an update, or a limit was passed.
        GraphError: the graph cannot be read.

    >>> query("SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/biolink/vocab/Drug> }").rows
    ((1,),)
    """
    from whimkg.sparql.rows import rows

    asked = question(name_or_text)
    if not has_names(asked, parameters):
        bind(asked, parameters)  # what is wrong shows before a graph is read
    store = _store(graph, hierarchy=asked.bundled, named=outline(asked.text).named)
    text = bind(asked, by_name(store, asked, parameters))
    return rows(run(store, text, Limits(timeout, limit, memory)))


class Connection:
    """A graph that is asked many times; made by ``connect``.

    Threads may share it: their questions are answered one after the other. It ends with ``close``
    or with its ``with`` block.
    """

    def __init__(self, store: Store, *, named: bool, memory: int = LIMITS.memory) -> None:
        """See ``connect``."""
        self._engine, self._store, self._named = Engine(store, memory), store, named

    def __repr__(self) -> str:
        return f"<Connection: {len(self._store)} triples>"

    def _repr_html_(self) -> str:
        """What can be asked, for notebooks."""
        from whimkg.base.notebook import html_table

        found = questions()
        return html_table(repr(self).strip("<>"), found.columns, found.rows)

    def query(
        self,
        name_or_text: str | Path,
        *,
        timeout: float = LIMITS.seconds,
        limit: int = LIMITS.rows,
        **parameters: object,
    ) -> Rows:
        """Ask a bundled question, or any SPARQL query that only reads, as ``whimkg.query`` does.

        Args:
            name_or_text: a bundled question's name, the text of a query, or a file ending in .rq.
            timeout: seconds until the answer must be complete, questions of other threads included.
            limit: how many rows at most.
            **parameters: the question's parameters.

        Raises:
            UnknownNameError: no question of this name.
            QueryError: as ``whimkg.query``; or it names graphs, and they were not kept.
        """
        from whimkg.sparql.rows import rows

        asked = question(name_or_text)
        if not self._named and outline(asked.text).named:
            raise QueryError(
                "it names graphs, and whimkg.connect has kept only their union",
                where=asked.name,
                remedy="connect with named=True",
            )
        text = bind(asked, by_name(self._store, asked, parameters))
        return rows(self._engine.run(text, Limits(timeout, limit)))

    def close(self) -> None:
        """End the process that answers; another question starts it anew."""
        self._engine.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def connect(
    graph: Graph | None = None,
    *,
    hierarchy: bool = True,
    named: bool = False,
    memory: int = LIMITS.memory,
) -> Connection:
    """Read a graph once, and ask it many times.

    Args:
        graph: as ``query`` takes it; it must not change as long as it is asked.
        hierarchy: whether HPO's hierarchy stands beside it, which some bundled questions need and
            all queries see; the bundled graph always has it, a store only what it holds.
        named: whether queries may name its graphs (``FROM``, ``GRAPH``); without, a graph of many
            pages answers faster, in two thirds of the memory. The bundled graph and stores have
            those that they hold.
        memory: bytes that answering may take beside the graph (on Linux); default a 32nd part of
            the machine's.

    Raises:
        GraphError: the graph cannot be read.
        SourceError: an address could not be fetched.

    >>> with connect() as graph:
    ...     print(graph.query("gene").dicts()[0]["symbol"])
    ...     print(len(graph.query("phenotypes-by-band", band="HP:0040284")))
    CXCR4
    10
    """
    from pyoxigraph import Store

    as_it_is = graph is None or isinstance(graph, Store)
    store = _store(graph, hierarchy=hierarchy, named=named)
    return Connection(store, named=named or as_it_is, memory=memory)


def questions(words: str = "") -> Rows:
    """The bundled questions: name, what is asked, parameters with their defaults.

    Args:
        words: only those that have all these words in name, summary, description or tags.

    >>> questions("trials").rows
    (('trials', 'Which clinical trials does the page name?', ''),)
    """
    from whimkg.sparql.rows import Rows

    found = [each for each in catalogue().values() if each.has(words)]
    rows = tuple(
        (each.name, each.head.summary, ", ".join(_call(p) for p in each.parameters))
        for each in found
    )
    return Rows(("name", "summary", "parameters"), rows)


def _call(parameter: Parameter) -> str:
    """A parameter as a call of Python gives it."""
    return f"{parameter.name}={parameter.default!r}"


def question(name_or_text: str | Path) -> Question:
    """A bundled question, a query in a file, or a query's text.

    Raises:
        UnknownNameError: no question of this name.
        SourceError: the file cannot be read.
    """
    text = str(name_or_text)
    if not isinstance(name_or_text, Path) and ("{" in text or len(text.split()) > 1):
        return Question("the query", text)
    suffix = Path(text).suffix.lower()
    if suffix == ".ru":
        raise QueryError(
            "it is a file of updates, and whimkg only reads",
            where=text,
            remedy="ask with SELECT, ASK, CONSTRUCT or DESCRIBE, in a file that ends in .rq",
        )
    if not isinstance(name_or_text, Path) and suffix not in _QUERIES:
        return find(text)
    return Question(text, read_text(text, SourceError, remedy="give a SPARQL file"))


@cache
def _once() -> Store:
    """The bundled graph for the calls of a session, which cannot change it."""
    return bundled_store()


def _store(graph: Graph | None, *, hierarchy: bool, named: bool) -> Store:
    from pyoxigraph import Store

    if graph is None:
        return _once()
    if isinstance(graph, Store):
        return graph
    if isinstance(graph, str | Path):
        return file_store([graph], hierarchy=hierarchy, named=named)
    store = Store()
    fill(store, graph, named=named)
    if hierarchy:
        add_hierarchy(store)
    return store
