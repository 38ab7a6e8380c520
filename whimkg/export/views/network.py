"""Nodes and edges for programs that draw networks: with words to read and numbers to style.

To what KGX has come a label, the kind of a node, and of an edge the status of the claim and the
frequency, as words and as numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from heapq import merge
from typing import NamedTuple, TypeAlias

from whimkg.export.views.kgx_tables import BOUNDS, Entity, KgxTables
from whimkg.export.views.triples import batches

__all__ = ["Edge", "Network", "Node", "Value"]

Value: TypeAlias = str | int | list[str]

#: The nodes that say how frequent something is, with their labels.
_FREQUENCIES = """SELECT id, coalesce(name, id) FROM nodes
WHERE id IN (SELECT frequency_qualifier FROM edges)"""
_WITHOUT_NODE = """SELECT unnest([subject, object]) AS id FROM edges
EXCEPT SELECT id FROM nodes ORDER BY id"""
_WORD_ENDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")


class Node(NamedTuple):
    """A node: its id, and its attributes by name."""

    id: str
    attributes: dict[str, Value]


class Edge(NamedTuple):
    """An edge: its id, the ids of its ends, and its attributes by name."""

    id: str
    source: str
    target: str
    attributes: dict[str, Value]


class Network:
    """Nodes by id, and edges in the order of KGX; every end of an edge is a node.

    Memory holds some of them at a time; each can be gone through again.
    """

    def __init__(self, graph: KgxTables) -> None:
        self._graph = graph
        self._labels = dict(graph.table.run(_FREQUENCIES).fetchall())

    def nodes(self) -> Iterator[Node]:
        """The nodes, and the ends that a profile leaves to others: no drawing can do without."""
        ends = (Node(each, {"label": each}) for each in self._column(_WITHOUT_NODE))
        nodes = map(_node, self._graph.nodes(by_id=True))
        return merge(nodes, ends, key=lambda node: node.id)

    def edges(self) -> Iterator[Edge]:
        """The edges."""
        return (_edge(edge, self._labels) for edge in self._graph.edges(BOUNDS))

    def _column(self, query: str) -> Iterator[str]:
        return (value for rows in batches(self._graph.table, query) for (value,) in rows)


def _node(node: Entity) -> Node:
    identity = str(node["id"])
    own = {"label": node.get("name", identity), "kind": _words(node["category"][0])}
    return Node(identity, {**own, **_but(node, "id")})


def _edge(edge: Entity, labels: Mapping[str, str]) -> Edge:
    predicate = _words(str(edge.get("original_predicate", edge["predicate"])))
    own: dict[str, Value] = {"label": f"NOT {predicate}" if "negated" in edge else predicate}
    if "description" in edge:
        own["status"] = _words(str(edge["description"]))
    if "frequency_qualifier" in edge:
        identity = str(edge["frequency_qualifier"])
        own["frequency"] = labels.get(identity, identity)
    own |= {name: int(str(edge[name])) for name in BOUNDS if name in edge}
    source, target = str(edge["subject"]), str(edge["object"])
    others = _but(edge, "id", "subject", "object", *BOUNDS)
    return Edge(str(edge["id"]), source, target, own | others)


def _but(entity: Entity, *names: str) -> dict[str, Value]:
    return {name: value for name, value in entity.items() if name not in names}


def _words(name: str) -> str:
    """A name in Biolink's manner or ours as words: of ``has_part`` and ``hasPart``, has part."""
    local = re.split(r"[:#/]", name)[-1]
    return _WORD_ENDS.sub(" ", local).lower()
