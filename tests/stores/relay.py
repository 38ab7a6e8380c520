"""A way to a server that breaks off in the middle of an upload."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from urllib.parse import urlsplit

__all__ = ["Relay", "relay"]


class Relay(ThreadingTCPServer):
    """Passes on what comes, but ends the connection after so many bytes of it, so many times."""

    def __init__(self, server: str, after: int, times: int) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        parts = urlsplit(server)
        self.to, self.after, self.left = (parts.hostname, parts.port), after, times
        self.open: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Passing(BaseRequestHandler):
    server: Relay

    def handle(self) -> None:
        with socket.create_connection(self.server.to) as server:
            self.server.open.append(self.request)
            back = threading.Thread(target=_pass, args=(server, self.request))
            back.start()
            with suppress(OSError):
                self._pass_on(server)
            _end(server, self.request)
            back.join()

    def _pass_on(self, server: socket.socket) -> None:
        passed = 0
        while data := self.request.recv(1 << 16):
            passed += len(data)
            if passed > self.server.after and self.server.left:
                self.server.left -= 1
                server.sendall(data[: self.server.after - passed])
                return
            server.sendall(data)


def _pass(come: socket.socket, go: socket.socket) -> None:
    with suppress(OSError):
        while data := come.recv(1 << 16):
            go.sendall(data)
    _end(come, go)


def _end(*sockets: socket.socket) -> None:
    for each in sockets:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


@contextmanager
def relay(server: str, after: int, times: int) -> Iterator[Relay]:
    """As long as the block lasts."""
    with Relay(server, after, times) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield made
        finally:
            made.shutdown()
            thread.join()
            _end(*made.open)  # clients keep connections open until they are collected
