"""Nodes in a database that speaks Cypher, which several graphs, and others than whimkg, share.

The graphs that name a node stand in its ``whimkg_graphs``; ``whimkg_versions`` has, in the same
order, the node as each of them has it, and its properties are what these say together. A node
without versions is not whimkg's: it is marked, but neither changed nor deleted.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol

from whimkg.base import resources
from whimkg.export.views import Entity, known_slots
from whimkg.export.views.cypher import quoted
from whimkg.stores.property_stores import MARKS, VERSIONS
from whimkg.tables.tsv import rows

__all__ = ["STAGING", "Node", "Run", "common", "drop", "put"]

#: What is added to the IRI of a graph for the parts that are not in their place yet.
STAGING = "#staging"


class Run(Protocol):
    """Runs a statement with parameters, and gives its rows."""

    #: Whether a node can have other labels beside the common one.
    labels: bool

    def __call__(self, statement: str, /, **given: Any) -> list[Sequence[Any]]:
        """Run it."""


class Node(NamedTuple):
    """A node as it is held, or is to be.

    Attributes:
        versions: the node as each graph has it, by the graph's IRI.
        own: whether whimkg has made it.
    """

    versions: Mapping[str, Entity]
    own: bool

    def changed(self, graph: str, version: Entity | None) -> "Node":
        """With another version of a graph, or without; what was staged of it goes."""
        kept = {g: v for g, v in self.versions.items() if g not in (graph, graph + STAGING)}
        return Node(kept if version is None else {**kept, graph: version}, self.own)

    def merged(self) -> Entity:
        """What its graphs say together: all of a list, else what the first says, by its IRI."""
        placed = [g for g in sorted(self.versions) if not g.endswith(STAGING)]
        said = [self.versions[g] for g in placed or sorted(self.versions)]
        if len(said) == 1:
            return said[0]
        made: Entity = {}
        for slot in known_slots("nodes"):
            found = [version[slot.name] for version in said if slot.name in version]
            if slot.many and found:
                made[slot.name] = sorted({each for value in found for each in value})
            elif found:
                made[slot.name] = found[0]
        return made

    def properties(self) -> dict[str, Any]:
        """The properties that whimkg writes, but for the id; None for those that all have."""
        graphs = sorted(self.versions)
        if not self.own:
            return {MARKS: graphs or None}
        if not graphs:  # others have linked it: it is theirs from now on
            return {MARKS: None, VERSIONS: None}
        said = self.merged()
        found = {
            slot.name: slot.typed(said[slot.name]) if slot.name in said else None
            for slot in known_slots("nodes")[1:]
            if slot.always or slot.name in said
        }
        versions = [json.dumps(self.versions[g], ensure_ascii=False) for g in graphs]
        return {**found, MARKS: graphs, VERSIONS: versions}

    def labels(self) -> list[str]:
        """Its categories, without the label that all nodes have."""
        if not self.own or not self.versions:
            return []
        return [each for each in self.merged().get("category", ()) if each != common()]


@cache
def common() -> str:
    """The label that all nodes have."""
    file = "data/neo4j.tsv"
    (found,) = (row["besides"] for _, row in rows(resources.text(file), file) if row["besides"])
    return found


def put(run: Run, graph: str, batch: Iterable[Entity]) -> None:
    """Make nodes, or tell those that are there what a graph says of them."""
    new = {str(entity["id"]): entity for entity in batch}
    known = _known(run, list(new))
    made = {each: Node({graph: new[each]}, own=True) for each in new if each not in known}
    _create(run, made)
    _write(run, known, {each: node.changed(graph, new[each]) for each, node in known.items()})


def drop(run: Run, graph: str, ids: Sequence[str]) -> None:
    """Take nodes out of a graph; those that are in no other, and that nobody has linked, go."""
    known = _known(run, ids)
    left = {each: node.changed(graph, None) for each, node in known.items()}
    alone = [each for each, node in left.items() if node.own and not node.versions]
    if alone:
        run(
            f"UNWIND $ids AS id MATCH (n:{quoted(common())} {{id: id}}) "
            "WHERE NOT EXISTS { MATCH (n)--() } DELETE n",
            ids=alone,
        )
        there = _known(run, alone)
        left = {e: node for e, node in left.items() if e in there or e not in set(alone)}
    _write(run, known, left)


def _known(run: Run, ids: Sequence[str]) -> dict[str, Node]:
    if not ids:
        return {}
    found = run(
        f"UNWIND $ids AS id MATCH (n:{quoted(common())} {{id: id}}) "
        f"RETURN n.id, n.{MARKS}, n.{VERSIONS}",
        ids=list(ids),
    )
    return {row[0]: _node(*row) for row in found}


def _node(identity: str, graphs: list[str] | None, versions: list[str] | None) -> Node:
    if versions is None:
        return Node({graph: {"id": identity} for graph in graphs or ()}, own=False)
    return Node(dict(zip(graphs or (), map(json.loads, versions), strict=True)), own=True)


def _create(run: Run, nodes: Mapping[str, Node]) -> None:
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for identity, node in nodes.items():
        row = {"id": identity, **{k: v for k, v in node.properties().items() if v is not None}}
        groups[(*node.labels(),) if run.labels else (), tuple(row)].append(row)
    for (labels, names), found in groups.items():
        set_to = ", ".join(f"{name}: r.{name}" for name in names)
        all_labels = "".join(f":{quoted(each)}" for each in (common(), *labels))
        run(f"UNWIND $rows AS r CREATE (n{all_labels} {{{set_to}}})", rows=found)


def _write(run: Run, before: Mapping[str, Node], after: Mapping[str, Node]) -> None:
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for identity, node in after.items():
        if node == before[identity]:
            continue
        properties = {**dict.fromkeys(before[identity].properties()), **node.properties()}
        added, removed = _relabelled(before[identity], node) if run.labels else ((), ())
        names = tuple((name, value is None) for name, value in properties.items())
        row = {"id": identity, **{k: v for k, v in properties.items() if v is not None}}
        groups[names, added, removed].append(row)
    for (names, added, removed), found in groups.items():
        set_to = ", ".join(f"n.{n} = {'NULL' if none else f'r.{n}'}" for n, none in names)
        labels = f" SET n{_labels(added)}" if added else ""
        labels += f" REMOVE n{_labels(removed)}" if removed else ""
        run(
            f"UNWIND $rows AS r MATCH (n:{quoted(common())} {{id: r.id}}) SET {set_to}{labels}",
            rows=found,
        )


def _relabelled(before: Node, after: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    was, becomes = before.labels(), after.labels()
    if not becomes:  # it is not ours, or no more
        return (), ()
    return tuple(x for x in becomes if x not in was), tuple(x for x in was if x not in becomes)


def _labels(names: Iterable[str]) -> str:
    return "".join(f":{quoted(name)}" for name in names)
