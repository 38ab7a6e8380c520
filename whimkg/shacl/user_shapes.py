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
from dataclasses import dataclass
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

from whimkg.errors import GraphError, GraphWarning, LimitError
from whimkg.rdf.rdflib_terms import quads_of, to_graph
from whimkg.sandbox import check_seconds, run_limited, share_of_memory
from whimkg.shacl.checking import finding, index
from whimkg.shacl.engine import Result
from whimkg.shacl.paths import SH, compile_path
from whimkg.shacl.places import Places
from whimkg.shacl.report import Report
from whimkg.shacl.shapes import targets_of
from whimkg.shacl.triples import Term, TripleIndex, text_of

if TYPE_CHECKING:
    from pyoxigraph import Quad

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
#: Of pySHACL's, which writes to standard error.
_LOGGER = "pyshacl-validate"

__all__ = ["UserShapes", "check", "quiet"]


@dataclass(frozen=True)
class UserShapes:
    """Shapes of a user's own.

    Attributes:
        origin: where they are from, for messages.
        index: their triples, to look up.
        graph: their triples, for pySHACL.
    """

    origin: str
    index: TripleIndex
    graph: rdflib.Graph

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
        index = TripleIndex(quads)
        with quiet():
            graph = _for_pyshacl(index)
        for shape, value in list(graph.subject_objects(rdflib.SH.uniqueLang)):
            if str(value) != "true":  # pySHACL also takes "1", against section 4.4.5
                graph.remove((shape, rdflib.SH.uniqueLang, value))
        return cls(origin, index, graph)

    def declare(self, graph: rdflib.Graph) -> None:
        """Let queries on a graph use the prefixes that the shapes declare (section 5.2.1)."""
        for _, declaration in self.index.pairs(SH("declare")):
            prefix = self.index.value(declaration, SH("prefix"))
            namespace = self.index.value(declaration, SH("namespace"))
            if prefix is not None and namespace is not None:
                graph.bind(prefix.value, rdflib.Namespace(namespace.value), override=False)

    def focus(self, data: TripleIndex) -> dict[str, list[Term]]:
        """The focus nodes of each shape with a target, by its name, in order.

        Raises:
            GraphError: none has a target.
        """
        found = {text_of(each.shape): each.focus(data) for each in targets_of(self.index)}
        if not found:
            raise GraphError(
                "no shape has a target", where=self.origin, remedy="give it sh:targetClass or such"
            )
        return dict(sorted(found.items()))

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
    data = index(graph)
    focus, places = shapes.focus(data), Places(data)
    with quiet():
        findings = {finding(each, places) for each in _results(data, shapes, timeout, memory)}
    nodes = set().union(*focus.values())
    return Report(
        layer="strict",
        findings=tuple(sorted(findings, key=lambda each: each.key)),
        focus_nodes={shape: len(found) for shape, found in focus.items()},
        nodes=len(nodes),
        unchecked=() if nodes else tuple(focus),
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
    data: TripleIndex, shapes: UserShapes, timeout: float | None, memory: int | None
) -> list[Result]:
    """What pySHACL finds, within limits: a pattern or a query may take any time and memory."""
    seconds = timeout or _SECONDS + round(len(data) / _TRIPLES)
    graph = _for_pyshacl(data)
    shapes.declare(graph)
    try:
        packed = run_limited(
            lambda: _validated(graph, shapes), seconds, memory or share_of_memory(), opens=True
        )
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
    found = TripleIndex(parse(report, format=RdfFormat.N_QUADS))
    return [_result(found, node, shapes) for _, node in found.pairs(SH("result"))]


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


def _result(report: TripleIndex, node: Term, shapes: UserShapes) -> Result:
    def one(name: str) -> Any:
        return report.value(node, SH(name))

    path, component = one("resultPath"), one("sourceConstraintComponent").value
    return Result(
        focus=one("focusNode"),
        path=None if path is None else compile_path(shapes.index, path).text,
        value=one("value"),
        messages=_messages(report, node, shapes) or (f"It breaks {component.rpartition('#')[2]}.",),
        severity=one("resultSeverity").value,
        component=component,
        shape=one("sourceShape"),
        constraint=one("sourceConstraint"),
    )


def _messages(report: TripleIndex, node: Term, shapes: UserShapes) -> tuple[str, ...]:
    """The rule's own messages; those of the shape around a SPARQL constraint say too little."""
    found = sorted(text.value for text in report.objects(node, SH("resultMessage")))
    of_shape: set[str] = set()
    if report.objects(node, SH("sourceConstraint")):
        for shape in report.objects(node, SH("sourceShape")):
            of_shape |= {text.value for text in shapes.index.objects(shape, SH("message"))}
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


def _for_pyshacl(triples: TripleIndex) -> rdflib.Graph:
    """A graph without prefixes, as pySHACL words what it finds by those of a graph."""
    return to_graph(triples.quads(), rdflib.Graph(bind_namespaces="none"))
