"""A graph of any size that views ask for nodes and edges: in parts, whose answers are united.

What is united is what the engine would give if it held the whole graph: rows each once, in the
question's order; of those that a question groups, the least of each column. Rows are sorted and
looked up on the disk, so that memory does not grow with the graph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store

from whimkg.export._scratch import scratch
from whimkg.export.views._questions import LISTS, ROWS, predicates
from whimkg.export.views._source import Lists, Source, none_found
from whimkg.export.views._stars import PART, Stars
from whimkg.namespaces import contract
from whimkg.resources import text

if TYPE_CHECKING:
    from whimkg.export import Options

__all__ = ["Parts", "gathering", "parts"]

_ORDER = re.compile(r"^ORDER BY (.+)$", re.MULTILINE)
_GROUP = re.compile(r"^GROUP BY (.+)$", re.MULTILINE)
#: What the kinds of terms begin with in a column, so that they sort as the engine sorts them.
_BLANK, _IRI, _TEXT = "0", "1", "2"


class Parts:
    """The answers of a graph to the questions on nodes and edges.

    Attributes:
        options: the release of the Biolink Model, and the profile.
    """

    def __init__(self, database: Connection, options: Options, receiver: str) -> None:
        self.options = options
        self._database, self._receiver = database, receiver

    def rows(self, question: str, *, required: bool = False) -> Iterator[dict[str, str]]:
        """The rows of a question, as ``Source`` gives them."""
        found = self._database.execute(_united(self._database, question))
        names = [column[0] for column in found.description]
        none = True
        for row in found:
            none = False
            yield {n: _shown(cell) for n, cell in zip(names, row, strict=True) if cell is not None}
        if none and required:
            raise none_found(self._receiver)

    def lists(self, question: str) -> Lists:
        """The lists of a question, as ``Source`` gives them."""
        of_one = f'SELECT slot, value FROM "{question}" WHERE entity = ?'  # noqa: S608

        def lists(entity: str) -> dict[str, list[str]]:
            found: dict[str, list[str]] = {}
            for slot, value in self._database.execute(of_one, (entity,)):
                found.setdefault(slot, []).append(value)
            return found

        return lists


@contextmanager
def gathering(size: int = PART) -> Iterator[Stars]:
    """A graph that triples can be added to, to be asked in parts; it goes with the block.

    Args:
        size: triples of a part.

    Raises:
        OutputError: the disk is full, or fails.
    """
    with scratch() as database:
        yield Stars(database, predicates(), size)


@contextmanager
def parts(
    graph: Stars,
    options: Options,
    receiver: str = "a property graph",
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[Parts]:
    """What a graph answers, as long as the block lasts.

    Args:
        graph: all of it has been added.
        options: what the user chose.
        receiver: the format that is written, for messages.
        tell: hears how far it is.

    Raises:
        OutputError: the disk is full, or fails.
    """
    with scratch() as database:
        _make_tables(database, options)
        for done, triples in graph.parts():
            _keep(database, Source(_store(triples), options))
            tell(f"made nodes and edges of {done:,} of {graph.number:,} terms")
        _sort_lists(database)
        yield Parts(database, options, receiver)


def _store(triples: bytes) -> Store:
    store = Store()
    store.bulk_load(triples, RdfFormat.N_TRIPLES, lenient=True)  # they have been read before
    return store


def _make_tables(database: Connection, options: Options) -> None:
    nothing = Source(Store(), options)
    for question in ROWS:
        names = [variable.value for variable in nothing.solutions(question).variables]
        database.execute(f'CREATE TABLE "{question}" ({", ".join(names)})')
    for question in LISTS:
        database.execute(f'CREATE TABLE "{question} found" (entity, slot, value)')
        database.execute(
            f'CREATE TABLE "{question}" (entity, slot, value, PRIMARY KEY (entity, slot, value)) '
            "WITHOUT ROWID"
        )


def _keep(database: Connection, source: Source) -> None:
    """Put the rows of a part to those of the others."""
    for question in ROWS:
        rows = (tuple(map(_held, row)) for row in source.cells(question))
        places = ", ".join("?" * len(_columns(database, question)))
        database.executemany(f'INSERT INTO "{question}" VALUES ({places})', rows)  # noqa: S608
    for question in LISTS:
        found = (row for row in source.texts(question) if all(row))
        database.executemany(f'INSERT INTO "{question} found" VALUES (?, ?, ?)', found)  # noqa: S608


def _sort_lists(database: Connection) -> None:
    for question in LISTS:
        database.execute(
            f'INSERT INTO "{question}" '  # noqa: S608
            f'SELECT entity, slot, value FROM "{question} found" GROUP BY entity, slot, value'
        )
        database.execute(f'DROP TABLE "{question} found"')


def _united(database: Connection, question: str) -> str:
    """How the rows of all parts become those of the graph."""
    asked, columns = text(f"queries/export/{question}.rq"), _columns(database, question)
    order = _variables(_ORDER, asked)
    if grouped := _variables(_GROUP, asked):
        # As in SPARQL, nothing is the least of what is not known in all rows.
        least = "CASE WHEN COUNT({0}) = COUNT(*) THEN MIN({0}) END AS {0}"
        wanted = [name if name in grouped else least.format(name) for name in columns]
    else:
        wanted, grouped = columns, [*order, *(name for name in columns if name not in order)]
    return (
        f'SELECT {", ".join(wanted)} FROM "{question}" '  # noqa: S608
        f"GROUP BY {', '.join(grouped)} ORDER BY {', '.join(order)}"
    )


def _columns(database: Connection, question: str) -> list[str]:
    found = database.execute(f'SELECT * FROM "{question}" LIMIT 0')  # noqa: S608
    return [column[0] for column in found.description]


def _variables(clause: re.Pattern[str], asked: str) -> list[str]:
    found = clause.search(asked)
    return found[1].replace("?", "").split() if found else []


def _held(cell: Any) -> str | None:
    if cell is None:
        return None
    kinds = {NamedNode: _IRI, BlankNode: _BLANK}
    return kinds.get(type(cell), _TEXT) + str(cell.value)


@lru_cache(maxsize=1 << 14)  # bounded: identifiers differ from page to page
def _shown(cell: str) -> str:
    value = cell[1:]
    return contract(value) or value if cell[0] == _IRI else value
