"""The order in which a person wants to read a graph, for every format that has an order.

Subjects come in groups (``GROUPS``), and inside a group as they stand on the page: statements by
the place of their first piece of evidence, evidence by its statement, spans by their position.
Predicates come in the order of the terms in ``data/context.json``.
"""

import json
from collections import Counter
from functools import cache

from whimkg import resources
from whimkg.export._terms import Index, Natural, Node, iris, natural
from whimkg.namespaces import expand

__all__ = ["GROUPS", "grouped", "main_diseases", "sorted_predicates", "terms"]

_TYPE, _CATEGORY = expand("rdf:type"), expand("biolink:category")
_SUBJECT, _OBJECT = expand("biolink:subject"), expand("biolink:object")
_PREDICATE = expand("biolink:predicate")
_EVIDENCE, _DERIVED = expand("whimkg:evidence"), expand("prov:wasDerivedFrom")
_BEGIN, _DISEASE = expand("nif:beginIndex"), expand("biolink:Disease")
_MAPPED = [expand(f"sssom:{each}") for each in ("subject_id", "subject_label", "object_id")]
#: What kind of node says by which predicate what a graph is about.
_SUBJECTS = (
    (expand("schema:MedicalWebPage"), expand("schema:about")),
    (expand("dcat:Dataset"), expand("dcterms:subject")),
)

_DISEASES = "Diseases of the page"
_REST = "Anything else"
#: Heading, and the types or statement predicates of which one puts a node there; first fit wins.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The dataset", ("dcat:Dataset", "void:Dataset", "dcat:Distribution")),
    (_DISEASES, ()),
    ("Statements: phenotypes", ("biolink:DiseaseToPhenotypicFeatureAssociation",)),
    ("Statements: inheritance", ("biolink:has_mode_of_inheritance",)),
    ("Statements: onset", ("whimkg:ageOfOnset",)),
    ("Statements: genes", ("biolink:CausalGeneToDiseaseAssociation",)),
    (
        "Statements: treatments and drugs",
        (
            "biolink:ChemicalOrDrugOrTreatmentToDiseaseOrPhenotypicFeatureAssociation",
            "biolink:ChemicalAffectsGeneAssociation",
        ),
    ),
    (
        "Statements: differential diagnoses",
        ("biolink:DiseaseToDiseaseAssociation", "biolink:associated_with", "schema:DDxElement"),
    ),
    ("Statements: others", ("biolink:Association",)),
    ("Terms: phenotypes", ("biolink:PhenotypicFeature",)),
    ("Terms: inheritance and onset", ("biolink:GeneticInheritance", "biolink:Onset")),
    ("Terms: genes", ("biolink:Gene",)),
    (
        "Terms: treatments and drugs",
        ("biolink:Treatment", "biolink:Drug", "biolink:ChemicalEntity", "biolink:SmallMolecule"),
    ),
    ("Terms: diseases", ("biolink:Disease",)),
    ("Terms: frequencies", ("biolink:NamedThing",)),
    ("Evidence", ("whimkg:Evidence",)),
    ("The page and its sections", ("schema:MedicalWebPage", "nif:Context", "whimkg:Section")),
    (
        "What the page cites and names",
        (
            *("biolink:Publication", "biolink:ClinicalTrial"),
            *("schema:Organization", "biolink:InformationContentEntity"),
        ),
    ),
    ("Places on the page", ("nif:RFC5147String",)),
    ("Mappings", ("sssom:Mapping",)),
    ("Sources", ("dcterms:BibliographicResource",)),
    (_REST, ()),
)


@cache
def terms() -> dict[str, str | dict[str, str]]:
    """The term definitions of ``data/context.json``, in its order."""
    loaded: dict[str, str | dict[str, str]] = json.loads(resources.text("data/context.json"))
    return loaded


@cache
def _predicate_ranks() -> dict[str, int]:
    named = [term["@id"] for term in terms().values() if isinstance(term, dict) and "@id" in term]
    ranks = {expand(curie): rank for rank, curie in enumerate(dict.fromkeys(named), start=1)}
    return {_TYPE: 0, **ranks}


def sorted_predicates(node: Node) -> list[str]:
    """The predicates of a node: its type, those of ``data/context.json``, then the rest."""
    ranks = _predicate_ranks()
    return sorted(node, key=lambda iri: (ranks.get(iri, len(ranks)), iri))


def main_diseases(index: Index) -> list[str]:
    """The diseases that the graph is about.

    These are the ``biolink:Disease`` nodes that a ``schema:MedicalWebPage`` has as
    ``schema:about`` or a ``dcat:Dataset`` as ``dcterms:subject``; if there are none, the disease
    that takes part in most statements (of several, the first by IRI), if there is one.
    """
    diseases = {iri for iri, node in index.items() if _DISEASE in _types(node)}
    about = {
        iri
        for node in index.values()
        for kind, predicate in _SUBJECTS
        if predicate in node and kind in _types(node)
        for iri in iris(node, predicate)
    }
    if about & diseases or not diseases:
        return sorted(about & diseases, key=natural)
    parts = Counter(iri for node in index.values() for iri in _ends(node))
    return [min(diseases, key=lambda iri: (-parts[iri], natural(iri)))]


def _ends(node: Node) -> set[str]:
    return {*iris(node, _SUBJECT), *iris(node, _OBJECT)}


def _types(node: Node) -> set[str]:
    return {*iris(node, _TYPE), *iris(node, _CATEGORY)}


def _marks(*curies: str) -> set[str]:
    return {expand(curie) for curie in curies}


def grouped(index: Index) -> dict[str, list[str]]:
    """Heading to subjects, both in reading order; groups without subjects are left out."""
    diseases = main_diseases(index)
    groups: dict[str, list[str]] = {heading: [] for heading, _ in GROUPS}
    groups[_DISEASES] = diseases
    for subject, node in index.items():
        if subject not in diseases:
            groups[_heading(node)].append(subject)
    place = _Places(index)
    for heading, subjects in groups.items():
        if heading != _DISEASES:
            subjects.sort(key=place.key)
    return {heading: subjects for heading, subjects in groups.items() if subjects}


def _heading(node: Node) -> str:
    own = _types(node) | set(iris(node, _PREDICATE))
    for heading, marks in _group_marks():
        if not marks.isdisjoint(own):
            return heading
    return _REST


@cache
def _group_marks() -> tuple[tuple[str, set[str]], ...]:
    return tuple((heading, _marks(*curies)) for heading, curies in GROUPS)


class _Places:
    """Where on the page a node stands, as a sorting key.

    Nodes without a place come last: mappings by what they map, others by their IRI.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._owner = {piece: iri for iri, node in index.items() for piece in iris(node, _EVIDENCE)}

    def key(self, iri: str) -> tuple[bool, list[Natural]]:
        begin = self._begin(self._owner.get(iri, iri))
        if begin:
            return False, [begin, natural(iri)]
        node = self._index[iri]
        mapped = [natural(term.value) for each in _MAPPED for term in node.get(each, [])]
        return True, [*mapped, natural(iri)]

    def _begin(self, iri: str) -> Natural | None:
        """A span's begin; the last span's begin of a piece of evidence, or of the first piece."""
        node = self._index[iri]
        pieces = sorted(iris(node, _EVIDENCE), key=natural)
        spans = iris(self._index.get(pieces[0], {}) if pieces else node, _DERIVED) or [iri]
        begins = [
            natural(term.value)
            for span in spans
            for term in self._index.get(span, {}).get(_BEGIN, [])
        ]
        return max(begins, default=None)
