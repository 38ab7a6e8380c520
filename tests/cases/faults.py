"""Which node each shape is shown on, and which values break a rule; see also ``faults.txt``."""

import re
from collections.abc import Iterator
from pathlib import Path

__all__ = [
    "CHANGES",
    "COUNTING",
    "FIRST",
    "OTHER",
    "OWNERS",
    "ROOTS_OF_RULE",
    "VALID",
    "focus",
    "roots",
]

#: Node shape to its focus node, and to what else must be in the cut.
_FOCUS: dict[str, tuple[str, ...]] = {
    "PhenotypeAssociation": ("ex:phenotype",),
    "InheritanceAssociation": ("ex:inheritance",),
    "DiseaseCourseAssociation": ("ex:onset",),
    "GeneAssociation": ("ex:gene",),
    "DrugTargetAssociation": ("ex:target",),
    "TreatmentAssociation": ("ex:treats",),
    "DifferentialAssociation": ("ex:differential", "ex:element"),
    "DifferentialElement": ("ex:element", "ex:differential"),
    "Evidence": ("<https://example.org/phenotype/evidence/1>", "ex:phenotype"),
    "Span": ("char:0\\,9",),
    "Page": ("ex:page",),
    "Snapshot": ("text:",),
    "Section": ("ex:symptoms",),
    "Publication": ("PMID:12692554",),
    "Organization": ("ROR:043z4tv69",),
    "InformationContentEntity": ("infores:omim",),
    "ClinicalTrial": ("ex:trial",),
    "Mapping": ("ex:contested", "ex:target"),
    "Dataset": ("ex:dataset",),
    "Source": ("ex:hpo",),
    "Disease": ("MONDO:0000001", "ex:same", "ex:reference", "ex:broader"),
    "PhenotypicFeature": ("HP:0001250", "ex:seizure"),
    "GeneticInheritance": ("HP:0000006", "ex:inheritance"),
    "Onset": ("HP:0003593", "ex:onset"),
    "ClinicalCourse": ("HP:0003676", "ex:course"),
    "ClinicalModifier": ("HP:0012828", "ex:modifier"),
    "Gene": ("HGNC:2561", "ex:gene"),
    "Treatment": ("MAXO:0000441", "ex:treats"),
    "Drug": ("DRUGBANK:DB06809", "ex:in-trials"),
    "Frequency": ("HP:0040281", "ex:phenotype"),
    "PopulationEstimate": ("ex:population", "MONDO:0000001"),
    "Graph": ("ex:dataset",),
}

#: Rules that several node shapes share, to the one that they are broken on.
OWNERS = {
    "one-class": "InheritanceAssociation",
    "association-source": "InheritanceAssociation",
    "association-source-id": "InheritanceAssociation",
    "association-knowledge-level": "InheritanceAssociation",
    "association-agent-type": "InheritanceAssociation",
    "association-evidence": "InheritanceAssociation",
    "association-has-evidence": "InheritanceAssociation",
    "association-status": "InheritanceAssociation",
    "association-has-status": "InheritanceAssociation",
    "association-of-page": "InheritanceAssociation",
    "association-page-says": "InheritanceAssociation",
    "association-read-by": "InheritanceAssociation",
    "association-stated-on": "InheritanceAssociation",
    "association-spans": "InheritanceAssociation",
    "association-spans-of-evidence": "InheritanceAssociation",
    "term-label": "PhenotypicFeature",
    "term-current-label": "PhenotypicFeature",
    "term-alt-label": "PhenotypicFeature",
    "term-used": "PhenotypicFeature",
    "term-match": "PhenotypicFeature",
    "term-subclass": "PhenotypicFeature",
    "term-xref": "PhenotypicFeature",
    "term-stray": "PhenotypicFeature",
    "named-label": "Organization",
    "named-spans": "Organization",
    "named-has-spans": "Organization",
    "named-mentioned": "Organization",
}

_DIFFERENTIAL = ("ex:differential", "ex:element")
#: Rules that need another cut than their node shape.
ROOTS_OF_RULE: dict[str, tuple[str, ...]] = {
    "treatment-context": ("ex:studied",),
    "treatment-context-of-sign": ("ex:studied",),
    "evidence-source-of-section": ("ex:inheritance", "infores:orphanet", "ex:differentials"),
    "evidence-spans-in-section": ("ex:inheritance",),
    "evidence-date-of-section": ("ex:inheritance",),
    "section-source-of-kind": ("ex:symptoms", "infores:gard"),
    "section-date-span": ("ex:symptoms", "ex:inheritance"),
    "disease-population": ("MONDO:0000001", "ex:population"),
    "disease-differential-subclass": _DIFFERENTIAL,
    "disease-differential-superclass": _DIFFERENTIAL,
    "disease-differential-same": _DIFFERENTIAL,
    "disease-inheritance": ("ex:inheritance",),
    "graph-personal-data": ("ex:trial",),
    "graph-plain-triples": _DIFFERENTIAL,
    "graph-leading-piece": ("ex:phenotype",),
    "graph-places": ("ex:inheritance", "ex:gene"),
    "graph-duplicates": ("ex:inheritance", "ex:same"),
    "graph-identities": (*_DIFFERENTIAL, "ex:same", "ex:contested", "ex:in-trials"),
    "graph-counts": ("ex:inheritance",),
    "graph-nodes": (),
    "graph-words": ("ex:inheritance", "ex:gene"),
}
#: Cases on the number of statements itself, which is not put right in them.
COUNTING = {
    "graph-counts",
    "dataset-statements",
    "dataset-has-statements",
}

#: A first value of properties that the base graph does not have, for the second to be one too many.
FIRST = {
    "dataset-triples": "6",
    "mapping-subject-label": '"plerixafor"',
    "mapping-object-label": '"plerixafor"',
    "mapping-names-agree": "true",
    "mapping-release": '"2026-08-04"',
    "mapping-object-release": '"2026-08-04"',
    "snapshot-incomplete": "true",
    "mapping-match-field": "rdfs:label",
    "treatment-context": "MONDO:0000001",
    "term-current-label": '"Fit"@en',
}

#: Values that break one constraint, where the kind of constraint alone does not give one.
OTHER: dict[tuple[str, str], str] = {
    ("phenotype-frequency-low", "datatype"): '"80"',
    ("phenotype-frequency-low", "pattern"): "-1",
    ("phenotype-frequency-high", "datatype"): '"99"',
    ("phenotype-frequency-high", "pattern"): "101",
    ("dataset-statements", "pattern"): "-1",
    ("dataset-triples", "pattern"): "0",
    ("publication-number", "pattern"): "0",
    ("snapshot-length", "pattern"): "0",
    ("section-begin", "pattern"): '"0201"^^xsd:nonNegativeInteger',
    ("section-begin", "datatype"): '"201"',
    ("section-end", "pattern"): '"0400"^^xsd:nonNegativeInteger',
    ("section-end", "datatype"): '"400"',
    ("section-line", "pattern"): "0",
    ("section-column", "pattern"): "0",
    ("span-begin", "pattern"): '"00"^^xsd:nonNegativeInteger',
    ("span-begin", "datatype"): '"0"',
    ("span-end", "pattern"): '"09"^^xsd:nonNegativeInteger',
    ("span-end", "datatype"): '"9"',
    ("span-line", "pattern"): "0",
    ("span-column", "pattern"): "0",
    ("association-evidence", "class"): "ex:page",
    ("association-page-says", "in"): '"prediction"',
    ("association-read-by", "in"): '"computational_model"',
    ("association-source", "maxCount"): "infores:gard",
    ("dataset-license", "maxCount"): "<https://example.org/another-licence>",
    ("dataset-license", "pattern"): "<urn:example:licence>",
    ("dataset-vocabulary", "pattern"): "<urn:example:vocabulary>",
    ("disease-identifier", "pattern"): '"GARD:9297"',
    ("disease-identifier", "maxCount"): '"GARD:0000002"',
    ("element-diagnosis", "maxCount"): "ex:nobody",
    ("evidence-source", "maxCount"): "infores:hpo-annotations",
    ("evidence-section", "maxCount"): "ex:symptoms",
    ("mapping-known-object", "node"): "<https://example.org/unknown>",
    ("mapping-object", "maxCount"): "CHEBI:125354",
    ("mapping-predicate", "in"): "owl:sameAs",
    ("mapping-source", "maxCount"): "infores:drugbank",
    ("mapping-subject", "maxCount"): "MONDO:0000001",
    ("page-about", "maxCount"): "ex:nobody",
    ("phenotype-frequency", "maxCount"): "HP:0040282",
    ("phenotype-frequency-low", "lessThanOrEquals"): "100",
    ("publication-url", "pattern"): '"www.example.org"',
    ("section-digest", "maxCount"): f'"{"c" * 64}"',
    ("section-begin", "lessThan"): '"400"^^xsd:nonNegativeInteger',
    ("section-begin", "maxCount"): '"202"^^xsd:nonNegativeInteger',
    ("section-end", "maxCount"): '"399"^^xsd:nonNegativeInteger',
    ("section-line", "maxCount"): "11",
    ("section-column", "maxCount"): "2",
    ("section-known-kind", "in"): '"chapter"',
    ("section-snapshot", "maxCount"): "ex:nobody",
    ("section-source", "maxCount"): "infores:gard",
    ("section-undated", "in"): "false",
    ("snapshot-archived", "maxCount"): '"2020-11"',
    ("snapshot-archived", "pattern"): '"2020"',
    ("snapshot-digest", "maxCount"): f'"{"c" * 64}"',
    ("snapshot-incomplete", "in"): "false",
    ("snapshot-repaired", "in"): "false",
    ("mapping-match-field", "maxCount"): "skos:altLabel",
    ("mapping-match-field", "in"): "rdfs:comment",
    ("disease-population", "maxCount"): "ex:nobody",
    ("population-bound", "pattern"): "0",
    ("population-bound", "maxCount"): "1000",
    ("population-place", "maxCount"): '"Europe"',
    ("population-section", "maxCount"): "ex:symptoms",
    ("population-source", "maxCount"): "infores:hpo-annotations",
    ("snapshot-length", "maxCount"): "601",
    ("snapshot-page", "maxCount"): "ex:nobody",
    ("source-license", "pattern"): "<urn:example:licence>",
    ("source-url", "pattern"): '"www.example.org"',
    ("source-url", "maxCount"): '"https://example.org/"',
    ("span-begin", "lessThan"): '"9"^^xsd:nonNegativeInteger',
    ("span-begin", "maxCount"): '"1"^^xsd:nonNegativeInteger',
    ("span-end", "maxCount"): '"8"^^xsd:nonNegativeInteger',
    ("span-line", "maxCount"): "2",
    ("span-column", "maxCount"): "2",
    ("span-digest", "maxCount"): f'"{"c" * 64}"',
    ("span-section", "maxCount"): "ex:nobody",
    ("span-snapshot", "maxCount"): "ex:nobody",
    ("term-alt-label", "disjoint"): '"Seizure"@en',
    ("gene-alt-symbol", "disjoint"): '"CXCR4"',
    ("gene-symbol", "maxCount"): '"LESTR2"',
    ("term-label", "uniqueLang"): '"Fit"@en',
    ("term-current-label", "uniqueLang"): '"Fit"@en, "Seizure"@en',
    ("named-label", "uniqueLang"): '"Another Institute"@en',
    ("dataset-description", "uniqueLang"): '"Another description."@en',
    ("term-xref", "pattern"): '"nothing"',
    ("term-xref", "datatype"): '"OMIM:193670"@en',
    ("treatment-context", "maxCount"): "ex:nobody",
    ("treatment-predicate", "maxCount"): "biolink:applied_to_treat",
    ("treatment-predicate", "in"): "biolink:affects",
    ("page-mentions", "or"): "ex:hpo",
    ("dataset-source", "or"): "ex:page",
} | {
    (f"{kind}-{end}", broken): other
    for kind, ends in {
        "phenotype": ("HP:0001888", "MONDO:0000001"),
        "inheritance": ("HP:0000006", "MONDO:0000001"),
        "course": ("HP:0003593", "MONDO:0000001"),
        "gene": ("MONDO:0000001", "HGNC:2561"),
        "target": ("HGNC:2561", "DRUGBANK:DB06809"),
        "treatment": ("MONDO:0000001", "MAXO:0000441"),
        "differential": ("ex:nobody", "ex:nobody"),
    }.items()
    for end, other in zip(("subject", "object"), ends, strict=True)
    for broken in ("maxCount", "class", "or")
}


def _sections() -> Iterator[tuple[list[str], str]]:
    text = (Path(__file__).parent / "faults.txt").read_text(encoding="utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.M)
    for heading, body in re.findall(r"^\[(.*)\]\n((?:.+\n)*)", text, flags=re.M):
        # A change may go on in the next line, which is then indented.
        yield heading.split(), re.sub(r"\n +", " ", body)


_READ = list(_sections())
#: Rule and kind of constraint, or a word, to the change that breaks it.
CHANGES: dict[tuple[str, str], str] = {
    (words[0], words[1]): change for words, change in _READ if words[1] != "valid"
}
#: Further valid graphs: name to node shape and change.
VALID: dict[str, tuple[str, str]] = {
    words[0]: (words[2], change) for words, change in _READ if words[1] == "valid"
}


def focus(rule: str, owner: str) -> str:
    """The node that a rule is broken on."""
    return (ROOTS_OF_RULE.get(rule) or _FOCUS[owner])[0]


def roots(shape: str) -> tuple[str, ...]:
    """The nodes that a case of a node shape is cut from."""
    return _FOCUS[shape]
