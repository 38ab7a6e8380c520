"""The answers by which nodes and edges in a store are compared with those that were sent.

``data/property_questions.tsv`` says what each question counts, which is worked out here from the
nodes and edges themselves. How it is asked stands in ``queries/sql/`` and ``queries/cypher/``,
where ``$graph`` is the graph's IRI. An answer's rows are compared sorted, by their values.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from hashlib import sha256
from itertools import product
from sqlite3 import Connection
from typing import Any, NamedTuple

from whimkg.base import resources
from whimkg.export.views import Entity, slots
from whimkg.stores._answers import Asked
from whimkg.stores._entities import PropertyGraph
from whimkg.stores._scratch import scratch
from whimkg.tables.tsv import rows

__all__ = ["Question", "ask_all", "expected", "questions", "text"]

_BATCH = 5_000


class Question(NamedTuple):
    """How many edges or nodes have which values.

    Attributes:
        name: of the files in ``queries/``.
        of: ``edges`` or ``nodes``.
        where: a slot and the value that it must have; None: all are counted.
        columns: slots, of which a list is taken apart; or, as in ``object.name``, those of the node
            whose id the slot has.
    """

    name: str
    of: str
    where: tuple[str, str] | None
    columns: tuple[str, ...]

    @property
    def reads_nodes(self) -> bool:
        """Whether the answer says what nodes are, and not only which."""
        return self.of == "nodes" or any("." in column for column in self.columns)


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in the order of the table."""
    file = "data/property_questions.tsv"
    return tuple(_question(row) for _, row in rows(resources.text(file), file))


def text(name: str, language: str) -> str:
    """How a question is asked in ``sql`` or ``cypher``."""
    return resources.text(f"queries/{language}/{name}.{language}")


def ask_all(answer: Callable[[str], Iterable[Sequence[Any]]]) -> tuple[Asked, ...]:
    """Ask all questions of whom ``answer`` asks, by their names."""
    return tuple(_asked(each.name, answer(each.name)) for each in questions())


def expected(graph: PropertyGraph) -> dict[str, Asked]:
    """What the nodes and edges that are sent answer, by the question's name.

    Memory does not grow with the graph: rows are counted and sorted on the disk.

    Raises:
        OutputError: the disk is full, or fails.
    """
    with scratch() as database:
        database.execute("CREATE TABLE node (id PRIMARY KEY, name) WITHOUT ROWID")
        database.execute("CREATE TABLE row (question, cells)")
        for kind, entities in (("nodes", graph.nodes), ("edges", graph.edges)):
            for batch in entities.batches(_BATCH):
                if kind == "nodes":
                    named = ((each["id"], each.get("name")) for each in batch)
                    database.executemany("INSERT OR REPLACE INTO node VALUES (?, ?)", named)
                rows = list(_all_rows(kind, batch, partial(_name, database)))
                database.executemany("INSERT INTO row VALUES (?, ?)", rows)
        return {each.name: _asked(each.name, _counted(database, each.name)) for each in questions()}


def _all_rows(
    kind: str, batch: list[Entity], name: Callable[[str | None], str | None]
) -> Iterator[tuple[str, str]]:
    """The rows that nodes or edges make, each with its question."""
    for question in (each for each in questions() if each.of == kind):
        for entity in batch:
            for row in _rows(question, entity, name):
                yield question.name, json.dumps(row)


def _name(database: Connection, node: str | None) -> str | None:
    found = database.execute("SELECT name FROM node WHERE id = ?", (node,)).fetchone()
    return found[0] if found else None


def _counted(database: Connection, question: str) -> Iterator[list[Any]]:
    """Each row with how often it is there."""
    counted = "SELECT cells, COUNT(*) FROM row WHERE question = ? GROUP BY cells"
    for cells, number in database.execute(counted, (question,)):
        yield [*json.loads(cells), number]


def _rows(
    question: Question, entity: Entity, name: Callable[[str | None], str | None]
) -> Iterator[tuple[str | None, ...]]:
    lists = _lists(question.of)
    if question.where and question.where[1] not in _values(entity, question.where[0], lists):
        return iter(())
    columns = (column.partition(".") for column in question.columns)
    return product(
        *(
            [name(value) if of_node else value for value in _values(entity, slot, lists)]
            for slot, _, of_node in columns
        )
    )


def _values(entity: Entity, slot: str, lists: frozenset[str]) -> list[str | None]:
    """A slot's values; of a list without any none, of another slot that is empty nothing."""
    value = entity.get(slot)
    if slot in lists:
        return list(value or ())
    return [value if isinstance(value, str) else None]


@cache
def _lists(kind: str) -> frozenset[str]:
    return frozenset(slot.name for slot in slots(kind) if slot.many)


def _question(row: dict[str, str]) -> Question:
    slot, _, value = row["where"].partition("=")
    where = (slot, value) if slot else None
    return Question(row["question"], row["of"], where, tuple(row["columns"].split()))


def _asked(name: str, answer: Iterable[Sequence[Any]]) -> Asked:
    digest, number = sha256(), 0
    with scratch() as database:
        database.execute("CREATE TABLE line (text)")
        lines = ((json.dumps(list(row)),) for row in answer)
        database.executemany("INSERT INTO line VALUES (?)", lines)
        for (line,) in database.execute("SELECT text FROM line ORDER BY text"):
            digest.update(f"\n{line}".encode() if number else line.encode())
            number += 1
    return Asked(name, number, digest.hexdigest())
