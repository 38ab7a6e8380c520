"""The order in which a person wants to read a graph, for every format that has an order.

Subjects come in groups (``GROUPS``), and inside a group as they stand on the page: statements by
the place of their first piece of evidence, evidence by its statement, spans by their position.
Predicates come in the order of the terms in ``data/context.json``.
"""

from collections import Counter
from functools import cache

from whimkg.base.namespaces import context_terms, expand
from whimkg.export.rdf.nodes import Index, Node, iris, natural
from whimkg.export.rdf.places import places

__all__ = [
    "DISEASES",
    "GROUPS",
    "grouped",
    "inverted_predicates",
    "sorted_predicates",
]

_TYPE, _CATEGORY = expand("rdf:type"), expand("biolink:category")
_SUBJECT, _OBJECT = expand("biolink:subject"), expand("biolink:object")
_PREDICATE = expand("biolink:predicate")
_DISEASE = expand("biolink:Disease")
#: What kind of node says by which predicate what a graph is about.
_SUBJECTS = (
    (expand("schema:MedicalWebPage"), expand("schema:about")),
    (expand("dcat:Dataset"), expand("dcterms:subject")),
)

#: The heading of what the graph is about.
DISEASES = "Diseases of the page"
_REST = "Anything else"
#: Heading, and the types or statement predicates of which one puts a node there; first fit wins.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The dataset", ("dcat:Dataset", "void:Dataset", "dcat:Distribution")),
    (DISEASES, ()),
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
def inverted_predicates() -> tuple[str, ...]:
    """The predicates that terms of ``data/context.json`` turn round."""
    definitions = (term for term in context_terms().values() if isinstance(term, dict))
    return tuple(sorted({expand(each["@reverse"]) for each in definitions if "@reverse" in each}))


@cache
def _predicate_ranks() -> dict[str, int]:
    named = [
        term["@id"] for term in context_terms().values() if isinstance(term, dict) and "@id" in term
    ]
    ranks = {expand(curie): rank for rank, curie in enumerate(dict.fromkeys(named), start=1)}
    return {_TYPE: 0, **ranks}


def sorted_predicates(node: Node) -> list[str]:
    """The predicates of a node: its type, those of ``data/context.json``, then the rest."""
    ranks = _predicate_ranks()
    return sorted(node, key=lambda iri: (ranks.get(iri, len(ranks)), iri))


def main_diseases(index: Index) -> list[str]:
    """The diseases that a graph is about, in order.

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
    parts = Counter(iri for node in index.values() for iri in _ends(node) & diseases)
    return [min(diseases, key=lambda iri: (-parts[iri], natural(iri)))]


def _ends(node: Node) -> set[str]:
    return {*iris(node, _SUBJECT), *iris(node, _OBJECT)}


def _types(node: Node) -> set[str]:
    return {*iris(node, _TYPE), *iris(node, _CATEGORY)}


def _marks(*curies: str) -> set[str]:
    return {expand(curie) for curie in curies}


def grouped(index: Index) -> dict[str, list[str]]:
    """Heading to subjects, both in reading order; groups without subjects are left out."""
    groups: dict[str, list[str]] = {title: [] for title, _ in GROUPS}
    groups[DISEASES] = main_diseases(index)
    diseases = set(groups[DISEASES])
    for subject, node in index.items():
        if subject not in diseases:
            groups[_heading(node)].append(subject)
    place = places(index)
    for title, subjects in groups.items():
        if title != DISEASES:
            subjects.sort(key=place)
    return {title: subjects for title, subjects in groups.items() if subjects}


def _heading(node: Node) -> str:
    """The heading under which a node stands, if it is none of what the graph is about."""
    own = _types(node) | set(iris(node, _PREDICATE))
    for title, marks in _group_marks():
        if not marks.isdisjoint(own):
            return title
    return _REST


@cache
def _group_marks() -> tuple[tuple[str, set[str]], ...]:
    return tuple((title, _marks(*curies)) for title, curies in GROUPS)
