"""The disease's identity from the tables of terms, and the sources that a graph names."""

import pytest

import whimkg
from tests.graph.records import Sheet, record, row, whole
from tests.graph.view import View, bundled
from whimkg import tables
from whimkg.base import resources
from whimkg.tables.tsv import rows as tsv_rows

XREF, EXACT, CLOSE = "oboInOwl:hasDbXref", "skos:exactMatch", "skos:closeMatch"
GARD = "<https://rarediseases.info.nih.gov/diseases/{}>"
MARFAN = "MONDO:0007947"


def small(title: str, **about: str) -> View:
    """A page of one row on a disease of that title."""
    sheet = Sheet()
    name = sheet.name(title)
    sheet.turn()
    rows = (row(sheet, 1, "HP:0001250", "Seizure", "80%-99%"),)
    sheet.turn()
    graph = whimkg.build(record(sheet, title=name, rows=rows, **about))
    wanting = {f.shape.rpartition("#")[2] for f in graph.validate().findings}
    assert wanting <= {"graph-places"}, "the sheet's sections all begin in line 1"
    return View(graph.quads)


def mappings(graph: View, subject: str) -> dict[tuple[str, str], dict[str, list[str]]]:
    """Predicate and object of the mappings from a subject to all that is said of each."""
    nodes = (s for s, p, o in graph.triples if (p, o) == ("sssom:subject_id", subject))
    return {
        (graph.one(n, "sssom:predicate_id"), graph.one(n, "sssom:object_id")): graph.about(n)
        for n in nodes
    }


def sources(graph: View) -> set[str]:
    listed = {o for _, p, o in graph.triples if p == "dcterms:source"}
    described = {s for s, p, o in graph.triples if o == "dcterms:BibliographicResource"}
    own = {each for each in listed if each.startswith("base:source/")}
    assert own == described
    return {each.removeprefix("base:source/") for each in own}


def test_what_mondo_says_of_a_gard_id_stands_with_its_release() -> None:
    graph = small("Marfan syndrome", id=MARFAN, gard_id="GARD:0016535")
    found = mappings(graph, MARFAN)
    grounding = found[XREF, GARD.format("0016535")]
    assert grounding["whimkg:namesAgree"] == ['"true"^^xsd:boolean']
    assert grounding["sssom:subject_source_version"] == ['"2026-08-04"']
    assert grounding["sssom:mapping_source"] == ["infores:mondo"]
    assert grounding["sssom:object_label"] == ['"Marfan syndrome"']
    assert graph.values(MARFAN, XREF) == ['"GARD:0016535"']
    assert (EXACT, "Orphanet:558") in found
    assert set(graph.values(MARFAN, EXACT)) == {other for p, other in found if p == EXACT}
    assert graph.one(MARFAN, "whimkg:currentLabel") == '"Marfan syndrome"@en'
    assert {"mondo-2026-08-04", "mondo-2024-07"} <= sources(graph)


def test_a_difference_of_names_stands_in_the_graph() -> None:
    graph = small("Alpha disease", id=MARFAN, gard_id="GARD:0016535")
    grounding = mappings(graph, MARFAN)[XREF, GARD.format("0016535")]
    assert grounding["whimkg:namesAgree"] == ['"false"^^xsd:boolean']
    assert graph.one(MARFAN, "rdfs:label") == '"Alpha disease"@en'


def test_an_earlier_id_stands_with_the_release_that_had_it() -> None:
    graph = small("Marfan syndrome", id=MARFAN, gard_id="GARD:0006975")
    grounding = mappings(graph, MARFAN)[XREF, GARD.format("0006975")]
    assert grounding["sssom:subject_source_version"] == ['"2024-07"']
    assert GARD.format("0016535") not in {other for _, other in mappings(graph, MARFAN)}


def test_a_class_of_the_same_name_is_a_candidate_and_no_identity() -> None:
    subject = GARD.format("0099999")
    graph = small("Marfan syndrome", id="GARD:0099999", gard_id="GARD:0099999")
    ((predicate, other), about) = next(iter(mappings(graph, subject).items()))
    assert (predicate, other) == (CLOSE, MARFAN)
    assert about["sssom:mapping_justification"] == ["semapv:LexicalMatching"]
    assert about["sssom:object_source_version"] == ['"2026-08-04"']
    assert not [t for t in graph.triples if MARFAN in t and t[1].startswith("skos:")]
    assert graph.values(MARFAN, "rdf:type") == []


def test_a_title_that_is_listed_again_is_no_other_name() -> None:
    sheet = Sheet()
    title, again, other = (sheet.name(name) for name in ("Alpha", "Alpha", "Beta"))
    sheet.turn()
    sheet.turn()
    graph = View(whimkg.build(record(sheet, title=title, names=(again, other))).quads)
    assert graph.values("base:disease/small", "skos:altLabel") == ['"Beta"@en']
    assert len(graph.values("base:disease/small", "prov:wasDerivedFrom")) == 3


def test_without_a_class_nothing_is_mapped() -> None:
    graph = small("Alpha disease", id="GARD:0099999", gard_id="GARD:0099999")
    assert mappings(graph, GARD.format("0099999")) == {}
    assert sources(graph).isdisjoint({"mondo-2026-08-04", "mondo-2024-07"})


def test_an_id_of_our_own_table_has_its_rows_only() -> None:
    versions = [t for t in bundled().triples if t[1] == "sssom:subject_source_version"]
    assert versions == []
    assert "mondo-2024-07" not in sources(bundled())


def test_a_graph_names_the_sources_that_something_in_it_is_from() -> None:
    few = sources(small("Alpha disease"))
    assert few == {
        *("gard", "biolink-model-4.4.6", "hpo-annotations", "infores-2026-08-03"),
        *("hpo-2024-04-26", "hpo-2026-06-23", "hpo-2026-09-01"),
    }
    assert few < sources(View(whimkg.build(whole()).quads)) < all_sources()
    assert sources(bundled()) == {row["id"] for row in listed()}


def test_a_label_is_looked_up_in_the_tables_of_terms_where_ours_has_none() -> None:
    sheet = Sheet()
    sheet.turn()
    rows = (row(sheet, 1, "HP:0100543", "Slow thinking", "80%-99%"),)
    sheet.turn()
    graph = View(whimkg.build(record(sheet, rows=rows)).quads)
    assert graph.one("HP:0100543", "whimkg:currentLabel") == '"Cognitive impairment"@en'
    assert "hpo-2025-01-16" in sources(graph)


def listed() -> list[dict[str, str]]:
    return [row for _, row in tsv_rows(resources.text("data/sources.tsv"), "sources.tsv")]


def all_sources() -> set[str]:
    return {row["id"] for row in tables.load().sources}


def test_the_releases_of_terms_are_among_the_sources() -> None:
    assert {row["id"] for row in listed()} < all_sources()
    assert {"mondo-2024-07", "hgnc-2026-06-20", "hpo-2025-01-16"} <= all_sources()


@pytest.mark.parametrize("name", ["identities.sssom.tsv", "mappings.sssom.tsv"])
def test_every_mapping_is_from_a_source(name: str) -> None:
    known = tables.load()
    for _, mapping in tsv_rows(resources.text(f"data/{name}"), name):
        source = mapping["mapping_source"]
        assert len(known.sources_of(source)) == 1, source
