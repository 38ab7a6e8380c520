"""Shapes compiled once, to validate many graphs.

Users' own shapes go to pySHACL, which takes twenty times as long: ``whimkg.shacl.user_shapes``. It
is the judge of what stands here, too: the tests compare the two on every kind of constraint.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from whimkg.shacl.constraints import Constraint, constraints
from whimkg.shacl.paths import SH, Path, compile_path, faulty
from whimkg.shacl.triples import Term, TripleIndex

__all__ = ["Compiler", "Result", "Shape"]

_QUERY = SH("SPARQLConstraintComponent").value
_VARIABLE = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Result:
    """A validation result, as SHACL defines it (section 3.6.2); the path as IRI or SPARQL."""

    focus: Term
    path: str | None
    value: Term | None
    messages: tuple[str, ...]
    severity: str
    component: str
    shape: Term
    constraint: Term | None = None


@dataclass(frozen=True)
class Query:
    """A SPARQL constraint (section 5): its node, its text, and its messages with variables."""

    node: Term
    select: str
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """A shape, with all that it leads to.

    Attributes:
        node: its node.
        path: its path; None for a node shape.
        severity: IRI.
        messages: its messages.
        constraints: what its value nodes must keep.
        queries: its SPARQL constraints.
        properties: the property shapes that its value nodes must conform to.
    """

    node: Term
    path: Path | None
    severity: str
    messages: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    queries: tuple[Query, ...]
    properties: tuple[Shape, ...]

    def results(self, data: TripleIndex, focus: Term) -> Iterator[Result]:
        """What is wrong with a node."""
        values = (focus,) if self.path is None else self.path.walk(data, focus)
        if not isinstance(values, dict | tuple):
            values = dict.fromkeys(values)
        path = None if self.path is None else self.path.text
        for component, check in self.constraints:
            for value, own_path in check(data, focus, values):
                yield self._result(focus, own_path or path, value, component)
        for query in self.queries:
            yield from self._rows(query, data, focus)
        for part in self.properties:
            for value in values:
                yield from part.results(data, value)

    def _result(self, focus: Term, path: str | None, value: Term | None, component: str) -> Result:
        name = component.rpartition("#")[2]
        words = self.messages or (f"It breaks {name}.",)
        return Result(focus, path, value, words, self.severity, component, self.node)

    def _rows(self, query: Query, data: TripleIndex, focus: Term) -> Iterator[Result]:
        for row in data.query(query.select, focus):
            value = row.get("value", focus if self.path is None else None)
            path = row["path"].value if "path" in row else self.path and self.path.text
            words = tuple(_filled(text, {"this": focus, **row}) for text in query.messages)
            yield Result(
                row.get("this", focus),
                path,
                value,
                words or ("It breaks SPARQLConstraintComponent.",),
                self.severity,
                _QUERY,
                self.node,
                query.node,
            )


def _filled(message: str, row: dict[str, Term]) -> str:
    return _VARIABLE.sub(lambda m: row[m[1]].value if m[1] in row else m[0], message)


class Compiler:
    """Compiles the shapes of a graph, each once.

    Args:
        graph: the shapes.
        inactive: shapes and constraints that are passed over.
    """

    def __init__(self, graph: TripleIndex, inactive: Iterable[Term] = ()) -> None:
        self.graph = graph
        self._inactive = frozenset(inactive)
        self._compiled: dict[Term, Shape | None] = {}
        self._begun: set[Term] = set()

    def shape(self, node: Term) -> Shape | None:
        """The shape of a node; None if it is passed over.

        Raises:
            GraphError: it is faulty, or leads back to itself.
        """
        if node not in self._compiled:
            if node in self._begun:
                raise faulty(f"Recursive Shape: {node}")
            self._begun.add(node)
            self._compiled[node] = None if node in self._inactive else self._shape(node)
        return self._compiled[node]

    def conforms(self, shape: Term) -> Callable[[TripleIndex, Term], bool]:
        """What tells whether a node conforms to a shape."""
        compiled = self.shape(shape)
        if compiled is None:
            return lambda *_: True
        return lambda data, node: next(compiled.results(data, node), None) is None

    def _shape(self, node: Term) -> Shape:
        path = self.graph.value(node, SH("path"))
        severity = self.graph.value(node, SH("severity")) or SH("Violation")
        compiled = None if path is None else compile_path(self.graph, path)
        parts = [self.shape(part) for part in self.graph.objects(node, SH("property"))]
        return Shape(
            node,
            compiled,
            severity.value,
            self._messages(node),
            tuple(constraints(self, node)),
            tuple(self._queries(node, compiled)),
            tuple(part for part in parts if part is not None),
        )

    def _messages(self, node: Term) -> tuple[str, ...]:
        return tuple(sorted(text.value for text in self.graph.objects(node, SH("message"))))

    def _queries(self, shape: Term, path: Path | None) -> Iterator[Query]:
        for node in self.graph.objects(shape, SH("sparql")):
            if node in self._inactive:
                continue
            select = self.graph.value(node, SH("select"))
            if select is None:
                raise faulty(f"{node} has no sh:select")
            text = select.value
            if path is not None:
                text = text.replace("$PATH", path.sparql)
            messages = self._messages(node) or self._messages(shape)
            yield Query(node, self._prefixes(node) + text, messages)

    def _prefixes(self, node: Term) -> str:
        return "".join(
            f"PREFIX {prefix.value}: <{namespace.value}>\n"
            for ontology in self.graph.objects(node, SH("prefixes"))
            for each in self.graph.objects(ontology, SH("declare"))
            if (prefix := self.graph.value(each, SH("prefix")))
            and (namespace := self.graph.value(each, SH("namespace")))
        )
