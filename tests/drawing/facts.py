"""The graph as strings, with the questions that a picture of it asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from whimkg.namespaces import contract

__all__ = ["Facts", "Statement", "bare"]

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True)
class Statement:
    """An association, as CURIEs."""

    id: str
    subject: str
    predicate: str
    object: str
    status: str


class Facts:
    """A graph as strings: CURIEs where the prefix is known, literals by their text."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._typed: dict[str, list[str]] = defaultdict(list)
        for quad in quads:
            subject, value = _text(quad.subject), _text(quad.object)
            self._values[subject, _text(quad.predicate)].append(value)
            if quad.predicate.value == TYPE:
                self._typed[value].append(subject)
        found = [name for name, slot in self._values if slot == "biolink:predicate"]
        self.statements = [self._statement(name) for name in found]
        self.disease = self.one(self._typed["dcat:Dataset"][0], "dcterms:subject")

    def _statement(self, name: str) -> Statement:
        return Statement(
            id=name,
            subject=self.one(name, "biolink:subject"),
            predicate=self.one(name, "biolink:predicate"),
            object=self.one(name, "biolink:object"),
            status=self.status(name),
        )

    def status(self, name: str) -> str:
        return self.one(name, "whimkg:claimStatus").partition(":")[2]

    def all(self, subject: str, predicate: str) -> list[str]:
        return self._values.get((subject, predicate), [])

    def one(self, subject: str, predicate: str) -> str:
        return next(iter(self.all(subject, predicate)), "")

    def of_type(self, kind: str) -> list[str]:
        return self._typed[kind]

    def categories(self, name: str) -> set[str]:
        return set(self.all(name, _short(TYPE)))

    def is_gene(self, name: str) -> bool:
        return "biolink:Gene" in self.categories(name)

    def label(self, name: str) -> str:
        return self.one(name, "rdfs:label") or name

    def about(self) -> list[Statement]:
        """Statements whose subject is the page's disease."""
        return [s for s in self.statements if s.subject == self.disease]

    def onto(self, category: str) -> list[Statement]:
        """Statements of other subjects whose object is of a category."""
        others = [s for s in self.statements if s.subject != self.disease]
        return [s for s in others if category in self.categories(s.object)]

    def phenotypes(self) -> list[Statement]:
        """The disease's phenotypes, in the order of the page."""
        return [s for s in self.about() if "biolink:PhenotypicFeature" in self.categories(s.object)]

    def band(self, statement: Statement) -> tuple[str, str, str]:
        """Lower and upper bound in percent, and the name of the frequency."""
        slots = ("whimkg:frequencyLow", "whimkg:frequencyHigh")
        low, high = (self.one(statement.id, slot) for slot in slots)
        name = self.one(statement.id, "biolink:frequency_qualifier")
        return low, high, self.label(name) if name else ""


def bare(curie: str) -> str:
    """A predicate as drawn: without the prefix where it is Biolink's."""
    return curie.removeprefix("biolink:")


def _text(term: NamedNode | BlankNode | Literal | Triple) -> str:
    if isinstance(term, NamedNode):
        return _short(term.value)
    assert isinstance(term, Literal), "the graph has no blank nodes"
    return term.value


def _short(iri: str) -> str:
    return contract(iri) or iri
