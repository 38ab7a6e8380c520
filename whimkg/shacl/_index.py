"""A graph in dictionaries, answering what a SHACL engine asks with one look-up.

rdflib's own graphs take some ten generator calls for each question, and pySHACL asks tens of
thousands. SPARQL goes to Oxigraph, which is faster by two orders of magnitude.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, NamespaceManager
from rdflib.query import Result

from whimkg.errors import GraphError
from whimkg.rdf.rdflib_terms import Terms, to_oxigraph

if TYPE_CHECKING:
    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

__all__ = ["Index", "from_rdflib"]


class _Plain(NamespaceManager):
    def bind(self, *_: Any, **__: Any) -> None:
        """No prefix is ever kept."""

    def normalizeUri(self, rdfTerm: str) -> str:  # noqa: N802, N803  # as rdflib calls it
        return f"<{rdfTerm}>"


_PLAIN = _Plain(rdflib.Graph(bind_namespaces="none"), bind_namespaces="none")


class Index(rdflib.Graph):
    """A graph by subject, by object and by predicate; triples can be added, never removed."""

    def __init__(self, triples: Iterable[Triple] = (), terms: Terms | None = None) -> None:
        super().__init__(bind_namespaces="none")
        self._forward: dict[Node, dict[Node, dict[Node, None]]] = {}
        self._backward: dict[Node, dict[Node, list[Node]]] = {}
        self._pairs: dict[Node, list[tuple[Node, Node]]] = {}
        self._size = 0
        self._store: ox.Store | None = None
        self._quads: list[ox.Quad] | None = None
        self._terms = Terms() if terms is None else terms
        for triple in triples:
            self.add(triple)

    @classmethod
    def of_quads(cls, quads: Iterable[ox.Quad], terms: Terms | None = None) -> Index:
        """The union of the named graphs of some quads."""
        own, known = list(quads), Terms() if terms is None else terms
        made = cls(((known[q.subject], known[q.predicate], known[q.object]) for q in own), known)
        made._quads = own
        return made

    def add(self, triple: Any) -> Index:
        """Add a triple, once."""
        subject, predicate, value = triple
        values = self._forward.setdefault(subject, {}).setdefault(predicate, {})
        if value not in values:
            values[value] = None
            self._backward.setdefault(value, {}).setdefault(predicate, []).append(subject)
            self._pairs.setdefault(predicate, []).append((subject, value))
            self._size += 1
            self._store = self._quads = None
        return self

    def __len__(self) -> int:
        return self._size

    def __contains__(self, triple: Any) -> bool:
        return next(self.triples(triple), None) is not None

    def mentions(self, node: Node) -> bool:
        """Whether a node stands anywhere in the graph."""
        return node in self._forward or node in self._backward or node in self._pairs

    def objects(
        self, subject: Any = None, predicate: Any = None, unique: bool = False
    ) -> Generator[Node, None, None]:
        """The objects of a subject and predicate."""
        if subject is None or predicate is None:
            yield from super().objects(subject, predicate, unique)
        elif subject in self._forward:
            yield from self._forward[subject].get(predicate, ())

    def subjects(
        self,
        predicate: Any = None,
        object: Any = None,  # noqa: A002  # as rdflib calls it
        unique: bool = False,
    ) -> Generator[Node, None, None]:
        """The subjects of a predicate and object."""
        if predicate is None or object is None:
            yield from super().subjects(predicate, object, unique)
        elif object in self._backward:
            yield from self._backward[object].get(predicate, ())

    def predicate_objects(
        self, subject: Any = None, unique: bool = False
    ) -> Generator[tuple[Node, Node], None, None]:
        """Predicates and objects of a subject."""
        for predicate, values in self._forward.get(subject, {}).items():
            for value in values:
                yield predicate, value

    def subject_objects(
        self, predicate: Any = None, unique: bool = False
    ) -> Generator[tuple[Node, Node], None, None]:
        """Subjects and objects of a predicate."""
        yield from self._pairs.get(predicate, ())

    def items(self, list: Any) -> Generator[Node, None, None]:  # noqa: A002  # as rdflib calls it
        """The members of an RDF list."""
        cell, seen = list, set[Any]()
        while cell in self._forward and cell not in seen:
            seen.add(cell)
            yield from self._forward[cell].get(RDF.first, ())
            cell = next(iter(self._forward[cell].get(RDF.rest, ())), None)

    @property
    def namespace_manager(self) -> NamespaceManager:
        """Names without prefixes: pySHACL words thousands of results that nobody reads."""
        return _PLAIN

    @namespace_manager.setter
    def namespace_manager(self, manager: NamespaceManager) -> None:
        raise NotImplementedError

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        """The triples of a pattern, in which None fits everything."""
        subject, predicate, value = triple
        for s, p, o in self._candidates(subject, predicate, value):
            if value is None or o == value:
                yield s, p, o

    def _candidates(self, subject: Any, predicate: Any, value: Any) -> Iterable[Triple]:
        if subject is not None:
            node = self._forward.get(subject, {})
            chosen = node if predicate is None else {predicate: node.get(predicate, {})}
            return [(subject, p, o) for p, values in chosen.items() for o in values]
        if value is not None:
            found = self._backward.get(value, {})
            kept = found if predicate is None else {predicate: found.get(predicate, [])}
            return [(s, p, value) for p, subjects in kept.items() for s in subjects]
        if predicate is not None:
            return [(s, predicate, o) for s, o in self._pairs.get(predicate, ())]
        return [(s, p, o) for p, pairs in self._pairs.items() for s, o in pairs]

    def query(  # type: ignore[override]
        self,
        query_object: str,
        initBindings: Mapping[str, Node] | None = None,  # noqa: N803  # as rdflib calls it
        **_: Any,
    ) -> Result:
        """Answer a SELECT query; ``initBindings`` are values of its variables."""
        bindings: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
            ox.Variable(name): to_oxigraph(value) for name, value in (initBindings or {}).items()
        }
        try:
            found = self._oxigraph().query(query_object, substitutions=bindings)
        except SyntaxError as error:
            raise GraphError(f"no SPARQL: {error.msg}", where="shapes/") from error
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError("only SELECT queries are answered")
        result = Result("SELECT")
        result.vars = [rdflib.Variable(variable.value) for variable in found.variables]
        result.bindings = [self._row(result.vars, row) for row in found]
        return result

    def _row(self, names: list[rdflib.Variable], row: Iterable[Any]) -> dict[rdflib.Variable, Any]:
        return {
            n: self._terms[term] for n, term in zip(names, row, strict=True) if term is not None
        }

    def _oxigraph(self) -> ox.Store:
        if self._store is None:
            self._store = ox.Store()
            self._store.bulk_extend(self._union())
        return self._store

    def _union(self) -> Iterator[ox.Quad]:
        if self._quads is not None:
            for quad in self._quads:
                yield ox.Quad(quad.subject, quad.predicate, quad.object)
        else:
            for s, p, o in self.triples((None, None, None)):
                yield ox.Quad(to_oxigraph(s), to_oxigraph(p), to_oxigraph(o))  # type: ignore[arg-type]


def from_rdflib(graph: rdflib.Graph) -> Index:
    """Another of rdflib's graphs; of a dataset the union of its graphs."""
    if isinstance(graph, rdflib.Dataset):
        return Index((s, p, o) for s, p, o, _ in graph.quads((None, None, None, None)))
    return Index(graph)
