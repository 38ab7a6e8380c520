"""One graph held against one layer of shapes: engine, places and counts brought together."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import rdflib
from pyshacl.errors import ShapeRecursionWarning
from rdflib.namespace import RDF

from whimkg.base.log import logger
from whimkg.base.namespaces import expand
from whimkg.errors import GraphError
from whimkg.rdf.rdflib_terms import Terms
from whimkg.shacl._index import Index, from_rdflib
from whimkg.shacl.engine import Result, run
from whimkg.shacl.places import Places
from whimkg.shacl.report import Finding, Layer, Report, Severity
from whimkg.shacl.shapes import Shapes, bundled

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from rdflib.term import Node

__all__ = ["Words", "check", "finding", "quiet"]

_log = logger(__name__)
_SEVERITIES: dict[str, Severity] = {"Warning": "warning", "Info": "info"}
_PAGE = rdflib.URIRef(expand("schema:MedicalWebPage"))
_CONTEXT, _SHA256 = rdflib.URIRef(expand("nif:Context")), rdflib.URIRef(expand("whimkg:sha256"))


def check(graph: Iterable[Quad] | rdflib.Graph, chosen: Shapes | Layer) -> Report:
    """See ``whimkg.shacl.validate``."""
    shapes = chosen if isinstance(chosen, Shapes) else bundled(chosen)
    with quiet():
        data = _indexed(graph, shapes)
        focus = {target.shape: target.focus(data) for target in shapes.targets}
        places = Places(data)
        _log.debug("checking %d triples by %d shapes", len(data), len(focus))
        findings = {finding(result, shapes, places) for result in run(shapes, data, focus)}
    return Report(
        layer=shapes.layer,
        findings=tuple(sorted(findings, key=lambda each: each.key)),
        focus_nodes={str(shape): len(nodes) for shape, nodes in focus.items()},
        nodes=len({node for nodes in focus.values() for node in nodes}),
        unchecked=_unchecked(shapes, focus, data),
        pages=tuple(sorted(str(page) for page in data.subjects(RDF.type, _PAGE))),
        snapshots=tuple(sorted(_digests(data))),
    )


@contextmanager
def quiet() -> Iterator[None]:
    """Let the findings speak of ill-typed literals: rdflib logs a traceback of each, and warns.

    Shapes that lead back to themselves are no warning: pySHACL leaves off, and would find nothing.
    """
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="rdflib")
        warnings.simplefilter("error", ShapeRecursionWarning)
        logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            logger.setLevel(before)


def _indexed(graph: Iterable[Quad] | rdflib.Graph, shapes: Shapes) -> Index:
    data = (
        from_rdflib(graph)
        if isinstance(graph, rdflib.Graph)
        else Index.of_quads(graph, Terms(shapes.terms))
    )
    if not len(data):
        raise GraphError("the graph holds no triples", remedy="give a graph of a page")
    return data


def _digests(data: Index) -> set[str]:
    texts = data.subjects(RDF.type, _CONTEXT)
    return {str(digest) for text in texts for digest in data.objects(text, _SHA256)}


def _unchecked(shapes: Shapes, focus: dict[Node, list[Node]], data: Index) -> tuple[str, ...]:
    """Shapes that checked nothing: a target node that the graph never names is nothing, too.

    An optional shape may have nothing to check where every class of the graph has been checked;
    else the class that no shape has looked at may be its own, and its target misspelt.
    """
    checked = {
        kind for nodes in focus.values() for n in nodes for kind in data.objects(n, RDF.type)
    }
    excused = checked.issuperset(kind for _, kind in data.subject_objects(RDF.type))
    without = [
        str(target.shape)
        for target in shapes.targets
        if not (target.optional and excused)
        and not any(data.mentions(node) for node in focus[target.shape])
    ]
    return tuple(sorted({*without, *shapes.idle}))


class Words(Protocol):
    """What findings take of shapes."""

    def messages(self, shape: Node) -> list[str]:
        """The messages of a shape."""

    def path(self, path: Node) -> str:
        """A path as IRI or, if it is more than a property, as SPARQL writes it."""


def finding(result: Result, shapes: Words, places: Places) -> Finding:
    """A result in plain values, with its place on the page."""
    node = _at_fault(result)
    statement = places.statement(node)
    return Finding(
        severity=_SEVERITIES.get(str(result.severity).rpartition("#")[2], "violation"),
        shape=_text(result.constraint or result.shape),
        message=_message(result, shapes),
        focus=_text(result.focus),
        path=None if result.path is None else shapes.path(result.path),
        value=None if result.value is None else _text(result.value),
        component=str(result.component),
        source=_text(result.shape),
        statement=None if statement is None else _text(statement),
        place=places.place(node),
        node=_text(node),
        label=places.label(node),
        value_label=places.label(result.value),
        statement_label=places.label(statement),
    )


def _at_fault(result: Result) -> Node:
    """The focus node; of a rule on the whole graph, whose focus is the dataset, the value."""
    value = result.value
    if result.constraint is None or value is None or isinstance(value, rdflib.Literal):
        return result.focus
    return value


def _message(result: Result, shapes: Words) -> str:
    """The rule's own message; that of the shape around a SPARQL constraint says too little."""
    around = set(shapes.messages(result.shape)) if result.constraint else set()
    own = [text for text in result.messages if text not in around] or list(result.messages)
    return " ".join(sorted(own))


def _text(node: Node) -> str:
    return str(node) if isinstance(node, rdflib.URIRef) else node.n3()
