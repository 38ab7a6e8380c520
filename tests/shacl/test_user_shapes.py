"""Shapes that users bring: what pySHACL says of them is told in our words, and nothing else is."""

import pytest
from pyoxigraph import RdfFormat, parse

from whimkg.errors import GraphWarning
from whimkg.shacl import Report, validate
from whimkg.shacl.user_shapes import UserShapes

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."""
ILL_TYPED = """ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ;
  sh:property [ sh:path ex:size ; sh:datatype xsd:integer ; sh:in ( 1 "many"^^xsd:integer ) ] ."""
MISPLACED = "ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:qualifiedValueShape ex:Shape ."
DATA = 'ex:a a ex:Thing ; ex:size "few"^^xsd:integer .'


def checked(shapes: str) -> Report:
    def quads(text: str) -> list[object]:
        return list(parse(f"{HEAD}\n{text}", format=RdfFormat.TURTLE))

    return validate(quads(DATA), shapes=UserShapes.of_quads(quads(shapes), "own.ttl"))  # type: ignore[arg-type]


def test_ill_typed_values_are_findings_and_nothing_is_logged(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    report = checked(ILL_TYPED)
    components = {each.component.rpartition("#")[2] for each in report.findings}
    assert components == {"DatatypeConstraintComponent", "InConstraintComponent"}
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_a_constraint_that_is_passed_over_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.warns(GraphWarning, match="own.ttl: a constraint is passed over: Qualified"):
        checked(MISPLACED)
    assert capfd.readouterr() == ("", "")
