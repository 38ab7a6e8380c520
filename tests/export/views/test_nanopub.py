"""Nanopublications: well-formed by the guidelines, complete, and nothing made up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, RDFS, Namespace, URIRef

from tests.export.rdf_readers import by_pyoxigraph, by_rdflib, plain
from tests.export.views.property_graphs import GRAPHS, bundled, store_of
from tests.export.views.test_kgx_versions import first_of
from tests.export.views.versions import BAND, DAY, versions
from whimkg.base.namespaces import expand, prefix_map
from whimkg.errors import GraphError
from whimkg.export import serialize, view

NP, NPX = Namespace("http://www.nanopub.org/nschema#"), Namespace("http://purl.org/nanopub/x/")
BIOLINK, WHIMKG, PROV, NIF, DCTERMS, DCAT = (
    Namespace(prefix_map()[name])
    for name in ("biolink", "whimkg", "prov", "nif", "dcterms", "dcat")
)
PARTS = {
    NP.hasAssertion: "assertion",
    NP.hasProvenance: "provenance",
    NP.hasPublicationInfo: "pubinfo",
}
#: rdflib warns of names of its own that it uses itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def written(quads: list[ox.Quad]) -> bytes:
    (data,) = view(store_of(quads), "nanopub").values()
    return data


@dataclass(frozen=True)
class Exported:
    """A graph, and the file of its nanopublications as rdflib reads it."""

    quads: list[ox.Quad]
    data: bytes
    graph: rdflib.Graph
    dataset: rdflib.Dataset

    def statements(self) -> set[Any]:
        return set(self.graph.subjects(BIOLINK.subject))

    def part(self, statement: Any, name: str) -> rdflib.Graph:
        return self.dataset.graph(URIRef(f"{statement}/nanopub/{name}"))


@cache
def _exported(name: str) -> Exported:
    quads = GRAPHS[name]()
    data = written(quads)
    graph = rdflib.Graph().parse(data=serialize(quads, "nt"), format="nt")
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format="trig")
    return Exported(quads, data, graph, dataset)


@pytest.fixture(params=GRAPHS)
def exported(request: pytest.FixtureRequest) -> Exported:
    return _exported(request.param)


def test_each_statement_is_one(exported: Exported) -> None:
    found = set(_named(exported, RDF.type, NP.Nanopublication))
    assert found == {f"{statement}/nanopub/" for statement in exported.statements()}
    assert len(found) > 50


def _named(exported: Exported, predicate: Any, value: Any) -> Iterator[str]:
    return (str(s) for s, _, _, _ in exported.dataset.quads((None, predicate, value, None)))


def test_they_are_well_formed(exported: Exported) -> None:
    """The criteria of the guidelines, one by one."""
    quads = set(exported.dataset.quads())
    in_parts = set()
    for statement in exported.statements():
        iri = URIRef(f"{statement}/nanopub/")
        head = URIRef(f"{iri}Head")
        parts = {predicate: URIRef(f"{iri}{name}") for predicate, name in PARTS.items()}
        assert set(exported.dataset.graph(head)) == {
            (iri, RDF.type, NP.Nanopublication),
            *((iri, predicate, part) for predicate, part in parts.items()),
        }
        assert len({head, *parts.values()}) == 4
        assert all(len(exported.dataset.graph(part)) for part in parts.values())
        assert any(
            parts[NP.hasAssertion] in triple for triple in exported.part(statement, "provenance")
        )
        assert any(iri in triple for triple in exported.part(statement, "pubinfo"))
        in_parts |= {head, *parts.values()}
    assert {graph for *_, graph in quads} == in_parts


def test_what_each_part_says(exported: Exported) -> None:
    graph = exported.graph
    for node in exported.statements():
        subject, predicate, value = (
            graph.value(node, BIOLINK[e]) for e in ("subject", "predicate", "object")
        )
        assertion, provenance = (exported.part(node, name) for name in ("assertion", "provenance"))
        said = (subject, predicate, value)
        assert (said in assertion) == (said in graph)
        places = set(graph.objects(node, PROV.wasDerivedFrom))
        assert places
        derived = set(provenance.objects(URIRef(f"{node}/nanopub/assertion"), PROV.wasDerivedFrom))
        assert derived == places
        for place in places:
            assert set(provenance.triples((place, None, None))) == set(
                graph.triples((place, None, None))
            )
        # What is said of the statement is said once, in one of the two.
        parts = [set(part.triples((node, None, None))) for part in (assertion, provenance)]
        assert parts[0] | parts[1] == set(graph.triples((node, None, None)))
        assert not parts[0] & parts[1]
        asserted = {p for _, p, _ in parts[0]}
        assert {BIOLINK.frequency_qualifier, BIOLINK.subject} & asserted
        assert not {WHIMKG.claimStatus, WHIMKG.evidence, WHIMKG.statedOn} & asserted


def test_all_evidence_is_there(exported: Exported) -> None:
    for node in exported.statements():
        provenance = exported.part(node, "provenance")
        pieces = set(exported.graph.objects(node, WHIMKG.evidence))
        assert pieces
        told = {
            *pieces,
            *(
                o
                for piece in pieces
                for _, p, o in exported.graph.triples((piece, None, None))
                if p in (WHIMKG.section, WHIMKG.groundedBy, BIOLINK.publications)
            ),
        }
        for each in told:
            assert set(provenance.triples((each, None, None))) == set(
                exported.graph.triples((each, None, None))
            )


def test_nothing_is_made_up(exported: Exported) -> None:
    """Beyond the graph's own triples there are those on nanopublications, and no others."""
    told = by_rdflib(exported.data, "trig")
    assert told == by_pyoxigraph(exported.data, "trig")
    new = {(s, p) for s, p, o in told - plain(exported.quads)}
    assert all(re.fullmatch(".*/nanopub/(assertion)?", s) for s, _ in new)
    assert {p for s, p in new if s.endswith("assertion")} == {str(PROV.wasDerivedFrom)}
    own = {p for s, p in new if not s.endswith("assertion")}
    assert own == {
        *map(str, (*PARTS, RDF.type, RDFS.label, NPX.introduces, NPX.hasNanopubType)),
        *map(str, (DCTERMS.license, PROV.wasDerivedFrom)),
    }


def test_differentials_are_said_in_both_vocabularies() -> None:
    exported = _exported("bundled")
    asked = [
        n for n in exported.statements() if exported.graph.value(n, BIOLINK.original_predicate)
    ]
    assert len(asked) == 4
    schema = Namespace(prefix_map()["schema"])
    for node in asked:
        assertion = exported.part(node, "assertion")
        ((disease, element),) = assertion.subject_objects(schema.differentialDiagnosis)
        ((again, other),) = assertion.subject_objects(schema.diagnosis)
        assert (again, disease) == (element, exported.graph.value(node, BIOLINK.subject))
        assert other == exported.graph.value(node, BIOLINK.object)


def test_what_is_known_of_the_publication() -> None:
    exported = _exported("bundled")
    labels = {}
    for node in exported.statements():
        pubinfo, iri = exported.part(node, "pubinfo"), URIRef(f"{node}/nanopub/")
        dataset = exported.graph.value(predicate=RDF.type, object=DCAT.Dataset)
        assert pubinfo.value(iri, DCTERMS.license) == exported.graph.value(dataset, DCTERMS.license)
        assert pubinfo.value(iri, PROV.wasDerivedFrom) == dataset
        assert pubinfo.value(dataset, DCAT.version)
        assert pubinfo.value(iri, NPX.introduces) == node
        labels[str(pubinfo.value(iri, RDFS.label))] = node
    assert len(labels) == 52
    assert {
        "WHIM syndrome has phenotype Lymphopenia",
        "CXCR4 causes WHIM syndrome",
        "WHIM syndrome age of onset Infantile onset",
    } <= set(labels)


def test_a_statement_without_provenance_is_named() -> None:
    quads = bundled()
    gone = min(q.subject.value for q in quads if q.predicate.value == expand("biolink:subject"))  # type: ignore[union-attr]
    behind = {
        str(BIOLINK[n]) for n in ("primary_knowledge_source", "knowledge_level", "agent_type")
    }
    behind |= {
        str(PROV.wasDerivedFrom),
        *(str(WHIMKG[n]) for n in ("evidence", "claimStatus", "statedOn")),
    }
    left = [q for q in quads if q.subject.value != gone or q.predicate.value not in behind]  # type: ignore[union-attr]
    with pytest.raises(GraphError, match=f"{re.escape(gone)} has no provenance") as caught:
        written(left)
    assert "whimkg.validate(…)" in str(caught.value.remedy)


def test_a_graph_without_statements_has_none() -> None:
    node = ox.NamedNode("http://example.org/")
    with pytest.raises(GraphError, match="no statements"):
        written([ox.Quad(node, node, node)])


def test_folders_named_as_its_own_prefixes() -> None:
    """Instances in folders ``this`` and ``sub`` would take those prefixes, as other folders do."""
    nt = serialize(bundled(), "nt").decode()
    moved = re.sub("/(section|mapping)/", lambda m: {"s": "/sub/", "m": "/this/"}[m[1][0]], nt)
    quads = list(ox.parse(moved, format=ox.RdfFormat.N_TRIPLES))
    told = by_rdflib(written(quads), "trig")
    assert {s for s, _, _ in told - plain(quads)} == {
        f"{statement}/nanopub/{part}"
        for statement in _exported("bundled").statements()
        for part in ("", "assertion")
    }


def _apart(data: bytes) -> list[str]:
    """Each nanopublication as a file of its own, since others read one at a time."""
    head, *each = re.split("(?m)^(?=@prefix this: )", data.decode())
    return [head + one for one in each]


def test_no_assertion_contradicts_itself(tmp_path: Path) -> None:
    """Two versions of a page that give two frequencies: one assertion cannot hold both."""
    with pytest.raises(GraphError) as told:
        view(versions(tmp_path, BAND), "nanopub")
    for part in ("frequency_qualifier", "HP:0040281 and HP:0040282", "export apart"):
        assert part in str(told.value)


def test_two_days_are_two_derivations(tmp_path: Path) -> None:
    """What tells of how an assertion came to be may be twofold: it stands in the provenance."""
    (data,) = view(versions(tmp_path, DAY), "nanopub").values()
    (name, days), *_ = sorted(
        (str(graph), sorted(str(each) for each in values))
        for graph, values in _days(data).items()
        if len(values) > 1
    )
    assert name.endswith("/provenance")
    assert days == ["2020-07-01", "2021-07-01"]


def _days(data: bytes) -> dict[Any, set[Any]]:
    """For each graph, the days by which statements are dated in it."""
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format="trig")
    found: dict[Any, set[Any]] = {}
    for node, _, day, graph in dataset.quads((None, WHIMKG.statedOn, None, None)):
        if "/evidence/" not in str(node) and "/association/" in str(node):
            found.setdefault(graph, set()).add(day)
    return found


@pytest.mark.parametrize(
    ("predicate", "value", "slot"),
    [
        ("biolink:subject", "MONDO:0000001", "subject"),
        ("biolink:predicate", "biolink:causes", "predicate"),
        ("biolink:object", "HP:0001250", "object"),
    ],
)
def test_no_assertion_has_two_of_an_end(predicate: str, value: str, slot: str) -> None:
    quads = bundled()
    first = first_of(quads)
    more = ox.Quad(first, ox.NamedNode(expand(predicate)), ox.NamedNode(expand(value)))
    told = f"{first.value} would assert that its {slot} is .*{value}"
    with pytest.raises(GraphError, match=told):
        written([*quads, more])


def test_two_classes_are_no_contradiction() -> None:
    quads = bundled()
    kind, wide = ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("biolink:Association"))
    assert written([*quads, ox.Quad(first_of(quads), kind, wide)])


@pytest.mark.judge
def test_the_nanopub_library_takes_them(exported: Exported) -> None:
    """It wants four graphs that are not empty and speak of one another."""
    nanopub = pytest.importorskip("nanopub")
    apart = _apart(exported.data)
    assert len(apart) == len(exported.statements())
    for text in apart[:60]:
        read = nanopub.Nanopub(rdf=rdflib.ConjunctiveGraph().parse(data=text, format="trig"))
        assert read.is_valid
        assert read.metadata.np_uri.endswith("/nanopub/")


@pytest.mark.judge
def test_a_key_is_all_that_signing_needs() -> None:
    """Signed, a nanopublication has the digest of its content in the IRIs of all its parts."""
    nanopub = pytest.importorskip("nanopub")
    somebody = nanopub.Profile(orcid_id="https://orcid.org/0000-0000-0000-0000", name="Nobody")
    text = _apart(_exported("bundled").data)[0]
    read = nanopub.Nanopub(
        rdf=rdflib.ConjunctiveGraph().parse(data=text, format="trig"),
        conf=nanopub.NanopubConf(profile=somebody),
    )
    unsigned = str(read.metadata.np_uri)
    read.sign()
    assert read.has_valid_signature
    assert read.has_valid_trusty
    iris = {str(graph.identifier) for graph in read.rdf.contexts() if len(graph)}
    assert all(re.match(f"{re.escape(unsigned)}RA[A-Za-z0-9_-]{{43}}", iri) for iri in iris)
