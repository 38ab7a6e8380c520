"""From a node of the graph to characters of the page, to its statement, and to a name."""

import pyoxigraph as ox
import pytest

from tests.shacl.graphs import bundled, dropped, iri, node, objects, subjects
from whimkg.shacl.places import Places
from whimkg.shacl.report import Place
from whimkg.shacl.triples import TripleIndex

STATEMENT = subjects("rdf:type", "biolink:DiseaseToPhenotypicFeatureAssociation")[0]
EVIDENCE = objects(STATEMENT, "whimkg:evidence")[0]
TERM = objects(STATEMENT, "biolink:object")[0]
SPANS = objects(STATEMENT, "prov:wasDerivedFrom")


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(TripleIndex(bundled()))


def of(places: Places, name: str) -> Place | None:
    return places.place(ox.NamedNode(name))


def test_a_span_has_its_own_place(places: Places) -> None:
    for span in SPANS:
        begin, end = map(int, span.rpartition("=")[2].split(","))
        place = of(places, span)
        assert place is not None
        assert (place.begin, place.end) == (begin, end)
        assert f"/{place.snapshot}#" in span
        assert [str(place.line)] == objects(span, "whimkg:line")
        assert [str(place.column)] == objects(span, "whimkg:column")


def test_what_was_derived_stands_at_its_first_span(places: Places) -> None:
    first = min(int(span.rpartition("=")[2].split(",")[0]) for span in SPANS)
    for name in (STATEMENT, EVIDENCE):
        place = of(places, name)
        assert place is not None
        assert place.begin == first


def test_evidence_without_a_span_stands_where_its_statement_does() -> None:
    places = Places(TripleIndex(dropped(EVIDENCE, "prov:wasDerivedFrom")))
    assert of(places, EVIDENCE) == of(places, STATEMENT) is not None


def test_a_term_stands_where_it_is_spoken_of(places: Places) -> None:
    assert of(places, TERM) == of(places, STATEMENT)
    mapping = objects(subjects("rdf:type", "whimkg:Evidence")[0], "whimkg:groundedBy")
    assert all(of(places, name) for name in mapping)


def test_a_section_has_its_own_place(places: Places) -> None:
    for section in subjects("rdf:type", "whimkg:Section"):
        place = of(places, section)
        assert place is not None
        assert [str(place.end)] == objects(section, "nif:endIndex")
        assert place.snapshot


def test_a_span_that_lost_its_offsets_is_found_by_its_name() -> None:
    places = Places(TripleIndex(dropped(SPANS[0], "nif:beginIndex")))
    place = of(places, SPANS[0])
    assert place is not None
    assert f"char={place.begin},{place.end}" in SPANS[0]
    assert place.line


def test_what_stands_nowhere_has_no_place(places: Places) -> None:
    for name in ("http://example.org/", *subjects("rdf:type", "dcat:Dataset")):
        assert of(places, name) is None
    assert places.place(None) is None
    assert places.place(ox.Literal("words")) is None


def test_statements(places: Places) -> None:
    for name in (STATEMENT, EVIDENCE):
        assert places.statement(ox.NamedNode(name)) == ox.NamedNode(STATEMENT)
    owners = set(subjects("rdf:type", "biolink:DiseaseToPhenotypicFeatureAssociation"))
    owner = places.statement(ox.NamedNode(SPANS[0]))
    assert owner is not None
    assert owner.value in owners
    assert places.statement(ox.NamedNode("http://example.org/")) is None


@pytest.mark.parametrize("predicate", ["biolink:subject", "biolink:object", "biolink:predicate"])
def test_a_broken_statement_is_still_one(predicate: str) -> None:
    kept = [q for q in bundled() if node(q) != STATEMENT or q.predicate == iri(predicate)]
    places = Places(TripleIndex(kept))
    assert places.statement(ox.NamedNode(STATEMENT)) == ox.NamedNode(STATEMENT)


def test_labels(places: Places) -> None:
    (label,) = objects(TERM, "rdfs:label")
    assert places.label(ox.NamedNode(TERM)) == label
    said = f"WHIM syndrome has phenotype {label}"
    assert places.label(ox.NamedNode(STATEMENT)) == said
    assert places.label(ox.NamedNode(EVIDENCE)) == f"evidence for: {said}"
    assert places.label(ox.NamedNode("http://example.org/")) is None
    assert places.label(None) is None
