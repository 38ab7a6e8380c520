"""Shapes of a user's own: pySHACL validates against them, whatever their kind.

Where none of the shapes with a target finds a node, all of them have checked nothing, which is a
failure as it is for the bundled shapes; a single one may.
"""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyshacl
import rdflib
from pyoxigraph import RdfFormat, parse, serialize
from pyshacl.errors import (
    ConstraintLoadWarning,
    ReportableRuntimeError,
    ShapeLoadError,
    ShapeRecursionWarning,
)
from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from rdflib.namespace import OWL, RDF, RDFS, SH

from whimkg.errors import GraphError, GraphWarning, LimitError
from whimkg.rdf import quads_in_memory
from whimkg.rdf.rdflib_terms import quads_of, to_graph, to_oxigraph
from whimkg.sandbox import check_seconds, run_limited, share_of_memory
from whimkg.shacl.checking import finding, index
from whimkg.shacl.engine import Result
from whimkg.shacl.places import Places
from whimkg.shacl.report import Report

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from rdflib.term import Node

    from whimkg.rdf.inputs import Block

_FAULTY = (
    ReportableRuntimeError,
    ConstraintLoadWarning,
    ShapeLoadError,
    ShapeRecursionWarning,
)
#: What rdflib says of shapes, for which it has no class of errors of its own.
_SAID = ("Unknown namespace prefix", "List contains a recursive rdf:rest")
#: Seconds that a graph may take unless the user says so, and how many triples may take another.
_SECONDS, _TRIPLES = 120.0, 1000
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
#: Of pySHACL's, which writes to standard error.
_LOGGER = "pyshacl-validate"

__all__ = ["UserShapes", "check", "quiet"]


@dataclass(frozen=True)
class UserShapes:
    """Shapes of a user's own.

    Attributes:
        graph: their triples.
        origin: where they are from, for messages.
    """

    graph: rdflib.Graph
    origin: str
    _shapes: pyshacl.ShapesGraph = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_shapes", pyshacl.ShapesGraph(self.graph))

    @classmethod
    def read(cls, files: Iterable[Block]) -> UserShapes:
        """The shapes of some files.

        Raises:
            GraphError: one of them cannot be read.
        """
        files = list(files)
        quads = (quad for file in files for _, found in file.graphs() for quad in found)
        return cls.of_quads(quads, ", ".join(file.origin for file in files))

    @classmethod
    def of_quads(cls, quads: Iterable[Quad], origin: str) -> UserShapes:
        """Shapes from the quads of a file; named graphs are united."""
        with quiet():
            graph = _union(quads)
        for shape, value in list(graph.subject_objects(SH.uniqueLang)):
            if str(value) != "true":  # pySHACL also takes "1", against section 4.4.5
                graph.remove((shape, SH.uniqueLang, value))
        return cls(graph, origin)

    def declare(self, graph: rdflib.Graph) -> None:
        """Let queries on a graph use the prefixes that the shapes declare (section 5.2.1)."""
        for declaration in self.graph.objects(None, SH.declare):
            prefix = self.graph.value(declaration, SH.prefix)
            namespace = self.graph.value(declaration, SH.namespace)
            if prefix is not None and namespace is not None:
                graph.bind(str(prefix), rdflib.Namespace(str(namespace)), override=False)

    def messages(self, shape: Node) -> list[str]:
        """The messages of a shape."""
        return [str(text) for text in self.graph.objects(shape, SH.message)]

    def path(self, path: Node) -> str:
        """A path as IRI or, if it is more than a property, as SPARQL writes it."""
        if isinstance(path, rdflib.URIRef):
            return str(path)
        return str(shacl_path_to_sparql_path(self._shapes, path))

    def focus(self, data: rdflib.Graph) -> dict[str, set[Node]]:
        """The focus nodes of each shape with a target.

        Raises:
            GraphError: the shapes are faulty, or none has a target.
        """
        try:
            # pySHACL's classes have few types.
            shapes: Iterable[Any] = self._shapes.shapes
            found = {_name(s.node): set(s.focus_nodes(data)) for s in shapes if self._aims(s.node)}
        except _FAULTY as error:
            raise self.faulty(str(error)) from error
        if not found:
            raise GraphError(
                "no shape has a target", where=self.origin, remedy="give it sh:targetClass or such"
            )
        return found

    def _aims(self, shape: Node) -> bool:
        """Whether a shape has a target, or is a class and so its own (section 2.1.3.3)."""
        kinds = set(self.graph.objects(shape, RDF.type))
        said = any((shape, predicate, None) in self.graph for predicate in _TARGETS)
        return said or not kinds.isdisjoint({RDFS.Class, OWL.Class})

    def faulty(self, reason: str) -> GraphError:
        """What to raise where pySHACL refuses the shapes."""
        return GraphError(f"the shapes are faulty: {' '.join(reason.split())}", where=self.origin)


def check(
    graph: Iterable[Quad] | rdflib.Graph,
    shapes: UserShapes,
    timeout: float | None = None,
    memory: int | None = None,
) -> Report:
    """Validate a graph against shapes of a user's own; arguments as in ``whimkg.shacl.validate``.

    Raises:
        GraphError: the graph is empty, the shapes are faulty or have no target, or a limit is none
            or was passed.
    """
    if timeout is not None:
        check_seconds(timeout, GraphError)
    quads = list(quads_in_memory(graph))
    places = Places(index(quads))
    with quiet():
        data = _union(quads)
        shapes.declare(data)
        focus = shapes.focus(data)
        findings = {finding(each, places) for each in _results(data, shapes, timeout, memory)}
    nodes = set().union(*focus.values())
    return Report(
        layer="strict",
        findings=tuple(sorted(findings, key=lambda each: each.key)),
        focus_nodes={shape: len(found) for shape, found in sorted(focus.items())},
        nodes=len(nodes),
        unchecked=() if nodes else tuple(sorted(focus)),
    )


class _Messages(logging.Filter):
    """Keeps what pySHACL logs of constraints that it passes over, in place of showing it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, None] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Let nothing through."""
        if record.levelno == logging.WARNING:
            self.texts[" ".join(record.getMessage().split())] = None
        return False


@contextmanager
def _kept_messages() -> Iterator[dict[str, None]]:
    kept, logger = _Messages(), logging.getLogger(_LOGGER)
    logger.addFilter(kept)
    try:
        yield kept.texts
    finally:
        logger.removeFilter(kept)


def _results(
    data: rdflib.Graph, shapes: UserShapes, timeout: float | None, memory: int | None
) -> list[Result]:
    """What pySHACL finds, within limits: a pattern or a query may take any time and memory."""
    seconds = timeout or _SECONDS + round(len(data) / _TRIPLES)
    memory = memory or share_of_memory()
    try:
        packed = run_limited(lambda: _validated(data, shapes), seconds, memory, opens=True)
    except LimitError as error:
        raise GraphError(
            f"the shapes cannot be checked: {error.problem}",
            where=shapes.origin,
            remedy=f"make their patterns and queries narrower, or {error.remedy}",
        ) from None
    texts, _, report = packed.partition(b"\n")
    for text in json.loads(texts):
        message = f"{shapes.origin}: a constraint is passed over: {text.partition(': ')[2] or text}"
        warnings.warn(message, GraphWarning, stacklevel=2)
    found = _union(parse(report, format=RdfFormat.N_QUADS))
    return [_result(found, node, shapes) for node in found.objects(None, SH.result)]


def _validated(data: rdflib.Graph, shapes: UserShapes) -> bytes:
    """What pySHACL says beside its report, and the report; runs in the child."""
    try:
        with _kept_messages() as texts:
            _, found, text = pyshacl.validate(data, shacl_graph=shapes.graph, inplace=True)
    except (NotImplementedError, *_FAULTY) as error:
        raise shapes.faulty(str(error)) from error
    except Exception as error:
        if str(error).startswith(_SAID):
            raise shapes.faulty(str(error)) from error
        raise
    if not isinstance(found, rdflib.Graph):  # a failure, as SHACL calls it (section 3.4)
        raise shapes.faulty(text)
    report = serialize(quads_of(found), format=RdfFormat.N_QUADS) or b""
    return json.dumps(list(texts)).encode() + b"\n" + report


def _result(report: rdflib.Graph, node: Node, shapes: UserShapes) -> Result:
    def one(predicate: Node) -> Any:
        return report.value(node, predicate)

    def term(predicate: Node) -> Any:
        found = one(predicate)
        return None if found is None else to_oxigraph(found)

    path, component = one(SH.resultPath), str(one(SH.sourceConstraintComponent))
    return Result(
        focus=term(SH.focusNode),
        path=None if path is None else shapes.path(path),
        value=term(SH.value),
        messages=_messages(report, node, shapes) or (f"It breaks {component.rpartition('#')[2]}.",),
        severity=str(one(SH.resultSeverity)),
        component=component,
        shape=term(SH.sourceShape),
        constraint=term(SH.sourceConstraint),
    )


def _messages(report: rdflib.Graph, node: Node, shapes: UserShapes) -> tuple[str, ...]:
    """The rule's own messages; those of the shape around a SPARQL constraint say too little."""
    found = sorted(str(text) for text in report.objects(node, SH.resultMessage))
    around = report.value(node, SH.sourceShape) if report.value(node, SH.sourceConstraint) else None
    of_shape = set() if around is None else set(shapes.messages(around))
    return tuple([text for text in found if text not in of_shape] or found)


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


def _union(quads: Iterable[Quad]) -> rdflib.Graph:
    """The union of named graphs, for pySHACL: it words what it finds by the prefixes of a graph."""
    return to_graph(quads, rdflib.Graph(bind_namespaces="none"))


def _name(node: Node) -> str:
    return str(node) if isinstance(node, rdflib.URIRef) else node.n3()
