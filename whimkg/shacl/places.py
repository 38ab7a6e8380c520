"""Where on the page a node of the graph stands, which statement it belongs to, and its name.

=====================  ==================================================================
node                   place
=====================  ==================================================================
span, section          its own offsets
anything derived       the first, in page order, of the spans that it was derived from
piece of evidence      the same; else that of its association
term, mapping          that of the first association or evidence that speaks of it
=====================  ==================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import rdflib
from rdflib.namespace import RDFS

from whimkg.base.namespaces import contract, expand
from whimkg.shacl.report import Place

if TYPE_CHECKING:
    from rdflib.term import Node

    from whimkg.shacl._index import Index

__all__ = ["Places"]


def _iri(curie: str) -> rdflib.URIRef:
    return rdflib.URIRef(expand(curie))


_BEGIN, _END = _iri("nif:beginIndex"), _iri("nif:endIndex")
_LINE, _COLUMN = _iri("whimkg:line"), _iri("whimkg:column")
_CONTEXT, _PART_OF = _iri("nif:referenceContext"), _iri("dcterms:isPartOf")
_DERIVED, _SHA256 = _iri("prov:wasDerivedFrom"), _iri("whimkg:sha256")
_EVIDENCE = _iri("whimkg:evidence")
_SUBJECT, _PREDICATE = _iri("biolink:subject"), _iri("biolink:predicate")
_OBJECT = _iri("biolink:object")
_FRAGMENT = re.compile(r"#char=(\d{1,12}),(\d{1,12})$")
_NAMES = (RDFS.label, _iri("dcterms:title"), _iri("schema:name"), _iri("nif:anchorOf"))
#: Properties by which others speak of a node, the nearest first.
_SPEAKING = (_OBJECT, _SUBJECT, _iri("whimkg:groundedBy"), _iri("schema:diagnosis"))


class Places:
    """Looks up places in one graph.

    Args:
        graph: the graph.
    """

    def __init__(self, graph: Index) -> None:
        self._graph = graph

    def place(self, node: Node | None) -> Place | None:
        """The place of a node, if it has one."""
        if node is None or isinstance(node, rdflib.Literal):
            return None
        return (
            self._own(node)
            or self._derived(node)
            or self._first(self._graph.subjects(_EVIDENCE, node))
            or self._spoken_of(node)
        )

    def _own(self, node: Node) -> Place | None:
        begin, end = self._number(node, _BEGIN), self._number(node, _END)
        if begin is None or end is None:
            # What is wrong with a span may be just this: its IRI says it, too (RFC 5147).
            if not (fragment := _FRAGMENT.search(str(node))):
                return None
            begin, end = int(fragment[1]), int(fragment[2])
        context = self._one(node, _CONTEXT) or self._one(node, _PART_OF)
        digest = self._one(context, _SHA256) if context else None
        return Place(
            begin,
            end,
            self._number(node, _LINE),
            self._number(node, _COLUMN),
            str(digest) if digest else None,
        )

    def _derived(self, node: Node) -> Place | None:
        places = [self._own(span) for span in self._graph.objects(node, _DERIVED)]
        return min((place for place in places if place), key=_order, default=None)

    def _first(self, nodes: Iterator[Node]) -> Place | None:
        places = [self._derived(node) for node in nodes]
        return min((place for place in places if place), key=_order, default=None)

    def _spoken_of(self, node: Node) -> Place | None:
        for predicate in _SPEAKING:
            if place := self._first(self._graph.subjects(predicate, node)):
                return place
        return None

    def statement(self, node: Node) -> Node | None:
        """The association that a node is, or belongs to; of several the first by IRI."""
        if any(self._one(node, p) is not None for p in (_EVIDENCE, _SUBJECT, _OBJECT, _PREDICATE)):
            return node
        owners = list(self._graph.subjects(_EVIDENCE, node))
        if not owners:
            derived = list(self._graph.subjects(_DERIVED, node))
            owners = [o for piece in derived for o in self._graph.subjects(_EVIDENCE, piece)]
        return min(owners, key=str, default=None)

    def label(self, node: Node | None) -> str | None:
        """A name for people: of an association what it says, of evidence what it is for."""
        if node is None or isinstance(node, rdflib.Literal):
            return None
        for predicate in _NAMES:
            found = [str(name) for name in self._graph.objects(node, predicate)]
            if found:
                return min(found)
        owner = min(self._graph.subjects(_EVIDENCE, node), key=str, default=None)
        words = None if owner is None else self._statement_words(owner)
        return f"evidence for: {words}" if words else self._statement_words(node)

    def _statement_words(self, node: Node) -> str | None:
        """What an association says."""
        ends = [self._one(node, p) for p in (_SUBJECT, _PREDICATE, _OBJECT)]
        if all(end is not None for end in ends):
            return " ".join(self._short(end) for end in ends if end is not None)
        return None

    def _short(self, node: Node) -> str:
        name = next((str(text) for text in self._graph.objects(node, RDFS.label)), None)
        local = (contract(str(node)) or str(node)).rpartition(":")[2]
        is_predicate = self._graph.value(None, _PREDICATE, node) is not None
        return name or (local.replace("_", " ") if is_predicate else local)

    def _one(self, node: Node, predicate: Node) -> Node | None:
        return next(iter(self._graph.objects(node, predicate)), None)

    def _number(self, node: Node, predicate: Node) -> int | None:
        for value in self._graph.objects(node, predicate):
            if isinstance(value, rdflib.Literal) and isinstance(value.value, int):
                return int(value.value)
        return None


def _order(place: Place) -> tuple[int, int]:
    return place.begin, place.end
