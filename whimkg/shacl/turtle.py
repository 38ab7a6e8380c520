"""Reports in SHACL's own vocabulary, as Turtle.

SHACL has no word for a shape that checked nothing; ``ws:unchecked`` names it on the report.
``sh:conforms`` is SHACL's: false if there is any result, even a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, SH

from whimkg.namespaces import prefix_map
from whimkg.shacl._index import to_oxigraph
from whimkg.shacl.report import Finding, Report
from whimkg.shacl.shapes import WS, Shapes, bundled

__all__ = ["turtle"]

_SEVERITIES = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}
_PREFIXES = {"sh": str(SH), "ws": str(WS)}


def turtle(reports: Iterable[Report]) -> bytes:
    """One ``sh:ValidationReport`` for each report, in order."""
    made = [triple for number, report in enumerate(reports) for triple in _report(report, number)]
    known = {**prefix_map(), **_PREFIXES}
    used = "\n".join(str(term) for triple in made for term in triple)
    prefixes = {prefix: iri for prefix, iri in known.items() if f"<{iri}" in used}
    written = ox.serialize(made, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return written or b""


def _report(report: Report, number: int) -> Iterator[ox.Triple]:
    node = rdflib.BNode(f"report{number}")
    yield _triple(node, RDF.type, SH.ValidationReport)
    yield _triple(node, SH.conforms, rdflib.Literal(not report.findings))
    for shape in report.unchecked:
        yield _triple(node, WS.unchecked, rdflib.URIRef(shape))
    shapes = bundled(report.layer)
    for at, finding in enumerate(report.findings):
        result = rdflib.BNode(f"report{number}result{at}")
        yield _triple(node, SH.result, result)
        yield from _result(result, finding, shapes)


def _result(node: rdflib.BNode, finding: Finding, shapes: Shapes) -> Iterator[ox.Triple]:
    yield _triple(node, RDF.type, SH.ValidationResult)
    yield _triple(node, SH.resultSeverity, _SEVERITIES[finding.severity])
    yield _triple(node, SH.focusNode, _term(finding.focus))
    if finding.path:
        yield from _path(node, finding, shapes)
    if finding.value:
        yield _triple(node, SH.value, _term(finding.value))
    yield _triple(node, SH.sourceConstraintComponent, rdflib.URIRef(finding.component))
    yield _triple(node, SH.sourceShape, _term(finding.source))
    if finding.source != finding.shape:
        yield _triple(node, SH.sourceConstraint, _term(finding.shape))
    yield _triple(node, SH.resultMessage, rdflib.Literal(finding.message))


def _path(node: rdflib.BNode, finding: Finding, shapes: Shapes) -> Iterator[ox.Triple]:
    """The path; of one that is more than a property, the nodes that it is made of, too."""
    path = shapes.graph.value(rdflib.URIRef(finding.source), SH.path)
    if not isinstance(path, rdflib.BNode) or shapes.path(path) != finding.path:
        yield _triple(node, SH.resultPath, rdflib.URIRef(str(finding.path)))
        return
    yield _triple(node, SH.resultPath, path)
    waiting = [path]
    while waiting:
        part = waiting.pop()
        for predicate, value in shapes.graph.predicate_objects(part):
            yield _triple(part, predicate, value)
            if isinstance(value, rdflib.BNode):
                waiting.append(value)


def _term(text: str) -> rdflib.term.Node:
    """What ``Finding`` has written as text."""
    if text.startswith('"'):
        return rdflib.util.from_n3(text)  # type: ignore[return-value]
    return rdflib.BNode(text[2:]) if text.startswith("_:") else rdflib.URIRef(text)


def _triple(subject: rdflib.term.Node, predicate: object, value: object) -> ox.Triple:
    terms = [to_oxigraph(term) for term in (subject, predicate, value)]  # type: ignore[arg-type]
    return ox.Triple(*terms)  # type: ignore[arg-type]
