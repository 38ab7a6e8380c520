"""Our run gives what pySHACL gives by itself: every kind of constraint and path, and mutations."""

import random
import warnings
from typing import Any

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from pyoxigraph import Quad
from rdflib.namespace import RDF, SH

from tests.seeds import seeds
from tests.shacl.graphs import PREFIXES, bundled, held, quads
from whimkg.base import resources
from whimkg.shacl import Report, validate

DATA = """
ex:a a ex:Thing ; ex:p 1, 2 ; ex:q 5 ; ex:r ex:b, ex:c ; ex:words "one"@en, "two"@en, "drei"@de .
ex:b a ex:Thing, ex:Other ; ex:p "x" ; ex:q "words of some length" ; ex:r ex:a, "b" ; ex:s ex:c .
ex:c a ex:Sub ; ex:p 3 ; ex:q 3 ; ex:r ex:c ; ex:s ex:c ; ex:when "2020-01-01"^^xsd:date .
ex:d a ex:Thing ; ex:p 9 ; ex:q 2 ; ex:when "2020-01-01"^^xsd:date ; ex:s "c" .
ex:e a ex:Thing ; ex:words "one", "eins"@de-at ; ex:p 1.5, true, "abc"^^xsd:integer .
ex:Sub rdfs:subClassOf ex:Thing .
"""

#: What stands in a property shape on ex:p, or in a node shape where it says no path.
CONSTRAINTS = [
    "sh:path ex:r ; sh:class ex:Other",
    "sh:path ex:r ; sh:class ex:Thing",
    "sh:path ex:p ; sh:datatype xsd:integer",
    "sh:path ex:words ; sh:datatype rdf:langString",
    "sh:path ex:r ; sh:nodeKind sh:IRI",
    "sh:path ex:r ; sh:nodeKind sh:BlankNodeOrIRI",
    "sh:path ex:p ; sh:minCount 2",
    "sh:path ex:p ; sh:maxCount 1",
    "sh:path ex:p ; sh:minInclusive 2 ; sh:maxInclusive 8",
    "sh:path ex:p ; sh:minExclusive 2 ; sh:maxExclusive 9",
    "sh:path ex:q ; sh:minLength 2 ; sh:maxLength 9",
    'sh:path ex:words ; sh:pattern "^[a-z]{3}$"',
    'sh:path ex:words ; sh:pattern "^E" ; sh:flags "i"',
    'sh:path ex:words ; sh:languageIn ( "en" "de" )',
    "sh:path ex:words ; sh:uniqueLang true",
    "sh:path ex:r ; sh:equals ex:s",
    "sh:path ex:r ; sh:disjoint ex:s",
    "sh:path ex:p ; sh:lessThan ex:q",
    "sh:path ex:p ; sh:lessThanOrEquals ex:q",
    "sh:path ex:r ; sh:not [ sh:class ex:Other ]",
    "sh:path ex:r ; sh:and ( [ sh:nodeKind sh:IRI ] [ sh:path ex:p ; sh:minCount 2 ] )",
    "sh:path ex:r ; sh:or ( [ sh:class ex:Other ] [ sh:nodeKind sh:Literal ] )",
    "sh:path ex:r ; sh:xone ( [ sh:class ex:Other ] [ sh:class ex:Thing ] )",
    "sh:path ex:r ; sh:node [ sh:property [ sh:path ex:q ; sh:datatype xsd:integer ] ]",
    "sh:path ex:r ; sh:property [ sh:path ex:q ; sh:datatype xsd:integer ; sh:maxInclusive 4 ]",
    "sh:path ex:r ; sh:qualifiedValueShape [ sh:class ex:Other ] ; sh:qualifiedMinCount 1",
    "sh:path ex:r ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMaxCount 1",
    "sh:path ex:r ; sh:hasValue ex:c",
    "sh:path ex:r ; sh:in ( ex:a ex:b )",
    "sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:path ex:p ]",
    "sh:class ex:Other",
    "sh:hasValue ex:a",
    "sh:or ( [ sh:path ex:p ; sh:minCount 2 ] [ sh:path ex:when ; sh:minCount 1 ] )",
    "sh:path ex:p ; sh:deactivated true ; sh:minCount 9",
    "sh:path [ sh:inversePath ex:r ] ; sh:minCount 1",
    "sh:path ( ex:r ex:p ) ; sh:datatype xsd:integer ; sh:minCount 1",
    "sh:path ( ex:r [ sh:inversePath ex:s ] ) ; sh:class ex:Other",
    "sh:path [ sh:inversePath ( ex:r ex:s ) ] ; sh:minCount 1",
    "sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:maxCount 1",
    "sh:path [ sh:alternativePath ( ( ex:r ex:p ) ex:q ) ] ; sh:maxCount 1",
    "sh:path [ sh:alternativePath ( [ sh:inversePath ex:r ] ex:r ) ] ; sh:maxCount 1",
    "sh:path [ sh:zeroOrMorePath ex:r ] ; sh:minCount 3",
    "sh:path [ sh:oneOrMorePath ex:s ] ; sh:minCount 1",
    "sh:path [ sh:zeroOrOnePath ex:s ] ; sh:class ex:Thing",
    "sh:sparql [ sh:select 'SELECT $this ?value { $this <http://example.org/r> ?value }' ]",
    "sh:sparql [ sh:select 'SELECT $this { $this a <http://example.org/Other> }' ]",
    "sh:path ex:r ; sh:sparql [ sh:select 'SELECT $this ?value { $this $PATH ?value }' ]",
    "sh:severity sh:Info ; sh:nodeKind sh:Literal",
]

TRUE = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
Key = tuple[str, str, str, str, str]


def text(node: Any) -> str:
    if node is None:
        return ""
    return str(node) if isinstance(node, rdflib.URIRef) else str(node.n3())


def alone(data: rdflib.Graph, shapes: rdflib.Graph) -> set[Key]:
    """Results of pySHACL: rule, severity, focus, value, component; blank rules have no name."""
    with warnings.catch_warnings():
        # Older releases of rdflib speak to pyparsing as it no longer likes to be spoken to.
        warnings.simplefilter("ignore", DeprecationWarning)
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    found = set()
    for result in report.objects(None, SH.result):
        rule = report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower()
        rest = [report.value(result, p) for p in (SH.focusNode, SH.value)]
        component = str(report.value(result, SH.sourceConstraintComponent))
        found.add((_named(text(rule)), severity, *map(text, rest), component))
    return found  # type: ignore[return-value]


def _named(rule: str) -> str:
    return "" if rule.startswith("_:") else rule


def ours(report: Report) -> set[Key]:
    return {
        (_named(f.shape), f.severity, f.focus, f.value or "", f.component) for f in report.findings
    }


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_every_kind_of_constraint_and_path(constraint: str) -> None:
    rules = "ex:Rule a sh:NodeShape ; sh:targetClass ex:Thing, ex:Other ; "
    if constraint.startswith("sh:path"):
        rules += f"sh:property ex:part . ex:part a sh:PropertyShape ; {constraint} ."
    else:
        rules += f"{constraint} ."
    data = rdflib.Graph().parse(data=PREFIXES + DATA, format="turtle")
    shapes = rdflib.Graph().parse(data=PREFIXES + rules, format="turtle")
    expected = alone(data, shapes)
    found = ours(held(DATA, rules))
    # pySHACL takes true for the number 1 (0.40.1); in SPARQL it is none, and cannot be compared.
    assert {key for key in found - expected if key[3] != TRUE or "clusive" not in key[4]} == set()
    assert expected <= found
    assert expected or "deactivated" in constraint, "the case must show something"


@pytest.mark.parametrize("comparison", ["sh:lessThan", "sh:lessThanOrEquals"])
@pytest.mark.parametrize("value", ["_:blank", '"soon"', "ex:b", '"abc"^^xsd:integer', "1, _:blank"])
def test_what_cannot_be_compared_is_a_result(comparison: str, value: str) -> None:
    """As SHACL says (4.5.3); pySHACL gives up on a blank node (0.40.1)."""
    rules = "ex:Rule sh:targetClass ex:Thing ; sh:property ex:part ."
    rules += f"ex:part sh:path ex:p ; {comparison} ex:q ."
    data = f"ex:x a ex:Thing ; ex:p {value} ; ex:q 4 . ex:y a ex:Thing ; ex:p 3 ; ex:q 4 ."
    report = held(data, rules)
    assert [(f.focus, f.path) for f in report.findings] == [
        ("http://example.org/x", "http://example.org/p")
    ]


def test_integers_of_any_length_are_compared() -> None:
    """Python reads no more than some thousand digits as one."""
    rules = "ex:Rule sh:targetClass ex:Thing ; sh:property ex:part ."
    rules += "ex:part sh:path ex:p ; sh:datatype xsd:nonNegativeInteger ; sh:lessThan ex:q ."
    long = f"{'9' * 5000}"
    for value, number in ((long, 0), (f"{long}0", 1), (f"-{long}", 2)):
        data = f'ex:x a ex:Thing ; ex:p "{value}"^^xsd:nonNegativeInteger ; ex:q 1{long} .'
        assert len(held(data, rules).findings) == number, value[:3]


def test_results_inside_another_shape_stay_inside() -> None:
    rules = """
    ex:Rule sh:targetClass ex:Thing ; sh:property ex:part .
    ex:part sh:path ex:r ; sh:node ex:Inner ; sh:message "Outer." .
    ex:Inner a sh:NodeShape ; sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:message "Inner." ] .
    """
    report = held("ex:x a ex:Thing ; ex:r ex:y . ex:y ex:p 1 .", rules)
    assert [finding.message for finding in report.findings] == ["Outer."]


def test_a_property_shape_of_two_shapes_is_told_once() -> None:
    rules = """
    ex:A sh:targetClass ex:Thing ; sh:property ex:part .
    ex:B sh:targetSubjectsOf ex:q ; sh:property ex:part .
    ex:part sh:path ex:p ; sh:minCount 1 .
    """
    report = held("ex:x a ex:Thing ; ex:q 1 .", rules)
    assert len(report.findings) == report.count("violation") == 1


def test_variables_stand_in_messages() -> None:
    rules = """
    ex:Rule sh:targetClass ex:Thing ; sh:sparql ex:query ; sh:message "Of the shape." .
    ex:query sh:message "Not {?value} of {$this}." ;
      sh:select "SELECT $this ?value { $this <http://example.org/p> ?value FILTER (?value > 3) }" .
    """
    (finding,) = held("ex:x a ex:Thing ; ex:p 4 .", rules).findings
    assert finding.message == "Not 4 of http://example.org/x."
    assert finding.shape == "http://example.org/query"
    assert finding.source == "http://example.org/Rule"


def mutated(seed: int) -> list[Quad]:
    """The bundled graph with dozens of triples dropped, changed and doubled."""
    pick = random.Random(seed)  # noqa: S311  # the same mutations each time
    kept = list(bundled())
    for _ in range(60):
        at, other = pick.randrange(len(kept)), pick.choice(bundled())
        one = kept[at]
        kind = pick.randrange(4)
        if kind == 0:
            kept.pop(at)
        elif kind == 1:
            kept[at] = Quad(one.subject, one.predicate, other.object, one.graph_name)
        elif kind == 2:
            kept.append(Quad(one.subject, other.predicate, one.object, one.graph_name))
        else:
            kept.append(Quad(one.subject, one.predicate, ox.Literal("x"), one.graph_name))
    return kept


#: Its query compares numbers with what a mutation put in their place: an error in SPARQL, by which
#: Oxigraph goes and rdflib does not.
LENIENT = "https://w3id.org/whimkg/shapes#graph-places"


@pytest.mark.parametrize("seed", seeds(1, 3))
def test_the_bundled_shapes_on_mutations(seed: int) -> None:
    shapes, data = rdflib.Graph(), rdflib.Graph()
    for name in resources.names("shapes"):
        if name.endswith(".ttl"):
            shapes.parse(data=resources.text(f"shapes/{name}"), format="turtle")
    kept = mutated(seed)
    triples = b"".join(f"{q.triple} .\n".encode() for q in kept)
    data.parse(data=triples, format="nt")
    found, expected = ours(validate(kept)), alone(data, shapes)
    assert {key for key in found if key[0] != LENIENT} == {
        key for key in expected if key[0] != LENIENT
    }
    assert found <= expected
    assert len(found) > 30


def test_data_says_what_a_subclass_is() -> None:
    """SHACL goes by the data graph here, and not by the shapes."""
    rules = "ex:Rule sh:targetClass ex:Thing ; sh:property [ sh:path ex:r ; sh:class ex:Kind ] ."
    data = "ex:x a ex:Thing ; ex:r ex:y . ex:y a ex:Narrow ."
    assert held(data, f"{rules} ex:Narrow rdfs:subClassOf ex:Kind .").count("violation") == 1
    assert held(f"{data} ex:Narrow rdfs:subClassOf ex:Kind .", rules).conforms


def test_literals_are_judged_as_they_were_written() -> None:
    rules = (
        """ex:Rule sh:targetClass ex:Thing ; sh:property [ sh:path ex:p ; sh:pattern "^[1-9]" ] ."""
    )
    assert held('ex:x a ex:Thing ; ex:p "042"^^xsd:integer .', rules).count("violation") == 1
    assert quads("ex:x ex:p 1 .")[0].predicate != RDF.type
