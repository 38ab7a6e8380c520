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
from collections.abc import Iterable

import pyoxigraph as ox

from whimkg.base.namespaces import contract, expand
from whimkg.shacl.datatypes import INTEGERS
from whimkg.shacl.report import Place
from whimkg.shacl.triples import Term, TripleIndex

__all__ = ["Places"]


def _iri(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))


_BEGIN, _END = _iri("nif:beginIndex"), _iri("nif:endIndex")
_LINE, _COLUMN = _iri("whimkg:line"), _iri("whimkg:column")
_CONTEXT, _PART_OF = _iri("nif:referenceContext"), _iri("dcterms:isPartOf")
_DERIVED, _SHA256 = _iri("prov:wasDerivedFrom"), _iri("whimkg:sha256")
_EVIDENCE, _LABEL = _iri("whimkg:evidence"), _iri("rdfs:label")
_SUBJECT, _PREDICATE = _iri("biolink:subject"), _iri("biolink:predicate")
_OBJECT = _iri("biolink:object")
_INTEGER = re.compile(r"[+-]?\d{1,12}", re.ASCII)
_FRAGMENT = re.compile(r"#char=(\d{1,12}),(\d{1,12})$")
_NAMES = (_LABEL, _iri("dcterms:title"), _iri("schema:name"), _iri("nif:anchorOf"))
#: Properties by which others speak of a node, the nearest first.
_SPEAKING = (_OBJECT, _SUBJECT, _iri("whimkg:groundedBy"), _iri("schema:diagnosis"))


class Places:
    """Looks up places in one graph.

    Args:
        graph: the graph.
    """

    def __init__(self, graph: TripleIndex) -> None:
        self._graph = graph

    def place(self, node: Term | None) -> Place | None:
        """The place of a node, if it has one."""
        if node is None or isinstance(node, ox.Literal):
            return None
        return (
            self._own(node)
            or self._derived(node)
            or self._first(self._graph.subjects(_EVIDENCE, node))
            or self._spoken_of(node)
        )

    def _own(self, node: Term) -> Place | None:
        begin, end = self._number(node, _BEGIN), self._number(node, _END)
        if begin is None or end is None:
            # What is wrong with a span may be just this: its IRI says it, too (RFC 5147).
            if not (fragment := _FRAGMENT.search(node.value)):
                return None
            begin, end = int(fragment[1]), int(fragment[2])
        context = self._one(node, _CONTEXT) or self._one(node, _PART_OF)
        digest = self._one(context, _SHA256) if context else None
        return Place(
            begin,
            end,
            self._number(node, _LINE),
            self._number(node, _COLUMN),
            digest.value if digest else None,
        )

    def _derived(self, node: Term) -> Place | None:
        places = [self._own(span) for span in self._graph.objects(node, _DERIVED)]
        return min((place for place in places if place), key=_order, default=None)

    def _first(self, nodes: Iterable[Term]) -> Place | None:
        places = [self._derived(node) for node in nodes]
        return min((place for place in places if place), key=_order, default=None)

    def _spoken_of(self, node: Term) -> Place | None:
        for predicate in _SPEAKING:
            if place := self._first(self._graph.subjects(predicate, node)):
                return place
        return None

    def statement(self, node: Term) -> Term | None:
        """The association that a node is, or belongs to; of several the first by IRI."""
        if any(self._one(node, p) is not None for p in (_EVIDENCE, _SUBJECT, _OBJECT, _PREDICATE)):
            return node
        owners = list(self._graph.subjects(_EVIDENCE, node))
        if not owners:
            derived = list(self._graph.subjects(_DERIVED, node))
            owners = [o for piece in derived for o in self._graph.subjects(_EVIDENCE, piece)]
        return min(owners, key=_value, default=None)

    def label(self, node: Term | None) -> str | None:
        """A name for people: of an association what it says, of evidence what it is for."""
        if node is None or isinstance(node, ox.Literal):
            return None
        for predicate in _NAMES:
            found = [name.value for name in self._graph.objects(node, predicate)]
            if found:
                return min(found)
        owner = min(self._graph.subjects(_EVIDENCE, node), key=_value, default=None)
        words = None if owner is None else self._statement_words(owner)
        return f"evidence for: {words}" if words else self._statement_words(node)

    def _statement_words(self, node: Term) -> str | None:
        """What an association says."""
        ends = [self._one(node, p) for p in (_SUBJECT, _PREDICATE, _OBJECT)]
        if all(end is not None for end in ends):
            return " ".join(self._short(end) for end in ends if end is not None)
        return None

    def _short(self, node: Term) -> str:
        name = next((text.value for text in self._graph.objects(node, _LABEL)), None)
        local = (contract(node.value) or node.value).rpartition(":")[2]
        is_predicate = bool(self._graph.subjects(_PREDICATE, node))
        return name or (local.replace("_", " ") if is_predicate else local)

    def _one(self, node: Term, predicate: ox.NamedNode) -> Term | None:
        return self._graph.value(node, predicate)

    def _number(self, node: Term, predicate: ox.NamedNode) -> int | None:
        for value in self._graph.objects(node, predicate):
            if isinstance(value, ox.Literal) and value.datatype.value in INTEGERS:
                return int(value.value) if _INTEGER.fullmatch(value.value) else None
        return None


def _order(place: Place) -> tuple[int, int]:
    return place.begin, place.end


def _value(term: Term) -> str:
    return term.value
