"""Reports in SHACL's own vocabulary, as Turtle.

SHACL has no word for a shape that checked nothing; ``ws:unchecked`` names it on the report.
``sh:conforms`` is SHACL's: false if there is any result, even a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

import pyoxigraph as ox

from whimkg.base.namespaces import prefix_map
from whimkg.shacl.paths import SH, compile_path
from whimkg.shacl.report import Finding, Report
from whimkg.shacl.shapes import WS, Shapes, bundled
from whimkg.shacl.triples import TYPE, Term

__all__ = ["turtle"]

_PREFIXES = {"sh": SH("").value, "ws": WS}


def turtle(reports: Iterable[Report]) -> bytes:
    """One ``sh:ValidationReport`` for each report, in order; same reports, same bytes."""
    made = [triple for number, report in enumerate(reports) for triple in _report(report, number)]
    known = {**prefix_map(), **_PREFIXES}
    terms = {term for triple in made for term in triple}
    terms |= {term.datatype for term in terms if isinstance(term, ox.Literal)}
    used = {term.value for term in terms if isinstance(term, ox.NamedNode)}
    prefixes = {p: iri for p, iri in known.items() if any(term.startswith(iri) for term in used)}
    return ox.serialize(made, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def _report(report: Report, number: int) -> Iterator[ox.Triple]:
    node = ox.BlankNode(f"report{number}")
    results = [ox.BlankNode(f"report{number}result{at}") for at in range(len(report.findings))]
    yield _triple(node, TYPE, SH("ValidationReport"))
    yield _triple(node, SH("conforms"), ox.Literal(not report.findings))
    for shape in report.unchecked:
        yield _triple(node, ox.NamedNode(f"{WS}unchecked"), ox.NamedNode(shape))
    for result in results:
        yield _triple(node, SH("result"), result)
    shapes = bundled(report.layer)
    for result, finding in zip(results, report.findings, strict=True):
        yield from _result(result, finding, shapes)


def _result(node: ox.BlankNode, finding: Finding, shapes: Shapes) -> Iterator[ox.Triple]:
    yield _triple(node, TYPE, SH("ValidationResult"))
    yield _triple(node, SH("resultSeverity"), SH(finding.severity.capitalize()))
    yield _triple(node, SH("focusNode"), _term(finding.focus))
    if finding.path is not None:
        path, parts = _copied(_path(finding, shapes), shapes, f"{node.value}path")
        yield _triple(node, SH("resultPath"), path)
        yield from parts
    if finding.value is not None:
        yield _triple(node, SH("value"), _term(finding.value))
    yield _triple(node, SH("sourceConstraintComponent"), ox.NamedNode(finding.component))
    yield _triple(node, SH("sourceShape"), _term(finding.source))
    if finding.source != finding.shape:
        yield _triple(node, SH("sourceConstraint"), _term(finding.shape))
    yield _triple(node, SH("resultMessage"), ox.Literal(finding.message))


def _path(finding: Finding, shapes: Shapes) -> Term:
    """The path; of one that is more than a property, its node in the shapes."""
    own = shapes.graph.value(_term(finding.source), SH("path"))
    if isinstance(own, ox.BlankNode) and compile_path(shapes.graph, own).text == finding.path:
        return own
    return ox.NamedNode(str(finding.path))


def _copied(node: Term, shapes: Shapes, name: str) -> tuple[Term, list[ox.Triple]]:
    """A node of the shapes; a blank one with all that it is made of, under a name of its own."""
    if not isinstance(node, ox.BlankNode):
        return node, []
    copy, triples = ox.BlankNode(name), list[ox.Triple]()
    parts = [(p, o) for p, ends in shapes.graph.properties(node).items() for o in ends]
    for number, (predicate, value) in enumerate(parts):
        part, below = _copied(value, shapes, f"{name}{number}")
        triples += [_triple(copy, predicate, part), *below]
    return copy, triples


def _term(text: str) -> Term:
    """What ``Finding`` has written as text."""
    if text.startswith('"'):
        read = next(iter(ox.parse(f"<x:s> <x:p> {text} .", format=ox.RdfFormat.N_TRIPLES)))
        return cast("ox.Literal", read.object)
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text)


def _triple(subject: Term, predicate: ox.NamedNode, value: Term) -> ox.Triple:
    return ox.Triple(subject, predicate, value)  # type: ignore[arg-type]
