"""Nodes and edges for programs that draw networks: with words to read and numbers to style.

To what KGX has come a label, the kind of a node, and of an edge the status of the claim and the
frequency, as words and as numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from whimkg.export.views.kgx_tables import Entity, KgxTables

__all__ = ["Edge", "Network", "Node", "Value", "network"]

Value: TypeAlias = str | int | list[str]

#: What edges have here besides, by the names of ``queries/export/kgx.sql``.
_FURTHER = ("frequency_low", "frequency_high")
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


class Network(NamedTuple):
    """Nodes by id, and edges in the order of KGX; every end of an edge is a node."""

    nodes: list[Node]
    edges: list[Edge]


def network(graph: KgxTables) -> Network:
    """The graph as a network."""
    nodes = {str(node["id"]): _node(node) for node in graph.nodes()}
    further = graph.further(_FURTHER)
    edges = [_edge(edge, further.get(str(edge.get("iri")), {}), nodes) for edge in graph.edges()]
    for each in _without_node(edges, nodes):
        nodes[each] = Node(each, {"label": each})
    return Network([nodes[each] for each in sorted(nodes)], edges)


def _without_node(edges: Iterable[Edge], nodes: dict[str, Node]) -> Iterator[str]:
    """Ends that a profile leaves to others; a drawing cannot do without them."""
    ends = (end for edge in edges for end in (edge.source, edge.target))
    return (end for end in dict.fromkeys(ends) if end not in nodes)


def _node(node: Entity) -> Node:
    identity = str(node["id"])
    own = {"label": node.get("name", identity), "kind": _words(node["category"][0])}
    return Node(identity, {**own, **_but(node, "id")})


def _edge(edge: Entity, further: dict[str, str], nodes: dict[str, Node]) -> Edge:
    predicate = _words(str(edge.get("original_predicate", edge["predicate"])))
    own: dict[str, Value] = {"label": f"NOT {predicate}" if "negated" in edge else predicate}
    if "description" in edge:
        own["status"] = _words(str(edge["description"]))
    if "frequency_qualifier" in edge:
        own["frequency"] = _label(str(edge["frequency_qualifier"]), nodes)
    own |= {n: int(further[n]) for n in ("frequency_low", "frequency_high") if n in further}
    source, target = str(edge["subject"]), str(edge["object"])
    return Edge(str(edge["id"]), source, target, own | _but(edge, "id", "subject", "object"))


def _label(identity: str, nodes: dict[str, Node]) -> Value:
    return nodes[identity].attributes["label"] if identity in nodes else identity


def _but(entity: Entity, *names: str) -> dict[str, Value]:
    return {name: value for name, value in entity.items() if name not in names}


def _words(name: str) -> str:
    """A name in Biolink's manner or ours as words: of ``has_part`` and ``hasPart``, has part."""
    local = re.split(r"[:#/]", name)[-1]
    return _WORD_ENDS.sub(" ", local).lower()
