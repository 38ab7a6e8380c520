"""Biolink RDF of others: what is stated stands in the nodes and edges, and nothing else."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.cli.conftest import (
    Run,
    run,  # noqa: F401  # a fixture
)
from whimkg.errors import GraphError
from whimkg.export.entities import export_entities

HEAD = """
@prefix biolink: <https://w3id.org/biolink/vocab/> .
@prefix ECO: <http://purl.obolibrary.org/obo/ECO_> .
@prefix HP: <http://purl.obolibrary.org/obo/HP_> .
@prefix MONDO: <http://purl.obolibrary.org/obo/MONDO_> .
@prefix PMID: <http://www.ncbi.nlm.nih.gov/pubmed/> .
@prefix infores: <https://w3id.org/information-resource-registry/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <http://example.org/> .
MONDO:0000009 a biolink:Disease, owl:Class ; rdfs:label "nine" .
"""
BARE = "biolink:subject MONDO:0000009 ; biolink:predicate biolink:has_phenotype"
UUID = "0f0e2d3c-0000-4000-8000-00000000000a"


def edges(folder: Path, turtle: str, name: str = "kgx-jsonl") -> list[dict[str, Any]]:
    graph = folder / "it.ttl"
    graph.write_text(HEAD + turtle, encoding="utf-8")
    _, data = export_entities(graph, name).values()
    if name == "kgx-tsv":
        return list(csv.DictReader(io.StringIO(data.decode()), delimiter="\t"))
    return [json.loads(line) for line in data.splitlines()]


def test_what_is_not_stated_is_not_supplied(tmp_path: Path) -> None:
    (edge,) = edges(tmp_path, f"ex:a {BARE} ; biolink:object HP:0000007 .")
    assert edge == {
        "id": "http://example.org/a",
        "subject": "MONDO:0000009",
        "predicate": "biolink:has_phenotype",
        "object": "HP:0000007",
        "iri": "http://example.org/a",
    }


def test_what_is_stated_is_carried(tmp_path: Path) -> None:
    said = {
        "primary_knowledge_source": "infores:hpo-annotations",
        "aggregator_knowledge_source": ["infores:another"],
        "has_evidence": ["ECO:0000009"],
        "publications": ["PMID:7"],
        "onset_qualifier": "HP:0003577",
        "negated": True,
    }
    values = [
        (name, value[0] if isinstance(value, list) else value) for name, value in said.items()
    ]
    turtle = " ; ".join(
        f"biolink:{name} {'true' if value is True else value}" for name, value in values
    )
    (edge,) = edges(tmp_path, f"ex:a {BARE} ; biolink:object HP:0000007 ; {turtle} .")
    assert {name: edge[name] for name in said} == said


@pytest.mark.parametrize(
    ("iri", "identity"),
    [
        (f"urn:uuid:{UUID}", f"urn:uuid:{UUID}"),
        (f"http://example.org/{UUID}", f"urn:uuid:{UUID}"),
        ("http://example.org/a#7", "http://example.org/a#7"),
        (f"http://example.org/x{UUID}", f"http://example.org/x{UUID}"),
    ],
)
def test_ids_stay(iri: str, identity: str, tmp_path: Path) -> None:
    (edge,) = edges(tmp_path, f"<{iri}> {BARE} ; biolink:object HP:0000007 .")
    assert edge["id"] == identity


@pytest.mark.parametrize(("stated", "cell"), [("true", "true"), ('"1"', "true"), ("false", "")])
def test_a_negated_statement_stays_one_in_tables(stated: str, cell: str, tmp_path: Path) -> None:
    turtle = f"ex:a {BARE} ; biolink:object HP:0000007 ; biolink:negated {stated} ."
    (edge,) = edges(tmp_path, turtle, "kgx-tsv")
    assert edge["negated"] == cell


@pytest.mark.parametrize("name", ["neo4j-csv", "parquet", "graphml", "cytoscape-json", "duckdb"])
def test_a_negated_statement_stays_one_everywhere(name: str, tmp_path: Path) -> None:
    graph = tmp_path / "it.ttl"
    turtle = f"ex:a {BARE} ; biolink:object HP:0000007 ; biolink:negated true ."
    graph.write_text(HEAD + turtle, encoding="utf-8")
    files = export_entities(graph, name)
    if name in ("parquet", "duckdb"):
        table = tmp_path / ("edges.parquet" if name == "parquet" else "it.duckdb")
        table.write_bytes(files.get("_edges.parquet") or files[".duckdb"])
        with duckdb.connect() as database:
            database.execute(f"ATTACH IF NOT EXISTS '{table}' AS it") if name == "duckdb" else None
            source = "it.edges" if name == "duckdb" else f"'{table}'"
            found = database.execute(f"SELECT negated FROM {source}").fetchall()  # noqa: S608
        assert found == [(True,)]
    else:
        text = b"".join(files.values()).decode()
        assert "negated" in text and "true" in text


def test_a_truth_value_that_is_none(tmp_path: Path) -> None:
    turtle = f'ex:a {BARE} ; biolink:object HP:0000007 ; biolink:negated "perhaps" .'
    with pytest.raises(GraphError, match=r"example\.org/a has 'perhaps' as negated"):
        edges(tmp_path, turtle)


def test_a_statement_that_is_negated_and_is_not(tmp_path: Path) -> None:
    turtle = f"ex:a {BARE} ; biolink:object HP:0000007 ; biolink:negated true, false ."
    with pytest.raises(GraphError, match="whose negated is false and true"):
        edges(tmp_path, turtle)


@pytest.mark.parametrize(
    "value", ["biolink:publications (ex:p ex:q)", "biolink:onset_qualifier []"]
)
def test_a_value_without_a_name_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(GraphError, match=r"example\.org/a has a blank node as "):
        edges(tmp_path, f"ex:a {BARE} ; biolink:object HP:0000007 ; {value} .")


def test_what_lacks_an_end_is_left_out_and_named(tmp_path: Path, run: Run) -> None:  # noqa: F811
    graph = tmp_path / "it.ttl"
    graph.write_text(
        f"{HEAD}ex:a {BARE} ; biolink:object HP:0000007 . ex:b {BARE} .", encoding="utf-8"
    )
    done = run("export", "kgx-jsonl", str(graph), "-o", str(tmp_path / "out"))
    assert done.code == 0
    assert "1 associations: http://example.org/b" in done.err
    assert len((tmp_path / "out" / "it_edges.jsonl").read_text().splitlines()) == 1


def test_a_class_of_another_vocabulary_is_no_category(tmp_path: Path) -> None:
    graph = tmp_path / "it.ttl"
    graph.write_text(f"{HEAD}ex:a {BARE} ; biolink:object HP:0000007 .", encoding="utf-8")
    nodes = export_entities(graph, "kgx-jsonl")["_nodes.jsonl"].splitlines()
    assert [json.loads(node)["category"] for node in nodes] == [
        ["biolink:NamedThing"],
        ["biolink:Disease"],
    ]
