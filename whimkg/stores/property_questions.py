"""The answers by which nodes and edges in a store are compared with those that were sent.

``data/property_questions.tsv`` says what each question counts, which is worked out here from the
nodes and edges themselves. How it is asked stands in ``queries/sql/`` and ``queries/cypher/``,
where ``$graph`` is the graph's IRI. An answer's rows are compared sorted, by their values.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from whimkg.base import resources
from whimkg.export.views import slots
from whimkg.rdf.quad_table import quad_table, sql_text
from whimkg.stores.answers import QuestionAnswer, digest_answer
from whimkg.stores.graph_input import PropertyGraph
from whimkg.tables.tsv import rows

__all__ = ["Question", "ask_all", "expected", "questions", "text"]


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


def ask_all(answer: Callable[[str], Iterable[Sequence[Any]]]) -> tuple[QuestionAnswer, ...]:
    """Ask all questions of whom ``answer`` asks, by their names.

    Memory does not grow with the answers.

    Raises:
        OutputError: the disk of temporary files is full.
    """
    return tuple(digest_answer(each.name, answer(each.name)) for each in questions())


def expected(graph: PropertyGraph) -> dict[str, QuestionAnswer]:
    """What the nodes and edges that are sent answer, by the question's name.

    Raises:
        OutputError: the disk of temporary files is full.
    """
    with quad_table() as table:
        return {
            each.name: digest_answer(each.name, iter(table.run(_sql(each, graph)).fetchone, None))
            for each in questions()
        }


def _sql(question: Question, graph: PropertyGraph) -> str:
    """Each combination of values of the columns, with how often it is there."""
    table = graph.nodes if question.of == "nodes" else graph.edges
    lists = {slot.name for slot in slots(question.of) if slot.many}
    cells, tables = [], [f"{table.sql} AS entity"]
    for place, column in enumerate(question.columns):
        slot, _, of_node = column.partition(".")
        if of_node:
            tables.append(
                f"LEFT JOIN {graph.nodes.sql} AS node{place} ON node{place}.id = entity.{slot}"
            )
            cells.append(f"node{place}.{of_node}")
        elif slot in lists:
            tables.append(f"CROSS JOIN unnest(entity.{slot}) AS list{place} (value)")
            cells.append(f"list{place}.value")
        else:
            cells.append(f"entity.{slot}")
    if question.where:
        slot, value = question.where
        form = "list_contains(entity.{}, {})" if slot in lists else "entity.{} = {}"
        tables.append(f"WHERE {form.format(slot, sql_text(value))}")
    return f"SELECT {', '.join(cells)}, count(*) FROM {' '.join(tables)} GROUP BY ALL"  # noqa: S608


def _question(row: dict[str, str]) -> Question:
    slot, _, value = row["where"].partition("=")
    where = (slot, value) if slot else None
    return Question(row["question"], row["of"], where, tuple(row["columns"].split()))
