"""A store behind the SPARQL protocols, real but for the faults that it is told to have."""

import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
)

from tests.http_server import QuietHandler, running

JSON = "application/sparql-results+json"
DATA = ("store", "sparql-graph-crud-auth", "data")


@dataclass(frozen=True)
class Asked:
    """One request: its method, the service, its login, its size, and whether it sends triples."""

    method: str
    service: str
    login: str
    size: int
    sends: bool


@dataclass
class Faults:
    """What goes wrong, by the number of the request, counted from 1."""

    first: int = 0
    last: int = 0
    kind: str = ""

    def at(self, number: int) -> str:
        return self.kind if self.first <= number <= self.last else ""


@dataclass
class State:
    software: str = "Oxigraph/none"
    proxy: str = ""  # what a proxy adds as a second header of that name
    store: Store = field(default_factory=Store)
    asked: list[Asked] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    secret: str = ""
    challenge: str = "Basic"
    killed_at: int = 0  # the request at which the client ends; what it asks for is done later
    effect: tuple[set[Quad], set[Quad]] = (set(), set())  # what will then be added and removed
    late_at: int = 0  # the request before which that is done
    lock: threading.Lock = field(default_factory=threading.Lock)


class StoreServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, state: State) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.state = state

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that have gone are what these tests are about."""

    def triples(self, graph: str) -> set[str]:
        found = self.state.store.quads_for_pattern(None, None, None, NamedNode(graph))
        return {str(quad.triple) for quad in found}

    def sent(self) -> bool:
        """Whether somebody has sent triples, with whatever success."""
        return any(asked.sends for asked in self.state.asked)

    def fill(self, graph: str, triples: set[str]) -> None:
        data = "".join(f"{triple} .\n" for triple in triples)
        store, name = self.state.store, NamedNode(graph)
        store.load(data, format=RdfFormat.N_TRIPLES, to_graph=name)

    def catch_up(self) -> None:
        """Do what a client has asked for that was killed since."""
        added, removed = self.state.effect
        for quad in removed:
            self.state.store.remove(quad)
        self.state.store.extend(added)
        self.state.effect = set(), set()

    def graphs(self) -> set[str]:
        return {str(graph)[1:-1] for graph in self.state.store.named_graphs()}


class _Handler(QuietHandler):
    server: StoreServer
    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        state, parts = self.server.state, urlsplit(self.path)
        fields = parse_qs(parts.query, keep_blank_values=True)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with state.lock:
            service = parts.path.strip("/")
            login = self.headers.get("Authorization", "")
            sends = service in DATA or b"INSERT DATA" in body
            state.asked.append(Asked(self.command, service, login, len(body), sends))
            number = len(state.asked)
            if state.killed_at and number >= state.killed_at:
                if number == state.killed_at:
                    self._postpone(lambda: self._right(service, fields, body))
                self.close_connection = True
                return
            if state.late_at and number >= state.late_at:
                self.server.catch_up()
            fault = state.faults.at(number)
            self._faulty(fault, lambda: self._right(service, fields, body))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any

    def _postpone(self, right: Callable[[], object]) -> None:
        """Begin what was asked for, as a transaction that sees nothing of any other."""
        store = self.server.state.store
        before = set(store)
        right()
        after = set(store)
        self.server.state.effect = after - before, before - after
        store.clear()
        store.extend(before)

    def _right(
        self, service: str, fields: dict[str, list[str]], body: bytes
    ) -> tuple[int, str, bytes]:
        state = self.server.state
        if not self.headers.get("Authorization", "").startswith(state.secret):
            return 401, "text/plain", b"who are you?"
        if service in ("query", "sparql"):
            return self._query(fields, body)
        if service in ("update", "sparql-auth"):
            return self._update(body)
        if service in DATA:
            return self._data(fields["graph"][0], body)
        return 404, "text/html", b"<html></html>"

    def _query(self, fields: dict[str, list[str]], body: bytes) -> tuple[int, str, bytes]:
        fields |= parse_qs(body.decode())
        graphs: list[NamedNode | BlankNode | DefaultGraph] = [
            NamedNode(iri) for iri in fields.get("default-graph-uri", [])
        ]
        found = self.server.state.store.query(fields["query"][0], default_graph=graphs or None)
        assert isinstance(found, QuerySolutions | QueryBoolean)
        return 200, JSON, found.serialize(format=QueryResultsFormat.JSON) or b""

    def _update(self, body: bytes) -> tuple[int, str, bytes]:
        if self.command != "POST":
            return 405, "text/plain", b""
        self.server.state.store.update(body.decode())
        return 204, "text/plain", b""

    def _data(self, graph: str, body: bytes) -> tuple[int, str, bytes]:
        store = self.server.state.store
        if self.command == "PUT":
            store.remove_graph(NamedNode(graph))
        store.load(io.BytesIO(body), format=RdfFormat.N_TRIPLES, to_graph=NamedNode(graph))
        return 201, "text/plain", b""

    def _faulty(self, fault: str, right: Callable[[], tuple[int, str, bytes]]) -> None:
        if fault == "cut before":
            self.close_connection = True
            self.connection.close()
        elif fault == "cut after":
            right()
            self.close_connection = True
            self.connection.close()
        elif fault == "failed":
            self._send(500, "text/plain", b"out of order")
        elif fault == "overloaded":
            self._send(503, "text/plain", b"later")
        elif fault == "stale":
            self._send(401, "text/plain", b"who was that?")
        elif fault == "garbage":
            self._send(200, "text/html", b"<html>\xff\x00 hello")
        elif fault == "lossy":
            self._send(*right())
            self._lose()
        elif fault == "silent":
            time.sleep(2.5)
            self.close_connection = True
        else:
            self._send(*right())

    def _lose(self) -> None:
        """Say that it was done, and have lost a triple of what was sent last."""
        store = self.server.state.store
        if self.command in ("PUT", "POST") and (quad := next(iter(store), None)):
            graph = parse_qs(urlsplit(self.path).query).get("graph")
            found = [q for q in store if graph and str(q.graph_name) == f"<{graph[0]}>"]
            store.remove(found[0] if found else quad)

    def _send(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        if self.server.state.proxy:
            self.send_header("Server", self.server.state.proxy)
        if status == 401:
            self.send_header("WWW-Authenticate", self.server.state.challenge)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def version_string(self) -> str:
        return self.server.state.software


@contextmanager
def serving(state: State | None = None) -> Iterator[StoreServer]:
    """A store as long as the block lasts."""
    with running(StoreServer(state or State())) as server:
        yield server
