"""Every question at a real SPARQL server: the same answers as here.

The server is the package ``oxigraph`` of PyPI, a single binary; without it these tests are skipped.
"""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.cli.conftest import Run, run
from tests.sparql.graphs import bundled
from whimkg.base import resources
from whimkg.errors import EndpointError, QueryError
from whimkg.sparql import Limits, catalogue
from whimkg.sparql import run as answered
from whimkg.sparql.endpoint import Request, ask

__all__ = ["run"]  # a fixture

OXIGRAPH = shutil.which("oxigraph") or shutil.which(
    "oxigraph", path=str(Path(sys.executable).parent)
)
pytestmark = [
    pytest.mark.judge,
    pytest.mark.skipif(OXIGRAPH is None, reason="the server oxigraph is not installed"),
]
GRAPHS = {"whim-syndrome": "http://g/graph", "hpo-slice": "http://g/hierarchy"}


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the bundled graph, in two graphs of names that our questions do not know."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("server") / "log").open("wb")
    command = [str(OXIGRAPH), "serve", "-b", f"127.0.0.1:{port}"]
    with log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            yield _filled(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def _filled(server: str) -> str:
    for _ in range(100):
        try:
            requests.get(server, timeout=5)
            break
        except requests.ConnectionError:
            time.sleep(0.05)
    for name, graph in GRAPHS.items():
        quads = resources.text(f"data/{name}.nq").splitlines()
        triples = "".join(f"{line.rsplit(' ', 2)[0]} .\n" for line in quads)
        address = f"{server}/store?graph={graph}"
        kind = {"Content-Type": "application/n-triples"}
        requests.put(address, triples.encode(), headers=kind, timeout=30).raise_for_status()
    return f"{server}/query"


@pytest.mark.parametrize("name", list(catalogue()))
def test_a_question_has_the_same_answer_there(name: str, endpoint: str) -> None:
    text = catalogue()[name].text
    here = answered(bundled(), text)
    there = ask(Request(endpoint, text, tuple(GRAPHS.values())))
    if here.kind == "graph":
        assert set(here.triples) == set(there.triples)
    else:
        assert (here.columns, here.rows) == (there.columns, there.rows)


def test_the_command_shows_the_same_table(endpoint: str, run: Run) -> None:
    there = run("query", "gene", "--endpoint", endpoint, "--graph", *GRAPHS.values())
    assert there == run("query", "gene")


def test_its_default_graph_is_its_own_choice(endpoint: str) -> None:
    assert not ask(Request(endpoint, "ASK { ?s ?p ?o }")).boolean
    assert ask(Request(endpoint, "ASK { ?s ?p ?o }", ("http://g/graph",))).boolean


def test_its_refusal_is_told(endpoint: str) -> None:
    with pytest.raises(EndpointError, match=r"refuses the query \(status 400\): .*expected"):
        ask(Request(endpoint, "SELECT * { ?s ?p }"))


def test_an_update_does_not_reach_it(endpoint: str) -> None:
    update = "INSERT DATA { <a:a> <a:b> <a:c> }"
    for text in (update, f"SELECT * {{ ?s ?p ?o }} ; {update}"):
        with pytest.raises((QueryError, EndpointError)):
            ask(Request(endpoint, text))
    assert not ask(Request(endpoint, "ASK { GRAPH ?g { <a:a> ?p ?o } }")).boolean
    assert not ask(Request(endpoint, "ASK { <a:a> ?p ?o }")).boolean


def test_a_query_without_end_is_given_up(endpoint: str) -> None:
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c"
    start = time.monotonic()
    with pytest.raises(EndpointError, match="no answer"):
        ask(Request(endpoint, endless, tuple(GRAPHS.values())), Limits(seconds=0.5))
    assert time.monotonic() - start < 2
