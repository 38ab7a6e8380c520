"""The files of Parquet, read by others than DuckDB."""

import io
from pathlib import Path

import pytest

from tests.export.views.property_graphs import Case


@pytest.mark.judge
def test_polars_reads_the_rows_of_kgx(property_graph: Case) -> None:
    polars = pytest.importorskip("polars")
    files = property_graph.files("parquet")
    for kind, expected in (("nodes", property_graph.nodes), ("edges", property_graph.edges)):
        frame = polars.read_parquet(io.BytesIO(files[f"_{kind}.parquet"]))
        assert frame["id"].to_list() == list(expected)
        for row in frame.iter_rows(named=True):
            known = {name: value for name, value in row.items() if value is not None}
            if "update_date" in known:
                known["update_date"] = known["update_date"].isoformat()
            assert known == expected[row["id"]]
    assert frame.schema["publications"] == polars.List(polars.String)
    assert frame.schema["negated"] == polars.Boolean
    assert frame.schema["update_date"] == polars.Date


@pytest.mark.judge
def test_ladybug_loads_a_property_graph(property_graph: Case, tmp_path: Path) -> None:
    """An engine of Cypher, with columns by name; ends that are no nodes would be refused."""
    ladybug = pytest.importorskip("ladybug")
    for suffix, data in property_graph.files("parquet").items():
        (tmp_path / f"g{suffix}").write_bytes(data)
    graph = ladybug.Connection(ladybug.Database(":memory:"))
    graph.execute("CREATE NODE TABLE Node(id STRING PRIMARY KEY, name STRING, xref STRING[])")
    graph.execute("CREATE REL TABLE Edge(FROM Node TO Node, id STRING, predicate STRING)")
    nodes, edges = (tmp_path / f"g_{kind}.parquet" for kind in ("nodes", "edges"))
    graph.execute(f"COPY Node FROM (LOAD FROM '{nodes}' RETURN id, name, xref)")
    columns = "subject, object, id, predicate"
    graph.execute(f"COPY Edge FROM (LOAD FROM '{edges}' RETURN {columns})")
    found = graph.execute("MATCH (s)-[e]->(o) RETURN e.id, s.id, e.predicate, o.id").get_all()
    assert {edge: (s, p, o) for edge, s, p, o in found} == {
        key: (edge["subject"], edge["predicate"], edge["object"])
        for key, edge in property_graph.edges.items()
    }
    found = graph.execute("MATCH (n) RETURN n.id, n.name, n.xref").get_all()
    assert {node: (name, xref or []) for node, name, xref in found} == {
        key: (node.get("name"), node.get("xref", [])) for key, node in property_graph.nodes.items()
    }
