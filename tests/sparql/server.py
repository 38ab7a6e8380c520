"""A server that answers as it is told, and remembers what it was asked."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.http_server import QuietHandler, running

JSON = "application/sparql-results+json"
ONE_ROW = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"a:b"}}]}}'


@dataclass(frozen=True)
class Reply:
    """One answer: sent after a wait, and byte by byte if it is to drip."""

    body: bytes = ONE_ROW
    status: int = 200
    type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    drip: float = 0.0
    broken: bool = False


@dataclass
class Asked:
    """One request."""

    method: str
    fields: dict[str, list[str]]
    headers: dict[str, str]


class Server(ThreadingHTTPServer):
    """Gives the replies in their order, the last one again and again."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, replies: list[Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = replies
        self.asked: list[Asked] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sparql"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that have gone are what these tests are about."""


class _Handler(QuietHandler):
    server: Server

    def do_GET(self) -> None:
        self._reply("GET", urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._reply("POST", self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _reply(self, method: str, query: str) -> None:
        self.server.asked.append(Asked(method, parse_qs(query), dict(self.headers)))
        number = min(len(self.server.asked), len(self.server.replies)) - 1
        reply = self.server.replies[number]
        time.sleep(reply.wait)
        if reply.broken:
            self.connection.close()
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.type)
        length = {"Content-Length": str(len(reply.body))}
        for name, value in (length | reply.headers).items():
            self.send_header(name, value)
        self.end_headers()
        for byte in reply.body if reply.drip else b"":
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(reply.drip)
        if not reply.drip:
            self.wfile.write(reply.body)


@contextmanager
def serving(*replies: Reply) -> Iterator[Server]:
    """A server as long as the block lasts."""
    with running(Server(list(replies) or [Reply()])) as server:
        yield server
