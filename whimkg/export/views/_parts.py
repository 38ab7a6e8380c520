"""A graph of any size as nodes and edges: it is asked in parts, whose answers are united.

What is united is what the engine would give if it held the whole graph. Answers are sorted on the
disk; the graph itself is in memory, or on the disk if it may not fit there. Processes side by side
can cut files, and ask the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import TYPE_CHECKING, NamedTuple, cast

import msgspec
from pyoxigraph import Quad, RdfFormat, Store, parse

from whimkg.export._scratch import scratch
from whimkg.export.views._kgx import Entity, Key
from whimkg.export.views._questions import predicates
from whimkg.export.views._shares import Reader, Share, Uncut
from whimkg.export.views._shelves import Disk, Memory, Shelf
from whimkg.export.views._source import Source
from whimkg.export.views._stars import PART, parts_of
from whimkg.export.views._told import Saying, Statement, sayings, statements
from whimkg.processes import Pool, pool

if TYPE_CHECKING:
    from whimkg.export import Options

__all__ = ["How", "Parts", "parts"]

_KEY = ("subject", "predicate", "object", "iri")
_JSON = msgspec.json.Encoder()


class How(NamedTuple):
    """How a graph is asked; nothing of it changes the answers.

    Attributes:
        jobs: number of processes beside this one; with none it is this one that works. One is
            faster than none: an engine is slow in memory where a large graph lies.
        on_disk: whether the graph is kept on the disk.
        size: bytes of a part; see ``parts_of``.
    """

    jobs: int = 0
    on_disk: bool = False
    size: int = PART


class Parts:
    """What the parts of a graph say, united.

    Attributes:
        options: the release of the Biolink Model, and the profile.
        receiver: the format that is written, for messages.
    """

    def __init__(self, database: Connection, options: Options, receiver: str) -> None:
        self.options, self.receiver = options, receiver
        self._database = database

    def told(self, kind: str) -> Iterator[tuple[Key, Entity]]:
        """The ``nodes`` or the ``edges``, in order.

        Raises:
            GraphError: an edge has two values where one can be.
        """
        found = self._nodes() if kind == "nodes" else self._edges()
        decode = msgspec.json.Decoder(Entity).decode
        return ((key, decode(entity)) for key, entity in found)

    def _nodes(self) -> Iterator[tuple[Key, bytes]]:
        found = self._database.execute("SELECT node, said, entity FROM node ORDER BY node")
        for node, rows in groupby(found, key=itemgetter(0)):
            said = {saying: entity for _, saying, entity in rows}
            yield (node,), next(iter(said.values())) if len(said) == 1 else self._united(said)

    def _united(self, said: Iterable[bytes]) -> bytes:
        decode = msgspec.json.Decoder(Saying).decode
        return _JSON.encode(Saying.united([decode(each) for each in said]).node())

    def _edges(self) -> Iterator[tuple[Key, bytes]]:
        names = ", ".join(_KEY)
        in_order = f"SELECT {names}, said, entity FROM edge ORDER BY {names}"  # noqa: S608
        found = self._database.execute(in_order)
        for key, rows in groupby(found, key=itemgetter(slice(len(_KEY)))):
            *_, said, entity = next(rows)
            yield key, entity or self._settled(said)

    def _settled(self, said: bytes) -> bytes:
        statement = msgspec.json.decode(said, type=Statement)
        return _JSON.encode(statement.edge(self.options.biolink))


@contextmanager
def parts(
    graph: Iterable[Share | Uncut],
    options: Options,
    how: How = How(),  # noqa: B008  # it does not change
    receiver: str = "a property graph",
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[Parts]:
    """What a graph says of its nodes and edges, as long as the block lasts.

    Args:
        graph: as a ``Reader`` reads it; it is read before the block begins.
        options: what the user chose.
        how: what does not change the answers.
        receiver: the format that is written, for messages.
        tell: hears how far it is.

    Raises:
        SyntaxError: a part of the graph is no RDF.
        OutputError: the disk is full, or fails.
    """
    with scratch() as database:
        database.execute("CREATE TABLE node (node, said, entity)")
        database.execute(f"CREATE TABLE edge ({', '.join(_KEY)}, said, entity)")
        for nodes, edges in _answers(graph, options, how, tell):
            database.executemany("INSERT INTO node VALUES (?, ?, ?)", nodes)
            database.executemany("INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?)", edges)
        yield Parts(database, options, receiver)


def _answers(
    graph: Iterable[Share | Uncut], options: Options, how: How, tell: Callable[[str], None]
) -> Iterator[_Answers]:
    """The answers of all parts; then the graph is no longer in memory."""
    with _shelf(how.on_disk) as shelf, pool(how.jobs) as workers:
        _fill(shelf, graph, workers)
        yield from workers.each(partial(_asked, options), _told_of(shelf, how.size, tell))


@contextmanager
def _shelf(on_disk: bool) -> Iterator[Shelf]:
    if on_disk:
        with scratch() as database:
            yield Disk(database)
    else:
        yield Memory()


def _fill(shelf: Shelf, graph: Iterable[Share | Uncut], workers: Pool) -> None:
    cut = Reader(predicates()).cut
    for kind, some in groupby(graph, key=type):
        if kind is Uncut:
            shares = workers.each(cut, cast("Iterable[Uncut]", some))
        else:
            shares = cast("Iterator[Share]", some)
        for share in shares:
            shelf.add(share)


def _told_of(shelf: Shelf, size: int, tell: Callable[[str], None]) -> Iterator[bytes]:
    """The parts of a graph, and how far they are."""
    number = shelf.settle()
    for part in parts_of(shelf, size):
        yield part
        tell(f"made nodes and edges of {shelf.taken:,} of {number:,} terms")


class _Answers(NamedTuple):
    """Rows for the tables of nodes and of edges."""

    nodes: list[tuple[str, bytes, bytes]]
    edges: list[tuple[str | bytes | None, ...]]


def _asked(options: Options, part: bytes) -> _Answers:
    source = Source(_store(part), options)
    return _Answers(
        [
            (each.row["id"], _JSON.encode(each), _JSON.encode(each.node()))
            for each in sayings(source)
        ],
        [(*each.key, *_sure(each, options.biolink)) for each in statements(source)],
    )


def _sure(said: Statement, release: str) -> tuple[bytes | None, bytes | None]:
    """What is said of an edge, or the edge; which of several is wrong is for the whole to tell."""
    if len(said.rows) > 1:
        return _JSON.encode(said), None
    return None, _JSON.encode(said.edge(release))


def _store(part: bytes) -> Store:
    store = Store()
    if b"_:" in part:  # the engine would name blank nodes anew, in each part otherwise
        store.bulk_extend(Quad(*quad.triple) for quad in parse(part, RdfFormat.N_TRIPLES))
    else:
        store.bulk_load(part, RdfFormat.N_TRIPLES)
    return store
