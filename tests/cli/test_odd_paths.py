"""Paths as users should not give them, and do: each ends in a line that says what to do."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from tests.cli.conftest import Run, tree
from tests.stores.property_graphs import LADYBUG
from whimkg.base import resources
from whimkg.stores import STORES

Refused = Callable[..., str]
LONG = "a" * 300
#: Each command that takes graphs, as far as the graph.
READING = (("export", "nt"), ("export", "hpoa"), ("validate",), ("query", "gene", "--graph"))

each_reading = pytest.mark.parametrize("command", READING, ids=" ".join)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commands run in a folder of their own, with one graph in it."""
    (tmp_path / "graph.nq").write_text(resources.text("data/whim-syndrome.nq"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@each_reading
@pytest.mark.parametrize(
    ("graph", "told"),
    [
        ("", "a graph without a name"),
        (f"{LONG}.nq", "File name too long"),
        (f"{LONG}/graph.nq", "File name too long"),
        ("graph.nq/graph.nq", "Not a directory"),
        ("bad\udcff.nq", "no such file"),
        ("circle.nq", "Too many levels of symbolic links"),
        ("graph.nq.gz", "it is packed; unpack it first"),
        (
            "data:text/turtle,<a:b>%20<a:c>%20<a:d>.",
            "data:…: data is no kind of address that can be",
        ),
    ],
)
def test_a_graph_that_cannot_be_read(
    command: tuple[str, ...], graph: str, told: str, refused: Refused
) -> None:
    Path("circle.nq").symlink_to("circle.nq")
    Path("graph.nq.gz").write_bytes(gzip.compress(Path("graph.nq").read_bytes()))
    assert told in refused(*command, graph)


@pytest.mark.parametrize("command", [*READING, ("load", "new.db")], ids=" ".join)
@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize(("kind", "store"), [("duckdb", "DuckDB"), ("ladybug", "Ladybug")])
def test_a_store_of_nodes_and_edges_is_no_graph(
    kind: str, store: str, there: bool, command: tuple[str, ...], refused: Refused
) -> None:
    path = Path(STORES[kind].example)
    if there:
        path.write_bytes(b"\0DUCK\xff")
    told = refused(*command, path)
    assert told.startswith(f"{path}: it is a store of nodes and edges in {store}, not RDF; give")


@each_reading
def test_a_pipe_is_read_once(command: tuple[str, ...], run: Run) -> None:
    """As ``<(…)`` of a shell gives one."""
    whole = run(*command, "graph.nq")
    os.mkfifo("pipe")
    Thread(target=lambda: Path("pipe").write_bytes(Path("graph.nq").read_bytes())).start()
    assert run(*command, "pipe", "--input-format", "nq") == whole


@pytest.mark.parametrize("store", ["new.db", "new.duckdb"])
def test_a_pipe_can_be_loaded(store: str, run: Run) -> None:
    whole = run("load", store, "graph.nq")
    os.mkfifo("pipe")
    Thread(target=lambda: Path("pipe").write_bytes(Path("graph.nq").read_bytes())).start()
    assert run("load", store, "pipe", "--input-format", "nq") == whole


@pytest.mark.parametrize(
    "store",
    [
        *(f"{LONG}.db", f"{LONG}.duckdb", f"{LONG}/a.duckdb", "graph.nq/a.duckdb"),
        pytest.param(f"{LONG}.lbug", marks=LADYBUG),
        pytest.param("graph.nq/a.lbug", marks=LADYBUG),
    ],
)
def test_a_store_that_cannot_be(store: str, refused: Refused) -> None:
    assert "what it held before is as it was" in refused("load", store)


@pytest.mark.parametrize("name", ["localhost:7878", "127.0.0.1:7687/db"])
def test_a_server_is_no_folder(name: str, refused: Refused) -> None:
    assert f"write http://{name}, or bolt://{name}" in refused("load", name)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["export", "ttl", "-o", f"{LONG}.ttl"], "the name is too long"),
        (["export", "ttl", "-o", "circle"], "it is a link that leads in a circle"),
        (["export", "kgx-tsv", "-o", "graph.nq"], "a part of the path is a file"),
        (["export", "kgx-tsv", "-o", LONG], "the name is too long"),
        (["export", "ttl", "-o", ""], "argument -o/--output: a path without a name"),
        (["build", "-o", ""], "argument -o/--output: a path without a name"),
        (["build", "--merge", ""], "argument --merge: a path without a name"),
        (["build", LONG], "File name too long"),
        (["load", "new.db", "--receipt", ""], "argument --receipt: a path without a name"),
        (["load", "--check", ""], "argument --check: a path without a name"),
        (["validate", "--page", ""], "argument --page: a path without a name"),
    ],
)
def test_a_file_that_cannot_be(arguments: list[str], told: str, refused: Refused) -> None:
    Path("circle").symlink_to("circle")
    assert told in refused(*arguments)


def test_a_slash_says_that_it_is_a_folder(run: Run, here: Path) -> None:
    assert run("export", "nt", "graph.nq", "-o", "new/").code == 0
    assert set(tree(here)) == {"graph.nq", "new", "new/graph.nt"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
@each_reading
def test_a_folder_that_may_not_be_entered(command: tuple[str, ...], run: Run) -> None:
    Path("closed").mkdir(mode=0)
    said = run(*command, "closed/graph.nq")
    assert said.code == 2 and "Permission denied" in said.err
