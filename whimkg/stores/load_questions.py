"""The answers by which a graph in a store is compared with the graph that was sent.

The questions stand in ``data/load_questions.tsv``. An answer is compared by its values: the IRIs
and lexical forms of its cells, row by row, the rows sorted. So it does not count in which order a
store sorts, nor that some keep no other integers than ``xsd:integer`` and lower-case the language.
"""

from collections.abc import Callable, Collection

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from whimkg.base import resources
from whimkg.sparql import Answer, Limits, bind, engine, find
from whimkg.sparql.results import Term
from whimkg.stores.answers import QuestionAnswer, digest_answer
from whimkg.stores.graph_input import Triples
from whimkg.tables.tsv import rows

__all__ = [
    "COUNT",
    "LARGEST",
    "LIMITS",
    "ask_all",
    "cheap",
    "expected",
    "questions",
]

#: Up to how many triples the answers are worked out here, in memory, to compare them.
LARGEST = 50_000
#: How many triples a graph has.
COUNT = "SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
_TABLE = "load_questions.tsv"
LIMITS = Limits(seconds=120.0, rows=1_000_000)


def questions() -> dict[str, str]:
    """The text of each question by its name, in the order of the table."""
    return {row["question"]: bind(find(row["question"]), {}) for row in _table()}


def cheap() -> frozenset[str]:
    """The names of the questions that are asked of large graphs, too."""
    return frozenset(row["question"] for row in _table() if row["large"] == "yes")


def _table() -> list[dict[str, str]]:
    return [row for _, row in rows(resources.text(f"data/{_TABLE}"), f"data/{_TABLE}")]


def ask_all(
    answer: Callable[[str], Answer], names: Collection[str] | None = None
) -> tuple[QuestionAnswer, ...]:
    """Ask all questions, or those of some names, of whom ``answer`` asks."""
    asked = questions().items()
    return tuple(
        digest_answer(name, ([*map(_value, row)] for row in answer(text).rows))
        for name, text in asked
        if names is None or name in names
    )


def expected(triples: Triples) -> tuple[QuestionAnswer, ...]:
    """What the graph that is sent answers; nothing if that would cost too much memory."""
    if triples.triples > LARGEST or triples.triples < sum(g.triples for g in triples.graphs):
        # Where named graphs share triples, stores do not agree on what their union is.
        return ()
    store = Store()
    for graph in triples.graphs:
        store.bulk_load(path=graph.path, format=RdfFormat.N_TRIPLES)
    return ask_all(lambda text: engine.run(store, text, LIMITS))


def _value(cell: Term | None) -> str | None:
    if cell is None:
        return None
    return cell.value if isinstance(cell, NamedNode | Literal) else str(cell)
