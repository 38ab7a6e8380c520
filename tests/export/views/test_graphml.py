"""GraphML by its rules, and as igraph reads it, which shares nothing with networkx."""

import io
import re
from pathlib import Path
from typing import Any

import networkx
import pytest
from lxml import etree

import whimkg
from tests.export.views.property_graphs import Case, case
from tests.graph.records import Sheet, record, row
from whimkg.record import Record

NS = "{http://graphml.graphdrawing.org/xmlns}"
ENDS = {f"{NS}node", f"{NS}edge"}
#: An xs:NMTOKEN, as far as ours go.
TOKEN = re.compile(r"[\w.:·-]+")
TYPES = {"boolean", "int", "long", "float", "double", "string"}


def edge_of(case: Case, key: str) -> tuple[str, str]:
    return case.edges[key]["subject"], case.edges[key]["object"]


def joined(value: str | list[str]) -> str:
    """As the format must hold a value of KGX."""
    if isinstance(value, list):
        value = "|".join(each.replace("|", " ") for each in value)
    return value.replace("\x0b", "\N{REPLACEMENT CHARACTER}")


def test_the_rules_of_graphml(property_graph: Case) -> None:
    """Keys and ids are unique, data have a key of their own kind, and ends are nodes."""
    root = etree.fromstring(property_graph.files("graphml")[".graphml"])
    assert root.tag == f"{NS}graphml"
    keys = {key.get("id"): (key.get("for"), key.get("attr.name")) for key in root.iter(f"{NS}key")}
    assert len(keys) == len(set(keys.values())) == len(list(root.iter(f"{NS}key")))
    assert {key.get("attr.type") for key in root.iter(f"{NS}key")} <= TYPES
    (graph,) = root.iter(f"{NS}graph")
    assert graph.get("edgedefault") == "directed"
    nodes, edges = (
        [each for each in graph if each.tag == f"{NS}{kind}"] for kind in ("node", "edge")
    )
    assert {node.get("id") for node in nodes} == set(property_graph.nodes)
    ends = {edge.get("id"): (edge.get("source"), edge.get("target")) for edge in edges}
    assert ends == {key: edge_of(property_graph, key) for key in property_graph.edges}
    assert (len(nodes), len(edges)) == (len(property_graph.nodes), len(property_graph.edges))
    for each in [*nodes, *edges]:
        own = [data.get("key") for data in each]
        assert len(own) == len(set(own))
        assert {keys[key][0] for key in own} == {etree.QName(each).localname}


def test_names_and_order_are_those_of_its_schema(property_graph: Case) -> None:
    """What graphml.xsd asks beside that; it names no licence, so that it cannot stand here."""
    root = etree.fromstring(property_graph.files("graphml")[".graphml"])
    for each in root.iter():
        for name in ("id", "key", "source", "target", "attr.name", "for"):
            assert TOKEN.fullmatch(each.get(name, "a")), each.attrib
        assert all(child.tag == f"{NS}data" for child in each if each.tag in ENDS)
    (*keys, graph) = (each.tag for each in root)
    assert set(keys) == {f"{NS}key"} and graph == f"{NS}graph"
    assert {key.get("for") for key in root.iter(f"{NS}key")} <= {"node", "edge"}


def test_an_id_that_is_an_address() -> None:
    """As of a disease without an identifier, below a base of the user's own."""
    pages = [without_identifier(slug) for slug in ("a_2f_b", "a/b", "a_b")]
    quads = [quad for page in pages for quad in whimkg.build(page, base="https://e.org/k_g/").quads]
    property_graph = case(quads)
    data = property_graph.files("graphml")[".graphml"]
    tokens = {each.get("id", "") for each in etree.fromstring(data).iter(f"{NS}node")}
    assert all(TOKEN.fullmatch(token) for token in tokens)
    graph = networkx.read_graphml(io.BytesIO(data), force_multigraph=True)
    known = {node: held.get("iri", node) for node, held in graph.nodes(data=True)}
    assert sorted(known.values()) == sorted(property_graph.nodes)
    assert sum(name.startswith("https://e.org/k_g/disease/") for name in known.values()) == 3
    ends = {(known[source], known[target]) for source, target, _ in graph.edges(keys=True)}
    assert ends == {edge_of(property_graph, key) for key in property_graph.edges}


def without_identifier(slug: str) -> Record:
    sheet = Sheet()
    sheet.turn()
    rows = (row(sheet, 0, "HP:0001250", "Seizure", "100%"),)
    return record(sheet, title=sheet.name(f"Disease {slug}"), rows=rows, slug=slug)


def test_values(property_graph: Case) -> None:
    data = io.BytesIO(property_graph.files("graphml")[".graphml"])
    graph = networkx.read_graphml(data, force_multigraph=True)
    for key, node in property_graph.nodes.items():
        for name, value in node.items():
            assert name == "id" or graph.nodes[key][name] == joined(value)
    found = {key: data for *_, key, data in graph.edges(keys=True, data=True)}
    for key, edge in property_graph.edges.items():
        for name, value in edge.items():
            assert name in {"id", "subject", "object"} or found[key][name] == joined(value)


@pytest.mark.judge
def test_igraph_reads_labels_kinds_and_frequencies(property_graph: Case, tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph")
    file = tmp_path / "g.graphml"
    file.write_bytes(property_graph.files("graphml")[".graphml"])
    graph = igraph.Graph.Read_GraphML(str(file))
    assert graph.is_directed()
    for vertex in graph.vs:
        node = property_graph.nodes[vertex["id"]]
        assert vertex["label"] == joined(node.get("name", node["id"]))
        assert vertex["kind"].replace(" ", "") == node["category"][0].split(":")[1].lower()
    bounds: dict[str, Any] = {}
    for edge in graph.es:
        # Its own "id" of an edge is that of a node: its reader mixes them up.
        identity = f"urn:uuid:{edge['iri'].rpartition('/')[2]}"
        ends = (graph.vs[edge.source]["id"], graph.vs[edge.target]["id"])
        assert ends == edge_of(property_graph, identity)
        assert edge["label"] and edge["status"]
        if edge["frequency"]:
            bounds[identity] = (edge["frequency_low"], edge["frequency_high"])
    assert bounds == property_graph.bounds
    assert (graph.vcount(), graph.ecount()) == (
        len(property_graph.nodes),
        len(property_graph.edges),
    )
