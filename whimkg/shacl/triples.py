"""A graph in dictionaries, which answer with one look-up what validation asks thousands of times.

Only SPARQL goes to a store, which is made when the first query comes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from whimkg.base.namespaces import expand
from whimkg.errors import GraphError

__all__ = ["FIRST", "REST", "SUBCLASS_OF", "TYPE", "Node", "Term", "TripleIndex", "text_of"]

Node = ox.NamedNode | ox.BlankNode
Term = Node | ox.Literal

TYPE, SUBCLASS_OF = ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("rdfs:subClassOf"))
FIRST, REST = ox.NamedNode(expand("rdf:first")), ox.NamedNode(expand("rdf:rest"))


class TripleIndex:
    """The union of the named graphs of some quads, by subject, by object and by predicate.

    Args:
        quads: the quads; a blank node is the same in all graphs.

    Raises:
        GraphError: a term is none of RDF 1.1.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._forward: dict[Term, dict[ox.NamedNode, dict[Term, None]]] = {}
        self._backward: dict[Term, dict[ox.NamedNode, list[Term]]] = {}
        self._pairs: dict[ox.NamedNode, list[tuple[Term, Term]]] = {}
        self._classes: dict[Term, frozenset[Term]] = {}
        for quad in quads:
            self._add(quad.subject, quad.predicate, quad.object)

    def _add(self, subject: Any, predicate: ox.NamedNode, value: Any) -> None:
        values = self._forward.setdefault(subject, {}).setdefault(predicate, {})
        if value in values:
            return
        if isinstance(value, ox.Triple) or (isinstance(value, ox.Literal) and value.direction):
            raise GraphError(
                f"no term of RDF 1.1: {value}",
                remedy="write no statements about statements, and no base directions",
            )
        values[value] = None
        self._backward.setdefault(value, {}).setdefault(predicate, []).append(subject)
        self._pairs.setdefault(predicate, []).append((subject, value))

    def __len__(self) -> int:
        return sum(map(len, self._pairs.values()))

    def mentions(self, term: Term) -> bool:
        """Whether a term stands anywhere in the graph."""
        return term in self._forward or term in self._backward or term in self._pairs

    def objects(self, subject: Term, predicate: ox.NamedNode) -> Collection[Term]:
        """The values of a property, each once, in the order of the graph."""
        return self._forward.get(subject, {}).get(predicate, ())

    def value(self, subject: Term, predicate: ox.NamedNode) -> Term | None:
        """The first value of a property."""
        return next(iter(self.objects(subject, predicate)), None)

    def subjects(self, predicate: ox.NamedNode, value: Term) -> Collection[Term]:
        """What has a value as that of a property."""
        return self._backward.get(value, {}).get(predicate, ())

    def pairs(self, predicate: ox.NamedNode) -> Collection[tuple[Term, Term]]:
        """Subjects and values of a property."""
        return self._pairs.get(predicate, ())

    def properties(self, subject: Term) -> dict[ox.NamedNode, dict[Term, None]]:
        """Properties of a subject, and the values of each."""
        return self._forward.get(subject, {})

    def quads(self) -> Iterator[ox.Quad]:
        """All triples, property by property, in the default graph."""
        for predicate, pairs in self._pairs.items():
            for subject, value in pairs:
                yield ox.Quad(subject, predicate, value)  # type: ignore[arg-type]

    def items(self, head: Term | None) -> Iterator[Term]:
        """The members of an RDF list."""
        seen = set()
        while head is not None and head in self._forward and head not in seen:
            seen.add(head)
            yield from self.objects(head, FIRST)
            head = self.value(head, REST)

    def classes(self, term: Term) -> frozenset[Term]:
        """The classes of a term, and all that the graph says these are subclasses of."""
        if term not in self._classes:
            found: set[Term] = set()
            waiting = list(self.objects(term, TYPE))
            while waiting:
                if (kind := waiting.pop()) not in found:
                    found.add(kind)
                    waiting += self.objects(kind, SUBCLASS_OF)
            self._classes[term] = frozenset(found)
        return self._classes[term]

    def instances(self, kind: Term) -> Iterator[Term]:
        """The instances of a class and of its subclasses; one of several classes more than once."""
        waiting, seen = [kind], set()
        while waiting:
            if (one := waiting.pop()) not in seen:
                seen.add(one)
                yield from self.subjects(TYPE, one)
                waiting += self.subjects(SUBCLASS_OF, one)

    def query(self, select: str, this: Term) -> Iterator[dict[str, Term]]:
        """The rows of a SELECT query in which ``?this`` has a value.

        Raises:
            GraphError: it is no SELECT query.
        """
        try:
            found = self.store.query(select, substitutions={ox.Variable("this"): this})
        except SyntaxError as error:
            raise GraphError(f"no SPARQL: {error.msg}", where="shapes/") from error
        if not isinstance(found, ox.QuerySolutions):
            raise GraphError("no SELECT query", where="shapes/")
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {n: term for n, term in zip(names, row, strict=True) if term is not None}

    @cached_property
    def store(self) -> ox.Store:
        """The same in Oxigraph."""
        store = ox.Store()
        store.bulk_extend(self.quads())
        return store


def text_of(term: Term) -> str:
    """An IRI as it is; other terms as N-Triples write them."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)
