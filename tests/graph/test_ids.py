"""Ids of statements: worked by hand from literal strings, and the same below any base."""

from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

import whimkg
import whimkg.graph
from tests.graph.records import Sheet, claim, record, row, whole
from tests.graph.view import BASE, DISEASE, View, bundled

NAMESPACE = uuid5(NAMESPACE_URL, "https://w3id.org/whimkg/")
OTHER = "https://example.org/kg/"


def test_a_phenotype() -> None:
    key = (
        "http://purl.obolibrary.org/obo/MONDO_8000006\n"
        "https://w3id.org/biolink/vocab/has_phenotype\n"
        "http://purl.obolibrary.org/obo/HP_0001888"
    )
    node = bundled().association(DISEASE, "biolink:has_phenotype", "HP:0001888")
    assert node == f"base:association/{uuid5(NAMESPACE, key)}"


def test_a_treatment_in_the_context_of_a_disease() -> None:
    key = (
        "http://purl.obolibrary.org/obo/MAXO_0001480\n"
        "https://w3id.org/biolink/vocab/treats\n"
        "http://purl.obolibrary.org/obo/HP_0004313\n"
        "disease_context_qualifier=http://purl.obolibrary.org/obo/MONDO_8000006"
    )
    node = bundled().association("MAXO:0001480", "biolink:treats", "HP:0004313")
    assert node == f"base:association/{uuid5(NAMESPACE, key)}"


def test_a_drug_that_affects_a_gene() -> None:
    key = (
        "http://identifiers.org/drugbank/DB06809\n"
        "https://w3id.org/biolink/vocab/affects\n"
        "http://identifiers.org/hgnc/2561\n"
        "object_aspect_qualifier=activity\n"
        "object_direction_qualifier=decreased\n"
        "qualified_predicate=https://w3id.org/biolink/vocab/causes"
    )
    node = bundled().association("DRUGBANK:DB06809", "biolink:affects", "HGNC:2561")
    assert node == f"base:association/{uuid5(NAMESPACE, key)}"


def test_the_namespace() -> None:
    """It may never change: with it, every id would."""
    assert UUID("1e0576aa-9b2a-5fe7-b06d-3e95e23035b9") == NAMESPACE == whimkg.graph.NAMESPACE


def uuids(graph: View) -> set[str]:
    return {node.rstrip(">").rpartition("/")[2] for node in graph.associations}


@pytest.mark.parametrize("known", [True, False])
def test_ids_are_the_same_below_another_base(known: bool) -> None:
    """Also where the disease itself is named below the base, for want of an identifier."""
    about = whole(id="MONDO:8000006" if known else None)
    here, there = whimkg.build(about).quads, whimkg.build(about, base=OTHER).quads
    assert uuids(View(here)) == uuids(View(there))
    text = "".join(str(quad) for quad in there)
    assert text.replace(OTHER, BASE) == "".join(str(quad) for quad in here)
    left = {line for line in text.split("<") if line.startswith(BASE)}
    assert all(line.startswith((f"{BASE}vocab#", f"{BASE}shapes#")) for line in left)


def test_ids_do_not_depend_on_what_is_said_about_a_statement() -> None:
    """Frequency, source, date and status may be corrected without a new id."""
    one, two = Sheet(), Sheet()
    one.turn()
    first = record(one, rows=(row(one, 1, "HP:0001250", "Seizure", "1%-4%"),))
    two.turn()
    two.turn()
    said = claim(two, "phenotype", "reported", phenotype="HP:0001250")
    second = record(two, claims=(said,), reviewed=True)
    assert uuids(View(whimkg.build(first).quads)) == uuids(View(whimkg.build(second).quads))
