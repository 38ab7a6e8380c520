"""pySHACL's shapes with their constraints made once, and held against many nodes at a time.

pySHACL makes every constraint anew for each focus node: lists are read and patterns compiled
thousands of times. That loop alone is replaced here. The constraints, which decide what is right,
and the search for value nodes are pySHACL's own.
"""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyshacl import Shape, ShapesGraph
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.errors import ReportableRuntimeError
from rdflib import URIRef
from rdflib.namespace import SH

if TYPE_CHECKING:
    from rdflib.term import Node

    from whimkg.shacl._index import Index

    #: Properties that lead one step on, each with whether it is followed backwards.
    _Step = set[tuple[Node, bool]]

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
    def constraints(self) -> list[Any]:
        """The constraints, but for those of the property shapes within."""
        untyped: Any = self  # as pySHACL's methods are
        known = CONSTRAINT_PARAMETERS_MAP
        names = [name for name, _ in untyped.sg.predicate_objects(self.node) if name in known]
        kinds = dict.fromkeys(known[name] for name in names)
        kinds.pop(_PROPERTY, None)
        custom = [part.make_validator_for_shape(self) for part in untyped.find_custom_constraints()]
        return [_checked_once(part) for part in (*(kind(self) for kind in kinds), *custom)]

    @cached_property
    def judges(self) -> list[Any]:
        """The same, to know only whether a node conforms: as inside ``sh:or``."""
        made = [copy(constraint) for constraint in self.constraints]
        for constraint in made:
            constraint.make_v_result = _no_words
        return made

    @cached_property
    def parts(self) -> list[CompiledShape]:
        """The property shapes within."""
        untyped: Any = self
        return [untyped.get_other_shape(node) for node in untyped.objects(SH.property)]

    @cached_property
    def steps(self) -> list[_Step] | None:
        """The path in steps; None if it cannot be reported so simply."""
        untyped: Any = self
        return _steps(untyped.sg.graph, untyped.path()) if self.is_property_shape else []

    def value_nodes(self, target_graph: Any, focus: Any, *args: Any, **kwargs: Any) -> Any:
        """The nodes at the end of the path, for each focus node."""
        nodes = focus if isinstance(focus, list) else [focus]
        if self.steps is None:
            return super().value_nodes(target_graph, nodes, *args, **kwargs)
        return {node: _at_end(target_graph, node, self.steps) for node in nodes}

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
        reported = all(step is _PROPERTY for step in way[1::2])
        for constraint in self.constraints if reported else self.judges:
            reports += _evaluate(constraint, executor, target_graph, values, [*way, constraint])
        if self.parts:
            below = list(dict.fromkeys(node for nodes in values.values() for node in nodes))
            for part in self.parts if below else ():
                reports += part.validate(executor, target_graph, below, [*way, _PROPERTY])[1]
        return not reports, reports


def _steps(shapes: Any, path: Any) -> list[_Step] | None:
    if isinstance(path, URIRef):
        return [{(path, False)}]
    inverse = shapes.value(path, SH.inversePath)
    if inverse is not None:
        return [{(inverse, True)}] if isinstance(inverse, URIRef) else None
    choice = shapes.value(path, SH.alternativePath)
    parts = [_steps(shapes, part) for part in shapes.items(path if choice is None else choice)]
    found = [part for part in parts if part is not None]
    if not parts or len(found) < len(parts):
        return None
    if choice is None:
        return [step for part in found for step in part]
    return [set().union(*(part[0] for part in found))] if all(len(p) == 1 for p in found) else None


def _at_end(graph: Any, node: Any, path: list[_Step]) -> set[Any]:
    nodes = {node}
    for step in path:
        ends = [
            graph.subjects(predicate, node) if backwards else graph.objects(node, predicate)
            for predicate, backwards in step
            for node in nodes
        ]
        nodes = set().union(*ends)
    return nodes


def _checked_once(constraint: Any) -> Any:
    """PySHACL searches the text of a query for what is forbidden each time; it does not change."""
    for query in getattr(constraint, "sparql_constraints", ()):
        query.check_invalid_sparql(query.select_text)
        query.check_invalid_sparql = lambda *_, **__: True
    return constraint


def _no_words(*_: Any, **__: Any) -> tuple[str, None, list[Any]]:
    """A result that nobody reads; pySHACL words each at length."""
    return "", None, []


def _evaluate(constraint: Any, executor: Any, graph: Any, values: Any, way: list[Any]) -> list[Any]:
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
        singly = [_evaluate(constraint, executor, graph, {f: {v}}, way) for f, v in pairs]
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
