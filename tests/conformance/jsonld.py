"""JSON-LD 1.1 to RDF."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse

from tests.conformance.outcome import Outcome, evaluate, read, refused, same

_SUITE = "JSON-LD 1.1 to RDF"

_OF_PROGRAMS = {"expandContext", "produceGeneralizedRdf", "rdfDirection"}


def outcomes(folder: Path) -> Iterator[Outcome]:
    tests = folder / "json-ld-api" / "tests"
    given = json.loads((tests / "toRdf-manifest.jsonld").read_text(encoding="utf-8"))
    for test in given["sequence"]:
        if _is_for_files(test.get("option", {})):
            yield _outcome(tests, given["baseIri"], test)


def _is_for_files(option: dict[str, Any]) -> bool:
    """Whether a test is of JSON-LD 1.1, and asks for nothing that only a program could say."""
    versions = {option.get("specVersion"), option.get("processingMode")}
    return "json-ld-1.0" not in versions and _OF_PROGRAMS.isdisjoint(option)


def _outcome(tests: Path, address: str, test: dict[str, Any]) -> Outcome:
    file, option = tests / test["input"], test.get("option", {})
    base = option.get("base", address + test["input"])
    if "jld:NegativeEvaluationTest" in test["@type"]:
        return refused(_SUITE, file.name, lambda: read(file, base, "jsonld"))
    if "expect" not in test:
        return evaluate(_SUITE, file.name, lambda: read(file, base, "jsonld") is not None)
    expected = (tests / test["expect"]).read_bytes()

    def right() -> bool:
        wanted = parse(expected, format=RdfFormat.N_QUADS, lenient=True)
        return same(read(file, base, "jsonld"), wanted)

    return evaluate(_SUITE, file.name, right)
