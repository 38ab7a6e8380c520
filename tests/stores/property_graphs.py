"""Stores of property graphs, read by their own clients, and graphs to load into them."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import whimkg
from tests.stores import bolt_server
from whimkg import stores
from whimkg.export import Options, serialize, view
from whimkg.rdf.memory import graph_store
from whimkg.stores.receipt import Receipt

TARGET, OTHER = "http://example.org/graph", "http://example.org/other"
INVENTED = Path(__file__).parent.parent / "pages" / "invented"
LABEL = "biolink:NamedThing"
#: For a test that needs Ladybug; the others need no extra.
LADYBUG = [
    pytest.mark.judge,
    pytest.mark.skipif(find_spec("ladybug") is None, reason="ladybug is not installed"),
]
_OWN = ("whimkg_graph", "whimkg_graphs", "whimkg_versions")


class Held(NamedTuple):
    """A graph's nodes and edges by their ids, with all properties that KGX has."""

    nodes: dict[str, dict[str, Any]]
    edges: dict[str, dict[str, Any]]

    @property
    def ids(self) -> tuple[set[str], set[str]]:
        return set(self.nodes), set(self.edges)


def page_graph(name: str, folder: Path) -> Path:
    """The graph of an invented page, as a file."""
    file = folder / f"{name}.nq"
    file.write_bytes(serialize(whimkg.build(INVENTED / f"{name}.txt").quads, "nq"))
    return file


@cache
def expected(file: Path | None) -> Held:
    """What KGX's own files say of a graph; None is the bundled one."""
    written = view(graph_store(file), "kgx-jsonl", Options())
    nodes, edges = (map(json.loads, data.splitlines()) for data in written.values())
    return _held(nodes, edges)


def _held(nodes: Any, edges: Any) -> Held:
    def plain(row: dict[str, Any]) -> dict[str, Any]:
        return {
            k: sorted(v) if isinstance(v, list) else str(v)
            for k, v in row.items()
            if v not in (None, []) and k not in _OWN
        }

    found = [plain(edge) for edge in edges]
    by_id = {edge["id"]: edge for edge in found}
    assert len(by_id) == len(found), "an edge stands there twice"
    return Held({node["id"]: plain(node) for node in nodes}, by_id)


class DuckDB:
    """A file of DuckDB."""

    package, kills = "duckdb", 5

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "graphs.duckdb")
        self.settings: dict[str, str] = {}

    def ask(self, sql: str, *given: Any) -> list[dict[str, Any]]:
        duckdb = pytest.importorskip("duckdb")
        with duckdb.connect(self.address) as opened:
            result = opened.execute(sql, given)
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def graph(self, iri: str) -> Held:
        return _held(
            self.ask("FROM whimkg.nodes WHERE list_contains(whimkg_graphs, ?)", iri),
            self.ask("FROM whimkg.edges WHERE whimkg_graph = ?", iri),
        )

    def marks(self) -> set[str]:
        return {row["m"] for row in self.ask("SELECT DISTINCT whimkg_graph AS m FROM whimkg.edges")}


class Cypher:
    """What is asked in Cypher."""

    def ask(self, cypher: str, **given: Any) -> list[list[Any]]:
        raise NotImplementedError

    def graph(self, iri: str) -> Held:
        nodes = self.ask(f"MATCH (n:`{LABEL}`) WHERE $g IN n.whimkg_graphs RETURN n", g=iri)
        edges = self.ask("MATCH ()-[e]->() WHERE e.whimkg_graph = $g RETURN e", g=iri)
        return _held((self.plain(row[0]) for row in nodes), (self.plain(row[0]) for row in edges))

    def plain(self, entity: Any) -> dict[str, Any]:
        return {key: value for key, value in entity.items() if not key.startswith("_")}

    def marks(self) -> set[str]:
        edges = {row[0] for row in self.ask("MATCH ()-[e]->() RETURN DISTINCT e.whimkg_graph")}
        nodes = self.ask("MATCH (n) WHERE n.whimkg_graphs IS NOT NULL RETURN n.whimkg_graphs")
        return {each for row in nodes for each in row[0]} | {each for each in edges if each}


class Ladybug(Cypher):
    """A file of Ladybug."""

    package, kills = "ladybug", 6

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "graphs.lbug")
        self.settings: dict[str, str] = {}

    def ask(self, cypher: str, **given: Any) -> list[list[Any]]:
        ladybug = pytest.importorskip("ladybug")
        with ladybug.Database(self.address) as database, ladybug.Connection(database) as opened:
            rows: list[list[Any]] = opened.execute(cypher, given).get_all()
            return rows


class Bolt(Cypher):
    """A server that speaks Bolt."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        pytest.importorskip("arcadedb_embedded")
        self._folder, self.settings = folder, settings
        self.kills = 5
        self._http, self._bolt = _free_ports()
        self.address = f"bolt://127.0.0.1:{self._bolt}/{bolt_server.DATABASE}"
        self.start()

    def start(self) -> None:
        ports = [str(self._http), str(self._bolt)]
        root = Path(__file__).parent.parent.parent
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.stores.bolt_server", str(self._folder / "db"), *ports],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self._folder,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            said.append(line)
            if "ready" in line:
                return
        pytest.fail("".join(said))

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def empty(self) -> None:
        self.ask("MATCH (n) DETACH DELETE n")

    def ask(self, cypher: str, **given: Any) -> list[list[Any]]:
        neo4j = pytest.importorskip("neo4j")
        auth = (bolt_server.USER, bolt_server.PASSWORD)
        url = self.address.rpartition("/")[0]
        with neo4j.GraphDatabase.driver(url, auth=auth) as driver:
            found = driver.execute_query(cypher, given, database_=bolt_server.DATABASE)
            return [list(record.values()) for record in found.records]


def _free_ports() -> list[int]:
    opened = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    ports = [each.getsockname()[1] for each in opened]
    for each in opened:
        each.close()
    return ports


@contextmanager
def bolt_running(folder: Path) -> Iterator[Bolt]:
    server = Bolt(folder, {})
    try:
        yield server
    finally:
        server.kill()


def load(store: Any, file: Path | None, iri: str, **options: Any) -> Receipt:
    """Load a graph in this process."""
    given = [] if file is None else [file]
    return stores.load(store.address, given, graph=iri, settings=store.settings, **options)


_KILLED = """
import os, signal, sys
from whimkg.stores import load
store, file, graph, chunk, last = sys.argv[1:]
def tell(text, heard=[]):
    heard.append(text)
    if len(heard) == int(last):
        os.kill(os.getpid(), signal.SIGKILL)
load(store, [file], graph=graph, settings={"chunk": chunk} if chunk else {}, tell=tell)
"""


def load_and_kill(store: Any, file: Path, iri: str, at: int) -> int:
    """Load in another process, which is killed when it tells of its progress for that time."""
    given = [store.address, str(file), iri, store.settings.get("chunk", ""), str(at)]
    return subprocess.run([sys.executable, "-c", _KILLED, *given], check=False).returncode
