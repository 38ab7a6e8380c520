"""What all stores of property graphs have in common: a load is followed by counting and asking."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Protocol

from whimkg.stores import property_questions
from whimkg.stores.answers import QuestionAnswer
from whimkg.stores.graph_input import LoadRequest, PropertyGraph, Tell, read_property_graph
from whimkg.stores.receipt import Graph, OpenStore, Question, Receipt, say_replaced

__all__ = ["Counts", "Reader", "check", "load"]

Counts = dict[str, int]


class Reader(Protocol):
    """What a store holds."""

    def count(self, iri: str) -> Counts:
        """How many ``nodes`` and ``edges`` a graph holds.

        And how many of the nodes are ``shared``: other graphs, or others than whimkg, say what
        they are, too.
        """

    def answer(self, question: str, iri: str) -> Iterable[Sequence[Any]]:
        """Ask a bundled question of a graph."""


class PropertyStore(OpenStore, Protocol):
    """A store of property graphs, open."""

    def replace(self, graph: PropertyGraph, tell: Tell) -> None:
        """Put a graph in the place of that of the same name, or change nothing."""

    def reading(self) -> AbstractContextManager[Reader]:
        """A connection for all that is counted and asked after a load, or for a check."""


def load(store: PropertyStore, request: LoadRequest, date: str, tell: Tell) -> Receipt:
    """Read a graph, load it, and see what the store has made of it."""
    with read_property_graph(request, tell) as graph:
        store.replace(graph, tell)
        tell("counting and asking")
        with say_replaced():
            return _receipt(store, graph, date)


def check(store: PropertyStore, receipt: Receipt) -> Receipt:
    """The receipt as it would be now; what was expected stays."""
    receipt.must_fit(["nodes", "edges"], [q.name for q in property_questions.questions()])
    iri = receipt.graphs[0].name
    wanted = {q.name: q.expected or q.digest for q in receipt.questions}
    with store.reading() as reader:
        held, answers = reader.count(iri), _ask(reader, iri, wanted)
    return replace(
        receipt,
        address=store.address,
        software=store.software,
        settings=store.settings,
        graphs=tuple(replace(each, held=held[each.parts]) for each in receipt.graphs),
        questions=answers,
    )


def _receipt(store: PropertyStore, graph: PropertyGraph, date: str) -> Receipt:
    expected = property_questions.expected(graph)
    with store.reading() as reader:
        held = reader.count(graph.iri)
        answers = _ask(reader, graph.iri, _comparable(expected, held["shared"]))
    graphs = (
        Graph(graph.iri, graph.nodes.number, held["nodes"], "nodes"),
        Graph(graph.iri, graph.edges.number, held["edges"], "edges"),
    )
    return Receipt(
        store.kind,
        store.address,
        store.software,
        graphs,
        answers,
        store.settings,
        date,
        _note(held["shared"]),
    )


def _comparable(wanted: dict[str, QuestionAnswer], shared: int) -> dict[str, str]:
    """Digests of the answers that depend on this graph alone, by the question's name."""
    alone = {q.name for q in property_questions.questions() if not (shared and q.reads_nodes)}
    return {name: found.digest for name, found in wanted.items() if name in alone}


def _note(shared: int) -> str:
    if not shared:
        return ""
    return (
        f"{shared} nodes are in other graphs, too, which may call them otherwise: "
        "answers that name nodes were not compared"
    )


def _ask(reader: Reader, iri: str, wanted: dict[str, str]) -> tuple[Question, ...]:
    found = property_questions.ask_all(lambda name: reader.answer(name, iri))
    return tuple(Question(*each, wanted.get(each.name, "")) for each in found)
