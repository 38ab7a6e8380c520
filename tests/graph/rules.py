"""What holds for every graph: each rule gives what breaks it, and its docstring says what it is."""

import re
from collections.abc import Callable
from hashlib import sha256
from itertools import combinations, pairwise

from tests.graph.view import PARTS, View, is_literal, value

#: A rule gives a list or a tuple of what breaks it; all of it must be empty.
RULES: list[Callable[[View], object]] = []
_TERMS = ("whimkg:", "base:shapes")
_CANONICAL = {
    "xsd:integer": r"0|-?[1-9]\d*",
    "xsd:nonNegativeInteger": r"0|[1-9]\d*",
    "xsd:date": r"\d{4}-\d{2}-\d{2}",
    "xsd:boolean": "true|false",
}


def rule(check: Callable[[View], object]) -> Callable[[View], object]:
    RULES.append(check)
    return check


@rule
def the_named_graphs_are_of_four(graph: View) -> object:
    return {name.rsplit("/", 1)[1] for name in graph.parts} - {*PARTS}


@rule
def the_named_graphs_are_disjoint(graph: View) -> object:
    return [a & b for a, b in combinations(graph.parts.values(), 2) if a & b]


@rule
def literals_are_canonical_and_of_few_datatypes(graph: View) -> object:
    broken = []
    for _, _, term in graph.triples:
        text, _, after = term.rpartition('"')
        if is_literal(term) and after not in ("", "@en"):
            pattern = _CANONICAL.get(after.removeprefix("^^"), "(?!)")
            if not re.fullmatch(pattern, text[1:]):
                broken.append(term)
    return broken


@rule
def every_node_of_ours_has_a_type(graph: View) -> object:
    """Whatever lies below the base, as subject or object, but for terms and shapes."""
    ours = {t for s, _, o in graph.triples for t in (s, o) if t.startswith("base:")}
    return [
        node
        for node in ours
        if not node.startswith(_TERMS) and len(graph.values(node, "rdf:type")) == 0
    ]


@rule
def every_subject_has_a_type_or_is_only_matched(graph: View) -> object:
    matched = {"skos:exactMatch", "skos:broadMatch", "skos:narrowMatch", "skos:closeMatch"}
    matched |= {
        "oboInOwl:hasDbXref",
        "skos:relatedMatch",
        "<http://purl.obolibrary.org/obo/IAO_0100001>",
    }
    return [
        node
        for node in graph.named
        if "rdf:type" not in graph.about(node) and graph.about(node).keys() - matched
    ]


@rule
def nothing_is_merged(graph: View) -> object:
    """No sameness, no equivalence; a hierarchy only where an identity's source has it."""
    same = [t for t in graph.triples for term in t if term.startswith("owl:")]
    parts = [part for name, part in graph.parts.items() if not name.endswith("/identities")]
    return same, [t for part in parts for t in part if t[1] == "rdfs:subClassOf"]


@rule
def a_plain_triple_stands_beside_each_association(graph: View) -> object:
    part = next(part for name, part in graph.parts.items() if name.endswith("/statements"))
    ends = ("biolink:subject", "biolink:predicate", "biolink:object")
    said = [tuple(graph.one(node, end) for end in ends) for node in graph.associations]
    links = {predicate for _, predicate, _ in said}
    plain = {t for t in part if t[1] in links}
    return set(said) ^ plain


@rule
def associations_are_whole(graph: View) -> object:
    once = (
        "rdf:type",
        "biolink:subject",
        "biolink:predicate",
        "biolink:object",
        "biolink:knowledge_level",
        "biolink:agent_type",
        "biolink:primary_knowledge_source",
        "whimkg:claimStatus",
    )
    return [
        (node, predicate)
        for node in graph.associations
        for predicate in once
        if len(graph.values(node, predicate)) != 1
    ]


@rule
def evidence_is_numbered_and_belongs_to_one_association(graph: View) -> object:
    broken = []
    for node in graph.associations:
        numbers = [piece.removeprefix(f"{node}/evidence/") for piece in graph.evidence(node)]
        if not numbers or numbers != [str(n) for n in range(1, len(numbers) + 1)]:
            broken.append((node, numbers))
    owners = [graph.subjects("whimkg:evidence", e) for e in graph.typed("whimkg:Evidence")]
    return broken, [nodes for nodes in owners if len(nodes) != 1]


@rule
def evidence_says_what_its_section_says(graph: View) -> object:
    same = ("biolink:primary_knowledge_source", "whimkg:statedOn")
    return [
        (piece, predicate)
        for piece in graph.typed("whimkg:Evidence")
        for predicate in same
        if graph.values(piece, predicate)
        != graph.values(graph.one(piece, "whimkg:section"), predicate)
    ]


@rule
def evidence_has_one_status(graph: View) -> object:
    pieces = graph.typed("whimkg:Evidence")
    return [piece for piece in pieces if len(graph.values(piece, "whimkg:claimStatus")) != 1]


@rule
def an_association_repeats_one_of_its_pieces(graph: View) -> object:
    same = ("biolink:primary_knowledge_source", "whimkg:statedOn", "whimkg:claimStatus")
    return [
        node
        for node in graph.associations
        if [graph.values(node, predicate) for predicate in same]
        not in [
            [graph.values(piece, predicate) for predicate in same] for piece in graph.evidence(node)
        ]
    ]


@rule
def an_association_rests_on_the_spans_of_its_pieces(graph: View) -> object:
    spans = "prov:wasDerivedFrom"
    return [
        node
        for node in graph.associations
        if not graph.values(node, spans)
        or set(graph.values(node, spans))
        != {span for piece in graph.evidence(node) for span in graph.values(piece, spans)}
    ]


@rule
def what_grounds_is_a_mapping(graph: View) -> object:
    return [
        (piece, node)
        for piece in graph.typed("whimkg:Evidence")
        for node in graph.values(piece, "whimkg:groundedBy")
        if graph.values(node, "rdf:type") != ["sssom:Mapping"]
    ]


@rule
def mappings_are_whole(graph: View) -> object:
    once = ("sssom:predicate_id", "sssom:object_id", "sssom:mapping_justification")
    return [
        node
        for node in graph.typed("sssom:Mapping")
        if any(len(graph.values(node, predicate)) != 1 for predicate in once)
        or not {"sssom:subject_id", "sssom:subject_label"} & graph.about(node).keys()
    ]


@rule
def spans_are_whole_and_lie_in_their_section(graph: View) -> object:
    broken = []
    (snapshot,) = graph.typed("nif:Context")
    length = graph.number(snapshot, "whimkg:length")
    sections = {
        node: range(graph.number(node, "nif:beginIndex"), graph.number(node, "nif:endIndex"))
        for node in graph.typed("whimkg:Section")
    }
    for span in graph.typed("nif:RFC5147String"):
        begin, end = graph.number(span, "nif:beginIndex"), graph.number(span, "nif:endIndex")
        within = [n for n, place in sections.items() if begin in place and end - 1 in place]
        if (
            span != f"{snapshot}#char={begin},{end}"
            or not 0 <= begin < end <= length
            or graph.values(span, "nif:referenceContext") != [snapshot]
            or graph.values(span, "whimkg:section") != within
            or not re.fullmatch('"[0-9a-f]{64}"', graph.one(span, "whimkg:sha256"))
            or graph.number(span, "whimkg:line") < 1
            or graph.number(span, "whimkg:column") < 1
        ):
            broken.append(span)
    return broken


@rule
def what_is_derived_is_derived_from_spans_or_a_page(graph: View) -> object:
    sources = {"nif:RFC5147String", "schema:MedicalWebPage"}
    return [
        (s, o)
        for s, p, o in graph.triples
        if p == "prov:wasDerivedFrom" and not sources & set(graph.values(o, "rdf:type"))
    ]


@rule
def sections_are_dated_or_undated(graph: View) -> object:
    return [
        node
        for node in graph.typed("whimkg:Section")
        if len(graph.values(node, "whimkg:statedOn")) + len(graph.values(node, "whimkg:undated"))
        != 1
        or graph.values(node, "whimkg:undated") not in ([], ['"true"^^xsd:boolean'])
    ]


@rule
def sections_do_not_overlap(graph: View) -> object:
    places = sorted(
        (graph.number(node, "nif:beginIndex"), graph.number(node, "nif:endIndex"))
        for node in graph.typed("whimkg:Section")
    )
    return [pair for pair in pairwise(places) if pair[0][1] > pair[1][0]]


@rule
def terms_have_one_label(graph: View) -> object:
    return [
        node
        for node in graph.named
        for kind in graph.values(node, "rdf:type")
        if kind.startswith("biolink:")
        and "biolink:subject" not in graph.about(node)
        and kind not in ("biolink:Publication", "biolink:ClinicalTrial")
        and len(graph.values(node, "rdfs:label")) != 1
    ]


@rule
def the_counts_are_right(graph: View) -> object:
    (dataset,) = graph.typed("dcat:Dataset")
    return (
        graph.number(dataset, "void:triples") != len(graph.triples)
        or graph.number(dataset, "whimkg:statements") != len(graph.associations)
        or sum(map(len, graph.parts.values())) != len(graph.triples)
    )


@rule
def anchors_have_the_digest_that_is_stated(graph: View) -> object:
    return [
        node
        for node, _, anchor in sorted(t for t in graph.triples if t[1] == "nif:anchorOf")
        if graph.one(node, "whimkg:sha256") != f'"{sha256(value(anchor).encode()).hexdigest()}"'
        or graph.number(node, "nif:endIndex") - graph.number(node, "nif:beginIndex")
        != len(value(anchor))
    ]
