"""A graph to be had in parts that are small and yet answer as the whole does.

A *star* is a node with all triples that it is the subject of. A part holds some stars, those of the
nodes that they point at, those that these point at, and so on. So whatever a question finds by
going from a node along its triples, from subject to object, it finds in the part that holds the
node's star, and every star in a part is whole: what is absent there is absent in the graph. The
answers of all parts together are those of the graph, some of them several times.

What a question does not name is left out before: its predicates must be named, in a pattern or in
VALUES.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whimkg.export.views._shelves import Shelf

__all__ = ["PART", "parts_of"]

#: Bytes of a part, without the stars that its first ones lead to.
PART = 2_000_000


def parts_of(shelf: Shelf, size: int = PART) -> Iterator[bytes]:
    """A graph in parts, once all of it is on the shelf.

    Args:
        shelf: settled; its stars are taken.
        size: bytes of a part, without those of the nodes that the first ones lead to.

    Yields:
        A part, as N-Triples.
    """
    part, held = _Part(), 0
    for node in shelf.left():
        held += part.put(shelf.take([node]))
        if held >= size:
            yield part.whole(shelf)
            part, held = _Part(), 0
    if held:
        yield part.whole(shelf)


class _Part:
    def __init__(self) -> None:
        self._stars: dict[bytes, bytes] = {}
        self._ahead: dict[bytes, None] = {}  # in order, as what lies together is found faster

    def put(self, stars: Iterable[tuple[bytes, bytes, list[bytes]]]) -> int:
        """Put stars in; how many bytes they have."""
        size = 0
        for node, lines, ahead in stars:
            self._stars[node] = lines
            self._ahead.update(dict.fromkeys(ahead))
            size += len(lines)
        return size

    def whole(self, shelf: Shelf) -> bytes:
        """All that was put in, and what it leads to."""
        while new := [node for node in self._ahead if node not in self._stars]:
            self._ahead.clear()
            self.put(shelf.take(new))
        return b"".join(self._stars.values())
