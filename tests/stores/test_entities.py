"""What stores of property graphs load are KGX's nodes and edges, in whatever form a graph comes."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.export.views.property_graphs import merged, shuffled
from whimkg import stores
from whimkg.errors import OutputError
from whimkg.export import serialize, view
from whimkg.rdf.memory import graph_store
from whimkg.stores._entities import entities
from whimkg.stores._graph import Wanted
from whimkg.stores._scratch import scratch


def page_by_page(folder: Path) -> Path:
    return _written(folder, merged())


def pages_mixed(folder: Path) -> Path:
    return _written(folder, shuffled(merged(), 1))


def sorted_as_a_whole(folder: Path) -> Path:
    return _serialized(folder, "nq")


def turtle(folder: Path) -> Path:
    return _serialized(folder, "ttl")


def a_store(folder: Path) -> Path:
    stores.load(folder / "graphs.db", [sorted_as_a_whole(folder)])
    return folder / "graphs.db"


def _written(folder: Path, quads: list[ox.Quad]) -> Path:
    file = folder / "graph.nq"
    file.write_text("".join(f"{quad} .\n" for quad in quads), encoding="utf-8")
    return file


def _serialized(folder: Path, form: str) -> Path:
    file = folder / f"graph.{form}"
    file.write_bytes(serialize(merged(), form))
    return file


@pytest.mark.parametrize("made", [page_by_page, pages_mixed, sorted_as_a_whole, turtle, a_store])
def test_they_are_those_of_the_export(made: Callable[[Path], Path], tmp_path: Path) -> None:
    graph = made(tmp_path)
    whole = view(graph_store(graph), "kgx-jsonl")
    wanted = Wanted((graph,), graph="http://example.org/it")
    with entities(wanted, lambda _: None) as found:
        written = (found.nodes.path.read_bytes(), found.edges.path.read_bytes())
        assert written == tuple(whole.values())
        numbers = tuple(data.count(b"\n") for data in written)
        assert numbers == (found.nodes.number, found.edges.number)


def test_a_full_disk_is_told() -> None:
    with pytest.raises(OutputError, match=r"disk is full.*TMPDIR"), scratch() as database:
        database.execute("PRAGMA max_page_count = 8")
        database.execute("CREATE TABLE line (text)")
        database.executemany("INSERT INTO line VALUES (?)", (("x" * 1000,) for _ in range(1000)))
