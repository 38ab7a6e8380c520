"""Which nodes a graph has, what they are called and in which order they stand, on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from sqlite3 import Connection
from typing import Any

from pyoxigraph import Literal

from whimkg.export.rdf._blocks import Block
from whimkg.export.rdf.nodes import LABEL, Node, iris, name, natural
from whimkg.export.rdf.order import DISEASES, GROUPS, Mains, heading, turned
from whimkg.export.rdf.places import NO_MARK, Mark, Places, graph_place, mapped, mark, pieces

__all__ = ["Catalogue"]

_TABLES = """
CREATE TABLE node (iri TEXT PRIMARY KEY, begin INTEGER, size INTEGER, heading INTEGER, mapped BLOB,
    name TEXT, piece TEXT, spans TEXT, mark BLOB) WITHOUT ROWID;
CREATE TABLE owner (piece TEXT PRIMARY KEY, iri TEXT) WITHOUT ROWID;
CREATE TABLE place (iri TEXT PRIMARY KEY, begin INTEGER, size INTEGER, heading INTEGER, place BLOB)
    WITHOUT ROWID;
CREATE TABLE pointing (object TEXT, predicate TEXT, iri TEXT,
    PRIMARY KEY (object, predicate, iri)) WITHOUT ROWID;
CREATE TABLE graph (name TEXT, place BLOB);
CREATE TABLE part (graph INTEGER, iri TEXT, begin INTEGER, size INTEGER);
"""
_UNWRITTEN = """
CREATE TABLE unwritten (iri TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO unwritten SELECT iri FROM node;
"""
#: Of several nodes that have a piece of evidence the last is its owner.
_OWNER = """
INSERT INTO owner VALUES (?, ?) ON CONFLICT (piece) DO UPDATE SET iri = MAX(iri, excluded.iri)
"""
_ORDERED = "SELECT heading, iri, begin, size FROM place ORDER BY heading, place"
_BY_GRAPH = """
SELECT graph.name, part.iri, part.begin, part.size FROM part
CROSS JOIN graph ON graph.rowid = part.graph CROSS JOIN place ON place.iri = part.iri
ORDER BY graph.place, place.heading, place.place
"""
_POINTING = """
SELECT iri FROM pointing JOIN place USING (iri) WHERE object = ? AND predicate = ?
ORDER BY heading, place
"""
_HEADINGS = [title for title, _ in GROUPS]
_FIRST = _HEADINGS.index(DISEASES)
#: Nodes of which the marks stay in memory.
_REMEMBERED = 1 << 14


class Catalogue:
    """The subjects of a graph; first all of them are added, and then they are put in order.

    Args:
        database: an empty one.

    Attributes:
        mains: the diseases that the graph is about, in order, once the nodes are.
    """

    def __init__(self, database: Connection) -> None:
        self._database, self._mains = database, Mains()
        self.mains: list[str] = []
        database.executescript(_TABLES)

    @property
    def names(self) -> Mapping[str, Node]:
        """All subjects, and of their nodes nothing but a name."""
        return _Names(self._database)

    def add(self, iri: str, node: Node, begin: int, size: int) -> None:
        """Takes a node that it does not have, and where its lines are."""
        self._mains.add(iri, node)
        block = (begin, size, _HEADINGS.index(heading(node)), mapped(node))
        own = mark(node)
        known = (iri, *block, name(node), own.piece, " ".join(own.spans), own.begin)
        self._database.execute("INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", known)
        for piece in pieces(node):
            self._database.execute(_OWNER, (piece, iri))
        for predicate in turned():
            for each in iris(node, predicate):
                pointing = (each, predicate, iri)
                self._database.execute("INSERT INTO pointing VALUES (?, ?, ?)", pointing)

    def order(self, nodes: Iterable[Node]) -> None:
        """Puts all nodes in order; they are given once more, and looked at if need be."""
        self.mains = self._mains.found(nodes)
        first = frozenset(self.mains)
        places = Places(lru_cache(_REMEMBERED)(self._mark), self._owner)
        found = self._database.execute("SELECT iri, begin, size, heading, mapped FROM node")
        self._database.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?)",
            (
                (iri, begin, size, _FIRST, natural(iri))
                if iri in first
                else (iri, begin, size, rank, places.key(iri, mapped))
                for iri, begin, size, rank, mapped in found
            ),
        )

    def unordered(self) -> Iterator[Block]:
        """The nodes, by their IRIs."""
        found = self._database.execute("SELECT iri, begin, size FROM node")
        return (Block("", *row) for row in found)

    def blocks(self) -> Iterator[Block]:
        """The nodes under their headings, in reading order."""
        for rank, *block in self._database.execute(_ORDERED):
            yield Block(_HEADINGS[rank], *block)

    def add_parts(self, graph: str, parts: Iterable[tuple[str, int, int]]) -> None:
        """Takes a graph's nodes: IRI, begin and size of each; the default graph's name is empty."""
        added = self._database.execute(
            "INSERT INTO graph VALUES (?, ?)", (graph, graph_place(graph))
        )
        self._database.executemany(
            "INSERT INTO part VALUES (?, ?, ?, ?)", ((added.lastrowid, *part) for part in parts)
        )

    def parts(self) -> Iterator[Block]:
        """The nodes in their graphs, both in order."""
        return (Block(*row) for row in self._database.execute(_BY_GRAPH))

    def block(self, iri: str) -> Block:
        """Where a node is, of those that it has."""
        return Block("", iri, *self._one("SELECT begin, size FROM place WHERE iri = ?", iri))

    def pointing(self, predicate: str, iri: str) -> list[str]:
        """See ``Content``."""
        return [each for (each,) in self._database.execute(_POINTING, (iri, predicate))]

    def taker(self) -> Callable[[str], bool]:
        """See ``Content``."""
        self._database.executescript(_UNWRITTEN)
        delete = "DELETE FROM unwritten WHERE iri = ?"
        return lambda iri: self._database.execute(delete, (iri,)).rowcount > 0

    def _mark(self, iri: str) -> Mark:
        row = self._one("SELECT piece, spans, mark FROM node WHERE iri = ?", iri)
        return Mark(row[0], tuple(row[1].split()), row[2]) if row else NO_MARK

    def _owner(self, piece: str) -> str:
        row = self._one("SELECT iri FROM owner WHERE piece = ?", piece)
        return row[0] if row else ""

    def _one(self, question: str, iri: str) -> Any:
        return self._database.execute(question, (iri,)).fetchone()


class _Names(Mapping[str, Node]):
    def __init__(self, database: Connection) -> None:
        self._database = database

    def __iter__(self) -> Iterator[str]:
        return (iri for (iri,) in self._database.execute("SELECT iri FROM node"))

    def __len__(self) -> int:
        count: int = self._database.execute("SELECT COUNT(*) FROM node").fetchone()[0]
        return count

    def __getitem__(self, iri: str) -> Node:
        found = self._database.execute("SELECT name FROM node WHERE iri = ?", (iri,)).fetchone()
        if found is None:
            raise KeyError(iri)
        return {} if found[0] is None else {LABEL: [Literal(found[0])]}
