"""A graph on the disk, to be had in parts that are small and yet answer as the whole does.

A *star* is a node with all triples that it is the subject of. A part holds some stars, those of the
nodes that they point at, those that these point at, and so on. So whatever a question finds by
going from a node along its triples, from subject to object, it finds in the part that holds the
node's star, and every star in a part is whole: what is absent there is absent in the graph. The
answers of all parts together are those of the graph, some of them several times.

What a question does not name is left out before: its predicates must be named, in a pattern or in
VALUES.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection

__all__ = ["PART", "Stars"]

#: Triples of a part, without those of the nodes that they point at.
PART = 25_000
_POINTED_AT = re.compile(rb"^<[^>]*> <[^>]*> (<[^>]*>) \.$", re.MULTILINE)


class Stars:
    """The triples of a graph that have one of some predicates.

    Args:
        database: an empty one, for these stars alone.
        predicates: IRIs.
        size: triples of a part.
    """

    def __init__(self, database: Connection, predicates: Collection[str], size: int = PART) -> None:
        self._database, self._size = database, size
        self._predicates = frozenset(b"<%b>" % iri.encode() for iri in predicates)
        #: How many nodes there are; known once all has been added and a part was asked for.
        self.number = 0
        database.execute("CREATE TABLE piece (node, lines)")
        database.execute("CREATE TABLE star (node PRIMARY KEY, lines) WITHOUT ROWID")

    def add(self, triples: Iterable[bytes]) -> None:
        """Add triples, as lines of N-Triples in the engine's form without the final stop."""
        found: dict[bytes, list[bytes]] = defaultdict(list)
        for line in triples:
            node, predicate, _ = line.split(b" ", 2)
            if predicate in self._predicates:
                found[node].append(line + b" .\n")
        rows = ((node, b"".join(lines)) for node, lines in found.items())
        self._database.executemany("INSERT INTO piece VALUES (?, ?)", rows)

    def parts(self) -> Iterator[tuple[int, bytes]]:
        """The graph in parts, once all is added.

        Yields:
            How many nodes are begun with so far, and a part as N-Triples, perhaps with repetitions.
        """
        self._gather()
        stars = self._database.execute("SELECT node, lines FROM star ORDER BY node")
        done = 0
        for some in _together(stars, self._size):
            done += len(some)
            yield done, b"".join(self._whole(some).values())

    def _gather(self) -> None:
        pieces = self._database.execute("SELECT node, lines FROM piece ORDER BY node")
        stars = groupby(pieces, key=itemgetter(0))
        rows = ((node, _joined(lines for _, lines in found)) for node, found in stars)
        self.number = self._database.executemany("INSERT INTO star VALUES (?, ?)", rows).rowcount
        self._database.execute("DROP TABLE piece")

    def _whole(self, stars: dict[bytes, bytes]) -> dict[bytes, bytes]:
        """Some stars, and those that they lead to."""
        met, new = set(stars), stars
        while new:
            ahead = set(_POINTED_AT.findall(b"".join(new.values()))) - met
            met |= ahead
            new = dict(self._found(sorted(ahead)))
            stars |= new
        return stars

    def _found(self, nodes: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
        for node in nodes:
            yield from self._database.execute(
                "SELECT node, lines FROM star WHERE node = ?", (node,)
            )


def _joined(pieces: Iterator[bytes]) -> bytes:
    """Lines; of what many pages say of a node, each once."""
    first, second = next(pieces), next(pieces, None)
    if second is None:
        return first
    lines = set((first + second).splitlines(keepends=True))
    for piece in pieces:
        lines.update(piece.splitlines(keepends=True))
    return b"".join(sorted(lines))


def _together(stars: Iterator[tuple[bytes, bytes]], size: int) -> Iterator[dict[bytes, bytes]]:
    """Stars, so many that they have about that many triples."""
    some: dict[bytes, bytes] = {}
    held = 0
    for node, lines in stars:
        some[node] = lines
        held += lines.count(b"\n")
        if held >= size:
            yield some
            some, held = {}, 0
    if some:
        yield some
