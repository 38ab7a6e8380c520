"""pySHACL's shapes with their constraints made once, and held against many nodes at a time.

pySHACL makes every constraint anew for each focus node: lists are read and patterns compiled
thousands of times. That loop alone is replaced here. The constraints, which decide what is right,
and the search for value nodes are pySHACL's own.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyshacl import Shape, ShapesGraph
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.errors import ReportableRuntimeError
from rdflib.namespace import SH

if TYPE_CHECKING:
    from pyshacl.constraints.constraint_component import ConstraintComponent
    from rdflib.term import Node

    from whimkg.shacl._index import Index

__all__ = ["Compiled", "CompiledShape"]

_PROPERTY = CONSTRAINT_PARAMETERS_MAP[SH.property]
_COMPARING = {
    CONSTRAINT_PARAMETERS_MAP[SH[name]]
    for name in (
        *("lessThan", "lessThanOrEquals", "minInclusive", "minExclusive"),
        *("maxInclusive", "maxExclusive"),
    )
}


class CompiledShape(Shape):
    """A shape that keeps its constraints."""

    @cached_property
    def constraints(self) -> list[ConstraintComponent]:
        """The constraints, but for those of the property shapes within."""
        untyped: Any = self  # as pySHACL's methods are
        known = CONSTRAINT_PARAMETERS_MAP
        names = [name for name, _ in untyped.sg.predicate_objects(self.node) if name in known]
        kinds = dict.fromkeys(known[name] for name in names)
        kinds.pop(_PROPERTY, None)
        custom = [part.make_validator_for_shape(self) for part in untyped.find_custom_constraints()]
        return [*(kind(self) for kind in kinds), *custom]

    @cached_property
    def parts(self) -> list[CompiledShape]:
        """The property shapes within."""
        untyped: Any = self
        return [untyped.get_other_shape(node) for node in untyped.objects(SH.property)]

    def validate(
        self,
        executor: Any,
        target_graph: Any,
        focus: Any = None,
        _evaluation_path: list[Any] | None = None,
    ) -> tuple[bool, list[Any]]:
        """Hold one node, or several at once, against the shape."""
        if self.deactivated:
            return True, []
        way = [*(_evaluation_path or ()), self]
        if len(way) > 2 * executor.max_validation_depth:
            raise ReportableRuntimeError(f"shapes lead to each other without end: {self.node}")
        values = self.value_nodes(target_graph, focus)
        reports: list[Any] = []
        for constraint in self.constraints:
            reports += _held(constraint, executor, target_graph, values, [*way, constraint])
        if self.parts:
            below = list(dict.fromkeys(node for nodes in values.values() for node in nodes))
            for part in self.parts if below else ():
                reports += part.validate(executor, target_graph, below, [*way, _PROPERTY])[1]
        return not reports, reports


def _held(constraint: Any, executor: Any, graph: Any, values: Any, way: list[Any]) -> list[Any]:
    """The results of a constraint; two values that cannot be compared are a result of it, too.

    pySHACL gives up on a blank node, or on a date beside a number, where SHACL has a result.
    """
    try:
        found: list[Any] = constraint.evaluate(executor, graph, values, way)[1]
    except (ReportableRuntimeError, TypeError):
        if type(constraint) not in _COMPARING:
            raise
        pairs = [(focus, value) for focus, nodes in values.items() for value in nodes]
        if len(pairs) == 1:
            focus, value = pairs[0]
            return [constraint.make_v_result(graph, focus, value_node=value)]
        singly = [_held(constraint, executor, graph, {f: {v}}, way) for f, v in pairs]
        found = [report for reports in singly for report in reports]
    return found


class Compiled(ShapesGraph):
    """All shapes of a graph, each compiled when it is first needed."""

    def __init__(self, graph: Index) -> None:
        super().__init__(graph)
        self._compiled: dict[Node, CompiledShape] = {}
        _ = self.shapes  # found when first asked for, and needed for every look-up

    def lookup_shape_from_node(self, node: Any) -> CompiledShape:
        """The shape of a node."""
        if node not in self._compiled:
            found: Any = super().lookup_shape_from_node(node)
            self._compiled[node] = CompiledShape(self, node, found.is_property_shape, found.path())
        return self._compiled[node]
