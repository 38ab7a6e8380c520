"""``whimkg query --endpoint``: addresses of stores, and endpoints that find nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QueryTriples,
    Store,
)

from tests.cli.conftest import Run
from tests.http_server import QuietHandler, running

JSON = "application/sparql-results+json"
GRAPH = "https://example.org/graph/one"


class _Handler(QuietHandler):
    server: "_Server"

    def do_GET(self) -> None:
        path, query = urlsplit(self.path)[2:4]
        self._answer(path, parse_qs(query))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(self.path, parse_qs(body))

    def _answer(self, path: str, fields: dict[str, list[str]]) -> None:
        if path != "/query":
            self._send("text/html", b"<p>a store</p>")
            return
        given: list[NamedNode | BlankNode | DefaultGraph] = [
            NamedNode(iri) for iri in fields.get("default-graph-uri", [])
        ]
        found = self.server.store.query(fields["query"][0], default_graph=given or [DefaultGraph()])
        assert not isinstance(found, QueryTriples)
        self._send(JSON, bytes(found.serialize(format=QueryResultsFormat.JSON) or b""))

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return "oxigraph/0.5.0"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    store: Store


@contextmanager
def serving(*quads: Quad) -> Iterator[str]:
    """A server like Oxigraph's, with these quads; its address."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.store = Store()
    server.store.extend(quads)
    with running(server):
        yield f"http://127.0.0.1:{server.server_port}"


def quad(graph: NamedNode | DefaultGraph) -> Quad:
    return Quad(NamedNode("a:s"), NamedNode("a:p"), NamedNode("a:o"), graph)


ROWS = "SELECT ?s { ?s ?p ?o }"


@pytest.mark.parametrize("end", ["", "/", "/query"])
def test_the_address_that_load_takes_will_do(run: Run, end: str) -> None:
    with serving(quad(DefaultGraph())) as address:
        said = run("query", ROWS, "--endpoint", address + end, "--format", "tsv")
    assert said.out.split() == ["?s", "<a:s>"]
    assert not said.err


@pytest.mark.parametrize("text", [ROWS, "ASK { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"])
def test_an_endpoint_with_an_empty_default_graph_names_its_graphs(run: Run, text: str) -> None:
    with serving(quad(NamedNode(GRAPH))) as address:
        said = run("query", text, "--endpoint", f"{address}/query")
        assert "its default graph is empty" in said.err
        assert f"it has the graphs <{GRAPH}>; choose with --graph IRI" in said.err
        assert said.code == 0
        told = run("query", ROWS, "--endpoint", f"{address}/query", "--graph", GRAPH)
        assert "a:s" in told.out and not told.err


def test_a_graph_that_is_not_there(run: Run) -> None:
    with serving(quad(NamedNode(GRAPH))) as address:
        said = run("query", ROWS, "--endpoint", address, "--graph", "https://example.org/two")
    assert "the graphs that were asked hold nothing" in said.err
    assert f"<{GRAPH}>" in said.err


def test_what_is_in_the_graph_but_does_not_fit_needs_no_word_of_graphs(run: Run) -> None:
    with serving(quad(NamedNode(GRAPH))) as address:
        said = run("query", "SELECT ?s { ?s <a:q> ?o }", "--endpoint", address, "--graph", GRAPH)
    assert said.err == "whimkg: no rows\n"


def test_a_loaded_store_is_asked_by_the_command_that_load_prints(run: Run, tmp_path: Path) -> None:
    folder = f"{tmp_path}/a b.db"
    said = run("load", folder)
    assert f"ask it: whimkg query gene --graph '{folder}'" in said.err
    assert "CXCR4" in run("query", "gene", "--graph", folder).out
