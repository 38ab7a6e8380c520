"""pySHACL's constraints, each held against all its focus nodes at once.

pySHACL's own loop takes one focus node through one property shape at a time, and makes every
constraint anew each time: lists are read and patterns compiled thousands of times. Here the loop is
turned round. The constraints themselves, which decide what is right, are pySHACL's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.errors import ConstraintLoadWarning, ReportableRuntimeError
from pyshacl.pytypes import SHACLExecutor
from rdflib.namespace import SH

from whimkg.errors import GraphError

if TYPE_CHECKING:
    from rdflib.term import Node

    from whimkg.shacl._index import Index
    from whimkg.shacl.shapes import Shapes

__all__ = ["Result", "run"]

_PROPERTY = CONSTRAINT_PARAMETERS_MAP[SH.property]


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
    try:
        for node, found in focus.items():
            yield from _held(shapes.engine.lookup_shape_from_node(node), graph, found)
    except (ReportableRuntimeError, ConstraintLoadWarning) as error:
        raise GraphError(f"the shapes are faulty: {error}", where="shapes/") from error


def _held(shape: Any, graph: Index, focus: list[Any]) -> Iterator[Result]:
    """The results of a shape, and of the property shapes in it, for some focus nodes."""
    if shape.deactivated or not focus:
        return
    executor = SHACLExecutor()
    if shape.sg.custom_constraints:
        _, raw = shape.validate(executor, graph, focus=focus)
        yield from map(_result, raw)
        return
    values = shape.value_nodes(graph, focus)
    for kind in _kinds(shape):
        if kind is _PROPERTY:
            below = list(dict.fromkeys(node for nodes in values.values() for node in nodes))
            for node in shape.objects(SH.property):
                yield from _held(shape.get_other_shape(node), graph, below)
        else:
            constraint = kind(shape)
            _, raw = constraint.evaluate(executor, graph, values, [shape, constraint])
            yield from map(_result, raw)


def _kinds(shape: Any) -> Iterable[Any]:
    """The kinds of constraint that a shape has."""
    known = CONSTRAINT_PARAMETERS_MAP
    names = [name for name, _ in shape.sg.predicate_objects(shape.node) if name in known]
    return dict.fromkeys(known[name] for name in names)


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
