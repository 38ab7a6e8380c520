"""What all stores of RDF have in common: a load is followed by counting and asking."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol

from whimkg.sparql import Answer
from whimkg.stores import load_questions
from whimkg.stores.answers import QuestionAnswer
from whimkg.stores.graph_input import LoadRequest, Tell, Triples, read_triples
from whimkg.stores.load_questions import LARGEST, ask_all, cheap, expected
from whimkg.stores.receipt import Graph, OpenStore, Question, Receipt, say_replaced

__all__ = ["check", "load"]

#: Of more graphs than this no union is asked for: the request would name each of them.
_MOST_GRAPHS = 100
_NOT_COMPARED = (
    "too large, or too many graphs, to compare answers, or graphs that share triples: "
    "triples are counted"
)


class RdfStore(OpenStore, Protocol):
    """A store of RDF, open."""

    def replace(self, triples: Triples, tell: Tell) -> None:
        """Put the graphs in the place of those of the same names, or change nothing."""

    def count(self, graph: str) -> int:
        """How many triples a graph holds."""

    def answer(self, text: str, graphs: Sequence[str]) -> Answer:
        """Ask the union of some graphs."""


def load(store: RdfStore, request: LoadRequest, date: str, tell: Tell) -> Receipt:
    """Read a graph, load it, and see what the store has made of it."""
    with read_triples(request, tell) as triples:
        store.replace(triples, tell)
        tell("counting and asking")
        with say_replaced():
            return _receipt(store, triples, date)


def check(store: RdfStore, receipt: Receipt) -> Receipt:
    """The receipt as it would be now; what was expected stays."""
    receipt.must_fit(["triples"], load_questions.questions())
    graphs = tuple(Graph(g.name, g.sent, store.count(g.name)) for g in receipt.graphs)
    wanted = {q.name: q.expected or q.digest for q in receipt.questions}
    found = _ask(store, [g.name for g in graphs], wanted)
    return replace(
        receipt,
        store=store.kind,
        address=store.address,
        software=store.software,
        settings=store.settings,
        graphs=graphs,
        questions=tuple(Question(*each, wanted[each.name]) for each in found),
    )


def _receipt(store: RdfStore, triples: Triples, date: str) -> Receipt:
    graphs = tuple(Graph(g.iri, g.triples, store.count(g.iri)) for g in triples.graphs)
    found = _ask(store, [graph.name for graph in graphs], _worth_asking(triples))
    wanted = {each.name: each.digest for each in (expected(triples) if found else ())}
    questions = tuple(Question(*each, wanted.get(each.name, "")) for each in found)
    note = "" if wanted else _NOT_COMPARED
    return Receipt(
        store.kind, store.address, store.software, graphs, questions, store.settings, date, note
    )


def _worth_asking(triples: Triples) -> Collection[str] | None:
    """The names of the questions to ask; None for all.

    Where named graphs share triples, as those of several pages do, there are none. Stores do not
    agree on what the union is, and one that joins a triple as often as there are graphs that hold
    it does not come to an end.
    """
    if triples.triples < sum(each.triples for each in triples.graphs):
        return ()
    return cheap() if triples.triples > LARGEST else None


def _ask(
    store: RdfStore, graphs: Sequence[str], names: Collection[str] | None
) -> tuple[QuestionAnswer, ...]:
    if len(graphs) > _MOST_GRAPHS:
        return ()
    return ask_all(lambda text: store.answer(text, graphs), names)
