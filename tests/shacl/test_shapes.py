"""Targets, layers, and shapes that can check nothing."""

import pytest

from tests.shacl.graphs import PREFIXES, held, names, shapes
from whimkg.errors import GraphError
from whimkg.shacl.shapes import Shapes, bundled

PART = 'ex:part sh:path ex:p ; sh:minCount 1 ; sh:message "Give p." .'
RULES = f"ex:Thing a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:part . {PART}"
GOOD = "ex:x a ex:Thing ; ex:p 1 ."


def test_each_way_to_target() -> None:
    """Instances of the class and of its subclasses, nodes, subjects, objects."""
    data = """
    ex:a a ex:Thing . ex:b a ex:Small . ex:c a ex:Tiny . ex:d a ex:Other .
    ex:Tiny rdfs:subClassOf ex:Small . ex:Small rdfs:subClassOf ex:Thing . ex:e ex:q ex:f, "words" .
    """
    for target, found in {
        "sh:targetClass ex:Thing": "abc",
        "sh:targetClass ex:Small": "bc",
        "sh:targetNode ex:d, ex:gone": ["d", "gone"],
        "sh:targetSubjectsOf ex:q": "e",
        "sh:targetObjectsOf ex:q": ["f", '"words"'],
        "sh:targetClass ex:Tiny, ex:Other ; sh:targetNode ex:e": "cde",
    }.items():
        report = held(data, f"ex:S a sh:NodeShape ; {target} ; sh:property ex:part . {PART}")
        assert names(sorted(f.focus for f in report.findings)) == sorted(found), target
        assert report.focus_nodes == {"http://example.org/S": len(found)}


def test_a_shape_that_is_a_class_targets_its_instances() -> None:
    rules = f"ex:Thing a sh:NodeShape, rdfs:Class ; sh:property ex:part . {PART}"
    assert held("ex:x a ex:Thing .", rules).count("violation") == 1


@pytest.mark.parametrize(
    ("before", "after", "unchecked"),
    [
        ("sh:targetClass ex:Thing", "sh:targetClass ex:Thnig", ["Thing"]),
        ("sh:targetClass ex:Thing", "sh:targetSubjectsOf ex:r", ["Thing"]),
        ("sh:property ex:part", "sh:proprety ex:part", ["part"]),
        ("sh:property ex:part", "sh:nodeKind sh:IRI", ["part"]),
        ("sh:minCount", "sh:deactivated true ; sh:minCount", ["part"]),
        ("a sh:NodeShape", "a sh:NodeShape ; sh:deactivated true", ["Thing", "part"]),
    ],
)
def test_what_checks_nothing_is_a_failure(before: str, after: str, unchecked: list[str]) -> None:
    rules = RULES.replace(before, after, 1)
    assert held(GOOD, RULES).conforms
    report = held(GOOD, rules)
    assert names(report.unchecked) == unchecked
    assert not report.findings
    assert not report.conforms
    assert f"{len(unchecked)} shape" in report.verdict


def test_a_target_node_that_the_graph_never_names_is_nothing() -> None:
    """SHACL holds it against the shape all the same."""
    rules = RULES.replace("sh:targetClass ex:Thing", "sh:targetNode ex:y", 1)
    report = held(GOOD, rules)
    assert names(report.unchecked) == ["Thing"]
    assert names(finding.focus for finding in report.findings) == ["y"]


def test_a_misspelt_target_property_leaves_the_shape_idle() -> None:
    rules = RULES.replace("sh:targetClass", "sh:tagretClass", 1)
    other = "ex:Other a sh:NodeShape ; sh:targetClass ex:Thing ; sh:nodeKind sh:IRI ."
    assert names(held(GOOD, rules + other).unchecked) == ["Thing", "part"]


def test_a_constraint_that_no_shape_has_is_idle() -> None:
    query = (
        'ex:query a sh:SPARQLConstraint ; sh:select "SELECT $this WHERE { $this ex:q ?value }" .'
    )
    assert names(held(GOOD, RULES + query).unchecked) == ["query"]


def test_optional_shapes_may_find_nothing() -> None:
    rules = RULES.replace("a sh:NodeShape", "a sh:NodeShape ; ws:optional true")
    report = held("ex:x ex:p ex:y .", rules)
    assert report.conforms
    assert report.focus_nodes == {"http://example.org/Thing": 0}
    assert report.verdict.startswith("conforms: 0 focus nodes, 0 shapes,")


def test_an_optional_shape_is_not_excused_where_a_class_has_no_shape() -> None:
    """Its target may be misspelt."""
    rules = RULES.replace("a sh:NodeShape", "a sh:NodeShape ; ws:optional true")
    assert names(held("ex:x a ex:Other .", rules).unchecked) == ["Thing"]


def test_shapes_inside_shapes_need_no_target() -> None:
    rules = """
    ex:Thing a sh:NodeShape ; sh:targetClass ex:Thing ; sh:or ( ex:A ex:B ) ; sh:node ex:C .
    ex:A a sh:NodeShape ; sh:nodeKind sh:IRI . ex:B a sh:NodeShape ; sh:nodeKind sh:Literal .
    ex:C a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
    """
    assert held(GOOD, rules).unchecked == ()


LAYERED = """
ex:Thing a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:part, ex:more ;
  sh:sparql ex:query ; sh:closed true ; sh:ignoredProperties ( rdf:type ) .
ex:part sh:path ex:p ; sh:minCount 1 ; sh:message "Give p." .
ex:more sh:path ex:m ; sh:minCount 1 ; sh:message "Give m." ; ws:layer ws:strict .
ex:query a sh:SPARQLConstraint ; ws:layer ws:strict ; sh:message "Never one." ;
  sh:select "SELECT $this ?value { $this <http://example.org/p> ?value FILTER (?value = 1) }" .
"""


@pytest.mark.parametrize(
    ("data", "strict", "base"),
    [
        ("ex:x a ex:Thing ; ex:p 2 ; ex:m 1 .", [], []),
        ("ex:x a ex:Thing ; ex:p 1 ; ex:m 1 .", ["query"], []),
        ("ex:x a ex:Thing ; ex:p 2 .", ["more"], []),
        ("ex:x a ex:Thing ; ex:m 1 .", ["part"], ["part"]),
        ("ex:x a ex:Thing ; ex:p 2 ; ex:m 1 ; ex:q 1 .", ["Thing"], ["Thing"]),
    ],
)
def test_layers(data: str, strict: list[str], base: list[str]) -> None:
    """A closed shape of the base layer still knows the strict layer's properties."""
    assert names(f.shape for f in held(data, LAYERED).findings) == strict
    report = held(data, LAYERED, "base")
    assert names(f.shape for f in report.findings) == base
    assert report.unchecked == ()


@pytest.mark.parametrize(
    ("turtle", "words"),
    [
        ("ex:Thing a sh:NodeShape", r"own\.ttl, line 9, column \d+: no Turtle"),
        ("ex:x ex:p 1 .", "no shape has a target"),
        (RULES.replace("sh:path ex:p ; ", ""), r"has the property shape .*part, which has no"),
        (RULES.replace("sh:minCount 1", "sh:minCount 1, 2"), "the shapes are faulty"),
        (f"{RULES} ex:Thing sh:sparql [ sh:select 'SELECT $this WHERE {{' ] .", "no SPARQL"),
        (f"{RULES} ex:part sh:node ex:Circle . ex:Circle sh:node ex:Circle .", "Recursive Shape"),
    ],
)
def test_faulty_shapes_are_an_error_and_no_verdict(turtle: str, words: str) -> None:
    with pytest.raises(GraphError, match=words):
        held(GOOD, turtle)


def test_blank_nodes_of_two_files_stay_apart() -> None:
    one = f"{PREFIXES} ex:A sh:targetClass ex:A ; sh:property _:x . _:x sh:path ex:a ."
    two = one.replace("ex:A", "ex:B").replace("ex:a", "ex:b")
    both = Shapes.parse([("one.ttl", one), ("two.ttl", two)], "strict")
    assert len(both.targets) == 2


def test_bundled_shapes_are_read_once() -> None:
    assert bundled("strict") is bundled("strict")
    assert {rule.severity for rule in bundled("strict").rules().values()} <= {
        *("violation", "warning", "info")
    }


def test_rules_tell_of_each_shape() -> None:
    rules = shapes(RULES + 'ex:part sh:name "part" .').rules()
    assert list(rules) == ["http://example.org/Thing", "http://example.org/part"]
    rule = rules["http://example.org/part"]
    assert (rule.name, rule.message, rule.severity) == ("part", "Give p.", "violation")
