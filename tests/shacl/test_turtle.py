"""The outcome in SHACL's own words: another reader finds the same results in it."""

import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from tests.shacl.graphs import bundled, dropped, iri, node, subjects
from whimkg.shacl import Finding, Report, shapes, validate
from whimkg.shacl.turtle import turtle

WS = rdflib.Namespace(shapes.WS)
STATEMENT = subjects("rdf:type", "biolink:DiseaseToPhenotypicFeatureAssociation")[0]


@pytest.fixture(scope="module")
def report() -> Report:
    """Findings with simple and with longer paths, with and without values; and an idle shape."""
    dates, dataset = iri("whimkg:statedOn"), subjects("rdf:type", "dcat:Dataset")
    without = dropped(STATEMENT, "whimkg:evidence")
    return validate([q for q in without if q.predicate != dates and node(q) not in dataset])


def graph(*reports: Report) -> rdflib.Graph:
    return rdflib.Graph().parse(data=turtle(reports), format="turtle")


def test_every_finding_is_a_result(report: Report) -> None:
    found = graph(report)
    (whole,) = found.subjects(RDF.type, SH.ValidationReport)
    results = list(found.objects(whole, SH.result))
    assert len(results) == len(report.findings) > 10
    told = {
        (str(found.value(r, SH.focusNode)), str(found.value(r, SH.resultMessage))) for r in results
    }
    assert told == {(finding.focus, finding.message) for finding in report.findings}
    for result in results:
        assert (result, RDF.type, SH.ValidationResult) in found
        assert found.value(result, SH.resultSeverity) in (SH.Violation, SH.Warning)
        assert found.value(result, SH.sourceConstraintComponent)


def test_a_longer_path_is_whole(report: Report) -> None:
    found = graph(report)
    longer = [path for path in found.objects(None, SH.resultPath) if isinstance(path, rdflib.BNode)]
    assert len(longer) == len([f for f in report.findings if f.path and "<" in f.path]) > 0
    for path in longer:
        choice = found.value(path, SH.alternativePath)
        several = len(list(found.items(path if choice is None else choice))) > 1
        assert several or found.value(path, SH.inversePath)


def test_unchecked_shapes_are_named(report: Report) -> None:
    assert report.unchecked
    assert {str(shape) for shape in graph(report).objects(None, WS.unchecked)} == set(
        report.unchecked
    )


def test_it_conforms_to_the_shapes_of_reports(report: Report) -> None:
    """What section 3.6 of SHACL demands of a report."""
    rules = """
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    [] sh:targetClass sh:ValidationReport ;
      sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ; sh:in ( true false ) ] .
    [] sh:targetClass sh:ValidationResult ;
      sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ;
      sh:property [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ;
      sh:property [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ] ;
      sh:property [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ] ;
      sh:property [ sh:path sh:sourceShape ; sh:maxCount 1 ] ;
      sh:property [ sh:path sh:value ; sh:maxCount 1 ] .
    """
    conforms, _, words = pyshacl.validate(
        graph(report), shacl_graph=rdflib.Graph().parse(data=rules, format="turtle")
    )
    assert conforms, words


def test_same_reports_same_bytes(report: Report) -> None:
    assert turtle([report]) == turtle([report])
    assert turtle([report, report]).count(b"a sh:ValidationReport") == 2


def test_nothing_found_conforms() -> None:
    found = graph(validate(bundled()))
    assert list(found.objects(None, SH.conforms)) == [rdflib.Literal(True)]
    assert len(found) == 2


def test_words_in_any_script_come_back() -> None:
    words = 'é "q" \\ \n 漢 \U0001f9ec'
    finding = Finding(
        "warning",
        str(WS["x"]),
        words,
        "_:b1",
        value='"a \\"q\\" \\\\ \\n 漢"@en',
        component=str(SH.InConstraintComponent),
        source=str(WS["y"]),
    )
    found = graph(Report("strict", (finding,)))
    (result,) = found.subjects(RDF.type, SH.ValidationResult)
    assert isinstance(found.value(result, SH.focusNode), rdflib.BNode)
    assert found.value(result, SH.value) == rdflib.Literal('a "q" \\ \n 漢', lang="en")
    assert found.value(result, SH.resultMessage) == rdflib.Literal(words)
    assert found.value(result, SH.sourceConstraint) == WS["x"]
