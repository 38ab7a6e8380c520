"""The graph as strings, with the questions that a picture of it asks."""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from whimkg.base.namespaces import contract
from whimkg.errors import GraphWarning
from whimkg.export.web import DENIED, Page

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
        """All of a graph; ``on`` narrows it to a page."""
        self._values: dict[tuple[str, str], list[str]] = defaultdict(list)
        for quad in quads:
            subject, value = _text(quad.subject), _text(quad.object)
            self._values[subject, _text(quad.predicate)].append(value)
        for values in self._values.values():
            values.sort()
        self.page: Page
        self.statements: list[Statement] = []
        self.disease = ""
        self.snapshot = ""

    def on(self, page: Page) -> Facts:
        """The same graph, with the statements of a page alone, in its order.

        A drawing has no form for what a graph denies: it is left out, with a ``GraphWarning``.
        """
        found = copy(self)
        found.page = page
        found.snapshot = next((place.snapshot for place in page.places), "")
        affirmed = [each for each in page.statements if each.kind != DENIED]
        if denied := len(page.statements) - len(affirmed):
            warnings.warn(f"not drawn: {denied} negated statements", GraphWarning, stacklevel=2)
        found.statements = [self._statement(_short(each.iri)) for each in affirmed]
        ends = (end for s in found.statements for end in (s.subject, s.object))
        diseases = [end for end in ends if "biolink:Disease" in self.categories(end)]
        found.disease = page.disease or next(iter(Counter(diseases).most_common(1)), ("",))[0]
        return found

    def _statement(self, name: str) -> Statement:
        return Statement(
            id=name,
            subject=self.one(name, "biolink:subject"),
            predicate=self.one(name, "biolink:predicate"),
            object=self.one(name, "biolink:object"),
            status=self.status(name),
        )

    def status(self, name: str) -> str:
        """The claim status of a statement or a piece of evidence, without its prefix."""
        return self.one(name, "whimkg:claimStatus").partition(":")[2]

    def all(self, subject: str, predicate: str) -> list[str]:
        """The values of a property, sorted."""
        return self._values.get((subject, predicate), [])

    def one(self, subject: str, predicate: str) -> str:
        """The first of them; empty if there is none."""
        return next(iter(self.all(subject, predicate)), "")

    def categories(self, name: str) -> set[str]:
        """The classes of a node."""
        return set(self.all(name, _short(TYPE)))

    def is_gene(self, name: str) -> bool:
        """Whether a node is a gene."""
        return "biolink:Gene" in self.categories(name)

    def label(self, name: str) -> str:
        """The words for a node; its name where it has none."""
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
    return str(term) if isinstance(term, Triple) else term.value


def _short(iri: str) -> str:
    return contract(iri) or iri
