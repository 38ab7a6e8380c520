"""The vocabulary: the terms that graphs are made with are the terms that it defines."""

import pytest
import rdflib
from msgspec.structs import replace
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS

import whimkg
from tests.graph.records import STATUSES, Sheet, claim, record, whole
from tests.graph.view import View, bundled, short
from whimkg.base import resources
from whimkg.record import Record

VOCAB = "https://w3id.org/whimkg/vocab#"
#: Defined as the class of the claim statuses; statuses are never typed in a graph of a page.
ONLY_DEFINED = {"whimkg:ClaimStatus"}


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    return rdflib.Graph().parse(data=resources.text("data/vocab.ttl"), format="turtle")


def defined(vocabulary: rdflib.Graph) -> set[str]:
    return {str(node) for node in vocabulary.subjects(RDFS.isDefinedBy, rdflib.URIRef(VOCAB))}


def used(graph: View) -> set[str]:
    return {t for triple in graph.triples for t in triple if t.startswith("whimkg:")} - {"whimkg:"}


def alternatives() -> Record:
    """A claim that *usually* and *or* stand in."""
    sheet = Sheet()
    sheet.turn()
    sheet.turn()
    usual = claim(sheet, "inheritance", "established", manner="HP:0000006")
    usual = replace(usual, qualified=("usually",), alternatives=("HP:0000007",))
    return record(sheet, claims=(usual,))


def every_status() -> View:
    """A claim of every status, each on a statement of its own."""
    sheet = Sheet()
    sheet.turn()
    sheet.turn()
    claims = tuple(
        claim(sheet, "used", status, treatment=f"MAXO:{number:07}")
        for number, status in enumerate(STATUSES, 1)
    )
    return View(whimkg.build(record(sheet, claims=claims)).quads)


def test_what_is_used_is_what_is_defined(vocabulary: rdflib.Graph) -> None:
    about = {
        "id": "MONDO:0011308",
        "gard_id": "GARD:0000001",
        "repaired": True,
        "saved": "2022-12-05",
    }
    known = whole(complete=False, **about)
    graphs = [bundled(), every_status(), View(whimkg.build(known).quads)]
    graphs.append(View(whimkg.build(alternatives()).quads))
    terms = set[str]().union(*(used(graph) for graph in graphs))
    assert terms | ONLY_DEFINED == {short(term) for term in defined(vocabulary)}


def test_the_statuses(vocabulary: rdflib.Graph) -> None:
    kind = rdflib.URIRef(VOCAB + "ClaimStatus")
    assert {str(s).removeprefix(VOCAB) for s in vocabulary.subjects(RDF.type, kind)} == {*STATUSES}
    assert (
        *("established", "recommended", "reported", "assumed"),
        *("mentioned", "investigational", "listed"),
    ) == STATUSES


def test_every_term_is_explained(vocabulary: rdflib.Graph) -> None:
    seen = []
    for term in vocabulary.subjects(RDFS.isDefinedBy, rdflib.URIRef(VOCAB)):
        for predicate in (RDFS.label, SKOS.definition, SKOS.scopeNote):
            (text,) = vocabulary.objects(term, predicate)
            assert isinstance(text, rdflib.Literal) and text.language == "en" and text.strip()
        (kind,) = vocabulary.objects(term, RDF.type)
        name = str(term).removeprefix(VOCAB)
        assert name[0].isupper() == (kind == OWL.Class)
        seen.append((str(vocabulary.value(term, RDFS.label)), kind == OWL.Class))
    assert len({*seen}) == len(seen), "only a class and a property may have the same label"


def test_nothing_else_stands_in_it(vocabulary: rdflib.Graph) -> None:
    assert {str(subject) for subject in vocabulary.subjects()} == defined(vocabulary) | {VOCAB}
    assert (rdflib.URIRef(VOCAB), RDF.type, OWL.Ontology) in vocabulary
    assert list(vocabulary.objects(rdflib.URIRef(VOCAB), DCTERMS.license))


@pytest.mark.parametrize("name", ["known", "bundled"])
def test_domains_and_ranges_hold(name: str, vocabulary: rdflib.Graph) -> None:
    """Where a property names classes, the nodes at its ends are of them."""
    graph = (
        bundled()
        if name == "bundled"
        else View(whimkg.build(whole(complete=False, repaired=True)).quads)
    )
    checked = 0
    for predicate, side in ((RDFS.domain, 0), (RDFS.range, 2)):
        for term, kind in vocabulary.subject_objects(predicate):
            wanted = short(str(kind))
            for triple in graph.triples:
                if triple[1] != short(str(term)) or triple[side].startswith(('"', "whimkg:")):
                    continue
                node = triple[side]
                if wanted == "biolink:Association":
                    assert "biolink:subject" in graph.about(node), (term, node)
                else:
                    assert wanted in graph.values(node, "rdf:type"), (term, node)
                checked += 1
    assert checked > 50


def test_datatypes_are_those_of_the_vocabulary(vocabulary: rdflib.Graph) -> None:
    about = {
        "id": "MONDO:0011308",
        "gard_id": "GARD:0000001",
        "archived": "2020-12",
        "saved": "2022-12-05",
    }
    graphs = [whole(complete=False, repaired=True, **about), alternatives()]
    triples = [triple for each in graphs for triple in View(whimkg.build(each).quads).triples]
    suffix = {"xsd:string": "", "rdf:langString": "@en"}
    for term, kind in vocabulary.subject_objects(RDFS.range):
        if (term, RDF.type, OWL.DatatypeProperty) in vocabulary:
            wanted = suffix.get(short(str(kind)), f"^^{short(str(kind))}")
            found = {o.rpartition('"')[2] for _, p, o in triples if p == short(str(term))}
            assert found == {wanted}, term
