"""The rules of ``rules.py``, held against the bundled graph and against small ones."""

from collections.abc import Callable
from functools import cache

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import whimkg
from tests.graph.records import whole
from tests.graph.rules import RULES
from tests.graph.view import BASE, PREFIXES, View, bundled, written
from whimkg.record import Record

Edit = Callable[[list[Quad]], list[Quad]]


def small(record: Record) -> View:
    return View(whimkg.build(record).quads)


@cache
def known() -> View:
    about = {"id": "MONDO:8000006", "gard_id": "GARD:0000001", "archived": "2020-12"}
    return small(whole(**about, url="https://example.org/small"))


@cache
def unknown() -> View:
    return small(whole(complete=False))


GRAPHS = {"bundled": bundled, "known": known, "unknown": unknown}


@pytest.mark.parametrize("rule", RULES, ids=[rule.__name__ for rule in RULES])
@pytest.mark.parametrize("name", GRAPHS)
def test_rule(name: str, rule: Callable[[View], object]) -> None:
    broken = rule(GRAPHS[name]())
    assert not (any(broken) if isinstance(broken, tuple) else broken)


def test_number_of_rules() -> None:
    assert len(RULES) == 22
    assert BREAKS.keys() == {rule.__name__ for rule in RULES}


def broken(rule: Callable[[View], object], quads: list[Quad]) -> bool:
    try:
        found = rule(View(quads))
    except AssertionError:  # a value that must be there once is not
        return True
    return any(found) if isinstance(found, tuple) else bool(found)


def without(predicate: str, part: str = "") -> Edit:
    """All but the triples of a predicate, or those of one named graph."""

    def edit(quads: list[Quad]) -> list[Quad]:
        return [
            quad
            for quad in quads
            if not (
                written(quad.predicate) == predicate and written(quad.graph_name).endswith(part)
            )
        ]

    return edit


def beside(subject: str, predicate: str, value: NamedNode | Literal, part: str) -> Edit:
    """One triple more; a subject that is a type stands for the first node of it."""

    def edit(quads: list[Quad]) -> list[Quad]:
        of_type = [
            q.subject
            for q in quads
            if written(q.predicate) == "rdf:type" and written(q.object) == subject
        ]
        node = of_type[0] if of_type else NamedNode(subject)
        graph = NamedNode(f"{BASE}graph/small/{part}")
        return [*quads, Quad(node, NamedNode(expanded(predicate)), value, graph)]

    return edit


def expanded(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


def elsewhere(quads: list[Quad]) -> list[Quad]:
    """The first triple in a second named graph, too."""
    first = quads[0]
    graph = NamedNode(f"{BASE}graph/small/evidence")
    return [*quads, Quad(first.subject, first.predicate, first.object, graph)]


PADDED = Literal("007", datatype=NamedNode(expanded("xsd:integer")))
OFFSET = Literal("1", datatype=NamedNode(expanded("xsd:nonNegativeInteger")))
OTHER = NamedNode("https://example.org/other")
#: Rule to an edit that breaks it.
BREAKS: dict[str, Edit] = {
    "the_named_graphs_are_of_four": beside(f"{BASE}x", "rdf:type", OTHER, "fifth"),
    "the_named_graphs_are_disjoint": elsewhere,
    "literals_are_canonical_and_of_few_datatypes": beside("x:y", "whimkg:line", PADDED, "evidence"),
    "every_node_of_ours_has_a_type": without("rdf:type", "/evidence"),
    "every_subject_has_a_type_or_is_only_matched": beside("x:y", "rdfs:label", PADDED, "evidence"),
    "nothing_is_merged": beside("x:y", "owl:sameAs", OTHER, "identities"),
    "a_plain_triple_stands_beside_each_association": without("biolink:has_phenotype"),
    "associations_are_whole": without("biolink:knowledge_level"),
    "evidence_is_numbered_and_belongs_to_one_association": without("whimkg:evidence"),
    "evidence_says_what_its_section_says": beside(
        "whimkg:Evidence", "whimkg:statedOn", PADDED, "evidence"
    ),
    "evidence_has_one_status": without("whimkg:claimStatus", "/evidence"),
    "an_association_repeats_one_of_its_pieces": without("whimkg:statedOn", "/statements"),
    "an_association_rests_on_the_spans_of_its_pieces": without(
        "prov:wasDerivedFrom", "/statements"
    ),
    "what_grounds_is_a_mapping": without("rdf:type", "/identities"),
    "mappings_are_whole": without("sssom:object_id"),
    "spans_are_whole_and_lie_in_their_section": without("nif:referenceContext"),
    "what_is_derived_is_derived_from_spans_or_a_page": without("rdf:type", "/evidence"),
    "sections_are_dated_or_undated": without("whimkg:undated"),
    "sections_do_not_overlap": beside("whimkg:Section", "nif:beginIndex", OFFSET, "evidence"),
    "terms_have_one_label": without("rdfs:label"),
    "the_counts_are_right": without("whimkg:line"),
    "anchors_have_the_digest_that_is_stated": beside(
        "nif:RFC5147String", "nif:anchorOf", Literal("another"), "evidence"
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=[rule.__name__ for rule in RULES])
def test_a_rule_can_be_broken(rule: Callable[[View], object]) -> None:
    """A rule that nothing breaks holds nothing."""
    quads = list(whimkg.build(whole(id="MONDO:8000006")).quads)
    assert not broken(rule, quads)
    assert broken(rule, BREAKS[rule.__name__](quads))
