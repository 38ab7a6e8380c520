"""What a graph says of each node and each edge, when it is asked as a whole.

A part of a graph says of an edge all that the graph says, since it holds the edge's star. Of a node
it may say less, as how trials call it stands with the trials: so what parts say of it is united.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from whimkg.export.views._kgx import Entity, Key, Lists, Row, edge, node, one_of
from whimkg.export.views._source import Source, held, shown

if TYPE_CHECKING:
    from whimkg.export import Options

__all__ = ["Saying", "Statement", "Whole", "sayings", "statements"]


class Saying(NamedTuple):
    """What is said of a node.

    Attributes:
        row: of ``kgx-nodes``: variable to what is bound; see ``held``.
        lists: slot to values.
    """

    row: Row
    lists: Lists

    @property
    def key(self) -> Key:
        """What nodes are sorted by."""
        return (self.row["id"],)

    def node(self) -> Entity:
        """The node as it is written."""
        return node({name: shown(cell) for name, cell in self.row.items()}, self.lists)

    @classmethod
    def united(cls, said: Sequence[Saying]) -> Saying:
        """What is said of one node in several parts, as the question would group it.

        As in SPARQL, nothing is the least of what is not known in all rows.
        """
        if len(said) == 1:
            return said[0]
        first, *others = (each.row for each in said)
        row = {
            name: min(each.row[name] for each in said)
            for name in first
            if all(name in each for each in others)
        }
        slots = sorted({slot for each in said for slot in each.lists})
        values = ((slot, [each.lists.get(slot, []) for each in said]) for slot in slots)
        return cls(row, {slot: sorted(set(chain.from_iterable(some))) for slot, some in values})


class Statement(NamedTuple):
    """What is said of an edge.

    Attributes:
        key: what edges are sorted by.
        rows: of ``kgx-edges``: variable to text.
        lists: slot to values.
    """

    key: Key
    rows: list[Row]
    lists: Lists

    def edge(self, release: str) -> Entity:
        """The edge as it is written, for a release of the Biolink Model.

        Raises:
            GraphError: it has two values where one can be.
        """
        return edge(one_of(self.rows), self.lists, release)


class Whole:
    """A graph that is asked as a whole.

    Args:
        source: the graph.
    """

    def __init__(self, source: Source) -> None:
        self.options: Options = source.options
        self.receiver = source.receiver
        self._source = source

    def told(self, kind: str) -> Iterator[tuple[Key, Entity]]:
        """The ``nodes`` or the ``edges``, in order.

        Raises:
            GraphError: an edge has two values where one can be.
        """
        if kind == "edges":
            release = self.options.biolink
            return ((each.key, each.edge(release)) for each in statements(self._source))
        return ((each.key, each.node()) for each in sayings(self._source))


def sayings(source: Source) -> Iterator[Saying]:
    """What a graph or a part says of each node, by the node.

    Sorted here, as what is no IRI the engine may sort in other ways, as numbers by their values.
    """
    said = sorted(_said(source), key=attrgetter("key"))
    for _, same in groupby(said, key=attrgetter("key")):
        yield Saying.united(list(same))


def _said(source: Source) -> Iterator[Saying]:
    lists = source.lists("kgx-node-lists")
    found = source.solutions("kgx-nodes")
    names = [variable.value for variable in found.variables]
    for cells in found:
        terms = zip(names, map(held, cells), strict=True)
        row = {name: term for name, term in terms if term is not None}
        yield Saying(row, lists.get(row["id"], {}))


def statements(source: Source) -> Iterator[Statement]:
    """What a graph or a part says of each edge, by the key; see ``sayings``."""
    lists = source.lists("kgx-edge-lists")
    rows = sorted(source.keyed("kgx-edges"), key=itemgetter(0))
    for key, same in groupby(rows, key=itemgetter(0)):
        yield Statement(key, [row for _, row in same], lists.get(key[-1], {}))
