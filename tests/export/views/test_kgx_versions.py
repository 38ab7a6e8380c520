"""One edge for each id, where a graph holds two versions of a page."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from tests.export.views.property_graphs import SUBJECT, bundled, shuffled, store_of
from tests.export.views.versions import BAND, DAY, versions
from whimkg.base.namespaces import BASE, expand
from whimkg.errors import GraphError
from whimkg.export import view

#: Those with an edge for each statement that need no package of their own.
PROPERTY_GRAPHS = ("kgx-jsonl", "kgx-tsv", "neo4j-csv", "graphml", "cytoscape-json")
FREQUENCY, STATUS = expand("biolink:frequency_qualifier"), expand("whimkg:claimStatus")


def edges_of(store: ox.Store) -> list[dict[str, Any]]:
    _, edges = view(store, "kgx-jsonl").values()
    return [json.loads(line) for line in edges.splitlines()]


def first_of(quads: list[ox.Quad]) -> ox.NamedNode:
    """The first statement."""
    subjects = (quad.subject for quad in quads if quad.predicate.value == SUBJECT)
    return min((s for s in subjects if isinstance(s, ox.NamedNode)), key=lambda s: s.value)


def test_of_two_dates_an_edge_has_the_latest(tmp_path: Path) -> None:
    edges = edges_of(versions(tmp_path, DAY))
    assert len({each["id"] for each in edges}) == len(edges) == 3
    dates = {each["object"]: each["update_date"] for each in edges}
    assert dates == {  # the rows of the table, and the sentence above it
        "HP:0000007": "2021-07-01",
        "HP:9910001": "2021-07-01",
        "HP:0003593": "2005-03-04",
    }
    for each in edges:
        assert len([p for p in each["publications"] if "/page/" in p]) == 2


@pytest.mark.parametrize("name", PROPERTY_GRAPHS)
def test_two_frequencies_are_no_edge(name: str, tmp_path: Path) -> None:
    store = versions(tmp_path, BAND, DAY)
    (statement,) = {
        quad.subject.value  # type: ignore[union-attr]
        for quad in store.quads_for_pattern(None, ox.NamedNode(FREQUENCY), None)
    }
    with pytest.raises(GraphError) as told:
        view(store, name)
    for part in (statement, "frequency_qualifier", "HP:0040281 and HP:0040282", "export apart"):
        assert part in str(told.value)


def test_what_contradicts_is_told_the_same_in_any_order(tmp_path: Path) -> None:
    store = versions(tmp_path, BAND, DAY)
    told = set()
    for seed in range(4):
        again = store_of(shuffled(list(store.quads_for_pattern(None, None, None)), seed))
        with pytest.raises(GraphError) as error:
            view(again, "kgx-jsonl")
        told.add(str(error.value))
    assert len(told) == 1


@pytest.mark.parametrize(
    ("predicate", "value", "slot"),
    [
        ("rdf:type", "biolink:Association", "category"),
        ("biolink:subject", "MONDO:0000001", "subject"),
        ("biolink:predicate", "biolink:causes", "predicate"),
        ("biolink:object", "HP:0001250", "object"),
        ("biolink:primary_knowledge_source", "infores:other", "primary_knowledge_source"),
    ],
)
def test_no_second_value_makes_a_second_edge(predicate: str, value: str, slot: str) -> None:
    quads = bundled()
    first = first_of(quads)
    more = ox.Quad(first, ox.NamedNode(expand(predicate)), ox.NamedNode(expand(value)))
    with pytest.raises(
        GraphError, match=f"{first.value} would be two edges, whose {slot} is .*{value}"
    ):
        view(store_of([*quads, more]), "kgx-jsonl")


def test_no_statement_has_two_statuses() -> None:
    quads = bundled()
    first = first_of(quads)
    (said,) = (q for q in quads if (q.subject, q.predicate) == (first, ox.NamedNode(STATUS)))
    other = ox.NamedNode(expand("whimkg:recommended"))
    assert said.object != other
    store = store_of([*quads, ox.Quad(first, said.predicate, other)])
    for name in PROPERTY_GRAPHS:
        with pytest.raises(
            GraphError, match=f"{first.value} would be two edges, whose description is"
        ):
            view(store, name)


def test_two_bases_give_one_id_twice(tmp_path: Path) -> None:
    other = "https://example.org/"
    with pytest.raises(GraphError, match=f"whose iri is {other}.* and {BASE}.*base=…"):
        view(versions(tmp_path, bases=(BASE, other)), "kgx-jsonl")
