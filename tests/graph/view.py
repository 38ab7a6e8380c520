"""A graph as plain strings, read without any code of whimkg: what the other tests look at.

An IRI is shortened by the prefixes below, never by ``data/prefixes.json``; a literal is written
``"text"@en`` or ``"5"^^xsd:integer``. Blank nodes are refused.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

import whimkg

HERE = Path(__file__).parent
BASE = "https://w3id.org/whimkg/"
DISEASE = "MONDO:8000006"
PREFIXES = {
    "HP": "http://purl.obolibrary.org/obo/HP_",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "MAXO": "http://purl.obolibrary.org/obo/MAXO_",
    "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
    "DOID": "http://purl.obolibrary.org/obo/DOID_",
    "HGNC": "http://identifiers.org/hgnc/",
    "DRUGBANK": "http://identifiers.org/drugbank/",
    "CLINICALTRIALS": "http://identifiers.org/clinicaltrials/",
    "UMLS": "http://identifiers.org/umls/",
    "Orphanet": "http://www.orpha.net/ORDO/Orphanet_",
    "PMID": "http://www.ncbi.nlm.nih.gov/pubmed/",
    "ROR": "https://ror.org/",
    "infores": "https://w3id.org/information-resource-registry/",
    "biolink": "https://w3id.org/biolink/vocab/",
    "whimkg": "https://w3id.org/whimkg/vocab#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "oboInOwl": "http://www.geneontology.org/formats/oboInOwl#",
    "base": BASE,
}
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
PARTS = ("statements", "evidence", "identities", "description")


@cache
def short(iri: str) -> str:
    for prefix, start in _LONGEST_FIRST:
        if iri.startswith(start):
            return f"{prefix}:{iri[len(start) :]}"
    return f"<{iri}>"


def written(term: NamedNode | Literal | BlankNode | Triple | DefaultGraph) -> str:
    if isinstance(term, NamedNode):
        return short(term.value)
    assert isinstance(term, Literal), term
    if term.language:
        return f'"{term.value}"@{term.language}'
    datatype = short(term.datatype.value)
    return f'"{term.value}"' if datatype == "xsd:string" else f'"{term.value}"^^{datatype}'


def value(literal: str) -> str:
    """The characters of a written literal."""
    return literal[1 : literal.rindex('"')]


def is_literal(term: str) -> bool:
    return term.startswith('"')


class View:
    """A graph's triples, by named graph and in their union."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.parts: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
        self._forward: dict[str, dict[str, list[str]]] = {}
        self._backward: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.triples: set[tuple[str, str, str]] = set()
        for quad in quads:
            s, p, o = written(quad.subject), written(quad.predicate), written(quad.object)
            self.parts[written(quad.graph_name)].add((s, p, o))
            self.triples.add((s, p, o))
        for s, p, o in sorted(self.triples):
            self._forward.setdefault(s, {}).setdefault(p, []).append(o)
            self._backward[(p, o)].append(s)

    def about(self, subject: str) -> dict[str, list[str]]:
        """All that is said of a subject; values in order."""
        return self._forward.get(subject, {})

    def values(self, subject: str, predicate: str) -> list[str]:
        return self.about(subject).get(predicate, [])

    def one(self, subject: str, predicate: str) -> str:
        found = self.values(subject, predicate)
        assert len(found) == 1, (subject, predicate, found)
        return found[0]

    def number(self, subject: str, predicate: str) -> int:
        return int(value(self.one(subject, predicate)))

    def subjects(self, predicate: str, obj: str) -> list[str]:
        return self._backward.get((predicate, obj), [])

    def typed(self, kind: str) -> list[str]:
        return self.subjects("rdf:type", kind)

    @property
    def named(self) -> list[str]:
        """Every subject."""
        return sorted(self._forward)

    @property
    def associations(self) -> list[str]:
        return [node for node in self.named if "biolink:subject" in self.about(node)]

    def association(self, subject: str, predicate: str, obj: str) -> str:
        found = [
            node
            for node in self.subjects("biolink:object", obj)
            if self.values(node, "biolink:subject") == [subject]
            and self.values(node, "biolink:predicate") == [predicate]
        ]
        assert len(found) == 1, (subject, predicate, obj, found)
        return found[0]

    def evidence(self, association: str) -> list[str]:
        """The pieces of evidence, in the order of their numbers."""
        pieces = self.values(association, "whimkg:evidence")
        return sorted(pieces, key=lambda node: int(node.rsplit("/", 1)[1]))


@cache
def bundled() -> View:
    return View(whimkg.build().quads)


def expected(name: str) -> list[dict[str, str]]:
    """The rows of a table of what the graph must say."""
    text = (HERE / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
