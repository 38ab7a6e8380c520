"""Stores behind an address: the SPARQL 1.1 protocols for graphs, updates and queries.

Where a PUT replaces a graph in a transaction that no other can cross, a graph goes there in one
PUT. Elsewhere it goes into a staging graph, in parts if need be, which is counted; one update then
puts it in place: see ``staging``. A large graph that is not there yet may go straight to its place
without a transaction, if the store then shows all of it at once.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from whimkg.errors import EndpointError, StoreError
from whimkg.sparql import Answer
from whimkg.stores.graph_input import Tell, TripleFile, Triples
from whimkg.stores.service_addresses import find
from whimkg.stores.sparql_service import Service
from whimkg.stores.staging import Staging, notes

__all__ = ["Server", "open_store"]

_BULK = 20_000  # triples from which an upload without a transaction is worth it
_INSERTED = 50_000  # triples between two signs of life, where they go by updates
#: Statuses, and none, after which a store may still do what it was asked for.
_UNDECIDED = (0, 408, 502, 503, 504)
_AS_IT_WAS = "what was there is as it was"


@contextmanager
def open_store(address: str, settings: dict[str, str]) -> Iterator["Server"]:
    """A store behind an address.

    Args:
        address: of the store, or of one of its services.
        settings: ``protocol``, ``query-url``, ``update-url``, ``chunk``, ``timeout``, if given.

    Raises:
        StoreError: the store cannot be reached.
    """
    with _failing("nothing was changed"):
        service = Service(find(address, settings), float(settings.get("timeout", "600")))
    try:
        yield Server(address, settings, service)
    finally:
        service.close()


@contextmanager
def _failing(state: str) -> Iterator[None]:
    """For requests: what their failure means for the store.

    Raises:
        StoreError: the error of the block, with that.
    """
    try:
        yield
    except EndpointError as error:
        raise _with_state(error, state) from error


class Server:
    """A store behind an address."""

    kind = "server"

    def __init__(self, address: str, settings: dict[str, str], service: Service) -> None:
        self.address, self._service = address, service
        self._dialect = service.found.dialect
        self.settings = {"protocol": self._dialect.name, **settings}
        self.software = service.found.software
        self._chunk = int(settings.get("chunk", 0)) or self._dialect.chunk

    def replace(self, triples: Triples, tell: Tell) -> None:
        """See ``RdfStore``."""
        names = [graph.iri for graph in triples.graphs]
        staging, updates = Staging(self._service, names), bool(self._service.found.update)
        with _failing("nothing was changed"):
            self._service.log_in()
            if updates:
                staging.recover(tell)
            direct = self._may_be_direct(triples.graphs)
        if direct:
            self._upload(triples.graphs[0], tell)
        elif self._takes_whole(triples.graphs):
            self._put(triples.graphs[0], tell)
        elif updates:
            self._stage(triples.graphs, staging, tell)
        else:
            raise StoreError(
                "a graph in parts, or several graphs, can only be put in place by an update",
                where=self.address,
                remedy="name the address for updates with update-url=…",
            )
        if updates:
            with _failing("the graph was replaced before that, as the store has said"):
                staging.sweep()

    def count(self, graph: str) -> int:
        """See ``RdfStore``."""
        with _failing("what the store holds could not be checked"):
            return self._service.count(graph)

    def answer(self, text: str, graphs: Sequence[str]) -> Answer:
        """See ``RdfStore``."""
        with _failing("what the store holds could not be checked"):
            return self._service.answer(text, graphs)

    def _takes_whole(self, graphs: Sequence[TripleFile]) -> bool:
        """Whether one PUT replaces what there is."""
        few = not self._chunk or graphs[0].triples <= self._chunk
        data = bool(self._service.found.data)
        return len(graphs) == 1 and data and few and self._dialect.whole

    def _may_be_direct(self, graphs: Sequence[TripleFile]) -> bool:
        """Without a transaction only where nothing is there that could be lost."""
        found = self._service.found
        able = self._dialect.bulk and found.data and found.update and not self._chunk
        large = len(graphs) == 1 and graphs[0].triples >= _BULK
        return bool(able and large and not self._service.holds(graphs[0].iri))

    def _put(self, graph: TripleFile, tell: Tell) -> None:
        tell(f"sending {graph.triples:,} triples")
        try:
            self._service.put(graph.iri, graph.path)
        except EndpointError as error:
            raise _with_state(error, _whole(graph, error)) from error

    def _upload(self, graph: TripleFile, tell: Tell) -> None:
        """Straight to its place. A store that never gets the end of it has nothing."""
        tell(f"sending {graph.triples:,} triples")
        staging = Staging(self._service, [graph.iri], direct=True)
        _begin(staging)
        try:
            self._service.put(graph.iri, graph.path, bulk=True, before_end=staging.advance)
        except EndpointError as error:
            raise _with_state(error, self._undo_upload(graph.iri, staging, error)) from error
        with _failing("the graph was replaced before that, as the store has said"):
            staging.end()

    def _undo_upload(self, graph: str, staging: Staging, error: EndpointError) -> str:
        """Take an upload back; the graph was not there before."""
        try:
            self._service.delete(graph)
        except EndpointError:
            left = f"<{graph}> and <{notes(graph)}>"
            return f"a part of the graph {left} may be left: drop it, or load again"
        if error.status in _UNDECIDED:
            note = f"which <{notes(graph)}> tells the next load"
            return f"<{graph}> was deleted, but appears if the store still goes on, {note}"
        return "nothing is left of the upload" + _left(staging.drop())

    def _stage(self, graphs: Sequence[TripleFile], staging: Staging, tell: Tell) -> None:
        _begin(staging)
        try:
            for graph in graphs:
                self._fill(graph, staging.names[graph.iri], tell)
                self._compare(graph, staging.names[graph.iri])
            tell("moving the graph into place")
            staging.advance()
        except (EndpointError, StoreError) as error:
            raise _with_state(error, _AS_IT_WAS + _left(staging.drop())) from error
        except BaseException:
            staging.drop()
            raise
        self._place(graphs, staging)

    def _fill(self, graph: TripleFile, staging: str, tell: Tell) -> None:
        """Send a graph, in parts where that is needed."""
        if not self._chunk and self._service.found.data:
            tell(f"sending {graph.triples:,} triples")
            self._service.post(staging, lambda: graph.path.open("rb"), bulk=graph.triples >= _BULK)
            return
        sent = 0
        with graph.path.open("rb") as file:
            while lines := list(islice(file, self._chunk or _INSERTED)):
                self._add(staging, lines)
                sent += len(lines)
                tell(f"sent {sent:,} triples")

    def _add(self, staging: str, lines: Sequence[bytes]) -> None:
        if self._service.found.data:
            data = b"".join(lines)
            self._service.post(staging, lambda: io.BytesIO(data))
        else:
            self._service.insert(staging, lines)

    def _compare(self, graph: TripleFile, staging: str) -> None:
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

    def _place(self, graphs: Sequence[TripleFile], staging: Staging) -> None:
        """All graphs into place, by one request."""
        error: EndpointError | StoreError = StoreError(
            "the store says that it has moved the graph, and has not", where=self.address
        )
        try:
            staging.exchange()
        except EndpointError as failure:
            error = failure
        if not self._is_placed(graphs, staging, error):
            raise _with_state(error, _AS_IT_WAS + _left(staging.drop())) from error

    def _is_placed(
        self, graphs: Sequence[TripleFile], staging: Staging, error: EndpointError | StoreError
    ) -> bool:
        """Whether all graphs are in place; false if none is, and the store has given it up.

        Raises:
            StoreError: it cannot be told.
        """
        count = self._service.count
        with _failing(_unknown(staging)):
            held = [(count(staging.names[g.iri]), count(g.iri), g.triples) for g in graphs]
        if all(left == 0 and there == sent for left, there, sent in held):
            return True
        undecided = isinstance(error, EndpointError) and error.status in _UNDECIDED
        if undecided or not all(left == sent for left, _, sent in held):
            raise _with_state(error, _unknown(staging)) from error
        return False


def _begin(staging: Staging) -> None:
    try:
        staging.begin()
    except EndpointError as error:
        left = staging.drop() if error.status in _UNDECIDED else []
        raise _with_state(error, _AS_IT_WAS + _left(left)) from error


def _whole(graph: TripleFile, error: EndpointError) -> str:
    """What a PUT that failed leaves: the store does it whole or not at all."""
    if error.status not in _UNDECIDED:
        return f"the graph <{graph.iri}> is as it was"
    return f"whether <{graph.iri}> is still the old one or already the new one is not known"


def _unknown(staging: Staging) -> str:
    names, left = (
        ", ".join(map("<{}>".format, each)) for each in zip(*staging.names.items(), strict=True)
    )
    return (
        f"whether {names} is still the old one or already the new one is not known: load again, "
        f"which also drops what may be left in {left}"
    )


def _left(names: Sequence[str]) -> str:
    """What to say of graphs that could not be dropped."""
    named = ", ".join(f"<{name}>" for name in names)
    return f", but {named} may be left: drop it, or load again" if named else ""


def _with_state(error: EndpointError | StoreError, state: str) -> StoreError:
    """An error of a request, with what it means for the store."""
    return StoreError(f"{error.problem}; {state}", where=error.where, remedy=error.remedy)
