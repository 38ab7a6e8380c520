"""pySHACL run on shapes that are compiled already and focus nodes that are found already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyshacl.errors import ConstraintLoadWarning, ReportableRuntimeError, ValidationWarning
from pyshacl.pytypes import SHACLExecutor
from rdflib.namespace import SH

from whimkg.errors import GraphError

if TYPE_CHECKING:
    from rdflib.term import Node

    from whimkg.shacl._index import Index
    from whimkg.shacl.shapes import Shapes

__all__ = ["Result", "run"]


@dataclass(frozen=True, slots=True)
class Result:
    """A validation result, as SHACL defines it (section 3.6.2)."""

    focus: Node
    path: Node | None
    value: Node | None
    messages: tuple[str, ...]
    severity: Node
    component: Node
    shape: Node
    constraint: Node | None


def run(shapes: Shapes, graph: Index, focus: dict[Node, list[Node]]) -> Iterator[Result]:
    """Validate.

    Args:
        shapes: the shapes.
        graph: the data.
        focus: the focus nodes by shape.

    Raises:
        GraphError: the shapes are faulty.
    """
    executor = SHACLExecutor()
    try:
        for node, found in focus.items():
            if found:
                shape = shapes.engine.lookup_shape_from_node(node)
                yield from map(_result, shape.validate(executor, graph, found)[1])
    except (ReportableRuntimeError, ConstraintLoadWarning, ValidationWarning) as error:
        reason = " ".join(str(error).split())
        raise GraphError(f"the shapes are faulty: {reason}", where="shapes/") from error


def _result(raw: tuple[str, Any, Iterable[tuple[Any, Any, Any]]]) -> Result:
    """Read pySHACL's own form: a node stands in it beside its graph."""
    values: dict[Node, list[Any]] = {}
    for _, predicate, value in raw[2]:
        node = value[1] if isinstance(value, tuple) else value
        values.setdefault(predicate, []).append(node)

    def one(predicate: Node) -> Any:
        return next(iter(values.get(predicate, ())), None)

    return Result(
        focus=one(SH.focusNode),
        path=one(SH.resultPath),
        value=one(SH.value),
        messages=tuple(str(text) for text in values.get(SH.resultMessage, ())),
        severity=one(SH.resultSeverity),
        component=one(SH.sourceConstraintComponent),
        shape=one(SH.sourceShape),
        constraint=one(SH.sourceConstraint),
    )
