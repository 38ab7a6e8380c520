"""What the graph of the bundled record says, row by row, against two tables made by hand.

``expected_rows.tsv`` holds the symptom table, ``expected_prose.tsv`` what the prose says.
"""

from collections import Counter

import pytest

import whimkg
from tests.graph.records import Sheet, record, row
from tests.graph.view import DISEASE, View, bundled, expected

ROWS = expected("expected_rows.tsv")
PROSE = expected("expected_prose.tsv")
LINK = {
    "phenotype": ("biolink:has_phenotype", "biolink:DiseaseToPhenotypicFeatureAssociation"),
    "inheritance": (
        "biolink:has_mode_of_inheritance",
        "biolink:DiseaseOrPhenotypicFeatureToGeneticInheritanceAssociation",
    ),
    "onset": ("whimkg:ageOfOnset", "biolink:Association"),
}
#: Section by its number: kind, source, date.
SECTIONS = {
    "2": ("text", "infores:gard", "2011-11-13"),
    "3": ("symptoms", "infores:hpo-annotations", "2020-07-01"),
    "4": ("text", "infores:gard", "2011-11-14"),
    "7": ("differentials", "infores:orphanet", ""),
}
#: Row to what prose adds to its evidence: section, status, references.
BESIDE = {
    "HP:0200043": [("2", "established", "1,2"), ("2", "reported", "1,2")],
    "HP:0004313": [("2", "established", "1,2")],
    "HP:0031160": [("2", "established", "1,2")],
    "HP:0002718": [("2", "reported", "1,2")],
    "HP:0100658": [("2", "reported", "1,2")],
    "HP:0000006": [("2", "established", "1,2")],
}
QUALIFIERS = {
    "biolink:frequency_qualifier",
    "biolink:subject_form_or_variant_qualifier",
    "biolink:disease_context_qualifier",
    "biolink:object_aspect_qualifier",
    "biolink:object_direction_qualifier",
    "biolink:qualified_predicate",
    "biolink:original_predicate",
    "whimkg:frequencyLow",
    "whimkg:frequencyHigh",
}
#: What may stand on an association, and nothing else.
ALLOWED = QUALIFIERS | {
    "rdf:type",
    "biolink:subject",
    "biolink:predicate",
    "biolink:object",
    "biolink:knowledge_level",
    "biolink:agent_type",
    "biolink:primary_knowledge_source",
    "whimkg:claimStatus",
    "whimkg:statedOn",
    "whimkg:evidence",
    "prov:wasDerivedFrom",
}


def qualifiers(node: str) -> set[str]:
    about = bundled().about(node)
    return {f"{slot}={value}" for slot in QUALIFIERS & about.keys() for value in about[slot]}


def stated(node: str) -> tuple[str, str, str]:
    """Source, date and status of an association or a piece of evidence."""
    graph = bundled()
    dates = graph.values(node, "whimkg:statedOn")
    assert len(dates) <= 1
    return (
        graph.one(node, "biolink:primary_knowledge_source"),
        dates[0] if dates else "",
        graph.one(node, "whimkg:claimStatus"),
    )


def told(section: str, status: str) -> tuple[str, str, str]:
    _, source, day = SECTIONS[section]
    return source, f'"{day}"^^xsd:date' if day else "", f"whimkg:{status}"


def check(node: str, kind: str, pieces: list[tuple[str, str, str]], leading: int) -> None:
    """Class, level, agent; each piece; and that the association repeats the leading one."""
    graph = bundled()
    assert graph.about(node).keys() <= ALLOWED
    assert graph.values(node, "rdf:type") == [kind]
    assert graph.one(node, "biolink:knowledge_level") == '"knowledge_assertion"'
    agent = (
        "manual_agent" if pieces[leading - 1][0] == "3" else "manual_validation_of_automated_agent"
    )
    assert graph.one(node, "biolink:agent_type") == f'"{agent}"'
    found = graph.evidence(node)
    assert [piece.removeprefix(f"{node}/evidence/") for piece in found] == [
        str(number) for number, _ in enumerate(pieces, 1)
    ]
    for piece, (section, status, cites) in zip(found, pieces, strict=True):
        place = graph.one(piece, "whimkg:section")
        assert place.endswith(f"/section/{section}")
        assert graph.one(place, "whimkg:sectionKind") == f'"{SECTIONS[section][0]}"'
        assert stated(piece) == told(section, status)
        numbers = {
            graph.one(work, "whimkg:referenceNumber")
            for work in graph.values(piece, "biolink:publications")
        }
        assert numbers == {f'"{n}"^^xsd:integer' for n in cites.split(",") if n}
    assert stated(node) == told(*pieces[leading - 1][:2])


@pytest.mark.parametrize("row", ROWS, ids=[row["hp_id"] for row in ROWS])
def test_row(row: dict[str, str]) -> None:
    graph, term = bundled(), row["hp_id"]
    predicate, kind = LINK[row["kind"]]
    assert (DISEASE, predicate, term) in graph.triples
    node = graph.association(DISEASE, predicate, term)
    check(node, kind, [("3", "listed", ""), *BESIDE.get(term, [])], leading=1)
    frequency = set()
    if row["frequency"]:
        frequency = {
            f"biolink:frequency_qualifier={row['frequency']}",
            f'whimkg:frequencyLow="{row["low"]}"^^xsd:integer',
            f'whimkg:frequencyHigh="{row["high"]}"^^xsd:integer',
        }
    assert qualifiers(node) == frequency
    assert graph.one(term, "rdfs:label") == f'"{row["label"]}"@en'
    assert graph.one(term, "whimkg:currentLabel") == f'"{row["current_label"]}"@en'
    synonyms = {f'"{name}"@en' for name in row["synonyms"].split("|") if name}
    assert synonyms <= set(graph.values(term, "skos:altLabel"))
    assert all(
        name[1:-4].islower() for name in set(graph.values(term, "skos:altLabel")) - synonyms
    ), "only words of the prose stand beside the table's synonyms"


@pytest.mark.parametrize("row", PROSE, ids=[f"{r['predicate']} {r['object']}" for r in PROSE])
def test_prose(row: dict[str, str]) -> None:
    graph = bundled()
    assert (row["subject"], row["predicate"], row["object"]) in graph.triples
    node = graph.association(row["subject"], row["predicate"], row["object"])
    pieces = [tuple(piece.split(" ")) for piece in row["evidence"].split(";")]
    check(node, row["class"], pieces, int(row["leading"]))  # type: ignore[arg-type]
    assert qualifiers(node) == set(row["qualifiers"].split())


def test_there_is_nothing_else() -> None:
    graph = bundled()
    said = [(DISEASE, LINK[row["kind"]][0], row["hp_id"]) for row in ROWS]
    said += [(row["subject"], row["predicate"], row["object"]) for row in PROSE]
    ends = ("biolink:subject", "biolink:predicate", "biolink:object")
    found = [tuple(graph.one(node, end) for end in ends) for node in graph.associations]
    assert sorted(found) == sorted(said)
    assert len(found) == 52
    assert Counter(row["kind"] for row in ROWS) == {"phenotype": 35, "inheritance": 1, "onset": 1}
    assert len(graph.typed("whimkg:Evidence")) == 62


def test_frequency_bands() -> None:
    """As many of each as the page has; never "obligate" for a band, never "excluded"."""
    graph = bundled()
    nodes = graph.associations
    bands = Counter(q for n in nodes for q in graph.values(n, "biolink:frequency_qualifier"))
    assert bands == {"HP:0040281": 5, "HP:0040282": 5, "HP:0040283": 11, "HP:0040284": 10}
    assert not [t for t in graph.triples if "HP:0040285" in t]
    labels = {term: graph.one(term, "rdfs:label") for term in bands}
    assert labels == {
        "HP:0040281": '"Very frequent"@en',
        "HP:0040282": '"Frequent"@en',
        "HP:0040283": '"Occasional"@en',
        "HP:0040284": '"Very rare"@en',
    }
    assert {graph.one(term, "rdf:type") for term in bands} == {"biolink:NamedThing"}


def test_both_onsets_stand_side_by_side() -> None:
    """The table and the prose disagree; each keeps its own source, date and status."""
    graph = bundled()
    assert graph.values(DISEASE, "whimkg:ageOfOnset") == ["HP:0003593", "HP:0011463"]
    found = {
        term: stated(graph.association(DISEASE, "whimkg:ageOfOnset", term))
        for term in ("HP:0003593", "HP:0011463")
    }
    assert found == {
        "HP:0003593": ("infores:hpo-annotations", '"2020-07-01"^^xsd:date', "whimkg:listed"),
        "HP:0011463": ("infores:gard", '"2011-11-13"^^xsd:date', "whimkg:reported"),
    }
    piece = graph.evidence(graph.association(DISEASE, "whimkg:ageOfOnset", "HP:0011463"))[0]
    mapping = graph.one(piece, "whimkg:groundedBy")
    assert graph.one(mapping, "sssom:predicate_id") == "skos:closeMatch"


def test_what_is_not_exact_is_grounded_as_such() -> None:
    """Prevention of infections, prophylaxis and surveillance have no exact term."""
    graph = bundled()
    used: dict[str, set[str]] = {}
    for piece in graph.typed("whimkg:Evidence"):
        for mapping in graph.values(piece, "whimkg:groundedBy"):
            term = graph.one(mapping, "sssom:object_id")
            used.setdefault(term, set()).add(graph.one(mapping, "sssom:predicate_id"))
    inexact = {term: how for term, how in used.items() if how != {"skos:exactMatch"}}
    assert inexact == {
        "HP:0011463": {"skos:closeMatch"},
        "HP:0002718": {"skos:closeMatch", "skos:exactMatch"},
        "MAXO:0000061": {"skos:broadMatch"},
        "MAXO:0001492": {"skos:closeMatch"},
    }


def test_plerixafor_is_no_treatment_yet() -> None:
    graph = bundled()
    about = graph.about("DRUGBANK:DB06809")
    assert about["rdf:type"] == ["biolink:Drug"]
    assert about["biolink:in_clinical_trials_for"] == [DISEASE]
    assert about["biolink:affects"] == ["HGNC:2561"]
    assert not {"biolink:treats", "biolink:applied_to_treat"} & about.keys()
    assert "biolink:preventative_for_condition" not in graph.about("MAXO:0000061")


def test_differentials_are_other_diseases() -> None:
    """From Orphanet, undated, told in two vocabularies; never the same or a kind of the disease."""
    graph = bundled()
    elements = graph.values(DISEASE, "schema:differentialDiagnosis")
    assert len(elements) == 4
    for other in graph.values(DISEASE, "biolink:associated_with"):
        assert graph.one(other, "rdf:type") == "biolink:Disease"
        node = graph.association(DISEASE, "biolink:associated_with", other)
        assert f"{node}/differential" in elements
        assert graph.about(f"{node}/differential") == {
            "rdf:type": ["schema:DDxElement"],
            "schema:diagnosis": [other],
        }
        assert stated(node) == ("infores:orphanet", "", "whimkg:listed")
        assert all(stated(piece) == stated(node) for piece in graph.evidence(node))
        between = {p for s, p, o in graph.triples if {s, o} == {DISEASE, other}}
        assert between == {"biolink:associated_with"}
        assert not {"skos:exactMatch", "rdfs:subClassOf", "owl:sameAs"} & {
            p for s, p, o in graph.triples if DISEASE in (s, o) and other in (s, o)
        }
    named = "HGNC:24861"  # only a name within a name, tied to no disease
    assert not [t for t in graph.triples if named in t and "biolink:causes" in t]


def test_genes_are_those_of_the_page() -> None:
    graph = bundled()
    assert graph.typed("biolink:Gene") == ["HGNC:2561"]
    assert graph.one("HGNC:2561", "rdfs:label") == '"CXCR4"'
    assert graph.values("HGNC:2561", "biolink:causes") == [DISEASE]


def test_the_disease() -> None:
    graph = bundled()
    about = graph.about(DISEASE)
    assert about["rdf:type"] == ["biolink:Disease"]
    assert about["rdfs:label"] == ['"WHIM syndrome"@en']
    assert about["whimkg:currentLabel"] == ['"WHIM syndrome 1"@en']
    assert about["skos:altLabel"] == [
        '"WHIMS"@en',
        '"Warts, Hypogammaglobulinemia, Infections, and Myelokathexis"@en',
    ]
    assert about["dcterms:identifier"] == ['"GARD:0009297"']


def test_the_grouping_and_the_obsolete_disease_take_part_in_no_statement() -> None:
    graph = bundled()
    statements = graph.parts["base:graph/whim-syndrome/statements"]
    for other in ("MONDO:0023880", "MONDO:0008674", "MONDO:0030374"):
        assert not [t for t in statements if other in t]


def test_nine_labels_have_changed() -> None:
    changed = {row["hp_id"] for row in ROWS if row["label"] != row["current_label"]}
    assert len(changed) == 9
    graph = bundled()
    for known in ROWS:
        today = graph.one(known["hp_id"], "whimkg:currentLabel")
        assert (today != graph.one(known["hp_id"], "rdfs:label")) == (known["hp_id"] in changed)
        if known["hp_id"] in changed:
            assert today not in graph.values(known["hp_id"], "skos:altLabel")


@pytest.mark.parametrize("kind", ["inheritance", "onset", "course", "modifier"])
def test_only_phenotypes_have_a_frequency(kind: str) -> None:
    """Some pages list an inheritance in a band: it is not the inheritance that people share."""
    sheet = Sheet()
    sheet.turn()
    rows = (row(sheet, 1, "HP:0000007", "Some term", "80%-99%", kind=kind),)
    graph = View(whimkg.build(record(sheet, rows=rows)).quads)
    (node,) = graph.associations
    assert not QUALIFIERS & graph.about(node).keys()
    assert not graph.about("HP:0040281")
    band = [s for s in graph.values(node, "prov:wasDerivedFrom") if "80%" in str(graph.about(s))]
    assert len(band) == 1, "its place on the page is evidence all the same"
