"""One graph validated against one layer of shapes: results, their places, and counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyoxigraph as ox

from whimkg.base.log import logger
from whimkg.base.namespaces import expand
from whimkg.errors import GraphError
from whimkg.rdf import quads_in_memory
from whimkg.shacl.engine import Result
from whimkg.shacl.places import Places
from whimkg.shacl.report import Finding, Layer, Report, Severity
from whimkg.shacl.shapes import Shapes, bundled
from whimkg.shacl.triples import TYPE, Term, TripleIndex, text_of

if TYPE_CHECKING:
    import rdflib

__all__ = ["check", "finding", "index"]

_log = logger(__name__)
_SEVERITIES: dict[str, Severity] = {"Warning": "warning", "Info": "info"}
_PAGE, _CONTEXT = (ox.NamedNode(expand(kind)) for kind in ("schema:MedicalWebPage", "nif:Context"))
_SHA256 = ox.NamedNode(expand("whimkg:sha256"))


def check(graph: Iterable[ox.Quad] | rdflib.Graph, chosen: Shapes | Layer) -> Report:
    """See ``whimkg.shacl.validate``."""
    shapes = chosen if isinstance(chosen, Shapes) else bundled(chosen)
    data = index(graph)
    focus = {target.shape: target.focus(data) for target in shapes.targets}
    places = Places(data)
    _log.debug("checking %d triples by %d shapes", len(data), len(focus))
    findings = {finding(result, places) for result in shapes.results(data, focus)}
    return Report(
        layer=shapes.layer,
        findings=tuple(sorted(findings, key=lambda each: each.key)),
        focus_nodes={shape.value: len(nodes) for shape, nodes in focus.items()},
        nodes=len({node for nodes in focus.values() for node in nodes}),
        unchecked=_unchecked(shapes, focus, data),
        pages=tuple(sorted(page.value for page in data.subjects(TYPE, _PAGE))),
        snapshots=tuple(sorted(_digests(data))),
    )


def index(graph: Iterable[ox.Quad] | rdflib.Graph) -> TripleIndex:
    """A graph in the form that is checked.

    Raises:
        GraphError: it is empty, or a term is none of RDF 1.1.
    """
    data = TripleIndex(quads_in_memory(graph))
    if not len(data):
        raise GraphError("the graph holds no triples", remedy="give a graph of a page")
    return data


def _digests(data: TripleIndex) -> set[str]:
    texts = data.subjects(TYPE, _CONTEXT)
    return {digest.value for text in texts for digest in data.objects(text, _SHA256)}


def _unchecked(shapes: Shapes, focus: dict[Term, list[Term]], data: TripleIndex) -> tuple[str, ...]:
    """Shapes that checked nothing: a target node that the graph never names is nothing, too.

    An optional shape may have nothing to check where every class of the graph has been checked;
    else the class that no shape has looked at may be its own, and its target misspelt.
    """
    checked = {kind for nodes in focus.values() for n in nodes for kind in data.objects(n, TYPE)}
    excused = checked.issuperset(kind for _, kind in data.pairs(TYPE))
    without = [
        target.shape.value
        for target in shapes.targets
        if not (target.optional and excused)
        and not any(data.mentions(node) for node in focus[target.shape])
    ]
    return tuple(sorted({*without, *shapes.idle}))


def finding(result: Result, places: Places) -> Finding:
    """A result in plain values, with its place on the page."""
    node = _at_fault(result)
    statement = places.statement(node)
    return Finding(
        severity=_SEVERITIES.get(result.severity.rpartition("#")[2], "violation"),
        shape=text_of(result.constraint or result.shape),
        message=" ".join(result.messages),
        focus=text_of(result.focus),
        path=result.path,
        value=None if result.value is None else text_of(result.value),
        component=result.component,
        source=text_of(result.shape),
        statement=None if statement is None else text_of(statement),
        place=places.place(node),
        node=text_of(node),
        label=places.label(node),
        value_label=places.label(result.value),
        statement_label=places.label(statement),
    )


def _at_fault(result: Result) -> Term:
    """The focus node; of a rule on the whole graph, whose focus is the dataset, the value."""
    value = result.value
    if result.constraint is None or value is None or isinstance(value, ox.Literal):
        return result.focus
    return value
