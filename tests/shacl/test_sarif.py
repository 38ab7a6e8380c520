"""SARIF: what the format demands, what code hosts go by, and what it says of a finding."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.shacl.graphs import bundled, iri, node, subjects
from whimkg.shacl import Report, validate
from whimkg.shacl.sarif import Located, sarif
from whimkg.shacl.shapes import bundled as shapes

STATEMENT = subjects("rdf:type", "biolink:DiseaseToPhenotypicFeatureAssociation")[0]
PAGE, GRAPH = "https://example.org/page", "graph.nq"
LEVELS = {"violation": "error", "warning": "warning", "info": "note"}


@pytest.fixture(scope="module")
def report() -> Report:
    """Findings with and without a place, and shapes that found nothing to check."""
    evidence, snapshot = iri("whimkg:evidence"), subjects("rdf:type", "nif:Context")
    gone = {*subjects("rdf:type", "dcat:Dataset"), *subjects("rdf:type", "schema:MedicalWebPage")}
    length = iri("whimkg:length")
    return validate(
        [
            quad
            for quad in bundled()
            if node(quad) not in gone
            and (node(quad), quad.predicate) not in {(STATEMENT, evidence), (snapshot[0], length)}
        ]
    )


@pytest.fixture(scope="module")
def written(report: Report) -> Any:
    """As a reader of the JSON has it."""
    made = sarif([Located(report, GRAPH, PAGE)], shapes("strict").rules(), "1.2.3")
    return json.loads(json.dumps(made))


def test_it_is_sarif(written: Any) -> None:
    assert written["version"] == "2.1.0"
    assert written["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = written["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("whimkg", "1.2.3")


@pytest.mark.judge
@pytest.mark.skipif("WHIMKG_SARIF_SCHEMA" not in os.environ, reason="no schema at hand")
def test_it_is_valid_by_the_schema(written: Any) -> None:
    """The schema is sarif-2.1.0.json of the npm package @microsoft/sarif-multitool-linux."""
    import jsonschema  # type: ignore[import-untyped]

    schema = json.loads(Path(os.environ["WHIMKG_SARIF_SCHEMA"]).read_text(encoding="utf-8-sig"))
    jsonschema.validators.validator_for(schema)(schema).validate(written)


def test_rules_are_the_shapes(written: Any) -> None:
    rules = written["runs"][0]["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) == len(shapes("strict").rules())
    for rule in rules:
        assert rule["helpUri"].endswith(f"#{rule['id']}")
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")


def test_results_are_the_findings_and_the_unchecked_shapes(written: Any, report: Report) -> None:
    results = written["runs"][0]["results"]
    assert report.unchecked
    assert len(results) == len(report.findings) + len(report.unchecked)
    levels = Counter(LEVELS[finding.severity] for finding in report.findings)
    levels["error"] += len(report.unchecked)
    assert Counter(result["level"] for result in results) == levels
    rules = written["runs"][0]["tool"]["driver"]["rules"]
    for result in results:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1


def test_findings_stand_on_the_page(written: Any, report: Report) -> None:
    results = written["runs"][0]["results"]
    placed = 0
    for finding, result in zip(report.findings, results, strict=False):
        location = result["locations"][0]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        region = location["physicalLocation"]["region"]
        assert uri == (PAGE if finding.place else GRAPH)
        if finding.place:
            placed += 1
            assert region == {
                "charOffset": finding.place.begin,
                "charLength": finding.place.end - finding.place.begin,
                "startLine": finding.place.line,
                "startColumn": finding.place.column,
            }
        (logical,) = location["logicalLocations"]
        assert logical["fullyQualifiedName"] == (finding.statement or finding.node)
    assert 0 < placed < len(report.findings)


def test_fingerprints_tell_findings_apart(written: Any, report: Report) -> None:
    results = written["runs"][0]["results"][: len(report.findings)]
    marks = {result["partialFingerprints"]["finding/v1"] for result in results}
    assert len(marks) == len(report.findings)


def test_with_the_text_at_hand_words_are_quoted(report: Report) -> None:
    """A made-up text: lines of nine characters and a line end."""
    text = "".join(f"{number:09}\n" for number in range(2000))
    made = sarif([Located(report, GRAPH, PAGE, text)], shapes("strict").rules(), "1")
    quoted = [result["locations"][0]["physicalLocation"] for result in made["runs"][0]["results"]]
    for finding, physical in zip(report.findings, quoted, strict=False):
        if not finding.place:
            continue
        region, words = physical["region"], text[finding.place.begin : finding.place.end]
        assert region["snippet"] == {"text": words}
        assert region["endLine"] == region["startLine"] + words.count("\n")
        if "\n" not in words:
            assert region["endColumn"] == region["startColumn"] + len(words)


def test_nothing_found_is_a_run_without_results() -> None:
    made = sarif([Located(validate(bundled()), GRAPH, PAGE)], shapes("strict").rules(), "1")
    assert made["runs"][0]["results"] == []
