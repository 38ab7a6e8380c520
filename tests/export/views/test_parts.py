"""A graph that is asked in parts answers as the whole does, wherever it is cut."""

import random
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from tests.export.views import versions
from tests.export.views.property_graphs import GRAPHS, bundled, merged, shuffled, store_of
from whimkg.errors import GraphError
from whimkg.export import BIOLINK, PROFILES, Options
from whimkg.export.views import Entity, Source, edges, gathering, nodes, parts
from whimkg.export.views._parts import Parts
from whimkg.export.views._source import Answers
from whimkg.namespaces import BASE, expand

TERM = "HP:0001888"
#: What the questions go along, and the classes and ends that they ask for.
PREDICATES = (
    *("biolink:subject", "biolink:object", "biolink:predicate", "biolink:frequency_qualifier"),
    *("biolink:knowledge_level", "biolink:agent_type", "biolink:primary_knowledge_source"),
    *("rdf:type", "rdfs:label", "skos:altLabel", "skos:exactMatch", "oboInOwl:hasDbXref"),
    *("whimkg:currentLabel", "whimkg:ageOfOnset", "whimkg:evidence", "whimkg:groundedBy"),
    *("whimkg:statedOn", "biolink:publications", "prov:wasDerivedFrom", "nif:referenceContext"),
    *("nif:anchorOf", "schema:url", "sssom:object_id", "sssom:object_label"),
    *("dcterms:identifier", "dcterms:title", "biolink:disease_context_qualifier"),
)
CLASSES = ("biolink:Publication", "biolink:ClinicalTrial", "biolink:Onset", "schema:MedicalWebPage")
EDGE = (*PREDICATES[:3], *PREDICATES[4:8])
ENDS = ("subject", "predicate", "object", "iri")
TEXTS = ("rdfs:label", "skos:altLabel", "whimkg:currentLabel", "nif:anchorOf", "dcterms:title")


def entities(answers: Answers) -> tuple[list[Entity], list[Entity]]:
    return list(nodes(answers)), list(edges(answers))


def in_parts(quads: Iterable[ox.Quad], size: int, options: Options) -> tuple[list[Entity], ...]:
    with gathering(size) as graph:
        for quad in quads:
            graph.add([str(quad.triple).encode()])
        with parts(graph, options) as found:
            return entities(found)


def same(quads: list[ox.Quad], *sizes: int, options: Options = Options()) -> bool:  # noqa: B008
    whole = entities(Source(store_of(quads), options))
    return all(in_parts(quads, size, options) == whole for size in sizes)


@pytest.mark.parametrize("name", GRAPHS)
def test_wherever_a_graph_is_cut(name: str) -> None:
    quads = GRAPHS[name]()
    assert same(quads, 1, 10, 97, 1_000, len(quads))


@pytest.mark.parametrize("seed", range(3))
def test_in_whatever_order_pages_come(seed: int) -> None:
    assert same(shuffled(merged(), seed), 50, 500)


def test_what_the_user_chose() -> None:
    for release in BIOLINK:
        for profile in PROFILES:
            assert same(merged(), 200, options=Options(release, profile))


def test_two_versions_of_a_page(tmp_path: Path) -> None:
    assert same(versions.quads(tmp_path, versions.DAY), 1, 20)


def test_what_contradicts_is_told_as_of_the_whole(tmp_path: Path) -> None:
    given = (
        versions.quads(tmp_path, versions.BAND),
        versions.quads(tmp_path, bases=(BASE, "https://example.org/")),
    )
    for quads in given:
        with pytest.raises(GraphError) as whole:
            entities(Source(store_of(quads), Options()))
        with pytest.raises(GraphError) as told:
            in_parts(quads, 1, Options())
        assert str(told.value) == str(whole.value)


def test_nothing_for_the_format() -> None:
    triple = ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("o"))
    with pytest.raises(GraphError, match="no statements that a property graph could hold"):
        in_parts([triple], 1, Options())


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        ("skos:altLabel", ox.Literal("called so elsewhere", language="en")),
        ("whimkg:currentLabel", ox.Literal("A name of today", language="en")),
        ("skos:exactMatch", ox.NamedNode("http://www.orpha.net/ORDO/Orphanet_1")),
        ("oboInOwl:hasDbXref", ox.Literal("UMLS:C1")),
        ("dcterms:identifier", ox.Literal("HP:1")),
        ("rdf:type", ox.NamedNode(expand("biolink:AnatomicalEntity"))),
    ],
)
def test_what_another_page_says_of_a_term(predicate: str, value: ox.NamedNode | ox.Literal) -> None:
    said = ox.Quad(ox.NamedNode(expand(TERM)), ox.NamedNode(expand(predicate)), value)
    quads = bundled()
    assert entities(Source(store_of(quads), Options())) != in_parts([*quads, said], 50, Options())
    assert same([said, *quads], 50)
    assert same([*quads, said], 50)


def test_a_term_that_is_found_in_two_ways() -> None:
    """By a statement and as a trial: either way it keeps the label that it has today."""
    stated, *other = (ox.NamedNode(f"http://example.org/{name}") for name in "abcde")
    said: list[tuple[Any, ...]] = [
        (stated, "biolink:subject", TERM),
        (TERM, "rdf:type", CLASSES[2]),
    ]
    said += [(TERM, "whimkg:currentLabel", ox.Literal("today")), (TERM, "rdfs:label", "b")]
    for study, mapping, label in ((other[0], other[1], "c"), (other[2], other[3], "a")):
        said += [(study, "rdf:type", CLASSES[1]), (study, "whimkg:groundedBy", mapping)]
        said += [(mapping, "sssom:object_id", TERM), (mapping, "sssom:object_label", label)]
    quads = [ox.Quad(*(_term(each) for each in triple)) for triple in said]
    whole = answers(Source(store_of(quads), Options()), [])
    with gathering(1) as graph:
        graph.add(str(quad.triple).encode() for quad in quads)
        with parts(graph, Options()) as found:
            assert answers(found, []) == whole
    node = {"id": TERM, "category": CLASSES[1], "current": "today", "words": "a"}
    assert whole[0] == [node]


def _term(given: Any) -> Any:
    """A term, a CURIE, or a text without a colon."""
    if not isinstance(given, str):
        return given
    return ox.NamedNode(expand(given)) if ":" in given else ox.Literal(given)


@pytest.mark.parametrize("seed", range(40))
def test_graphs_that_no_page_makes(seed: int) -> None:
    """Any node may point at any, whatever a question asks of it, and over and over."""
    quads = list(_any_graph(random.Random(seed)))  # noqa: S311
    ids = [quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)]
    whole = answers(Source(store_of(quads), Options()), ids)
    for size in (1, 3, 20):
        with gathering(size) as graph:
            graph.add(str(quad.triple).encode() for quad in quads)
            with parts(graph, Options()) as found:
                assert answers(found, ids) == whole


def answers(asked: Answers, ids: list[str]) -> tuple[object, ...]:
    """Rows each once, in order; rows of edges with the same ends have none among themselves."""
    ends = [[row[name] for name in ENDS] for row in asked.rows("kgx-edges")]
    return (
        list(asked.rows("kgx-nodes")),
        [ends for ends, _ in groupby(ends)],
        {frozenset(row.items()) for row in asked.rows("kgx-edges")},
        [[asked.lists(f"kgx-{kind}-lists")(each) for each in ids] for kind in ("node", "edge")],
    )


def _any_graph(chance: random.Random) -> Iterator[ox.Quad]:
    """Edges that have all that an edge needs, some of it twice, and much about anything."""
    many = [ox.NamedNode(f"http://example.org/{n}") for n in range(chance.randint(5, 30))]
    given = [(node, name) for node in many[: len(many) // 2] for name in EDGE]
    further = range(chance.randint(20, 200))
    given += [(chance.choice(many), chance.choice(PREDICATES)) for _ in further]
    for node, name in given:
        value: ox.NamedNode | ox.Literal = chance.choice(many)
        if name == "rdf:type":
            value = ox.NamedNode(expand(chance.choice(CLASSES)))
        elif name in TEXTS:
            value = ox.Literal(f"text {chance.randint(1, 20)}")
        yield ox.Quad(node, ox.NamedNode(expand(name)), value)


def test_no_part_is_the_whole() -> None:
    quads = merged()
    with gathering(100) as graph:
        graph.add(str(quad.triple).encode() for quad in quads)
        sizes = [triples.count(b"\n") for _, triples in graph.parts()]
    assert max(sizes) < len(quads) / 10


def test_every_star_in_a_part_is_whole() -> None:
    quads = merged()
    with gathering(100) as graph:
        graph.add(str(quad.triple).encode() for quad in quads)
        found = [set(triples.splitlines()) for _, triples in graph.parts()]
    whole: dict[bytes, set[bytes]] = {}
    for line in set().union(*found):
        whole.setdefault(line.partition(b" ")[0], set()).add(line)
    for part in found:
        for node in {line.partition(b" ")[0] for line in part}:
            assert whole[node] <= part


def test_progress_is_told() -> None:
    told: list[str] = []
    with gathering(500) as graph:
        graph.add(str(quad.triple).encode() for quad in bundled())
        with parts(graph, Options(), tell=told.append) as found:
            assert isinstance(found, Parts)
    assert len(told) > 1
    assert told[-1] == f"made nodes and edges of {graph.number:,} of {graph.number:,} terms"
