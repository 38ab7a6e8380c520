"""What stores of property graphs load are KGX's nodes and edges, in whatever form a graph comes."""

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import pyoxigraph as ox
import pytest

from tests.export.views.property_graphs import merged, shuffled
from whimkg import stores
from whimkg.export import serialize, view
from whimkg.rdf.memory import unite
from whimkg.stores.graph_input import LoadRequest, read_property_graph


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


@cache
def exported() -> tuple[list[str], list[str]]:
    """The lines of the export, nodes and edges."""
    store = ox.Store()
    store.extend(merged())
    unite(store)
    nodes, edges = (data.decode().splitlines() for data in view(store, "kgx-jsonl").values())
    return nodes, edges


@pytest.mark.parametrize("made", [page_by_page, pages_mixed, sorted_as_a_whole, turtle, a_store])
def test_they_are_those_of_the_export(made: Callable[[Path], Path], tmp_path: Path) -> None:
    request = LoadRequest((made(tmp_path),), graph="http://example.org/it")
    with read_property_graph(request, lambda _: None) as found:
        for table, lines in zip((found.nodes, found.edges), exported(), strict=True):
            names = [slot.name for slot in table.slots]
            result = duckdb.execute(f"SELECT {', '.join(names)} FROM {table.sql}")  # noqa: S608
            rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
            stated = [{name: value for name, value in row.items() if value} for row in rows]
            assert stated == [json.loads(line) for line in lines]
            assert table.number == len(rows)
        predicates = Counter(json.loads(edge)["predicate"] for edge in exported()[1])
        assert list(found.predicates.items()) == sorted(predicates.items())
