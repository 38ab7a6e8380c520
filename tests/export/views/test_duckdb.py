"""The database: tables, types and rows, and that DuckDB 1 can read it."""

from pathlib import Path
from typing import Any

import duckdb
import pyoxigraph as ox
import pytest

from tests.export.views.property_graphs import Case, bundled, bundled_store, store_of
from whimkg.base.namespaces import expand
from whimkg.errors import GraphError, OutputError
from whimkg.export import view


def read(data: bytes, folder: Path, query: str) -> list[dict[str, Any]]:
    file = folder / "read.duckdb"
    file.write_bytes(data)
    with duckdb.connect(str(file), read_only=True) as opened:
        found = opened.execute(query)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_rows_are_those_of_kgx(property_graph: Case, tmp_path: Path) -> None:
    data = property_graph.files("duckdb")[".duckdb"]
    for table, expected in (("nodes", property_graph.nodes), ("edges", property_graph.edges)):
        rows = read(data, tmp_path, f"FROM {table}")
        assert [row["id"] for row in rows] == list(expected)
        for row in rows:
            known = {name: value for name, value in row.items() if value is not None}
            if "update_date" in known:
                known["update_date"] = known["update_date"].isoformat()
            assert known == expected[row["id"]]


def test_tables_answer(property_graph: Case, tmp_path: Path) -> None:
    data = property_graph.files("duckdb")[".duckdb"]
    joined = """
        SELECT e.id, s.id AS subject, e.predicate, o.id AS object
        FROM edges e JOIN nodes s ON s.id = e.subject JOIN nodes o ON o.id = e.object
    """
    rows = read(data, tmp_path, joined)
    assert {row["id"]: (row["subject"], row["object"]) for row in rows} == {
        key: (subject, stated) for key, (subject, _, stated) in property_graph.statements.items()
    }


def test_types(property_graph: Case, tmp_path: Path) -> None:
    data = property_graph.files("duckdb")[".duckdb"]
    tables = read(data, tmp_path, "SELECT table_name AS name FROM duckdb_tables() ORDER BY 1")
    assert [table["name"] for table in tables] == ["edges", "nodes"]
    types = {
        row["column_name"]: row["column_type"] for row in read(data, tmp_path, "DESCRIBE edges")
    }
    assert types["negated"] == "BOOLEAN"
    assert types["update_date"] == "DATE"
    lists = {name for name, kind in types.items() if kind == "VARCHAR[]"}
    assert {"category", "publications", "supporting_text", "has_evidence"} <= lists
    assert set(types.values()) == {"VARCHAR", "VARCHAR[]", "BOOLEAN", "DATE"}


def test_the_oldest_storage(property_graph: Case) -> None:
    """The number that DuckDB 0.10 to 1.1 know; they refuse any other."""
    head = property_graph.files("duckdb")[".duckdb"][:20]
    assert (head[8:12], int.from_bytes(head[12:20], "little")) == (b"DUCK", 64)


@pytest.mark.parametrize("name", ["duckdb", "parquet"])
def test_a_date_that_is_none(name: str) -> None:
    stated = expand("whimkg:statedOn")
    none = ox.Literal("lately")
    quads = [
        ox.Quad(q.subject, q.predicate, none if q.predicate.value == stated else q.object)
        for q in bundled()
    ]
    with pytest.raises(GraphError, match=r"^a value does not fit its column: .*lately"):
        view(store_of(quads), name)


@pytest.mark.parametrize("name", ["duckdb", "parquet"])
def test_a_disk_that_fails(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(graph: object, statement: str) -> None:
        raise duckdb.IOException("no space left")

    monkeypatch.setattr(f"whimkg.export.views.{name}.run", full)
    problem = "the tables of the graph cannot be kept: no space left"
    with pytest.raises(OutputError, match=rf"^{problem}; .* TMPDIR$"):
        view(bundled_store(), name)
