"""The mappings as the sssom package reads them, held against the graph."""

import csv
import io
import re
from typing import Any

import pytest
from pyoxigraph import Store

from tests.export.views.graphs import HOSTILE, answer, bundled, changed
from whimkg.base.namespaces import contract, prefix_map
from whimkg.errors import GraphError
from whimkg.export import view

# The package and what it imports warn of their own.
pytestmark = pytest.mark.filterwarnings("ignore")
HEAD = "subject_id\t"
EXACT = "skos:exactMatch"
XREF = "oboInOwl:hasDbXref"


def _text(store: Store) -> str:
    return view(store, "sssom")[".sssom.tsv"].decode()


def _read(text: str) -> Any:
    """What the sssom package makes of it; it must find nothing wrong."""
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate

    parsed = parse_sssom_table(io.StringIO(text), sep="\t")
    assert [report.results for report in validate(parsed).values() if report.results] == []
    return parsed


def _mappings(text: str, *columns: str) -> list[tuple[str, ...]]:
    frame = _read(text).df.fillna("")
    return [tuple(row[column] for column in columns) for _, row in frame.iterrows()]


@pytest.fixture(scope="module")
def text() -> str:
    return _text(bundled())


def test_exact_matches_are_those_that_stand_in_the_graph(text: str) -> None:
    found = _mappings(text, "subject_id", "predicate_id", "object_id")
    plain = answer(
        bundled(),
        "SELECT ?s ?o { ?s a biolink:Disease ; skos:exactMatch ?o"
        " FILTER STRSTARTS(STR(?s), STR(MONDO:)) }",
    )
    expected = {(contract(row["s"]), contract(row["o"])) for row in plain}
    gard = answer(bundled(), "SELECT ?s ?id { [] dcterms:subject ?s . ?s dcterms:identifier ?id }")
    expected |= {(contract(row["s"]), row["id"]) for row in gard}
    assert len(gard) == 1
    assert {(s, o) for s, p, o in found if p == EXACT} == expected


def test_gard_is_exact_for_the_page_s_disease_only(text: str) -> None:
    found = _mappings(
        text,
        "subject_id",
        "object_id",
        "predicate_id",
        "mapping_justification",
        "mapping_tool",
        "comment",
    )
    gard = [row for row in found if row[1].startswith("GARD:")]
    (exact,) = [row for row in gard if row[2] == EXACT]
    assert exact[0] == contract(answer(bundled(), "SELECT ?s { [] dcterms:subject ?s }")[0]["s"])
    assert exact[3:5] == ("semapv:BackgroundKnowledgeBasedMatching", "whimkg")
    assert XREF in exact[5]
    assert {row[2:] for row in gard if row != exact} == {
        (XREF, "semapv:ManualMappingCuration", "", "")
    }


def test_only_what_somebody_has_judged_says_so(text: str) -> None:
    ours = _mappings(text, "mapping_justification", "mapping_tool")
    assert {tool for justification, tool in ours if "Manual" in justification} == {""}


def test_no_object_leads_to_two_subjects_and_none_is_obsolete(text: str) -> None:
    found = _mappings(text, "object_id", "subject_id", "subject_label")
    assert len({row[0] for row in found}) == len(found)
    assert all(row[1].startswith("MONDO:") for row in found)
    assert not [row for row in found if row[2].startswith("obsolete")]


def test_contradictions_are_named_and_their_side_stays_out(text: str) -> None:
    # The package knows no extension slots: the table is read as any other.
    found = list(csv.DictReader(io.StringIO(text[text.index(HEAD) :]), delimiter="\t"))
    conflicts = answer(
        bundled(),
        "SELECT ?s ?p ?o ?xs ?xp ?xo { ?x whimkg:conflictsWith ?m ."
        " ?m sssom:subject_id ?s ; sssom:predicate_id ?p ; sssom:object_id ?o ."
        " ?x sssom:subject_id ?xs ; sssom:predicate_id ?xp ; sssom:object_id ?xo }",
    )
    told = {(row["subject_id"], row["object_id"]): row["conflicts_with"] for row in found}
    present = 0
    for row in conflicts:
        curies = {name: str(contract(iri)) for name, iri in row.items()}
        against = f"{curies['xs']} {curies['xp']} {curies['xo']}"
        assert (curies["xs"], curies["xo"]) not in told
        if (curies["s"], curies["o"]) in told:
            present += 1
            assert against in told[curies["s"], curies["o"]].split("|")
    assert present == len([value for value in told.values() if value]) == 2


def test_the_header_is_the_dataset_s(text: str) -> None:
    metadata = _read(text).metadata
    (told,) = answer(
        bundled(),
        "SELECT ?title ?licence ?version ?set { ?d dcterms:subject [] ; dcterms:title ?title ;"
        " dcterms:license ?licence ; dcat:version ?version ; dcterms:hasPart ?set"
        ' FILTER STRENDS(STR(?set), "/identities") }',
    )
    assert metadata["mapping_set_title"] == told["title"]
    assert metadata["license"] == told["licence"]
    assert metadata["mapping_set_version"] == told["version"]
    assert metadata["mapping_set_id"] == told["set"]
    assert "mapping_date" not in metadata and "mapping_set_date" not in text


def test_every_prefix_is_declared_and_each_declared_one_is_used(text: str) -> None:
    declared = dict(re.findall(r'^#   (\S+): "(\S+)"$', text, re.MULTILINE))
    assert declared == {prefix: prefix_map()[prefix] for prefix in declared}
    body = text[text.index(HEAD) :] + text[text.index("extension_definitions") :]
    for prefix in declared:
        assert re.search(rf"(?<![\w.]){re.escape(prefix)}:", body), prefix
    columns = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    rows = csv.DictReader(io.StringIO(text[text.index(HEAD) :]), delimiter="\t")
    used = {row[column].partition(":")[0] for row in rows for column in columns}
    assert used <= set(declared)


def test_what_a_source_merely_claims_is_no_match() -> None:
    """Also of a term that is obsolete: the mapping stands in the graph, but no triple of it."""
    store = changed(
        "INSERT { ?m sssom:predicate_id skos:exactMatch . ?m sssom:object_id OMIM:1 }"
        ' WHERE { ?m sssom:subject_label ?l FILTER STRSTARTS(?l, "obsolete") }'
    )
    claimed = answer(store, "SELECT ?s { ?m sssom:object_id OMIM:1 ; sssom:subject_id ?s }")
    found = _mappings(_text(store), "subject_id", "object_id")
    assert claimed
    assert not [row for row in found if row[0] == contract(claimed[0]["s"]) or row[1] == "OMIM:1"]


def test_names_of_any_kind() -> None:
    hostile = HOSTILE.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    store = changed(
        "DELETE { ?m sssom:subject_label ?l . ?d dcterms:title ?t } "
        f'INSERT {{ ?m sssom:subject_label "{hostile}" . ?d dcterms:title "{hostile}" }} '
        "WHERE { { ?m sssom:subject_label ?l } UNION { ?d dcterms:subject [] ; dcterms:title ?t } }"
    )
    text = _text(store)
    assert {row[0] for row in _mappings(text, "subject_label")} == {" ".join(HOSTILE.split())}
    assert _read(text).metadata["mapping_set_title"] == HOSTILE


def test_a_page_s_own_identifier_has_the_page_as_source() -> None:
    store = changed(
        "INSERT { <https://example.org/m> sssom:subject_id ?d ; sssom:predicate_id"
        " oboInOwl:hasDbXref ; sssom:object_id ICD9:1 ; sssom:mapping_source ?page ;"
        " sssom:mapping_justification semapv:UnspecifiedMatching }"
        " WHERE { [] dcterms:subject ?d . ?page schema:about ?d ; a schema:MedicalWebPage }"
    )
    (page,) = answer(store, "SELECT ?p { ?p a schema:MedicalWebPage }")
    found = _mappings(_text(store), "object_id", "predicate_id", "mapping_source")
    assert ("ICD9:1", XREF, page["p"]) in found


def test_without_mondo_there_is_nothing_to_map() -> None:
    with pytest.raises(GraphError, match="Mondo"):
        view(changed("", without="obo/MONDO_"), "sssom")
