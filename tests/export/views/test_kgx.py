"""KGX as JSON Lines and as tables, read by the modules of Python alone."""

import csv
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Store

import whimkg
from tests.export.views.property_graphs import (
    AWKWARD,
    GRAPHS,
    Case,
    bundled,
    bundled_store,
    files,
    shuffled,
    store_of,
)
from tests.graph.records import Sheet, record, row, whole
from whimkg.base.namespaces import contract, expand
from whimkg.export import Options, view

GOLDEN = Path(__file__).parents[1] / "golden"
FORMATS = ("kgx-jsonl", "kgx-tsv")
#: As kgx checks identifiers of nodes and the ends of edges.
CURIE = re.compile(r"[^ <()>:]+:[^/ :]+")
QUALIFIERS = {
    f"{name}_qualifier"
    for name in ("onset", "sex", "stage", "species_context", "disease_context", "frequency")
}
#: What names another node.
ENDS = ("subject", "object", "frequency_qualifier", "disease_context_qualifier")

Entity = dict[str, Any]
Pair = tuple[list[Entity], list[Entity]]

each_format = pytest.mark.parametrize("name", FORMATS)


def lines(store: Store, **options: Any) -> Pair:
    nodes, edges = files(store, "kgx-jsonl", Options(**options)).values()
    return [json.loads(line) for line in nodes.splitlines()], [
        json.loads(line) for line in edges.splitlines()
    ]


def tables(store: Store, **options: Any) -> Pair:
    nodes, edges = files(store, "kgx-tsv", Options(**options)).values()
    return _table(nodes), _table(edges)


def _table(data: bytes) -> list[Entity]:
    """As kgx and koza read it: no quotes, no escapes; what is empty is not there."""
    text = data.decode().split("\n")
    assert text.pop() == ""
    found = list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    assert all(None not in each and None not in each.values() for each in found)
    return [{name: value for name, value in each.items() if value} for each in found]


@cache
def small() -> Store:
    return store_of(whimkg.build(whole()).quads)


def labelled(label: str, *terms: str) -> list[Any]:
    """The graph of a page whose rows have that label and names."""
    sheet = Sheet()
    sheet.turn()
    found = [row(sheet, n, t, label, "100%", synonyms=(label + "!",)) for n, t in enumerate(terms)]
    title = sheet.name(f"{label} syndrome")
    about = record(sheet, title=title, rows=tuple(found), slug=f"s-{len(label)}")
    return list(whimkg.build(about).quads)


# --- Both forms ----------------------------------------------------------------------------------


@each_format
def test_golden_files(name: str) -> None:
    """Any change of a single byte is seen; ``WHIMKG_WRITE_GOLDEN=1`` accepts it."""
    for suffix, data in files(small(), name).items():
        golden = GOLDEN / f"whole{suffix}"
        if os.environ.get("WHIMKG_WRITE_GOLDEN"):
            golden.write_bytes(data)
        assert data == golden.read_bytes()


@each_format
def test_order_does_not_matter(name: str) -> None:
    assert view(store_of(shuffled(bundled(), 1)), name) == files(bundled_store(), name)


@pytest.mark.parametrize("read", [lines, tables])
def test_ids_are_unique_and_in_order(property_graph: Case, read: Any) -> None:
    nodes, edges = read(property_graph.store)
    for ids in ([each["id"] for each in nodes], [each["id"] for each in edges]):
        assert len(set(ids)) == len(ids) > 5
    assert [each["id"] for each in nodes] == sorted(each["id"] for each in nodes)
    ends = [(each["subject"], each["predicate"], each["object"]) for each in edges]
    assert len(ends) >= len(set(ends)) > 5


def test_edges_are_the_statements_of_the_graph(property_graph: Case) -> None:
    _, edges = lines(property_graph.store)
    found = {
        each["id"]: (
            each["subject"],
            each["predicate"]
            if each["predicate"] != "biolink:related_to"
            else contract(each["original_predicate"]),
            each["object"],
        )
        for each in edges
    }
    assert found == property_graph.statements
    assert all(each["id"] == f"urn:uuid:{each['iri'].rpartition('/')[2]}" for each in edges)


def test_no_edge_dangles(property_graph: Case) -> None:
    nodes, edges = lines(property_graph.store)
    known = {each["id"] for each in nodes}
    named = {each[end] for each in edges for end in ENDS if end in each}
    assert named <= known
    assert {each for node in nodes for each in node.get("has_attribute", ())} <= known
    assert all(CURIE.fullmatch(each) for each in known)


def test_values_are_there_once_and_none_is_empty(property_graph: Case) -> None:
    for each in (*lines(property_graph.store)[0], *lines(property_graph.store)[1]):
        assert all(each.values())
        for value in each.values():
            if isinstance(value, list):
                assert value == sorted(set(value)) and all(value)
        assert "negated" not in each


# --- Tables --------------------------------------------------------------------------------------


def test_the_columns_are_always_the_same() -> None:
    heads = [
        [data.split(b"\n")[0] for data in files(store, "kgx-tsv").values()]
        for store in (small(), bundled_store(), store_of(labelled("A", "HP:0001250")))
    ]
    assert heads[0] == heads[1] == heads[2]
    names = heads[0][1].decode().split("\t")
    assert QUALIFIERS | {"negated", "primary_knowledge_source"} <= set(names)
    assert len(set(names)) == len(names)


def test_tables_say_what_the_lines_say(property_graph: Case) -> None:
    def plain(value: str | list[str]) -> str:
        texts = value if isinstance(value, list) else [value]
        return "|".join(re.sub(r"[\s|]+", " ", text) for text in texts)

    for found, told in zip(tables(property_graph.store), lines(property_graph.store), strict=True):
        assert found == [{name: plain(value) for name, value in each.items()} for each in told]


def test_no_label_breaks_a_cell() -> None:
    labels = ["a|b", "a\tb", "a\nb", "a\r\nb", 'a"b', "a\u2028b", "a\x0bb", "é日"]
    terms = {f"HP:99100{number:02}": label for number, label in enumerate(labels)}
    store = store_of(quad for term, label in terms.items() for quad in labelled(label, term))
    nodes, edges = files(store, "kgx-tsv").values()
    for data in (nodes, edges):
        rows = data.decode().split("\n")
        assert len({line.count("\t") for line in rows[:-1]}) == 1
        assert not re.search(r"[\r\v\f\x1c-\x1e\x85\u2028\u2029]", data.decode())
    in_table, in_lines = ({n["id"]: n for n in read(store)[0]} for read in (tables, lines))
    for term, label in terms.items():
        row, shown = in_table[term], re.sub(r"[\s|]+", " ", label)
        assert {shown, f"{shown}!"} <= {row["name"], *row["synonym"].split("|")}
        assert label in (in_lines[term]["name"], *in_lines[term]["synonym"])


def test_awkward_texts_are_whole_in_lines() -> None:
    nodes, _ = lines(store_of(GRAPHS["awkward"]()))
    assert sum(each.get("name", "").endswith(AWKWARD) for each in nodes) > 40


# --- What stands in them -------------------------------------------------------------------------


def test_an_age_of_onset_is_related_to_and_an_attribute() -> None:
    nodes, edges = lines(bundled_store())
    by_id = {each["id"]: each for each in nodes}
    onsets = [each for each in edges if by_id[each["object"]]["category"] == ["biolink:Onset"]]
    assert len(onsets) == 2
    for each in onsets:
        assert each["predicate"] == "biolink:related_to"
        assert each["original_predicate"] == expand("whimkg:ageOfOnset")
        assert each["category"] == ["biolink:Association"]
        term = by_id[each["object"]]
        assert term["has_attribute_type"] == term["id"]
        assert term["id"] in by_id[each["subject"]]["has_attribute"]
        assert "onset_qualifier" not in each


def test_pages_are_no_nodes_but_publications_of_edges(property_graph: Case) -> None:
    nodes, edges = lines(property_graph.store)
    assert not [each for each in nodes if each["category"] == ["biolink:WebPage"]]
    for each in edges:
        assert [p for p in each["publications"] if p.startswith("https://")]


def test_each_xref_once() -> None:
    (disease,) = (n for n in lines(bundled_store())[0] if n["id"].startswith("MONDO:8"))
    assert {"GARD:0009297", "OMIM:193670", "Orphanet:51636"} <= set(disease["xref"])
    assert len(set(disease["xref"])) == len(disease["xref"])


def test_a_term_that_two_pages_name_differently_is_one_node() -> None:
    term = "HP:9910001"  # has no current label
    nodes, edges = lines(store_of([*labelled("Zeta", term), *labelled("Alpha1", term)]))
    (found,) = (each for each in nodes if each["id"] == term)
    assert found["name"] == "Alpha1"
    assert found["synonym"] == ["Alpha1!", "Zeta", "Zeta!"]
    assert [each["object"] for each in edges] == [term, term]
    assert len({each["subject"] for each in edges}) == 2


def test_no_edge_dangles_where_terms_are_described_elsewhere() -> None:
    """What has no type is a thing with a name; with none, it is known by its id."""
    stated = expand("biolink:predicate")
    own = {quad.subject for quad in bundled() if quad.predicate.value == stated}
    quads = [q for q in bundled() if q.subject in own or "purl.obolibrary" not in str(q.subject)]
    nodes, edges = lines(store_of(quads))
    found = {node["id"]: node for node in nodes}
    assert {edge[end] for edge in edges for end in ENDS if end in edge} <= set(found)
    assert found["HP:0001888"] == {"id": "HP:0001888", "category": ["biolink:NamedThing"]}


def test_a_disease_without_identifier_has_a_curie() -> None:
    _, edges = lines(store_of(labelled("Zeta", "HP:0001250")))
    assert [each["subject"] for each in edges] == ["whimkg.disease:s-4"]


# --- Options -------------------------------------------------------------------------------------


def test_an_older_release_has_other_classes_and_nothing_else() -> None:
    newest, older = lines(bundled_store()), lines(bundled_store(), biolink="4.4.2")
    assert newest[0] == older[0]
    changed = [(new, old) for new, old in zip(newest[1], older[1], strict=True) if new != old]
    assert len(changed) == 4
    for new, old in changed:
        assert new["category"] == ["biolink:DiseaseToDiseaseAssociation"]
        assert old == new | {"category": ["biolink:Association"]}


def test_monarch_gets_what_it_lacks() -> None:
    nodes, edges = lines(bundled_store(), profile="monarch")
    every_node, every_edge = lines(bundled_store())
    theirs = re.compile("(MONDO|HP|HGNC):")
    assert nodes == [each for each in every_node if not theirs.match(each["id"])]
    assert len(nodes) == 8
    inheritance = "biolink:has_mode_of_inheritance"
    assert edges == [each for each in every_edge if each["predicate"] != inheritance]
    assert len(edges) == len(every_edge) - 1
    known = {each["id"] for each in nodes}
    assert not {
        each[end]
        for each in edges
        for end in ENDS
        if end in each and each[end] not in known and not theirs.match(each[end])
    }


def test_what_qualifies_a_statement_stands_behind_its_status() -> None:
    found = {edge["object"]: edge["description"] for edge in lines(bundled_store())[1]}
    assert found["HP:0011463"] == "reported (usually)"
    assert found["HP:0000006"] == "listed"


def test_alternatives_name_each_other_behind_their_status() -> None:
    alpha = "<https://example.org/{}>".format
    own = expand("whimkg:evidence").removesuffix("evidence")
    text = "".join(
        f"{alpha(name)} <{expand(predicate)}> {value} .\n"
        for name, ends in (("a", "HP:0000006"), ("b", "HP:0000007"))
        for predicate, value in (
            ("biolink:subject", f"<{expand('MONDO:0000001')}>"),
            ("biolink:predicate", f"<{expand('biolink:has_mode_of_inheritance')}>"),
            ("biolink:object", f"<{expand(ends)}>"),
            ("whimkg:claimStatus", f"<{own}established>"),
            ("whimkg:evidence", alpha(f"{name}/1")),
        )
    )
    text += f'{alpha("a/1")} <{own}qualifiedBy> "can be"@en .\n'
    text += f"{alpha('a/1')} <{own}alternativeTo> <{expand('HP:0000007')}> .\n"
    store = Store()
    store.load(text.encode(), format=RdfFormat.N_TRIPLES)
    found = {edge["object"]: edge["description"] for edge in lines(store)[1]}
    assert found == {
        "HP:0000006": "established (can be, or HP:0000007)",
        "HP:0000007": "established",
    }
