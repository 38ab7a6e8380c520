"""Where the stars of a graph are kept: in memory, or on the disk if they may not fit there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import Protocol, TypeAlias

__all__ = ["Disk", "Memory", "Piece", "Shelf", "piece"]

_BETWEEN = b"\n"


#: Something that is said of a node: the node, lines of N-Triples, each ended, whose subject it is,
#: and what these lead to, a line each.
Piece: TypeAlias = tuple[bytes, bytes, bytes]


def piece(node: bytes, lines: Iterable[bytes], ahead: Iterable[bytes]) -> Piece:
    """Lines about a node, with the nodes and other IRIs that they lead to."""
    return node, b"".join(lines), _BETWEEN.join(ahead)


class Shelf(Protocol):
    """Stars by their nodes; first all are added, then they are taken."""

    def add(self, pieces: Iterable[Piece]) -> None:
        """Add what some lines say."""

    def settle(self) -> int:
        """All has been added; the number of nodes."""

    @property
    def taken(self) -> int:
        """How many nodes were taken so far."""

    def left(self) -> Iterator[bytes]:
        """The nodes that were not taken before their turn came, in the order of the file.

        What stands together often leads to the same nodes, which are then taken once for all.
        """

    def take(self, nodes: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, list[bytes]]]:
        """Of those that are nodes here: the node, its lines, each once, and what they lead to."""


class Memory:
    """In memory."""

    def __init__(self) -> None:
        # Texts and no lists: the collector of garbage would go through all of these over and over.
        self._lines: dict[bytes, bytes] = {}
        self._ahead: dict[bytes, bytes] = {}
        self._again: dict[bytes, list[tuple[bytes, bytes]]] = defaultdict(list)
        self._taken: set[bytes] = set()

    def add(self, pieces: Iterable[Piece]) -> None:
        """Add what some lines say; see ``Shelf``."""
        for node, lines, ahead in pieces:
            if node in self._lines:
                self._again[node].append((lines, ahead))
            else:
                self._lines[node], self._ahead[node] = lines, ahead

    def settle(self) -> int:
        """The number of nodes; see ``Shelf``."""
        for node, others in self._again.items():
            first = self._lines[node], self._ahead[node]
            self._lines[node], self._ahead[node] = _united(first, *others)
        self._again.clear()
        return len(self._lines)

    @property
    def taken(self) -> int:
        """How many nodes; see ``Shelf``."""
        return len(self._taken)

    def left(self) -> Iterator[bytes]:
        """The nodes that were not taken yet; see ``Shelf``."""
        yield from (node for node in self._lines if node not in self._taken)

    def take(self, nodes: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, list[bytes]]]:
        """Some stars; see ``Shelf``."""
        for node in nodes:
            if lines := self._lines.get(node):
                self._taken.add(node)
                yield node, lines, self._ahead[node].split(_BETWEEN)


class Disk:
    """On the disk, by node.

    Args:
        database: an empty one, for these stars alone.
    """

    def __init__(self, database: Connection) -> None:
        self._database, self._taken = database, bytearray()
        database.execute("CREATE TABLE piece (node, lines, ahead)")
        database.execute(
            "CREATE TABLE star (number INTEGER PRIMARY KEY, place, node, lines, ahead)"
        )

    def add(self, pieces: Iterable[Piece]) -> None:
        """Add what some lines say; see ``Shelf``."""
        self._database.executemany("INSERT INTO piece VALUES (?, ?, ?)", pieces)

    def settle(self) -> int:
        """The number of nodes; see ``Shelf``."""
        pieces = self._database.execute("SELECT node, rowid, lines, ahead FROM piece ORDER BY 1, 2")
        stars = (_gathered(found) for _, found in groupby(pieces, key=itemgetter(0)))
        insert = "INSERT INTO star (node, place, lines, ahead) VALUES (?, ?, ?, ?)"
        number = self._database.executemany(insert, stars).rowcount
        self._database.execute("CREATE UNIQUE INDEX by_node ON star (node)")
        self._database.execute("DROP TABLE piece")
        self._taken = bytearray(number + 1)
        return number

    @property
    def taken(self) -> int:
        """How many nodes; see ``Shelf``."""
        return self._taken.count(True)

    def left(self) -> Iterator[bytes]:
        """The nodes that were not taken yet; see ``Shelf``."""
        for number, node in self._database.execute("SELECT number, node FROM star ORDER BY place"):
            if not self._taken[number]:
                yield node

    def take(self, nodes: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, list[bytes]]]:
        """Some stars; see ``Shelf``."""
        one = "SELECT number, lines, ahead FROM star WHERE node = ?"
        for node in nodes:
            for number, lines, ahead in self._database.execute(one, (node,)):
                self._taken[number] = True
                yield node, lines, ahead.split(_BETWEEN)


def _gathered(pieces: Iterator[tuple[bytes, int, bytes, bytes]]) -> tuple[bytes, int, bytes, bytes]:
    first, *others = pieces
    return (*first[:2], *_united(first[2:], *(piece[2:] for piece in others)))


def _united(first: tuple[bytes, bytes], *others: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """Lines, and what they lead to, as one; of what many pages say of a node, each once."""
    if not others:
        return first
    lines, ahead = zip(first, *others, strict=True)
    each = dict.fromkeys(b"".join(lines).splitlines(keepends=True))
    leads = dict.fromkeys(_BETWEEN.join(dict.fromkeys(ahead)).split(_BETWEEN))
    return b"".join(each), _BETWEEN.join(leads)
