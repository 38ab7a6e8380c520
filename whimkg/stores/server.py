"""Stores behind an address: the SPARQL 1.1 protocols for graphs, updates and queries.

A graph that the store takes at once goes there in one PUT: while it is read, if nothing is there
that could be lost and the store is known to drop what it gets no end of. A larger one, or several,
go in parts into staging graphs, which are counted, and moved into place by one update. What is
there before is untouched until then, and a staging graph is dropped if something fails.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import islice

from whimkg.errors import EndpointError, GraphError, StoreError
from whimkg.sparql import Answer
from whimkg.stores import _rdf
from whimkg.stores._addresses import find
from whimkg.stores._graph import Wanted
from whimkg.stores._service import Service
from whimkg.stores._source import Source, Spooled
from whimkg.stores.receipt import Receipt

__all__ = ["check", "load"]

_BULK = 20_000  # triples from which an upload without a transaction is worth it
_INSERTED = 50_000  # triples between two signs of life, where they go by updates
#: Statuses, and none, after which a store may still do what it was asked for.
_UNDECIDED = (0, 408, 502, 503, 504)
#: Statuses, and none, by which a server may mean that it takes no upload of unknown length, or
#: after which it may take one later.
_UNMEASURED = (0, 400, 411, 429, 500, 501, 502, 503, 504)
_MOVE = "MOVE GRAPH <{0}> TO GRAPH <{1}>"
#: The same in other words: Jena 4.5.0 refuses to move named graphs.
_INSERT = """DROP SILENT GRAPH <{1}> ;
INSERT {{ GRAPH <{1}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{0}> {{ ?s ?p ?o }} }} ;
DROP SILENT GRAPH <{0}>"""
#: The same, but what both graphs have is never taken away, and whoever asks never finds less.
_EXCHANGE = """INSERT {{ GRAPH <{1}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{0}> {{ ?s ?p ?o }} }} ;
DELETE {{ GRAPH <{1}> {{ ?s ?p ?o }} }} WHERE {{
  GRAPH <{1}> {{ ?s ?p ?o }} FILTER NOT EXISTS {{ GRAPH <{0}> {{ ?s ?p ?o }} }}
}} ;
DROP SILENT GRAPH <{0}>"""


def load(
    address: str, wanted: Wanted, settings: dict[str, str], date: str, tell: _rdf.Tell
) -> Receipt:
    """Load a graph into a store, and look what it has become there.

    Args:
        address: of the store, or of one of its services.
        wanted: the graph.
        settings: ``protocol``, ``query-url``, ``update-url``, ``chunk``, ``timeout``, if given.
        date: for the receipt.
        tell: hears how far it is.

    Raises:
        StoreError: the store cannot be reached, refuses the graph, or has lost a part of it.
        GraphError: the graph cannot be read.
    """
    with _opened(address, settings) as store:
        return _rdf.load(store, wanted, date, tell)


def check(receipt: Receipt, tell: _rdf.Tell) -> Receipt:
    """Count and ask again.

    Raises:
        StoreError: the store cannot be reached, or does not answer.
    """
    with _opened(receipt.address, receipt.settings) as store:
        return _rdf.check(store, receipt)


@contextmanager
def _opened(address: str, settings: dict[str, str]) -> Iterator["Server"]:
    try:
        service = Service(find(address, settings), float(settings.get("timeout", "600")))
    except EndpointError as error:
        raise _told(error, "nothing was changed") from error
    try:
        yield Server(address, settings, service)
    finally:
        service.close()


class Server:
    """A store behind an address."""

    kind = "server"

    def __init__(self, address: str, settings: dict[str, str], service: Service) -> None:
        self.address, self._service = address, service
        self._dialect = service.found.dialect
        self.settings = {"protocol": self._dialect.name, **settings}
        self.software = service.found.software
        self._chunk = int(settings.get("chunk", 0)) or self._dialect.chunk

    def replace(self, source: Source, tell: _rdf.Tell) -> None:
        """See ``RdfStore``."""
        streams = bool(self._dialect.bulk and self._service.found.data and not self._chunk)
        early = source.early(_BULK) if streams else ""
        graphs = () if early else source.given.graphs  # found wrong before anything is asked
        with self._unchanged():
            self._service.log_in()
            new = bool(early) and not self._service.holds(early)
        if new:
            self._clear(early)
            self._stream(early, source)
        else:
            self._place(graphs or source.given.graphs, tell)

    def _clear(self, graph: str) -> None:
        """Drop what a load in parts that was killed has left."""
        with self._unchanged():
            if self._service.holds(_staging(graph)):
                self._service.delete(_staging(graph))

    @contextmanager
    def _unchanged(self) -> Iterator[None]:
        try:
            yield
        except EndpointError as error:
            raise _told(error, "nothing was changed") from error

    def _stream(self, graph: str, source: Source) -> None:
        """Send a graph while it is read.

        What is wrong with it may be found when a part was sent; so nothing may be there that could
        be lost. A store that never gets the end of it has nothing.
        """
        try:
            self._send_on(graph, source)
        except EndpointError as error:
            raise _told(error, self._undone(graph, error)) from error
        except (GraphError, StoreError) as error:
            problem = f"{error.problem}; {self._undone(graph)}"
            raise type(error)(problem, where=error.where, remedy=error.remedy) from error

    def _send_on(self, graph: str, source: Source) -> None:
        """In pieces once; as a file where that fails, since not all servers and proxies take it."""
        try:
            self._service.put(graph, lambda: nullcontext(source), bulk=True, again=False)
            if self._service.holds(graph):
                return
        except EndpointError as error:
            if error.status not in _UNMEASURED:
                raise
        (whole,) = source.given.graphs
        self._service.put(graph, lambda: whole.path.open("rb"), bulk=True)

    def _place(self, graphs: Sequence[Spooled], tell: _rdf.Tell) -> None:
        if len(graphs) == 1 and self._takes(graphs[0].triples):
            self._put(graphs[0], tell)
        elif self._service.found.update:
            self._staged(graphs, tell)
        else:
            raise StoreError(
                "a graph in parts, or several graphs, can only be put in place by an update",
                where=self.address,
                remedy="name the address for updates with update-url=…",
            )

    def count(self, graph: str) -> int:
        """See ``RdfStore``."""
        with self._after():
            return self._service.count(graph)

    def answer(self, text: str, graphs: Sequence[str]) -> Answer:
        """See ``RdfStore``."""
        with self._after():
            return self._service.answer(text, graphs)

    @contextmanager
    def _after(self) -> Iterator[None]:
        try:
            yield
        except EndpointError as error:
            raise _told(error, "what the store holds could not be checked") from error

    def _takes(self, triples: int) -> bool:
        """Whether one PUT of so many triples is safe."""
        few = not self._chunk or triples <= self._chunk
        return bool(self._service.found.data) and self._dialect.whole and few

    def _put(self, graph: Spooled, tell: _rdf.Tell) -> None:
        self._clear(graph.iri)
        tell(f"sending {graph.triples:,} triples")
        bulk = self._may_be_bulk(graph)
        try:
            self._service.put(graph.iri, lambda: graph.path.open("rb"), bulk=bulk)
        except EndpointError as error:
            state = self._undone(graph.iri, error) if bulk else _whole(graph, error)
            raise _told(error, state) from error

    def _may_be_bulk(self, graph: Spooled) -> bool:
        """Without a transaction only where nothing is there that could be lost."""
        if not self._dialect.bulk or graph.triples < _BULK:
            return False
        with self._unchanged():
            return not self._service.holds(graph.iri)

    def _undone(self, graph: str, error: EndpointError | None = None) -> str:
        """Take back an upload without a transaction; the graph was not there before."""
        try:
            self._service.delete(graph)
        except EndpointError:
            return f"a part of the graph <{graph}> may be left: drop it, or load again"
        if error and error.status in _UNDECIDED:
            return f"<{graph}> was deleted, but appears if the store still goes on: load again"
        return "nothing is left of the upload"

    def _staged(self, graphs: Sequence[Spooled], tell: _rdf.Tell) -> None:
        staging: dict[str, str] = {}  # those to which something was sent
        try:
            for graph in graphs:
                name = _staging(graph.iri)
                self._service.delete(name)
                staging[graph.iri] = name
                self._fill(graph, name, tell)
                self._compare(graph, name)
        except (EndpointError, StoreError) as error:
            raise _told(error, self._dropped(staging)) from error
        except BaseException:
            self._dropped(staging)
            raise
        tell("moving the graph into place")
        self._move(graphs, staging)

    def _fill(self, graph: Spooled, staging: str, tell: _rdf.Tell) -> None:
        """Send the parts of a graph."""
        if not self._chunk and self._service.found.data:
            tell(f"sending {graph.triples:,} triples")
            bulk = graph.triples >= _BULK
            self._service.post(staging, lambda: graph.path.open("rb"), bulk=bulk)
            return
        sent = 0
        with graph.path.open("rb") as file:
            while lines := list(islice(file, self._chunk or _INSERTED)):
                self._add(staging, lines)
                sent += len(lines)
                tell(f"sent {sent:,} triples")

    def _add(self, staging: str, lines: Sequence[bytes]) -> None:
        if not self._service.found.data:
            self._service.insert(staging, lines)
            return
        data = b"".join(lines)
        self._service.post(staging, lambda: io.BytesIO(data))

    def _compare(self, graph: Spooled, staging: str) -> None:
        """The count decides: some stores say that they are done, and have lost triples.

        Raises:
            StoreError: the staging graph has not as many triples as were sent.
        """
        if (held := self._service.count(staging)) != graph.triples:
            raise StoreError(
                f"of {graph.triples:,} triples the store holds {held:,}",
                where=self.address,
                remedy="if that stays so, send smaller parts (chunk=…), or look for literals that "
                "the store takes for the same, as 042 and 42",
            )

    def _move(self, graphs: Sequence[Spooled], staging: dict[str, str]) -> None:
        """All graphs into place, by one request.

        It is repeated, in other words where there are some, only if the store has shown that it was
        not done and is not being done: moved twice, a graph is empty.
        """
        moves = [(staging[graph.iri], graph.iri) for graph in graphs]
        error: EndpointError | StoreError = StoreError(
            "the store says that it has moved the graph, and has not", where=self.address
        )
        forms = (_EXCHANGE, _EXCHANGE) if self._dialect.keep else (_MOVE, _INSERT)
        for form in forms:
            try:
                self._service.update(" ;\n".join(form.format(*move) for move in moves))
            except EndpointError as failure:
                error = failure
            if self._is_moved(graphs, staging, error):
                return
        raise _told(error, self._dropped(staging)) from error

    def _is_moved(
        self, graphs: Sequence[Spooled], staging: dict[str, str], error: EndpointError | StoreError
    ) -> bool:
        """Whether all graphs are in place; false if none is, and the store has given it up.

        Raises:
            StoreError: it cannot be told.
        """
        count = self._service.count
        try:
            held = [(count(staging[g.iri]), count(g.iri), g.triples) for g in graphs]
        except EndpointError as unknown:
            raise _told(unknown, _unknown(graphs)) from unknown
        if all(left == 0 and there == sent for left, there, sent in held):
            return True
        lost = isinstance(error, EndpointError) and error.status in _UNDECIDED
        if lost or not all(left == sent for left, _, sent in held):
            raise _told(error, _unknown(graphs)) from error
        return False

    def _dropped(self, staging: dict[str, str]) -> str:
        """Drop the staging graphs, and say what became of them."""
        if left := [f"<{graph}>" for graph in staging.values() if not self._is_dropped(graph)]:
            told = f"{', '.join(left)} may be left: drop it, or load again"
            return f"what was there is as it was, but {told}"
        return "what was there is as it was"

    def _is_dropped(self, graph: str) -> bool:
        try:
            self._service.delete(graph)
            return self._service.count(graph) == 0
        except EndpointError:
            return False


def _whole(graph: Spooled, error: EndpointError) -> str:
    """What a PUT that failed leaves: the store does it whole or not at all."""
    if error.status not in _UNDECIDED:
        return f"the graph <{graph.iri}> is as it was"
    return f"whether <{graph.iri}> is still the old one or already the new one is not known"


def _unknown(graphs: Sequence[Spooled]) -> str:
    names = ", ".join(f"<{graph.iri}>" for graph in graphs)
    left = ", ".join(f"<{_staging(graph.iri)}>" for graph in graphs)
    return (
        f"whether {names} is still the old one or already the new one is not known: load again, "
        f"which also drops what may be left in {left}"
    )


def _staging(graph: str) -> str:
    """Where a graph is put together: a name that the next load finds again."""
    return f"{graph}.staging"


def _told(error: EndpointError | StoreError, state: str) -> StoreError:
    """An error of a request, with what it means for the store."""
    return StoreError(f"{error.problem}; {state}", where=error.where, remedy=error.remedy)
