"""Servers of HTTP for tests, on a port of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TypeVar

__all__ = ["QuietHandler", "running"]

AnyServer = TypeVar("AnyServer", bound=HTTPServer)


class QuietHandler(BaseHTTPRequestHandler):
    """Writes no log."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running(server: AnyServer) -> Iterator[AnyServer]:
    """Lets a server answer, in a thread, as long as the block lasts."""
    with server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
