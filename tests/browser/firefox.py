"""A real Firefox, driven through its own port for WebDriver BiDi; no other driver is needed."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

__all__ = ["Firefox", "firefox"]

_PORT = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


class Firefox:
    """One tab.

    Attributes:
        requests: addresses that the tab has asked for.
        errors: what its scripts have complained of.
    """

    def __init__(self, socket: Any) -> None:
        self._socket, self._number = socket, 0
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._send("session.new", capabilities={})
        events = ["network.beforeRequestSent", "log.entryAdded"]
        self._send("session.subscribe", events=events)
        (tab,) = self._send("browsingContext.getTree")["contexts"]
        self._tab = tab["context"]

    def _send(self, method: str, **params: object) -> Any:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            heard = json.loads(self._socket.recv(timeout=60))
            if heard.get("id") == self._number:
                assert heard["type"] == "success", heard
                return heard["result"]
            self._hear(heard.get("method"), heard.get("params", {}))

    def _hear(self, event: str, params: dict[str, Any]) -> None:
        if event == "network.beforeRequestSent":
            self.requests.append(params["request"]["url"])
        elif event == "log.entryAdded" and params["level"] == "error":
            self.errors.append(params["text"])

    def open(self, address: str) -> None:
        """Go to an address, and wait until the page is complete."""
        self._send("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def ask(self, expression: str) -> Any:
        """The value of an expression of JavaScript, or what its promise gives."""
        found = self._send(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then(JSON.stringify)",
            target={"context": self._tab},
            awaitPromise=True,
        )
        assert found["type"] == "success", found
        return json.loads(found["result"].get("value", "null"))

    def pick(self, selector: str, file: Path) -> None:
        """Choose a file in a field."""
        found = self._send(
            "browsingContext.locateNodes",
            context=self._tab,
            locator={"type": "css", "value": selector},
        )
        (field,) = found["nodes"]
        shared = {"sharedId": field["sharedId"]}
        self._send("input.setFiles", context=self._tab, element=shared, files=[str(file)])

    def wait(self, condition: str) -> None:
        """Wait until an expression of JavaScript is true."""
        self.ask(
            "new Promise((done) => { const look = () => "
            f"({condition}) ? done(true) : setTimeout(look, 50); look(); }})"
        )


@contextmanager
def firefox(program: str) -> Iterator[Firefox]:
    """Firefox without a window, with a profile of its own, as long as the block lasts."""
    from websockets.sync.client import connect

    found = shutil.which(program)
    assert found
    with TemporaryDirectory() as profile:
        command = [found, "--headless", "--no-remote", "--profile", profile]
        command += ["--remote-debugging-port", "0", "about:blank"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            try:
                assert process.stderr
                port = next(filter(None, map(_PORT.search, process.stderr)))[1]
                with connect(f"{port}/session", max_size=None) as socket:
                    yield Firefox(socket)
            finally:
                process.terminate()
