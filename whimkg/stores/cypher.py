"""A graph into a database that speaks Cypher, in transactions that are the caller's.

An edge belongs to one graph, which stands in its ``whimkg_graph``; its type is its predicate. The
nodes are shared between graphs: see ``cypher_nodes``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from whimkg.errors import StoreError
from whimkg.export.views import Entity, known_slots
from whimkg.export.views.cypher import quoted
from whimkg.stores import cypher_nodes
from whimkg.stores.cypher_nodes import STAGING, Run, common
from whimkg.stores.graph_input import PropertyGraph, Tell
from whimkg.stores.property_stores import MARK, MARKS, VERSIONS, Counts

__all__ = ["EDGES", "NODES", "clear", "count", "put", "put_edges", "put_nodes"]

#: How many go by one statement, to a server.
NODES, EDGES = 2_000, 5_000
_BETWEEN = "MATCH (:{label})-[e]->(:{label}) WHERE e.{mark} = $graph {then}"
_COUNTS = {
    "nodes": "WHERE $graph IN n.{marks}",
    "shared": "WHERE $graph IN n.{marks} AND (n.{versions} IS NULL OR size(n.{marks}) > 1)",
}


def put(
    run: Run,
    graph: PropertyGraph,
    tell: Tell,
    *,
    staged: bool = False,
    nodes: int = NODES,
    edges: int = EDGES,
) -> None:
    """Put a graph in the place of what has its name, in one transaction.

    Args:
        run: runs statements in that transaction.
        graph: what is put in place.
        tell: hears how far it is.
        staged: whether its edges are there already, and need only their mark.
        nodes: how many go by one statement.
        edges: how many go by one statement.

    Raises:
        StoreError: the database does not hold what was sent to it.
    """
    if not staged:
        clear(run, graph.iri + STAGING)
    _edges(run, graph.iri, "DELETE e")
    ids: set[str] = set()
    for batch in _telling(graph.nodes.batches(nodes), "nodes", tell):
        put_nodes(run, graph.iri, batch)
        ids.update(str(entity["id"]) for entity in batch)
    if staged:
        _edges(run, graph.iri + STAGING, f"SET e.{MARK} = $name", name=graph.iri)
    else:
        for batch in _telling(graph.edges.batches(edges), "edges", tell):
            put_edges(run, graph.iri, batch)
    _drop(run, graph.iri, [each for each in _ids(run, graph.iri) if each not in ids])
    _compare(run, graph)


def clear(run: Run, iri: str) -> None:
    """Remove a graph: its edges, and the nodes that nobody else needs."""
    _edges(run, iri, "DELETE e")
    _drop(run, iri, _ids(run, iri))


def count(run: Run, iri: str) -> Counts:
    """How many nodes and edges a graph has, and how many of the nodes it shares."""
    names = {"marks": MARKS, "versions": VERSIONS}
    label = quoted(common())
    counts = {"edges": int(_edges(run, iri, "RETURN count(e)")[0][0])}
    for name, where in _COUNTS.items():
        statement = f"MATCH (n:{label}) {where.format(**names)} RETURN count(n)"
        counts[name] = int(run(statement, graph=iri)[0][0])
    return counts


def put_nodes(run: Run, iri: str, batch: Sequence[Entity]) -> None:
    """Put some nodes into a graph."""
    cypher_nodes.put(run, iri, batch)


def put_edges(run: Run, iri: str, batch: Sequence[Entity]) -> None:
    """Put some edges into a graph; a statement for each type and each set of properties."""
    groups: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
    for entity in batch:
        row = {s.name: s.typed(entity[s.name]) for s in known_slots("edges") if s.name in entity}
        groups[str(entity["predicate"]), tuple(row)].append(row)
    label = quoted(common())
    for (type_, names), found in groups.items():
        set_to = "".join(f"{name}: r.{name}, " for name in names)
        run(
            f"UNWIND $rows AS r MATCH (s:{label} {{id: r.subject}}) "
            f"MATCH (o:{label} {{id: r.object}}) "
            f"CREATE (s)-[:{quoted(type_)} {{{set_to}{MARK}: $graph}}]->(o)",
            rows=found,
            graph=iri,
        )


def _edges(run: Run, iri: str, then: str, **given: Any) -> list[Sequence[Any]]:
    statement = _BETWEEN.format(label=quoted(common()), mark=MARK, then=then)
    return run(statement, graph=iri, **given)


def _ids(run: Run, iri: str) -> list[str]:
    found = run(f"MATCH (n:{quoted(common())}) WHERE $graph IN n.{MARKS} RETURN n.id", graph=iri)
    return [row[0] for row in found]


def _drop(run: Run, iri: str, ids: Sequence[str]) -> None:
    for begin in range(0, len(ids), NODES):
        cypher_nodes.drop(run, iri, ids[begin : begin + NODES])


def _compare(run: Run, graph: PropertyGraph) -> None:
    held = count(run, graph.iri)
    for kind, sent in (("nodes", graph.nodes.number), ("edges", graph.edges.number)):
        if held[kind] != sent:
            raise StoreError(
                f"of {sent:,} {kind} the store holds {held[kind]:,}",
                remedy="see whether each end of a statement has a type (whimkg.validate(…)), and "
                "whether two nodes of the store have the same id; then load again",
            )


def _telling(
    batches: Iterator[list[Entity]], kind: str, tell: Callable[[str], None]
) -> Iterator[list[Entity]]:
    number = 0
    for batch in batches:
        yield batch
        number += len(batch)
        tell(f"sent {number:,} {kind}")
