"""A graph that is asked in parts answers as the whole does, wherever it is cut."""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from tests.export.views import versions
from tests.export.views.property_graphs import GRAPHS, bundled, merged, shuffled, store_of
from whimkg.errors import GraphError
from whimkg.export import BIOLINK, PROFILES, Options
from whimkg.export._scratch import scratch
from whimkg.export.views import (
    Answers,
    Entity,
    How,
    Reader,
    Share,
    Source,
    Whole,
    edges,
    nodes,
    parts,
    predicates,
)
from whimkg.export.views._shelves import Disk, Memory, Shelf
from whimkg.export.views._stars import parts_of
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
#: Of what an edge is made, with what it says of its ends, two values are one too many.
ONCE = {*EDGE, *PREDICATES[3:4], "dcterms:identifier", "biolink:disease_context_qualifier"}
#: What stands where an IRI belongs, sorts in its own way, or has the text of another.
XSD = "http://www.w3.org/2001/XMLSchema#"
ODD: tuple[ox.NamedNode | ox.Literal, ...] = (
    *(ox.Literal(text, datatype=ox.NamedNode(f"{XSD}integer")) for text in ("9", "10", "010", "x")),
    *(ox.Literal(text, language=code) for text in ("a", "b") for code in ("en", "de")),
    *(ox.Literal("a"), ox.Literal("http://example.org/1"), ox.Literal(TERM)),
    *(
        ox.NamedNode(TERM),
        ox.NamedNode(expand(TERM)),
        ox.NamedNode("http://example.org/reference/"),
    ),
)
TEXTS = ("rdfs:label", "skos:altLabel", "whimkg:currentLabel", "nif:anchorOf", "dcterms:title")


def entities(graph: Answers) -> tuple[list[Entity], list[Entity]]:
    return list(nodes(graph)), list(edges(graph))


def shares(quads: Iterable[ox.Quad]) -> Iterator[Share]:
    """A share for each quad, so that a node is in many."""
    reader = Reader(predicates())
    return (share for quad in quads for share in reader.sorted([quad]))


def in_parts(quads: Iterable[ox.Quad], how: How, options: Options) -> tuple[list[Entity], ...]:
    with parts(shares(quads), options, how) as graph:
        return entities(graph)


def whole(quads: list[ox.Quad], options: Options = Options()) -> Whole:  # noqa: B008
    return Whole(Source(store_of(quads), options))


def same(quads: list[ox.Quad], *sizes: int, options: Options = Options()) -> bool:  # noqa: B008
    known = entities(whole(quads, options))
    hows = [How(on_disk=on_disk, size=size) for size in sizes for on_disk in (False, True)]
    return all(in_parts(quads, how, options) == known for how in hows)


@pytest.mark.parametrize("name", GRAPHS)
def test_wherever_a_graph_is_cut(name: str) -> None:
    quads = GRAPHS[name]()
    assert same(quads, 1, 1_000, 9_700, 100_000, 100_000_000)


@pytest.mark.parametrize("seed", range(3))
def test_in_whatever_order_pages_come(seed: int) -> None:
    assert same(shuffled(merged(), seed), 5_000, 50_000)


def test_what_the_user_chose() -> None:
    for release in BIOLINK:
        for profile in PROFILES:
            assert same(merged(), 20_000, options=Options(release, profile))


def test_two_versions_of_a_page(tmp_path: Path) -> None:
    assert same(versions.quads(tmp_path, versions.DAY), 1, 2_000)


def test_what_contradicts_is_told_as_of_the_whole(tmp_path: Path) -> None:
    given = (
        versions.quads(tmp_path, versions.BAND),
        versions.quads(tmp_path, bases=(BASE, "https://example.org/")),
    )
    for quads in given:
        with pytest.raises(GraphError) as known:
            entities(whole(quads))
        with pytest.raises(GraphError) as told:
            in_parts(quads, How(size=1), Options())
        assert str(told.value) == str(known.value)


@pytest.mark.parametrize("backwards", [False, True])
def test_of_two_that_contradict_the_first_is_told(backwards: bool) -> None:
    """Also if the other one is in an earlier part."""
    quads = [quad for name in "ab" for quad in _statement(name)]
    second = ox.NamedNode(expand("biolink:agent_type"))
    quads += [ox.Quad(ox.NamedNode(f"http://e/{name}"), second, ox.Literal("2")) for name in "ab"]
    with pytest.raises(GraphError, match="statement http://e/a would be two edges") as known:
        entities(whole(quads))
    with pytest.raises(GraphError) as told:
        in_parts(quads[::-1] if backwards else quads, How(size=1), Options())
    assert str(told.value) == str(known.value)


def _statement(name: str, **values: Any) -> list[ox.Quad]:
    """An edge, and of its parts other values."""
    iri, other = ox.NamedNode(f"http://e/{name}"), ox.NamedNode("http://e/other")
    given = [(_term(each), values.get(each.partition(":")[2], other)) for each in EDGE]
    return [ox.Quad(iri, predicate, value) for predicate, value in given]


@pytest.mark.parametrize("end", ["subject", "predicate", "object"])
def test_a_statement_without_an_end(end: str) -> None:
    quads = _statement("a", **{end: ox.BlankNode() if end == "predicate" else ox.Literal("")})
    with pytest.raises(GraphError, match=f"statement http://e/a has no {end}"):
        entities(whole(quads))
    with pytest.raises(GraphError, match=f"statement http://e/a has no {end}"):
        in_parts(quads, How(), Options())


def test_a_trial_without_an_identifier() -> None:
    study, mapping = ox.NamedNode("http://e/study"), ox.NamedNode("http://e/mapping")
    said: list[tuple[Any, ...]] = [(study, "rdf:type", CLASSES[1])]
    said += [(study, "whimkg:groundedBy", mapping), (mapping, "sssom:object_id", "")]
    said += [(mapping, "sssom:object_label", "b")]
    with pytest.raises(GraphError, match="a node has no id"):
        entities(whole([ox.Quad(*(_term(each) for each in triple)) for triple in said]))


@pytest.mark.parametrize("place", ["subject", "agent_type", "type"])
def test_a_triple_where_a_node_belongs(place: str) -> None:
    quads = _statement("a", **{place: _statement("b")[0].triple})
    with pytest.raises(GraphError, match="a triple stands where a node or a text belongs"):
        entities(whole(quads))
    with pytest.raises(GraphError, match="a triple stands where a node or a text belongs"):
        in_parts(quads, How(), Options())


def test_nothing_for_the_format() -> None:
    triple = ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("o"))
    with pytest.raises(GraphError, match="no statements that a property graph could hold"):
        in_parts([triple], How(size=1), Options())


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
    assert entities(whole(quads)) != in_parts([*quads, said], How(size=5_000), Options())
    assert same([said, *quads], 5_000)
    assert same([*quads, said], 5_000)


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
    with parts(shares(quads), Options(), How(size=1)) as found:
        known = list(found.told("nodes"))
    assert known == list(whole(quads).told("nodes"))
    ((_, node),) = known
    assert (node["id"], node["category"], node["name"]) == (TERM, [CLASSES[1]], "today")
    assert node["synonym"] == ["b"]


def _term(given: Any) -> Any:
    """A term, a CURIE, or a text without a colon."""
    if not isinstance(given, str):
        return given
    return ox.NamedNode(expand(given)) if ":" in given else ox.Literal(given)


@pytest.mark.parametrize("seed", range(40))
def test_graphs_that_no_page_makes(seed: int) -> None:
    """Any node may point at any, whatever a question asks of it, and over and over."""
    quads = list(_any_graph(random.Random(seed)))  # noqa: S311
    known = [list(whole(quads).told(kind)) for kind in ("nodes", "edges")]
    assert all(known)
    for size in (1, 300, 2_000):
        for on_disk in (False, True):
            with parts(shares(quads), Options(), How(on_disk=on_disk, size=size)) as found:
                assert [list(found.told(kind)) for kind in ("nodes", "edges")] == known


def _any_graph(chance: random.Random) -> Iterator[ox.Quad]:
    """Edges that have all that an edge needs, some of it twice, and much about anything."""
    many = [ox.NamedNode(f"http://example.org/{n}") for n in range(chance.randint(5, 30))]
    given = [(node, name) for node in many[: len(many) // 2] for name in EDGE]
    further = range(chance.randint(20, 200))
    given += [(chance.choice(many), chance.choice(PREDICATES)) for _ in further]
    often = [each for each in given if each[1] not in ONCE]
    for node, name in [*dict.fromkeys(given), *often]:
        value: ox.NamedNode | ox.Literal = chance.choice(many)
        if name == "rdf:type":
            value = ox.NamedNode(expand(chance.choice(CLASSES)))
        elif name in TEXTS:
            value = ox.Literal(f"text {chance.randint(1, 20)}")
        elif chance.random() < 0.3:
            value = chance.choice(ODD)
        yield ox.Quad(node, ox.NamedNode(expand(name)), value)


def on_shelf(quads: Iterable[ox.Quad], shelf: Shelf) -> Shelf:
    for share in shares(quads):
        shelf.add(share)
    shelf.settle()
    return shelf


@pytest.fixture(params=["memory", "disk"])
def shelf(request: pytest.FixtureRequest) -> Iterator[Shelf]:
    """An empty one of either kind."""
    with scratch() as database:
        yield Memory() if request.param == "memory" else Disk(database)


def test_no_part_is_the_whole(shelf: Shelf) -> None:
    quads = merged()
    sizes = [part.count(b"\n") for part in parts_of(on_shelf(quads, shelf), 10_000)]
    assert max(sizes) < len(quads) / 10


def test_every_star_in_a_part_is_whole(shelf: Shelf) -> None:
    found = [set(part.splitlines()) for part in parts_of(on_shelf(merged(), shelf), 10_000)]
    whole: dict[bytes, set[bytes]] = {}
    for line in set().union(*found):
        whole.setdefault(line.partition(b" ")[0], set()).add(line)
    for part in found:
        for node in {line.partition(b" ")[0] for line in part}:
            assert whole[node] <= part


def test_every_triple_that_is_asked_for_is_in_a_part(shelf: Shelf) -> None:
    """Also of nodes that lead to one another in a ring."""
    ring = [ox.NamedNode(f"http://example.org/{n}") for n in range(5)]
    label = ox.NamedNode(expand("biolink:subject"))
    turns = [ox.Quad(a, label, b) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]
    quads = [*bundled(), *turns]
    found = set().union(*(part.splitlines() for part in parts_of(on_shelf(quads, shelf), 1)))
    wanted = {f"{q.triple} ." for q in quads if q.predicate.value in predicates()}
    assert {line.decode() for line in found} == wanted


def test_what_stands_together_is_not_taken_twice(shelf: Shelf) -> None:
    quads = [quad for quad in merged() if quad.predicate.value in predicates()]
    once = sum(len(f"{triple} .\n".encode()) for triple in {quad.triple for quad in quads})
    taken = sum(map(len, parts_of(on_shelf(quads, shelf), 20_000)))
    assert once <= taken < 1.3 * once


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_processes_side_by_side_change_nothing(jobs: int) -> None:
    quads = merged()
    assert in_parts(quads, How(jobs, size=20_000), Options()) == entities(whole(quads))


def test_progress_is_told() -> None:
    told: list[str] = []
    with parts(shares(bundled()), Options(), How(size=50_000), tell=told.append):
        pass
    assert len(told) > 1
    subjects = {q.subject for q in bundled() if q.predicate.value in predicates()}
    assert told[-1] == f"made nodes and edges of {len(subjects):,} of {len(subjects):,} terms"
