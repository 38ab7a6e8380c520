"""The answers by which nodes and edges in a store are compared with those that were sent.

``data/property_questions.tsv`` says what each question counts, which is worked out here from the
nodes and edges themselves. How it is asked stands in ``queries/sql/`` and ``queries/cypher/``,
where ``$graph`` is the graph's IRI. An answer's rows are compared sorted, by their values.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from itertools import product
from typing import Any, NamedTuple

from whimkg import resources
from whimkg.export.views import Entity, slots
from whimkg.stores._answers import Asked
from whimkg.stores._entities import Entities, PropertyGraph
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
    """What the nodes and edges that are sent answer, by the question's name."""
    counted = {each.name: Counter[tuple[str | None, ...]]() for each in questions()}
    names = _count(graph.nodes, "nodes", counted, {})
    _count(graph.edges, "edges", counted, names)
    return {
        name: _asked(name, ([*row, number] for row, number in found.items()))
        for name, found in counted.items()
    }


def _count(
    entities: Entities,
    kind: str,
    counted: dict[str, Counter[tuple[str | None, ...]]],
    names: dict[str, str],
) -> dict[str, str]:
    """Count nodes or edges; the names of nodes by their ids."""
    asked = [each for each in questions() if each.of == kind]
    found = {}
    for batch in entities.batches(_BATCH):
        for entity in batch:
            for each in asked:
                counted[each.name].update(_rows(each, entity, names))
            if "name" in entity:
                found[str(entity["id"])] = str(entity["name"])
    return found


def _rows(
    question: Question, entity: Entity, names: dict[str, str]
) -> Iterator[tuple[str | None, ...]]:
    lists = _lists(question.of)
    if question.where and question.where[1] not in _values(entity, question.where[0], lists):
        return iter(())
    columns = (column.partition(".") for column in question.columns)
    return product(
        *(
            [names.get(value or "") if of_node else value for value in _values(entity, slot, lists)]
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
    lines = sorted(json.dumps(list(row)) for row in answer)
    return Asked(name, len(lines), sha256("\n".join(lines).encode()).hexdigest())
