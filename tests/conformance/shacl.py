"""SHACL Core and SHACL-SPARQL: results by focus node, value, component, severity; each once.

Shapes that users bring go to pySHACL; Core is asked of the engine of the bundled shapes, too.
"""

from collections.abc import Iterator
from pathlib import Path

import rdflib
from rdflib.namespace import RDF, SH

from tests.conformance.outcome import MF, REFUSED, RIGHT, Outcome, evaluate, manifest, path_of, read
from whimkg.shacl import Finding, validate
from whimkg.shacl.shapes import Shapes
from whimkg.shacl.user_shapes import UserShapes

_SUITE = "SHACL Core and SHACL-SPARQL"
_OWN = "SHACL Core, by the engine of the bundled shapes"
_SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")

#: Others than these are violations to whimkg.
_SEVERITIES = {str(SH.Warning): "warning", str(SH.Info): "info"}


def outcomes(folder: Path) -> Iterator[Outcome]:
    tests = folder / "data-shapes" / "data-shapes-test-suite" / "tests"
    for path in sorted(tests.rglob("*.ttl")):
        graph = manifest(path)
        for test in sorted(graph.subjects(RDF.type, _SHT.Validate), key=str):
            name = f"{path.parent.name}/{path.stem}"
            yield _outcome(_SUITE, graph, test, name)
            if "core" in path.parts:
                yield _outcome(_OWN, graph, test, name)


def _outcome(suite: str, graph: rdflib.Graph, test: rdflib.term.Node, name: str) -> Outcome:
    action, result = graph.value(test, MF.action), graph.value(test, MF.result)
    data, shapes = (
        path_of(next(graph.objects(action, each))) for each in (_SHT.dataGraph, _SHT.shapesGraph)
    )

    def right() -> bool:
        rules: UserShapes | Shapes
        if suite == _OWN:
            rules = Shapes.of_quads(read(shapes, shapes.as_uri()), "strict")
        else:
            rules = UserShapes.of_quads(read(shapes, shapes.as_uri()), str(shapes))
        report = validate(read(data, data.as_uri()), shapes=rules)
        return set(map(_key, report.findings)) == _expected(graph, result)

    found = evaluate(suite, name, right)
    if result == _SHT.Failure:
        return found._replace(kind=RIGHT if found.kind == REFUSED else found.kind)
    return found


def _key(finding: Finding) -> tuple[str, ...]:
    nodes = (_named(finding.focus), _named(finding.value or ""))
    return (*nodes, finding.component, finding.severity)


def _expected(graph: rdflib.Graph, result: rdflib.term.Node | None) -> set[tuple[str, ...]]:
    return {
        (
            _text(graph.value(node, SH.focusNode)),
            _text(graph.value(node, SH.value)),
            _text(graph.value(node, SH.sourceConstraintComponent)),
            _SEVERITIES.get(str(graph.value(node, SH.resultSeverity)), "violation"),
        )
        for node in graph.objects(result, SH.result)
    }


def _text(node: rdflib.term.Node | None) -> str:
    if node is None:
        return ""
    return str(node) if isinstance(node, rdflib.URIRef) else _named(node.n3())


def _named(node: str) -> str:
    """A node, but for a blank one's label."""
    return "_:" if node.startswith("_:") else node
