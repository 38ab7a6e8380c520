"""How the JSON reads to somebody who knows no RDF, and that PyLD agrees with our compactor."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pyld import jsonld
from pyoxigraph import Literal, NamedNode, Quad

from tests.export.rdf_readers import LANG_STRING, by_pyld, by_rdflib, plain, refuse
from tests.export.web_pages import MARKUP, in_a_script
from whimkg.base import namespaces
from whimkg.base.namespaces import context_terms
from whimkg.export import serialize

JSON = dict[str, Any]
ASSOCIATION = "https://w3id.org/whimkg/association/00000000-0000-5000-8000-0000000000"
GARD = namespaces.prefix_map()["GARD"]


@pytest.fixture(scope="module")
def document(page_quads: list[Quad]) -> JSON:
    loaded: JSON = json.loads(serialize(page_quads, "jsonld"))
    return loaded


def _objects(value: object) -> Iterator[JSON]:
    if isinstance(value, dict) and "id" in value:
        yield value
        value = list(value.values())
    for each in value if isinstance(value, list) else []:
        yield from _objects(each)


def test_disease_comes_first_with_its_statements(document: JSON) -> None:
    disease = document["@graph"][0]
    assert (disease["id"], disease["label"]) == ("MONDO:9999990", "Invented syndrome")
    numbers = [each["id"].removeprefix(ASSOCIATION) for each in disease["associations"]]
    assert numbers == ["01", "02", "03", "04", "05", "10"]
    about = [each["id"].removeprefix(ASSOCIATION) for each in disease["associations_about"]]
    assert about == ["06", "07"]
    assert all("subject" not in each for each in disease["associations"])
    assert all("object" not in each for each in disease["associations_about"])


def test_evidence_is_nested_everywhere(document: JSON) -> None:
    disease, *others = document["@graph"]
    pieces = disease["associations"][0]["evidence"]
    assert [piece["claim_status"] for piece in pieces] == ["whimkg:listed", "whimkg:reported"]
    assert pieces[1]["stated_on"] == "2011-02-03"
    assert "whimkg:Evidence" not in [other["type"] for other in others]


def test_each_node_is_written_once(any_quads: list[Quad]) -> None:
    document = json.loads(serialize(any_quads, "jsonld"))
    full = [each["id"] for each in _objects(document["@graph"]) if len(each) > 1]
    assert len(full) == len(set(full)) == len({quad.subject for quad in any_quads})


def test_it_can_stand_in_a_script_of_a_web_page() -> None:
    iri, label = f"{GARD}1", namespaces.expand("rdfs:label")
    quad = Quad(NamedNode(iri), NamedNode(label), Literal(MARKUP, language="en"))
    data = serialize([quad], "jsonld")
    assert json.loads(in_a_script(data))["@graph"][0]["label"] == MARKUP
    told = {(iri, label, (MARKUP, "en", LANG_STRING))}
    assert by_pyld(data, "jsonld") == by_rdflib(data, "jsonld") == told
    assert b"H<sub>2" in data, "nothing else is escaped"


def _unnested(value: Any) -> Any:
    """A value with every nested node replaced by its name."""
    if isinstance(value, list):
        return [_unnested(each) for each in value]
    nested = isinstance(value, dict) and "id" in value and len(value) > 1
    return value["id"] if nested else value


def test_values_are_plain(document: JSON) -> None:
    nodes = {each["id"]: each for each in _objects(document["@graph"])}
    row = nodes[f"{ASSOCIATION}01"]
    assert (row["frequency_low"], row["frequency_high"]) == (30, 79)
    assert (row["predicate"], _unnested(row["object"])) == ("biolink:has_phenotype", "HP:0000010")
    assert nodes["HGNC:99"]["symbol"] == "INV4"
    assert nodes["https://w3id.org/whimkg/section/symptoms"]["undated"] is True
    page = "https://rarediseases.info.nih.gov/diseases/99999/an-invented-syndrome"
    assert nodes[page]["name"] == "Invented syndrome"
    assert not [key for each in nodes.values() for key in each if key.startswith("@")]


def test_context_holds_only_what_is_used(document: JSON) -> None:
    context = document["@context"]
    text = json.dumps([document["@graph"], *(v for v in context.values() if v is not True)])
    for name, definition in context.items():
        if isinstance(definition, dict) and definition.get("@prefix"):
            assert definition["@id"] == namespaces.prefix_map()[name]
            assert f'"{name}:' in text
        elif name != "@version":
            assert f'"{name}":' in text


def test_every_predicate_of_the_bundled_graph_has_a_term(bundled_quads: list[Quad]) -> None:
    document = json.loads(serialize(bundled_quads, "jsonld"))
    keys = {key for each in _objects(document["@graph"]) for key in each}
    assert not {key for key in keys if ":" in key}, "give it a term in data/context.json"


def test_pyld_compacts_to_the_same_values(document: JSON) -> None:
    """PyLD's own compaction with our context names every node and key as we do."""
    options = {"documentLoader": refuse}
    expanded = jsonld.expand(document, options)
    flat = jsonld.compact(jsonld.flatten(expanded, None, options), document["@context"], options)
    # Any compactor of the standard shortens the page's own address by GARD's prefix; ours must not.
    flat = json.loads(json.dumps(flat).replace("GARD:99999/", f"{GARD}99999/"))
    theirs = {each["id"]: each for each in flat["@graph"] if len(each) > 1}
    ours = {each["id"]: each for each in _objects(document["@graph"]) if len(each) > 1}
    assert set(theirs) == set(ours)
    for iri, node in ours.items():
        shared = [key for key in node if not key.startswith(("associations", "evidence"))]
        assert {key: _unnested(node[key]) for key in shared} == {
            key: theirs[iri][key] for key in shared
        }


def test_terms_are_well_formed() -> None:
    assert context_terms()["id"] == "@id" and context_terms()["type"] == "@type"
    assert not set(context_terms()) & set(namespaces.prefix_map())
    for definition in context_terms().values():
        if isinstance(definition, dict):
            assert set(definition) <= {"@id", "@reverse", "@type", "@language", "@container"}
            assert all(namespaces.expand(value) for value in definition.values() if ":" in value)


S, P = NamedNode("http://example.org/s"), NamedNode("http://example.org/p")
LABEL = NamedNode(namespaces.expand("rdfs:label"))
BEGIN = NamedNode(namespaces.expand("nif:beginIndex"))
INTEGER = NamedNode(namespaces.expand("xsd:integer"))


def _node(*quads: Quad) -> JSON:
    data = serialize(quads, "jsonld")
    assert by_pyld(data, "jsonld") == by_rdflib(data, "jsonld") == plain(quads)
    loaded: JSON = json.loads(data)["@graph"][0]
    return loaded


@pytest.mark.parametrize(
    ("predicate", "term", "key", "value"),
    [
        (P, Literal("x"), P.value, "x"),
        (P, Literal("x", language="en"), P.value, {"@value": "x", "@language": "en"}),
        (P, Literal("7", datatype=INTEGER), P.value, 7),
        (P, Literal("07", datatype=INTEGER), P.value, {"@value": "07", "@type": "xsd:integer"}),
        (P, S, P.value, {"id": S.value}),
        (LABEL, Literal("x", language="en"), "label", "x"),
        (LABEL, Literal("x"), "symbol", "x"),
        (LABEL, Literal("x", language="de"), "label", {"@value": "x", "@language": "de"}),
        (LABEL, S, "label", {"id": S.value}),
        (BEGIN, Literal("7", datatype=INTEGER), "begin", {"@value": "7", "@type": "xsd:integer"}),
        (BEGIN, Literal("x"), "begin", {"@value": "x"}),
    ],
)
def test_nothing_is_lost(
    predicate: NamedNode, term: Literal | NamedNode, key: str, value: Any
) -> None:
    assert _node(Quad(S, predicate, term)) == {"id": S.value, key: value}


def test_an_iri_that_looks_like_a_curie() -> None:
    quad = Quad(NamedNode("HP:1"), P, NamedNode("http://purl.obolibrary.org/obo/HP_1"))
    assert _node(quad) == {"id": "HP:1", P.value: {"id": "http://purl.obolibrary.org/obo/HP_1"}}


def _named(*curies: str) -> list[NamedNode]:
    return [NamedNode(namespaces.expand(curie)) for curie in curies]


@pytest.mark.parametrize(
    ("kind", "predicate"),
    [("schema:MedicalWebPage", "schema:about"), ("dcat:Dataset", "dcterms:subject")],
)
def test_several_diseases(kind: str, predicate: str) -> None:
    """Without a page that says so, the disease of most statements comes first."""
    typed, disease, page, subject, about = _named(
        "rdf:type", "biolink:Disease", kind, "biolink:subject", predicate
    )
    first, second = (NamedNode(f"http://example.org/{each}") for each in "ab")
    quads = [Quad(first, typed, disease), Quad(second, typed, disease), Quad(S, subject, second)]
    assert _node(*quads)["id"] == second.value
    assert _node(*quads)["associations"] == [{"id": S.value}]
    quads.append(Quad(P, about, first))
    assert _node(*quads)["id"] == second.value
    assert _node(*quads, Quad(P, typed, page))["id"] == first.value


def test_a_statement_about_itself() -> None:
    kind, disease, evidence = _named("rdf:type", "biolink:Disease", "whimkg:evidence")
    ends = _named("biolink:subject", "biolink:object")
    _node(Quad(S, kind, disease), Quad(S, ends[0], S), Quad(S, ends[1], S), Quad(S, evidence, S))
    _node(Quad(S, kind, disease), Quad(P, ends[0], S), Quad(P, ends[1], S), Quad(P, evidence, S))
    _node(Quad(S, evidence, P), Quad(P, evidence, S))
