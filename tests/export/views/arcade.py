"""A server that speaks Bolt and Cypher, as Neo4j does: ArcadeDB, in a process of its own."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DATABASE = "kg"


@contextmanager
def server(folder: Path) -> Iterator[Any]:
    """A driver of Neo4j's, connected to an empty database below the folder."""
    import neo4j

    ports = [_free_port() for _ in range(2)]
    word = secrets.token_hex(8)
    command = [sys.executable, "-m", __name__, str(folder / "db"), *map(str, ports)]
    told = {**os.environ, "ARCADE_PASSWORD": word, "PYTHONPATH": os.pathsep.join(sys.path)}
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            command, cwd=folder, env=told, stdin=subprocess.PIPE, stdout=log, stderr=log
        ) as process,
    ):
        try:
            _wait(process, folder / "db" / "ready", folder / "log")
            address = f"bolt://127.0.0.1:{ports[1]}"
            with neo4j.GraphDatabase.driver(address, auth=("root", word)) as driver:
                yield driver
        finally:
            process.kill()


def _wait(process: subprocess.Popen[bytes], ready: Path, log: Path) -> None:
    for _ in range(600):
        if ready.exists():
            return
        assert process.poll() is None, log.read_text(errors="replace")
        time.sleep(0.1)
    raise AssertionError(log.read_text(errors="replace"))


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _serve(folder: Path, http: int, bolt: int) -> None:
    import arcadedb_embedded

    plugin = "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"
    told = {"host": "127.0.0.1", "http_port": http, "server_plugins": plugin, "bolt_port": bolt}
    opened = arcadedb_embedded.create_server(
        root_path=str(folder), root_password=os.environ["ARCADE_PASSWORD"], config=told
    )
    opened.start()
    opened.create_database(DATABASE)
    (folder / "ready").touch()
    sys.stdin.read()  # ends with the process that started this one


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
