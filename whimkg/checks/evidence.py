"""A graph as far as its evidence goes: snapshots, statements, and what else rests on places."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from uuid import uuid5

from pyoxigraph import Quad

from whimkg.base.namespaces import BASE, contract, expand
from whimkg.checks.spans import (
    ANCHOR,
    BEGIN,
    COLUMN,
    CONTEXT,
    END,
    LINE,
    PART_OF,
    SHA256,
    is_place,
    node_index,
    place,
    values,
)
from whimkg.graph.names import NAMESPACE
from whimkg.tables import Tables

__all__ = ["Graph"]

_TYPE, _LABEL, _TITLE = expand("rdf:type"), expand("rdfs:label"), expand("dcterms:title")
_ENDS = SUBJECT, PREDICATE, OBJECT = [
    expand(f"biolink:{end}") for end in ("subject", "predicate", "object")
]
_EVIDENCE, _DERIVED = expand("whimkg:evidence"), expand("prov:wasDerivedFrom")
_SNAPSHOT, _SECTION = expand("nif:Context"), expand("whimkg:Section")
_PIECE, _LENGTH = expand("whimkg:Evidence"), expand("whimkg:length")
_NUMBER, _DISEASE = expand("whimkg:referenceNumber"), expand("biolink:Disease")
#: What messages call things that rest on a place and are no statements.
_NAMES = {
    expand("biolink:InformationContentEntity"): "resource",
    expand("schema:Organization"): "organization",
    expand("biolink:ClinicalTrial"): "study",
    expand("sssom:Mapping"): "identifier",
}
_ASSOCIATION = re.compile(r"(.*)association/([0-9a-f-]{36})")
#: Places that are looked at to see whether a text is a graph's.
_SAMPLE = 32


class Graph:
    """A graph as far as its evidence goes.

    Args:
        quads: the graph; named graphs are taken together.
        tables: the data tables, which know the kinds of statements.
    """

    def __init__(self, quads: Iterable[Quad], tables: Tables) -> None:
        kinds = tables.statements.values()
        self._kinds = {expand(kind.predicate) for kind in kinds}
        self._defining = sorted({slot for kind in kinds for slot, _ in kind.qualifiers})
        self.nodes = node_index(quads, self.predicates(tables))

    @staticmethod
    def predicates(tables: Tables) -> list[str]:
        """IRIs of all properties that are looked at."""
        kinds = tables.statements.values()
        slots = {f"biolink:{slot}" for kind in kinds for slot, _ in kind.qualifiers}
        of_places = (BEGIN, END, LINE, COLUMN, CONTEXT, PART_OF, SHA256, ANCHOR, _LENGTH)
        named = (_TYPE, _LABEL, _TITLE, _NUMBER, _EVIDENCE, _DERIVED, *_ENDS)
        others = {*slots, *(kind.predicate for kind in kinds)}
        return sorted({*of_places, *named, *map(expand, others)})

    @cached_property
    def snapshots(self) -> dict[str, list[str]]:
        """Each text that the graph names, by its IRI, with the digests that are given for it."""
        named = {c for iri in self.nodes for c in values(self.nodes, iri, CONTEXT)}
        named |= {iri for iri in self.nodes if _SNAPSHOT in values(self.nodes, iri, _TYPE)}
        return {iri: values(self.nodes, iri, SHA256) for iri in sorted(named)}

    @cached_property
    def statements(self) -> dict[str, list[str]]:
        """Each statement with its pieces of evidence, in no order."""
        return {
            iri: values(self.nodes, iri, _EVIDENCE)
            for iri, node in self.nodes.items()
            if not node.keys().isdisjoint((*_ENDS, _EVIDENCE))
        }

    @cached_property
    def places(self) -> list[str]:
        """The places that the graph describes, sorted."""
        return sorted(iri for iri, node in self.nodes.items() if CONTEXT in node)

    @cached_property
    def sections(self) -> list[str]:
        """The sections of the texts, sorted."""
        return sorted(i for i in self.nodes if _SECTION in values(self.nodes, i, _TYPE))

    def lengths(self, snapshot: str) -> list[str]:
        """The numbers of characters that the graph gives for a text."""
        return values(self.nodes, snapshot, _LENGTH)

    def uuid(self, iri: str) -> str:
        """The UUID in a statement's IRI; the IRI where it has none."""
        named = _ASSOCIATION.fullmatch(iri)
        return named[2] if named else iri

    def ends(self, iri: str) -> list[str]:
        """Subjects, predicates and objects of a statement: three, if nothing is wrong with it."""
        return [value for end in _ENDS for value in values(self.nodes, iri, end)]

    def places_of(self, iri: str) -> list[str]:
        """IRIs of what a node was derived from."""
        return values(self.nodes, iri, _DERIVED)

    def share(self, text: str, snapshot: str) -> float:
        """The share of some places of a snapshot that hold in a text, from 0 to 1."""
        iris = sorted(i for i in self.nodes if snapshot in values(self.nodes, i, CONTEXT))
        step = max(1, len(iris) // _SAMPLE)
        places = [place(self.nodes, iri) for iri in iris[::step]]
        fitting = [not each.problem and not each.changed(text) for each in places]
        return sum(fitting) / len(fitting) if fitting else 0.0

    def named(self, iri: str) -> str:
        """Subject, predicate and object of a statement as CURIEs."""
        parts = [next(iter(values(self.nodes, iri, end)), "?") for end in _ENDS]
        return " ".join(contract(part) or (part if part == "?" else f"<{part}>") for part in parts)

    def faults(self, iri: str) -> Iterator[str]:
        """What is wrong with a statement beside the places of its evidence."""
        ends = [values(self.nodes, iri, end) for end in _ENDS]
        for name, found in zip(("subject", "predicate", "object"), ends, strict=True):
            if len(found) != 1:
                yield f"it has {len(found) or 'no'} {name}"
        if all(len(found) == 1 for found in ends):
            subject, predicate, obj = (found[0] for found in ends)
            if obj not in values(self.nodes, subject, predicate) and predicate in self._kinds:
                yield "the plain triple is missing"
            named = _ASSOCIATION.fullmatch(iri)
            if named and str(self._uuid(iri, named[1])) != named[2]:
                yield "its id is of another subject, predicate, object or qualifier"
        pieces = self.statements[iri]
        named_places = {each for piece in pieces for each in self.places_of(piece)}
        if named_places != set(self.places_of(iri)):
            yield "it names other places than its evidence"
        for piece in pieces:
            if not self.places_of(piece):
                yield f"its evidence <{piece}> names no place"

    def _uuid(self, iri: str, base: str) -> object:
        """The id that a statement of these ends and qualifiers has, whatever its base."""
        ends = [values(self.nodes, iri, end)[0] for end in _ENDS]
        slots = [
            (slot, value)
            for slot in self._defining
            for value in values(self.nodes, iri, expand(f"biolink:{slot}"))
        ]
        key = [_rebased(end, base) for end in ends]
        key += [f"{slot}={_rebased(value, base)}" for slot, value in slots]
        return uuid5(NAMESPACE, "\n".join(key))

    def bare(self) -> Iterator[tuple[str, str, str]]:
        """Triples of the kinds of statements that no statement speaks of."""
        stated = {
            tuple(next(iter(values(self.nodes, iri, end)), "") for end in _ENDS)
            for iri in self.statements
        }
        for subject, node in sorted(self.nodes.items()):
            for predicate in sorted(self._kinds & node.keys()):
                for obj in values(self.nodes, subject, predicate):
                    if (subject, predicate, obj) not in stated:
                        yield subject, predicate, obj

    def beside(self) -> Iterator[tuple[str, str]]:
        """What rests on a place but is no statement: what it is, and the place."""
        pieces = {piece for found in self.statements.values() for piece in found}
        used = {each for iri in (*self.statements, *pieces) for each in self.places_of(iri)}
        for iri in self.nodes.keys() - self.statements.keys() - pieces:
            for each in self.places_of(iri):
                if is_place(self.nodes, each):
                    used.add(each)
                    yield self._described(iri, each), each
        for iri in self.nodes.keys() - used:
            if CONTEXT in self.nodes[iri]:
                yield f"characters <{iri}>", iri

    def _described(self, iri: str, where: str) -> str:
        kinds = values(self.nodes, iri, _TYPE)
        if _PIECE in kinds:
            return f"evidence of no statement <{iri}>"
        if _SECTION in kinds:
            return f"date of section {iri.rpartition('/')[2]}"
        for number in values(self.nodes, iri, _NUMBER):
            return f"reference {number}"
        named = values(self.nodes, where, ANCHOR)
        if _DISEASE in kinds and named:
            return f"name {named[0]!r}"
        label = [*values(self.nodes, iri, _TITLE), *values(self.nodes, iri, _LABEL), *named]
        kind = _NAMES.get(kinds[0] if kinds else "", "node")
        return f"{kind} {label[0]!r}" if label else f"{kind} <{iri}>"


def _rebased(iri: str, base: str) -> str:
    """A disease without a term is named below the graph's own base; ids are of the default one."""
    start = f"{base}disease/"
    return f"{BASE}disease/{iri.removeprefix(start)}" if iri.startswith(start) else iri
