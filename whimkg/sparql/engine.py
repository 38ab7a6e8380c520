"""Graph and query to answer, in memory: read-only, offline, and within limits.

A store whose default graph is empty is asked as if that were the union of its named graphs, so that
a question need not know of them; a query that names its graphs itself (``FROM``, ``GRAPH``) gets
those.
"""

import json
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from logging import DEBUG
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, QueryBoolean, QuerySolutions, Store

from whimkg.base import namespaces
from whimkg.base.log import logger
from whimkg.errors import LimitError, QueryError, QueryWarning
from whimkg.sandbox import Worker, check_seconds, run_limited, share_of_memory
from whimkg.sparql.results import Answer, of_boolean, of_solutions, of_triples
from whimkg.sparql.tokens import Outline, outline
from whimkg.sparql.workarounds import (
    has_path_to_fixed_end,
    plain_group_concat,
    refuse_misread,
)

__all__ = ["LIMITS", "Engine", "Limits", "admit", "labels", "run"]

_log = logger(__name__)
_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


class Limits(NamedTuple):
    """What one run may cost.

    Attributes:
        seconds: until the answer is complete.
        rows: of a table, or triples of a graph; what is beyond is cut off.
        memory: bytes for working it out, beside the graph (on Linux; elsewhere unlimited); default
            a 32nd part of the machine's, from 256 MB to 4 GB.
    """

    seconds: float = 30.0
    rows: int = 10_000
    memory: int = share_of_memory()


LIMITS = Limits()
#: Characters of what the engine says of a query that is none.
_SHOWN = 160


def run(store: Store, text: str, limits: Limits = LIMITS, *, allow_service: bool = False) -> Answer:
    """Answer a query.

    Args:
        store: the graph.
        text: SELECT, ASK, CONSTRUCT or DESCRIBE.
        limits: of time and rows.
        allow_service: whether the query may ask other endpoints.

    Raises:
        QueryError: it is no query or one that is refused, it failed, it took too long, or a limit
            is none.
    """
    query = _prepared(text, limits, allow_service=allow_service)
    if _log.isEnabledFor(DEBUG):  # to count the triples of a large graph takes a while
        _log.debug("asking a graph of %d triples", len(store))
    work, opens = partial(_answer, store, query), outline(text).service
    with _beyond_limits():
        data = run_limited(work, limits.seconds, limits.memory, opens=opens)
    return _unpacked(data)


class Engine:
    """A store that is asked many times: as ``run``, in one process for all queries.

    The store must not change meanwhile: what is answered is what it had at the first query.
    """

    def __init__(self, store: Store, memory: int = LIMITS.memory) -> None:
        """Nothing is asked yet.

        Args:
            store: the graph.
            memory: bytes for answering, beside the graph (on Linux; elsewhere unlimited).
        """
        self._store, self._memory = store, memory
        self._worker = Worker(
            lambda request: _answer(store, _PreparedQuery(*json.loads(request))), memory
        )

    def run(self, text: str, limits: Limits = LIMITS) -> Answer:
        """Answer a query that asks no other endpoint; the limit of memory is the engine's.

        Raises:
            QueryError: as ``run``.
        """
        query = _prepared(text, limits)
        if query.fixed:  # the process that is kept may be older than the import of `paths`
            return run(self._store, text, limits._replace(memory=self._memory))
        with _beyond_limits():
            data = self._worker.ask(json.dumps(query).encode(), limits.seconds)
        return _unpacked(data)

    def close(self) -> None:
        """End the process."""
        self._worker.close()


@contextmanager
def _beyond_limits() -> Iterator[None]:
    try:
        yield
    except LimitError as error:
        raise QueryError(
            error.problem, remedy=f"make the query narrower, or {error.remedy}"
        ) from None


def admit(text: str, *, allow_service: bool = False) -> Outline:
    """The outline of a query that may run.

    Raises:
        QueryError: it is an update, or it asks other endpoints and may not.
    """
    found = outline(text)
    if found.update:
        raise QueryError(
            f"{found.update} changes data, and whimkg only reads",
            remedy="ask with SELECT, ASK, CONSTRUCT or DESCRIBE",
        )
    if found.service and not allow_service:
        raise QueryError(
            "the query sends a part of itself to another endpoint (SERVICE)",
            remedy="allow that with allow_service=True, if you trust the query",
        )
    return found


def labels(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """The ``rdfs:label`` of each IRI that has one; in English if there are several."""
    found = {}
    for iri in iris:
        objects = [q.object for q in store.quads_for_pattern(NamedNode(iri), _LABEL, None, None)]
        literals = [label for label in objects if isinstance(label, Literal)]
        if literals:
            best = min(literals, key=lambda label: (label.language != "en", label.value))
            found[iri] = best.value
    return found


class _PreparedQuery(NamedTuple):
    """What the child needs to answer a query.

    Attributes:
        text: the query.
        rows: how many at most.
        remedy: what to do if it is no query.
        own: whether it names a dataset of its own.
        fixed: whether it may have a path to a fixed end; see ``paths.unreached``.
    """

    text: str
    rows: int
    remedy: str
    own: bool
    fixed: bool


def _prepared(text: str, limits: Limits, *, allow_service: bool = False) -> _PreparedQuery:
    """A query that may run.

    Raises:
        QueryError: it may not, the engine would answer it wrongly, or a limit is none.
    """
    check_seconds(limits.seconds, QueryError)
    if not isinstance(limits.rows, int) or limits.rows < 0:
        raise QueryError(f"{limits.rows} is no limit of rows", remedy="give a whole number")
    found = admit(text, allow_service=allow_service)
    refuse_misread(text)
    fixed = has_path_to_fixed_end(text)
    if fixed:
        import whimkg.sparql.paths  # noqa: F401  # the child can open no file
    return _PreparedQuery(
        plain_group_concat(text), limits.rows, _declared(found), found.dataset, fixed
    )


def _answer(store: Store, query: _PreparedQuery) -> bytes:
    """The answer to what was asked, packed with the ends of paths that the engine has missed."""
    union = not query.own and _is_bare(store)
    answer = _solved(store, query, union)
    missed: list[str] | None = []
    if query.fixed:
        from whimkg.sparql.paths import unreached

        missed = unreached(store, query.text, union)
    return json.dumps((answer.kind, answer.cut, missed)).encode() + b"\n" + answer.data


def _solved(store: Store, query: _PreparedQuery, union: bool) -> Answer:
    try:
        result = store.query(query.text, use_default_graph_as_union=union)
        if isinstance(result, QueryBoolean):
            return of_boolean(bool(result))
        if isinstance(result, QuerySolutions):
            return of_solutions(result, query.rows).in_order(outline(query.text).columns)
        return of_triples(result, query.rows)
    except SyntaxError as error:
        raise QueryError(
            f"it is no SPARQL query: {_short(error.msg)}", remedy=query.remedy
        ) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"it cannot be answered: {error}") from error


def _short(message: str) -> str:
    """What the engine says first: where it is, before all that could stand there instead."""
    line = " ".join(message.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]} …"


def _is_bare(store: Store) -> bool:
    return next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is None


def _declared(found: Outline) -> str:
    """What to do about undeclared prefixes, of which the engine names nothing but the place."""
    known = namespaces.prefix_map() if found.undeclared else {}
    declare = [f"PREFIX {p}: <{known[p]}>" for p in found.undeclared if p in known]
    if declare:
        return f"declare its prefixes: put before it {' '.join(declare)}"
    return f"declare the prefix {', '.join(found.undeclared)}" if found.undeclared else ""


def _unpacked(data: bytes) -> Answer:
    head, _, rest = data.partition(b"\n")
    kind, cut, missed = json.loads(head)
    if missed != []:
        ends = (
            f"the graph has no {', '.join(missed)}" if missed else "perhaps the graph lacks its end"
        )
        warnings.warn(
            f"a path of the query may be empty, and {ends}: SPARQL has such a path reach the term"
            " itself, which this engine does not find",
            QueryWarning,
            stacklevel=3,
        )
    return Answer(kind, rest, cut)
