"""The requests to a store: graphs in and out by its protocols, each repeated where that is safe.

https://www.w3.org/TR/sparql11-http-rdf-update/ and https://www.w3.org/TR/sparql11-protocol/
"""

import io
import re
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from pyoxigraph import Literal

from whimkg.errors import EndpointError
from whimkg.source.addresses import redacted_url
from whimkg.sparql import Answer
from whimkg.sparql.endpoint import Request, ask
from whimkg.sparql.transport import Body, Call, Reply, exchange
from whimkg.sparql.values import harmless
from whimkg.stores.load_questions import COUNT, LIMITS
from whimkg.stores.service_addresses import Services

__all__ = ["Service"]

_TRIPLES = "application/n-triples"
_NO_QUERIES = (400, 404, 405, 406, 415, 500, 501)  # what a service for updates says to a query
_FIRST = "SELECT ?s WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }} LIMIT 1"
_INSERTED = 1000  # triples of one INSERT DATA; more is too much for some stores' compilers
_LOGIN = ("the store wants a login, or another one", "set WHIMKG_ENDPOINT_USER and _PASSWORD")
_STATUSES = {
    400: ("the store refuses the request", "look at the store's log"),
    401: _LOGIN,
    403: ("the store refuses to be changed", "check the login, and whether it may write"),
    404: ("there is no such service", "check the address, or add protocol=…"),
    405: ("the service takes no such request", "check the address, or add protocol=…"),
    408: ("the store gave up waiting", "give it smaller parts with chunk=…"),
    409: ("the store is busy with another change", "try again later"),
    411: ("the store wants to know the length first", "report this"),
    413: ("the upload is too large for the store", "give it smaller parts with chunk=…"),
    415: ("the store takes no N-Triples", "check the address, or add protocol=…"),
    500: ("the store failed", "look at the store's log"),
    501: ("the service takes no such request", "check the address, or add protocol=…"),
    507: ("the store's disk is full", "free some space there"),
}


class _Announced(io.FileIO):
    """A file that tells before it gives its last bytes."""

    def __init__(self, path: Path, before_end: Callable[[], None]) -> None:
        super().__init__(path)
        self._size, self._before_end = path.stat().st_size, before_end

    def read(self, size: int | None = -1) -> bytes:
        data: bytes = super().read(-1 if size is None else size) or b""
        if data and self.tell() >= self._size:
            self._before_end()
        return data


class Service:
    """A store's services, over one connection.

    Args:
        found: their addresses.
        seconds: how long one request may take, with its repetitions.
    """

    def __init__(self, found: Services, seconds: float) -> None:
        self.found, self._seconds = found, seconds
        import requests  # here, since it opens a socket when it is imported

        self._session = requests.Session()

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def put(
        self,
        graph: str,
        triples: Path,
        *,
        bulk: bool = False,
        before_end: Callable[[], None] = lambda: None,
    ) -> None:
        """Replace a graph by N-Triples, in one request.

        Args:
            graph: its IRI.
            triples: a file.
            bulk: whether without a transaction.
            before_end: called before the last bytes are sent, without which the store does nothing.

        Raises:
            EndpointError: the store did not do it, or did not say that it did.
        """
        self._send("PUT", graph, lambda: _Announced(triples, before_end), bulk=bulk)

    def log_in(self) -> None:
        """Show the login before anything large is sent.

        Raises:
            EndpointError: the store wants another login.
        """
        if self.found.update:
            fields = (("query", "ASK {}"),)
            self._exchange(Call(self.found.update, fields, statuses=_STATUSES, passing=_NO_QUERIES))

    def post(self, graph: str, triples: Body, *, bulk: bool = False) -> None:
        """Add N-Triples to a graph; adding some of them twice changes nothing.

        Raises:
            EndpointError: as for ``put``.
        """
        self._send("POST", graph, triples, bulk=bulk)

    def insert(self, graph: str, lines: Sequence[bytes]) -> None:
        """Add lines of N-Triples to a graph, by updates.

        Raises:
            EndpointError: as for ``put``.
        """
        given = iter(lines)
        while some := list(islice(given, _INSERTED)):
            data = harmless(b"".join(some).decode())
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{data}}} }}", again=True)

    def update(self, text: str, *, again: bool = False) -> None:
        """Run an update.

        Args:
            text: the update.
            again: whether running it twice is as good as once.

        Raises:
            EndpointError: as for ``put``.
        """
        call = Call(
            self.found.update,
            accept="*/*",
            method="POST",
            body=lambda: io.BytesIO(text.encode()),
            content_type="application/sparql-update",
            again=again,
            statuses=_STATUSES,
        )
        self._exchange(call)

    def delete(self, graph: str) -> None:
        """Drop a graph, if it is there.

        Raises:
            EndpointError: as for ``put``.
        """
        if self.found.update:
            self.update(f"DROP SILENT GRAPH <{graph}>", again=True)
            return
        call = Call(
            self.found.data,
            (("graph", graph),),
            method="DELETE",
            statuses=_STATUSES,
            passing=(404,),
        )
        self._exchange(call)

    def count(self, graph: str) -> int:
        """How many triples a graph holds.

        Raises:
            EndpointError: the store does not answer, or not with a number.
        """
        rows = self.answer(COUNT.format(graph=f"<{graph}>"), ()).rows
        found = rows[0][0] if rows and rows[0] else None
        if not isinstance(found, Literal) or not re.fullmatch(r"\d{1,15}", found.value):
            raise EndpointError(
                "the answer to a count is no number",
                where=redacted_url(self.found.query),
                remedy="check the address for queries (query-url=…)",
            )
        return int(found.value)

    def holds(self, graph: str) -> bool:
        """Whether a graph has a triple; far cheaper than to count them.

        Raises:
            EndpointError: the store does not answer.
        """
        return bool(self.answer(_FIRST.format(graph=f"<{graph}>"), ()).rows)

    def answer(self, text: str, graphs: Sequence[str]) -> Answer:
        """Ask the union of some graphs.

        Raises:
            EndpointError: the store does not answer.
        """
        limits = LIMITS._replace(seconds=min(self._seconds, LIMITS.seconds))
        return ask(Request(self.found.query, text, tuple(graphs)), limits)

    def _send(self, method: str, graph: str, body: Body, *, bulk: bool) -> None:
        fields = [("graph", graph)]
        if bulk and self.found.dialect.bulk:
            fields.append((self.found.dialect.bulk, ""))
        call = Call(
            self.found.data,
            tuple(fields),
            method=method,
            body=body,
            content_type=_TRIPLES,
            statuses=_STATUSES,
        )
        self._exchange(call)

    def _exchange(self, call: Call) -> Reply:
        return exchange(call, self._seconds, self._session)
