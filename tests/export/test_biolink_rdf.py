"""Our RDF is Biolink's RDF, without the faults that users report of other writers' RDF.

It is read by rdflib alone. What is held against: https://github.com/biolink/kgx/issues/564 (classes
and sources of edges), https://github.com/monarch-initiative/monarch-app/issues/1424 (unknown
namespaces, identifiers as text).
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, URIRef
from rdflib.namespace import SKOS

import whimkg
from tests.graph.records import whole
from whimkg.export import BIOLINK as RELEASES

BIOLINK = rdflib.Namespace("https://w3id.org/biolink/vocab/")
WHIMKG = rdflib.Namespace("https://w3id.org/whimkg/vocab#")
#: Slots whose value names something: an IRI, never its CURIE as a text.
NAMING = (
    *("subject", "predicate", "object", "category", "publications", "original_predicate"),
    *("frequency_qualifier", "disease_context_qualifier", "qualified_predicate"),
    *("primary_knowledge_source", "aggregator_knowledge_source"),
)
FORMATS = ("ttl", "nt")
END = ("subject", "predicate", "object")

each_format = pytest.mark.parametrize("name", FORMATS)
each_graph = pytest.mark.parametrize("which", ["bundled", "whole"])


@cache
def built(which: str) -> whimkg.KnowledgeGraph:
    return whimkg.build() if which == "bundled" else whimkg.build(whole())


@cache
def read(which: str, name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=built(which).serialize(name), format=name)


def edges(graph: rdflib.Graph) -> set[rdflib.term.Node]:
    return set(graph.subjects(BIOLINK.predicate))


@each_graph
@each_format
def test_every_edge_has_its_own_class(which: str, name: str) -> None:
    graph = read(which, name)
    assert len(edges(graph)) == built(which).statements > 10
    kinds = Counter(graph.value(edge, RDF.type, any=False) for edge in edges(graph))
    assert len(kinds) > 4 and None not in kinds
    assert kinds[BIOLINK.DiseaseToPhenotypicFeatureAssociation] >= 6
    assert all(
        re.fullmatch(rf"{BIOLINK}\w+Association|{BIOLINK}Association", str(k)) for k in kinds
    )


@each_graph
@each_format
def test_what_names_something_is_an_iri(which: str, name: str) -> None:
    graph = read(which, name)
    found = {slot: list(graph.objects(None, BIOLINK[slot])) for slot in NAMING}
    wrong = [(slot, o) for slot, named in found.items() for o in named if type(o) is not URIRef]
    assert wrong == []
    assert {slot for slot, named in found.items() if named} >= {
        *("subject", "predicate", "object", "publications", "qualified_predicate"),
        *("frequency_qualifier", "disease_context_qualifier", "primary_knowledge_source"),
    }
    assert all(type(o) is URIRef for o in graph.objects(None, SKOS.exactMatch))
    assert all(type(o) is URIRef for o in graph.objects(None, RDF.type))


@each_graph
@each_format
def test_every_iri_has_a_namespace(which: str, name: str) -> None:
    """No CURIE is left as an IRI, and no name of a file is a source."""
    terms = {term for triple in read(which, name) for term in triple}
    assert not [term for term in terms if isinstance(term, rdflib.BNode)]
    iris = [str(term) for term in terms if type(term) is URIRef]
    assert not [i for i in iris if "UNKNOWN" in i or not i.startswith(("http://", "https://"))]
    sources = set(read(which, name).objects(None, BIOLINK.primary_knowledge_source))
    assert sources and all("/information-resource-registry/" in str(each) for each in sources)


@each_graph
@each_format
def test_the_plain_triple_stands_beside_each_edge(which: str, name: str) -> None:
    graph = read(which, name)
    for edge in edges(graph):
        s, p, o = (graph.value(edge, BIOLINK[end], any=False) for end in END)
        assert s and p and o and (s, p, o) in graph


@each_graph
@each_format
def test_frequency_survives(which: str, name: str) -> None:
    graph, record = read(which, name), built(which).record
    expected = Counter(
        row.term for row in record.rows if row.kind == "phenotype" and "%" in row.band
    )
    expected.update(claim.mentions[0].term for claim in record.claims if claim.band)
    found = Counter(
        "HP:" + str(graph.value(edge, BIOLINK.object)).rpartition("_")[2]
        for edge in graph.subjects(BIOLINK.frequency_qualifier)
    )
    assert found == expected
    for edge, frequency in graph.subject_objects(BIOLINK.frequency_qualifier):
        known = [graph.value(edge, WHIMKG[bound]) for bound in ("frequencyLow", "frequencyHigh")]
        assert None not in known
        assert str(frequency).startswith("http://purl.obolibrary.org/obo/HP_004028")


@each_format
def test_a_study_is_no_treatment(name: str) -> None:
    """``treats`` stands for what is established, and for nothing less."""
    graph = read("bundled", name)
    statuses: dict[str, set[str]] = {}
    for edge in edges(graph):
        predicate = str(graph.value(edge, BIOLINK.predicate)).removeprefix(BIOLINK)
        statuses.setdefault(predicate, set()).add(str(graph.value(edge, WHIMKG.claimStatus)))
    assert statuses["treats"] == {str(WHIMKG.established)}
    assert statuses["in_clinical_trials_for"] == {str(WHIMKG.investigational)}


def test_two_sources_stay_two() -> None:
    """Each piece of evidence keeps its own source; none is merged into another's."""
    graph = read("bundled", "nt")
    sources = {
        edge: {
            source
            for piece in graph.objects(edge, WHIMKG.evidence)
            for source in graph.objects(piece, BIOLINK.primary_knowledge_source)
        }
        for edge in edges(graph)
    }
    assert max(map(len, sources.values())) == 2
    for edge, several in sources.items():
        assert graph.value(edge, BIOLINK.primary_knowledge_source, any=False) in several


def test_edges_that_differ_in_a_qualifier_stay_apart() -> None:
    graph = read("bundled", "nt")
    ids = {str(edge) for edge in edges(graph)}
    assert len(ids) == len(edges(graph)) == built("bundled").statements
    assert all(Path(each).name.count("-") == 4 for each in ids)


@pytest.mark.judge
@each_graph
def test_every_term_is_one_of_the_model(which: str) -> None:
    """Of the release that is installed, for which RDF is written; an older one is KGX's alone."""
    package = pytest.importorskip("biolink_model")
    view = pytest.importorskip("linkml_runtime.utils.schemaview").SchemaView
    model = view(str(Path(package.__path__[0]) / "schema" / "biolink_model.yaml"))
    classes = {"".join(w[:1].upper() + w[1:] for w in c.split()) for c in model.all_classes()}
    slots = {slot.replace(" ", "_") for slot in model.all_slots()}
    graph = read(which, "nt")
    terms = {t for triple in graph for t in triple if type(t) is URIRef and t in BIOLINK}
    used = {str(term).removeprefix(BIOLINK) for term in terms} - {""}  # the namespace itself
    assert len(used) > 20
    assert {t for t in used if t[:1].isupper()} <= classes
    assert {t for t in used if not t[:1].isupper()} <= slots
    assert model.schema.version == RELEASES[0]
