"""The tables by Neo4j's rules for CSV, and the script as a server of Cypher runs it.

Neo4j itself cannot be had from a package registry and was not tried.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.export.views.arcade import DATABASE, server
from tests.export.views.property_graphs import Case

NODES, EDGES = "_nodes.neo4j.csv", "_edges.neo4j.csv"
COMMON = "biolink:NamedThing"
TEXTS = {"synonym", "supporting_text"}

Row = dict[str, str]


def cells(line: str) -> Iterator[str]:
    """One row, character by character: commas part, quotes hold together, two of them are one."""
    quoted, cell, at = False, "", 0
    while at < len(line):
        if line[at] == '"' and quoted and line[at + 1 : at + 2] == '"':
            cell, at = cell + '"', at + 1
        elif line[at] == '"' and (quoted or not cell):
            quoted = not quoted
        elif line[at] == "," and not quoted:
            yield cell
            cell = ""
        else:
            assert quoted or line[at] != '"'
            cell += line[at]
        at += 1
    assert not quoted, line
    yield cell


def rows(data: bytes) -> list[Row]:
    """A row a line: neo4j-admin allows no line end in a cell unless it is told to."""
    header, *lines = data.decode().removesuffix("\n").split("\n")
    assert len((header + "".join(lines)).splitlines()) == 1
    return [dict(zip(cells(header), cells(line), strict=True)) for line in lines]


def held(name: str, value: Any) -> Any:
    """What must be had from Neo4j for a value of KGX."""
    if isinstance(value, list):
        standing = "," if name in TEXTS else "%3B"
        return [held(name, each.replace(";", standing)) for each in value]
    text = re.sub(r"[\n\x0b]+", " ", value)
    return re.sub(r'\\(?="|$)', r"\\ ", text)


def expected(entity: dict[str, Any]) -> dict[str, Any]:
    return {name: held(name, value) for name, value in entity.items()}


def properties(row: Row) -> dict[str, Any]:
    """As neo4j-admin makes them: what has no name is no property, what is empty is not there."""
    found: dict[str, Any] = {}
    for heading, cell in row.items():
        name, _, kind = heading.partition(":")
        if name and cell:
            found[name] = cell.split(";") if kind == "string[]" else cell
    return found


def test_headings_are_those_of_monarch(property_graph: Case) -> None:
    files = property_graph.files("neo4j-csv")
    nodes = files[NODES].decode().split("\n")[0]
    assert nodes.startswith(":ID,id,:LABEL,category:string[],name,description,synonym:string[]")
    edges = files[EDGES].decode().split("\n")[0]
    assert ",:START_ID,subject,:TYPE,predicate,:END_ID,object," in edges
    assert {"negated:boolean", "publications:string[]", "update_date"} <= set(edges.split(","))


def test_tables_by_the_rules_of_neo4j_admin(property_graph: Case) -> None:
    files = property_graph.files("neo4j-csv")
    nodes, edges = rows(files[NODES]), rows(files[EDGES])
    assert {row[":ID"]: properties(row) for row in nodes} == {
        key: expected(node) for key, node in property_graph.nodes.items()
    }
    assert {row["id"]: properties(row) for row in edges} == {
        key: expected(edge) for key, edge in property_graph.edges.items()
    }
    assert len(nodes) == len(property_graph.nodes) and len(edges) == len(property_graph.edges)
    for row in nodes:
        labels = row[":LABEL"].split(";")
        assert labels == list(dict.fromkeys([COMMON, *row["category:string[]"].split(";")]))
    ends = {row["id"]: (row[":START_ID"], row[":END_ID"]) for row in edges}
    assert ends == {key: (s, o) for key, (s, _, o) in property_graph.statements.items()}
    assert all(row[":TYPE"] == row["predicate"] for row in edges)


def statements(script: bytes) -> list[str]:
    text = "\n".join(line for line in script.decode().split("\n") if not line.startswith("//"))
    return [each.strip() for each in text.split(";\n") if each.strip()]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    for package in ("arcadedb_embedded", "neo4j"):
        pytest.importorskip(package)
    with server(tmp_path_factory.mktemp("arcade")) as connected:
        yield connected


@pytest.mark.judge
def test_arcadedb_runs_the_script(property_graph: Case, tmp_path: Path, driver: Any) -> None:
    """By way of the driver of Neo4j; twice, and nothing stands there twice."""
    files = property_graph.files("neo4j-csv")
    for suffix, data in files.items():
        (tmp_path / f"g{suffix}").write_bytes(data)
    told = {"nodes": (tmp_path / f"g{NODES}").as_uri(), "edges": (tmp_path / f"g{EDGES}").as_uri()}

    def ask(query: str) -> list[Any]:
        return [tuple(row) for row in driver.execute_query(query, told, database_=DATABASE)[0]]

    ask("MATCH (n) DETACH DELETE n")
    for _ in range(2):
        for statement in statements(files[".cypher"]):
            ask(statement)
    nodes = {key: (set(labels), found) for key, labels, found in ask(_ALL_NODES)}
    edges = {key: (s, kind, o, found) for key, s, kind, o, found in ask(_ALL_EDGES)}
    assert ask("MATCH (n) RETURN count(n)") == [(len(property_graph.nodes),)]
    assert ask("MATCH ()-[r]->() RETURN count(r)") == [(len(property_graph.edges),)]
    assert nodes == {
        key: ({COMMON, *node["category"]}, expected(node))
        for key, node in property_graph.nodes.items()
    }
    assert edges == {
        key: (edge["subject"], edge["predicate"], edge["object"], expected(edge))
        for key, edge in property_graph.edges.items()
    }


_ALL_NODES = "MATCH (n) RETURN n.id, labels(n), properties(n)"
_ALL_EDGES = "MATCH (s)-[r]->(o) RETURN r.id, s.id, type(r), o.id, properties(r)"
