"""How the Turtle reads: names, order, comments."""

import re

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from whimkg.base import namespaces
from whimkg.export import serialize
from whimkg.export.rdf.order import GROUPS

LABEL = NamedNode(namespaces.expand("rdfs:label"))


def _turtle(*subjects: str, prefixes: dict[str, str] | None = None) -> str:
    quads = [Quad(NamedNode(iri), LABEL, Literal("x")) for iri in subjects]
    return serialize(quads, "ttl", prefixes=prefixes).decode()


@pytest.mark.parametrize(
    ("iri", "written"),
    [
        ("http://purl.obolibrary.org/obo/HP_0001888", "HP:0001888"),
        ("https://rarediseases.info.nih.gov/diseases/0009297", "GARD:0009297"),
        (page := "https://rarediseases.info.nih.gov/diseases/9297/whim-syndrome", f"<{page}>"),
        (folder := "https://rarediseases.info.nih.gov/diseases/", f"<{folder}>"),
        ("https://omim.org/phenotypicSeries/PS193670", "OMIMPS:193670"),
        (doi := "https://doi.org/10.1000/182", f"<{doi}>"),
        (dot := "https://w3id.org/whimkg/vocab#a.", f"<{dot}>"),
        (comma := "https://w3id.org/whimkg/vocab#a,b", f"<{comma}>"),
    ],
)
@pytest.mark.parametrize("name", ["ttl", "trig"])
def test_names(iri: str, written: str, name: str) -> None:
    text = serialize([Quad(NamedNode(iri), LABEL, Literal("x"))], name).decode()
    without_base = re.sub(r"@base <([^>]*)> \.\n((?s:.*))<#", r"\2<\1#", text)
    assert f"\n{written} rdfs:label" in without_base


def test_only_used_prefixes(page_quads: list[Quad]) -> None:
    text = serialize(page_quads, "ttl").decode()
    declared = re.findall(r"^@prefix (\S+):", text, re.M)
    assert declared == sorted(declared, key=str.casefold)
    body = text.rpartition("@prefix")[2]
    assert all(re.search(rf"(?<!\w){re.escape(name)}:[\w-]", body) for name in declared)
    assert "DOID" not in declared and "HP" in declared


def test_own_prefixes_replace_the_bundled() -> None:
    text = _turtle(
        "http://purl.obolibrary.org/obo/HP_1",
        prefixes={"hpo": "http://purl.obolibrary.org/obo/HP_"},
    )
    assert "\nhpo:1 <http://www.w3.org/2000/01/rdf-schema#label>" in text


def test_places_are_relative_to_the_snapshot(page_quads: list[Quad]) -> None:
    text = serialize(page_quads, "ttl").decode()
    assert re.search(r"^@base <https://w3id.org/whimkg/snapshot/[0-9]{62}aa> \.$", text, re.M)
    assert "\n<#char=110,120> a nif:RFC5147String ;" in text
    assert "<#char=110,120>,  # Green hair\n" in text


def test_a_folder_of_several_gets_a_prefix() -> None:
    folder = "https://example.org/thing/"
    two = [f"{folder}{n}" for n in range(2)]
    assert "\nthing:1 rdfs:label" in _turtle(*two)
    assert f"<{folder}1>" in _turtle(two[1])
    assert f"<{folder}1>" in _turtle(*two, "https://example.com/thing/1")  # one name for two


def test_groups_stand_in_their_order(page_quads: list[Quad]) -> None:
    headings = re.findall(r"^# --- (.*) ---$", serialize(page_quads, "ttl").decode(), re.M)
    known = [heading for heading, _ in GROUPS]
    assert headings == [heading for heading in known if heading in headings]
    assert set(known) - set(headings) == {"Statements: others", "Anything else"}  # none is unseen


def test_every_node_of_the_bundled_graph_has_a_group(bundled_quads: list[Quad]) -> None:
    text = serialize(bundled_quads, "ttl").decode()
    assert "# --- Statements: others" not in text and "# --- Anything else" not in text, (
        "give the new kind of node a row in whimkg.export.rdf.order.GROUPS"
    )


def test_statements_stand_as_on_the_page(page_quads: list[Quad]) -> None:
    text = serialize(page_quads, "ttl").decode()
    found = re.findall(r"^association:0{8}-0{4}-5000-8000-0+(\d+) a", text, re.M)
    assert found == ["1", "2", "3", "4", "5", "6", "8", "7", "9", "10"]
    places = [int(begin) for begin in re.findall(r"^<#char=(\d+)", text, re.M)]
    assert places == sorted(places)


def test_type_then_label_then_the_rest(page_quads: list[Quad]) -> None:
    text = serialize(page_quads, "ttl").decode()
    assert 'MONDO:9999990 a biolink:Disease ;\n    rdfs:label "Invented syndrome"@en ;\n' in text
    assert "    biolink:object HP:0000010 ;  # Green hair\n" in text


def test_a_name_with_line_ends_stays_a_comment() -> None:
    node = NamedNode("http://example.org/n")
    quads = [
        Quad(node, LABEL, Literal(name)) for name in ("a\r\n<http://b> b <http://c> .", "b\x00")
    ]
    text = serialize([*quads, Quad(NamedNode("http://example.org/s"), LABEL, node)], "ttl").decode()
    assert text.endswith("> rdfs:label <http://example.org/n> .  # a <http://b> b <http://c> .\n")


def test_graphs_stand_in_their_order(page_quads: list[Quad]) -> None:
    text = serialize(page_quads, "trig").decode()
    assert re.findall(r"^<\S+/(\w+)> \{$", text, re.M) == [
        "statements",
        "evidence",
        "identities",
        "description",
    ]


def test_a_line_separator_in_a_literal_is_not_indented() -> None:
    quad = Quad(LABEL, LABEL, Literal("a\u2028b\x85c"), NamedNode("http://example.org/g"))
    assert '"a\u2028b\x85c"' in serialize([quad], "trig").decode()
