"""What all stores of RDF have in common: a load is followed by counting and asking."""

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from whimkg.sparql import Answer
from whimkg.stores import _answers
from whimkg.stores._answers import LARGEST, Asked, ask_all, cheap, expected
from whimkg.stores._graph import Wanted
from whimkg.stores._placed import placed
from whimkg.stores._source import Given, Source, reading
from whimkg.stores.receipt import Graph, Question, Receipt

__all__ = ["Tell", "check", "load"]

#: Of more graphs than this no union is asked for: the request would name each of them.
_MOST_GRAPHS = 100
_NOT_COMPARED = (
    "too large, or too many graphs, to compare answers, or graphs that share triples: "
    "triples are counted"
)
Tell = Callable[[str], None]


class RdfStore(Protocol):
    """A store of RDF, open."""

    @property
    def kind(self) -> str:
        """Its name in ``STORES``."""

    @property
    def address(self) -> str:
        """As the user gave it."""

    @property
    def software(self) -> str:
        """What it calls itself, with its version; empty if it does not say."""

    @property
    def settings(self) -> dict[str, str]:
        """How to reach it again."""

    def replace(self, source: Source, tell: Tell) -> None:
        """Put the graphs in the place of those of the same names, or change nothing."""

    def count(self, graph: str) -> int:
        """How many triples a graph holds."""

    def answer(self, text: str, graphs: Sequence[str]) -> Answer:
        """Ask the union of some graphs."""


def load(store: RdfStore, wanted: Wanted, date: str, tell: Tell) -> Receipt:
    """Read a graph, load it, and see what the store has made of it."""
    with reading(wanted, tell) as source:
        store.replace(source, tell)
        tell("counting and asking")
        with placed():
            return _receipt(store, source.given, date)


def check(store: RdfStore, receipt: Receipt) -> Receipt:
    """The receipt as it would be now; what was expected stays."""
    receipt.must_fit(["triples"], _answers.questions())
    graphs = tuple(Graph(g.name, g.sent, store.count(g.name)) for g in receipt.graphs)
    hoped = {q.name: q.expected or q.digest for q in receipt.questions}
    found = _asked(store, [g.name for g in graphs], hoped)
    answers = tuple(Question(q.name, q.rows, q.digest, hoped[q.name]) for q in found)
    return Receipt(
        store.kind,
        store.address,
        store.software,
        graphs,
        answers,
        store.settings,
        receipt.date,
        receipt.note,
    )


def _receipt(store: RdfStore, given: Given, date: str) -> Receipt:
    graphs = tuple(Graph(g.iri, g.triples, store.count(g.iri)) for g in given.graphs)
    asked = _asked(store, [graph.name for graph in graphs], _worth_asking(given))
    hoped = {each.name: each.digest for each in (expected(given) if asked else ())}
    answers = tuple(Question(*each, hoped.get(each.name, "")) for each in asked)
    note = "" if hoped else _NOT_COMPARED
    return Receipt(
        store.kind, store.address, store.software, graphs, answers, store.settings, date, note
    )


def _worth_asking(given: Given) -> Collection[str] | None:
    """The names of the questions to ask; None for all.

    Where named graphs share triples, as those of several pages do, there are none. Stores do not
    agree on what the union is, and one that joins a triple as often as there are graphs that hold
    it does not come to an end.
    """
    if given.triples < sum(each.triples for each in given.graphs):
        return ()
    return cheap() if given.triples > LARGEST else None


def _asked(
    store: RdfStore, graphs: Sequence[str], names: Collection[str] | None
) -> tuple[Asked, ...]:
    if len(graphs) > _MOST_GRAPHS:
        return ()
    return ask_all(lambda text: store.answer(text, graphs), names)
