"""Identities of the bundled graph: each by its source, none merged, conflicts side by side."""

import whimkg
from tests.graph.records import Sheet, claim, record
from tests.graph.view import DISEASE, View, bundled, short, value


def mappings(graph: View, subject: str, obj: str) -> dict[str, str]:
    """Predicate to node of the mappings between two terms."""
    return {
        graph.one(node, "sssom:predicate_id"): node
        for node in graph.subjects("sssom:object_id", obj)
        if graph.values(node, "sssom:subject_id") == [subject]
    }


def test_mondo_s_own_stand_plainly_too() -> None:
    graph = bundled()
    exact = graph.values(DISEASE, "skos:exactMatch")
    assert {
        "DOID:0060591",
        "Orphanet:51636",
        "UMLS:C5542296",
        "<https://omim.org/entry/193670>",
    } <= {*exact}
    for other in exact:
        node = mappings(graph, DISEASE, other)["skos:exactMatch"]
        assert graph.one(node, "sssom:mapping_source").startswith(
            "<https://github.com/monarch-init"
        )
        assert graph.one(node, "sssom:mapping_justification").startswith("semapv:")


def test_gard_s_identifier_is_a_cross_reference() -> None:
    """Mondo has no SKOS predicate for it; as a cross-reference its value is a string."""
    graph = bundled()
    references = graph.values(DISEASE, "oboInOwl:hasDbXref")
    assert '"GARD:0009297"' in references
    assert all(reference.startswith('"') for reference in references)
    node = "<https://rarediseases.info.nih.gov/diseases/0009297>"
    assert mappings(graph, DISEASE, node).keys() == {"oboInOwl:hasDbXref"}
    assert node not in graph.values(DISEASE, "skos:exactMatch")


def test_the_two_ids_for_plerixafor_conflict() -> None:
    graph, drug = bundled(), "DRUGBANK:DB06809"
    one = mappings(graph, drug, "CHEBI:120346")["skos:exactMatch"]
    other = mappings(graph, drug, "CHEBI:125354")["skos:exactMatch"]
    assert graph.one(one, "whimkg:conflictsWith") == other
    assert graph.one(other, "whimkg:conflictsWith") == one
    assert not {"CHEBI:120346", "CHEBI:125354"} & {*graph.values(drug, "skos:exactMatch")}


def test_the_concept_that_two_diseases_claim() -> None:
    """Mondo puts it on the grouping, others on the disease: mappings alone, with the conflict."""
    graph, concept = bundled(), "UMLS:C0472817"
    mondo = mappings(graph, "MONDO:0023880", concept)["skos:exactMatch"]
    for subject in ("DOID:0060591", "Orphanet:51636"):
        node = mappings(graph, subject, concept)["oboInOwl:hasDbXref"]
        assert graph.one(node, "whimkg:conflictsWith") == mondo
        assert '"UMLS:C0472817"' not in graph.values(subject, "oboInOwl:hasDbXref")
    assert not mappings(graph, DISEASE, concept)


def test_conflicts() -> None:
    """All of them, also those about what is exactly the same as a differential."""
    graph = bundled()
    disputed = set()
    for node, predicate, other in graph.triples:
        if predicate == "whimkg:conflictsWith":
            assert graph.values(node, "rdf:type") == ["sssom:Mapping"]
            assert graph.values(other, "rdf:type") == ["sssom:Mapping"]
            disputed.add((graph.one(node, "sssom:subject_id"), graph.one(node, "sssom:object_id")))
    assert disputed == {
        ("DRUGBANK:DB06809", "CHEBI:120346"),
        ("DRUGBANK:DB06809", "CHEBI:125354"),
        ("DOID:0060591", "UMLS:C0472817"),
        ("Orphanet:51636", "UMLS:C0472817"),
        ("DOID:0111947", "<http://purl.obolibrary.org/obo/NCIT_C126349>"),
        ("DOID:13777", "<https://omim.org/phenotypicSeries/PS226400>"),
        ("MONDO:0008674", "MONDO:0023880"),
        ("<https://rarediseases.info.nih.gov/diseases/0009297>", "<https://omim.org/entry/193670>"),
    }


def test_what_stands_plainly_is_also_a_mapping() -> None:
    graph = bundled()
    part = graph.parts["base:graph/whim-syndrome/identities"]
    plain = [t for t in part if not t[0].startswith("base:")]
    assert len(plain) > 50
    for subject, predicate, obj in plain:
        term = obj
        if obj.startswith('"'):
            prefix, _, local = value(obj).partition(":")
            from whimkg.base.namespaces import prefix_map

            term = short(prefix_map()[prefix] + local)
        assert predicate in mappings(graph, subject, term), (subject, predicate, obj)


def test_no_term_that_was_not_found_is_an_object_of_a_match() -> None:
    graph = bundled()
    missing = [s for s, p, o in graph.triples if o == "sssom:NoTermFound"]
    assert all(s.startswith("base:mapping/") for s in missing)


def test_a_mapping_of_other_tables_is_told_as_the_record_has_it() -> None:
    """A record read with a curator's own tables is built without them, elsewhere or later."""
    sheet = Sheet()
    sheet.turn()
    sheet.turn()
    said = claim(sheet, "used", "mentioned", treatment="MAXO:0009999")
    graph = View(whimkg.build(record(sheet, claims=(said,))).quads)
    (piece,) = graph.typed("whimkg:Evidence")
    assert graph.about(graph.one(piece, "whimkg:groundedBy")) == {
        "rdf:type": ["sssom:Mapping"],
        "sssom:subject_label": ['"words for MAXO:0009999"'],
        "sssom:predicate_id": ["skos:exactMatch"],
        "sssom:object_id": ["MAXO:0009999"],
        "sssom:mapping_justification": ["semapv:UnspecifiedMatching"],
        "sssom:mapping_source": ["base:dataset/small"],
    }
