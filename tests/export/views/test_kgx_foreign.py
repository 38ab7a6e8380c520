"""Biolink RDF of others: what is stated stands in the nodes and edges, and nothing else."""

import csv
import io
import json
import warnings
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import duckdb
import pytest

from tests.cli.conftest import (
    Run,
    run,  # noqa: F401  # a fixture
)
from whimkg.base import namespaces, resources
from whimkg.errors import GraphError, GraphWarning
from whimkg.export.entities import export_entities
from whimkg.export.views import Slot, known_slots
from whimkg.stores import load

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
MONDO:0000009 a biolink:Disease ; rdfs:label "nine" .
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


@pytest.mark.filterwarnings("default")
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
    turtle = f"ex:a {BARE} ; biolink:object HP:0000007 . MONDO:0000009 a owl:Class ."
    graph.write_text(HEAD + turtle, encoding="utf-8")
    with pytest.warns(GraphWarning, match=r"place for it: 1 rdf:type \(such as of MONDO:0000009\)"):
        nodes = export_entities(graph, "kgx-jsonl")["_nodes.jsonl"].splitlines()
    assert [json.loads(node)["category"] for node in nodes] == [
        ["biolink:NamedThing"],
        ["biolink:Disease"],
    ]


#: A value of each type: as Turtle has it, and as JSON has it.
VALUES: dict[str, tuple[str, Any]] = {
    "text": ('"some words"', "some words"),
    "id": ("HP:0000011", "HP:0000011"),
    "boolean": ("true", True),
    "date": ('"2020-02-29"', "2020-02-29"),
    "integer": ("-12", -12),
    "float": ("2.5E-3", 0.0025),
}
#: What makes an edge, or a node, without being stated of it as others are.
MADE = {"id", "iri", "category", *("subject", "predicate", "object", "original_predicate")}


def stated(kind: str) -> list[Slot]:
    return [slot for slot in known_slots(kind) if slot.name not in MADE]


def said(slots: list[Slot]) -> str:
    return " ; ".join(f"biolink:{slot.name} {VALUES[slot.type][0]}" for slot in slots)


def expected(slots: list[Slot]) -> dict[str, Any]:
    values = {slot.name: VALUES[slot.type][1] for slot in slots}
    return {s.name: [values[s.name]] if s.many else values[s.name] for s in slots}


def test_every_slot_of_the_model_has_its_column(tmp_path: Path) -> None:
    graph = tmp_path / "it.ttl"
    of_nodes = [slot for slot in stated("nodes") if slot.name not in ("name", "synonym")]
    turtle = (
        f"ex:a {BARE} ; biolink:object HP:0000007 ; {said(stated('edges'))} ."
        f"HP:0000007 {said(of_nodes)} ."
    )
    graph.write_text(HEAD + turtle, encoding="utf-8")
    nodes, edges = (d.splitlines() for d in export_entities(graph, "kgx-jsonl").values())
    (edge,) = map(json.loads, edges)
    (node,) = (n for n in map(json.loads, nodes) if n["id"] == "HP:0000007")
    assert {n: v for n, v in edge.items() if n not in MADE} == expected(stated("edges"))
    assert {n: v for n, v in node.items() if n not in MADE} == expected(of_nodes)


@pytest.mark.parametrize("store", ["duckdb", "ladybug"])
def test_stores_keep_what_is_stated(store: str, tmp_path: Path) -> None:
    pytest.importorskip(store)
    first, second = tmp_path / "first.ttl", tmp_path / "second.ttl"
    bare = f"ex:a {BARE} ; biolink:object HP:0000007"
    first.write_text(f"{HEAD}{bare} .", encoding="utf-8")
    second.write_text(
        f"{HEAD}{bare} ; biolink:has_count 3 ; biolink:p_value 0.5 ."
        'MONDO:0000009 biolink:symbol "IX" ; biolink:deprecated true .',
        encoding="utf-8",
    )
    file = tmp_path / f"it.{'lbug' if store == 'ladybug' else store}"
    for graph in (first, second, second):
        assert not list(load(file, [graph], graph="https://example.org/g").differences())
    if store == "duckdb":
        with duckdb.connect(str(file), read_only=True) as database:
            found = database.execute(
                "SELECT has_count, p_value FROM whimkg.edges WHERE has_count IS NOT NULL"
            ).fetchall()
            node = database.execute(
                "SELECT symbol, deprecated FROM whimkg.nodes WHERE id = 'MONDO:0000009'"
            ).fetchall()
    else:
        ladybug = pytest.importorskip("ladybug")
        with ladybug.Database(str(file)) as database, ladybug.Connection(database) as connection:
            found = connection.execute(
                "MATCH ()-[e]->() WHERE e.has_count > 2 RETURN e.has_count, e.p_value"
            ).get_all()
            node = connection.execute(
                "MATCH (n {id: 'MONDO:0000009'}) RETURN n.symbol, n.deprecated"
            ).get_all()
    assert [*map(tuple, found)] == [(3, 0.5)]
    assert [*map(tuple, node)] == [("IX", True)]


def test_the_columns_of_a_database_have_types(tmp_path: Path) -> None:
    graph, file = tmp_path / "it.ttl", tmp_path / "it.duckdb"
    turtle = (
        f"ex:a {BARE} ; biolink:object HP:0000007 ; biolink:has_count 3 ; biolink:p_value 0.5 ."
    )
    graph.write_text(HEAD + turtle, encoding="utf-8")
    file.write_bytes(export_entities(graph, "duckdb")[".duckdb"])
    with duckdb.connect(str(file), read_only=True) as database:
        found = database.execute("SELECT has_count, p_value FROM edges").fetchall()
    assert found == [(3, 0.5)]
    tables = export_entities(graph, "neo4j-csv")
    heading = tables["_edges.neo4j.csv"].decode().splitlines()[0]
    assert heading.endswith(",has_count:long,p_value:double")
    assert "has_count: CASE WHEN row.`has_count:long` <> '' THEN toInteger(" in (
        tables[".cypher"].decode()
    )


DIRECT = "MONDO:0000009 biolink:has_phenotype HP:0000007 ."


def test_a_triple_without_an_association_is_an_edge_that_says_no_more(tmp_path: Path) -> None:
    ends = ("MONDO:0000009", "biolink:has_phenotype", "HP:0000007")
    address = " ".join(
        (
            "http://purl.obolibrary.org/obo/MONDO_0000009",
            "https://w3id.org/biolink/vocab/has_phenotype",
            "http://purl.obolibrary.org/obo/HP_0000007",
        )
    )
    assert edges(tmp_path, DIRECT) == [
        {
            "id": f"urn:uuid:{uuid5(NAMESPACE_URL, address)}",
            "category": ["biolink:Association"],
            **dict(zip(("subject", "predicate", "object"), ends, strict=True)),
            "knowledge_level": "not_provided",
            "agent_type": "not_provided",
        }
    ]


def test_a_triple_that_an_association_states_is_no_edge_more(tmp_path: Path) -> None:
    found = edges(tmp_path, f"ex:a {BARE} ; biolink:object HP:0000007 . {DIRECT}")
    assert [each["id"] for each in found] == ["http://example.org/a"]


def test_a_triple_that_is_denied_is_no_edge(tmp_path: Path) -> None:
    denied = f"ex:a {BARE} ; biolink:object HP:0000007 ; biolink:negated true . {DIRECT}"
    with pytest.warns(GraphWarning, match="place for it: 1 biolink:has_phenotype "):
        (edge,) = edges(tmp_path, denied)
    assert edge["negated"] is True


def test_a_term_without_edges_is_a_node(tmp_path: Path) -> None:
    graph = tmp_path / "it.ttl"
    turtle = f'{DIRECT} ex:gene a biolink:Gene, biolink:NamedThing ; biolink:name "a gene" .'
    graph.write_text(HEAD + turtle, encoding="utf-8")
    nodes = map(json.loads, export_entities(graph, "kgx-jsonl")["_nodes.jsonl"].splitlines())
    assert {n["id"]: n["category"] for n in nodes}["http://example.org/gene"] == [
        "biolink:Gene",
        "biolink:NamedThing",
    ]


LEFT_OUT = {
    "predicate": ("ex:x ex:score 1, 2 . ex:y ex:score 3 .", "3 http://example.org/score"),
    "node": ("MONDO:0000009 rdfs:comment 'words' .", "1 rdfs:comment"),
    "slot of edges at a node": (
        "MONDO:0000009 biolink:p_value 0.5 .",
        r"1 biolink:p_value \(such as of MONDO:0000009\)",
    ),
    "number": ("MONDO:0000009 biolink:latitude 'high' .", "1 biolink:latitude "),
    "no number": ("MONDO:0000009 biolink:latitude 'NaN' .", "1 biolink:latitude "),
    "fraction": ("MONDO:0000009 biolink:study_size 2.5 .", "1 biolink:study_size "),
    "second value": (
        "MONDO:0000009 biolink:symbol 'a', 'b', 'c' .",
        "2 further values of biolink:symbol ",
    ),
    "literal": ("MONDO:0000009 biolink:has_phenotype 'words' .", "1 biolink:has_phenotype "),
    "stranger": ("ex:x rdfs:label 'words' .", r"1 rdfs:label \(such as of http://example.org/x\)"),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_has_no_place_is_counted_and_named(case: str, tmp_path: Path) -> None:
    turtle, told = LEFT_OUT[case]
    with pytest.warns(GraphWarning, match=f"nodes and edges have no place for it: {told}"):
        edges(tmp_path, DIRECT + turtle)


def test_a_load_tells_of_it_too(tmp_path: Path) -> None:
    graph = tmp_path / "it.ttl"
    graph.write_text(f"{HEAD}{DIRECT} ex:x ex:score 1 .", encoding="utf-8")
    with pytest.warns(GraphWarning, match=r"1 http://example\.org/score"):
        load(tmp_path / "it.duckdb", [graph])


def test_a_graph_of_ours_leaves_out_nothing_to_tell_of() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        export_entities("data/whim-syndrome.nq", "kgx-jsonl")


def test_ids_of_others_are_curies_by_the_prefixes_of_the_model(tmp_path: Path) -> None:
    uberon = "http://purl.obolibrary.org/obo/UBERON_0000007"
    turtle = f"ex:a {BARE} ; biolink:object HP:0000007 ; biolink:anatomical_context_qualifier"
    (edge,) = edges(tmp_path, f"{turtle} <{uberon}> .")
    assert edge["anatomical_context_qualifier"] == ["UBERON:0000007"]


def test_the_prefixes_of_the_model_are_beside_ours() -> None:
    further = json.loads(resources.text("data/biolink_prefixes.json"))
    own = namespaces.prefix_map()
    assert not further.keys() & own.keys()
    assert not set(further.values()) & set(own.values())
    assert len(set(further.values())) == len(further)
