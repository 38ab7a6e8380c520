"""The annotation file as the HPO project's own checks and its Python library take it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from tests.export.views.graphs import HOSTILE, answer, bundled, changed, made, prefixes
from tests.export.views.versions import BAND, DAY, versions
from whimkg.base import resources
from whimkg.base.namespaces import contract
from whimkg.errors import GraphError
from whimkg.export import view
from whimkg.tables.tsv import rows

#: From https://obophenotype.github.io/human-phenotype-ontology/annotations/phenotype_hpoa/ and from
#: what monarch-initiative/hpoannotqc accepts.
COLUMNS = (
    "database_id",
    "disease_name",
    "qualifier",
    "hpo_id",
    "reference",
    "evidence",
    "onset",
    "frequency",
    "sex",
    "modifier",
    "aspect",
    "biocuration",
)
REFERENCE = re.compile(r"(PMID|OMIM|https?|DECIPHER|ORPHA|ISBN|ISBN-10|ISBN-13):(?!:)\S+")
BIOCURATION = re.compile(r"\w+:\w+\[\d{4}-\d{2}-\d{2}\]")
VERSION = re.compile(r"[\w-]+")
RELEASE = re.compile(r".*/[^/]+/hp\.(json|obo\.owl|obo|owl)")
#: The biolink:predicate of a statement to the aspects of its rows.
ASPECTS = {
    "biolink:has_phenotype": "P",
    "biolink:has_mode_of_inheritance": "I",
    "whimkg:ageOfOnset": "C",
    "whimkg:clinicalCourse": "C",
    "whimkg:clinicalModifier": "M",
}
STATEMENTS = (
    "SELECT ?p ?o ?f ?day { ?s biolink:subject ?d ; biolink:predicate ?p ; biolink:object ?o ."
    " [] dcterms:subject ?d . OPTIONAL { ?s biolink:frequency_qualifier ?f }"
    " OPTIONAL { ?s whimkg:statedOn ?day } }"
)


def _text(store: Store) -> str:
    return view(store, "hpoa")[".hpoa"].decode()


def _rows(text: str) -> list[dict[str, str]]:
    _, *lines = [line for line in text.split("\n")[:-1] if not line.startswith("#")]
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


@pytest.fixture(scope="module", params=[bundled, made])
def store(request: pytest.FixtureRequest) -> Store:
    made: Store = request.param()
    return made


def _stated(store: Store) -> list[tuple[str, str, str, str]]:
    """Aspect, HPO term, frequency and day, from the statements on terms of HPO."""
    return sorted(
        (
            ASPECTS[str(contract(row["p"]))],
            str(contract(row["o"])),
            contract(row.get("f", "")) or "",
            row.get("day", ""),
        )
        for row in answer(store, STATEMENTS)
        if contract(row["p"]) in ASPECTS and str(contract(row["o"])).startswith("HP:")
    )


def test_the_head_is_that_of_the_format() -> None:
    """Four lines, as Monarch's reader skips them; both HPO libraries read the version."""
    *head, columns = _text(bundled()).split("\n")[:5]
    keys, values = zip(*(line.removeprefix("#").split(": ", 1) for line in head), strict=True)
    assert keys == ("description", "version", "tracker", "hpo-version")
    assert tuple(columns.split("\t")) == COLUMNS
    assert VERSION.fullmatch(values[1])
    assert RELEASE.fullmatch(values[3])
    (told,) = answer(
        bundled(), "SELECT ?t ?v { [] dcterms:subject [] ; dcterms:title ?t ; dcat:version ?v }"
    )
    assert told["t"] in values[0] and told["v"] in values[0]


def test_each_statement_is_a_row(store: Store) -> None:
    found = _rows(_text(store))
    day = re.compile(r"\[(.*)\]")
    assert sorted(
        (
            row["aspect"],
            row["hpo_id"],
            row["frequency"],
            "".join(day.findall(row["biocuration"])),
        )
        for row in found
    ) == _stated(store)
    assert len({row["database_id"] for row in found}) == 1


def test_every_aspect_is_met() -> None:
    assert {row["aspect"] for row in _rows(_text(made()))} == set(ASPECTS.values())


def test_the_project_s_checks_pass(store: Store) -> None:
    for row in _rows(_text(store)):
        assert row["database_id"].startswith(("ORPHA:", "OMIM:", "MONDO:"))
        assert row["disease_name"]
        assert re.fullmatch(r"HP:\d{7}", row["hpo_id"])
        assert REFERENCE.fullmatch(row["reference"])
        assert row["evidence"] == "TAS"
        assert row["frequency"] == "" or re.fullmatch(r"HP:004028[0-5]", row["frequency"])
        assert not (row["qualifier"] or row["onset"] or row["sex"] or row["modifier"])


def test_the_curator_is_whoever_dates_the_page() -> None:
    """A section without a date gives none: none is made up."""
    assert all(BIOCURATION.fullmatch(row["biocuration"]) for row in _rows(_text(bundled())))
    undated = changed("DELETE { ?s whimkg:statedOn ?day } WHERE { ?s whimkg:statedOn ?day }")
    assert {row["biocuration"] for row in _rows(_text(undated))} == {"infores:gard"}


def _identifiers(update: str) -> set[str]:
    return {row["database_id"] for row in _rows(_text(changed(update)))}


def test_the_disease_goes_by_orphanet_else_by_omim_else_by_its_own_term() -> None:
    (told,) = answer(
        bundled(),
        "SELECT ?d ?page { [] dcterms:subject ?d ."
        " ?page schema:about ?d ; a schema:MedicalWebPage }",
    )
    drop = "DELETE WHERE {{ <{d}> skos:exactMatch {other} }}".format
    others = answer(bundled(), "SELECT ?o { [] dcterms:subject/skos:exactMatch ?o }")
    named = {str(contract(row["o"])).partition(":")[0]: row["o"] for row in others}
    orphanet, omim = (f"<{named[prefix]}>" for prefix in ("Orphanet", "OMIM"))
    without = drop(d=told["d"], other=orphanet)
    neither = f"{without} ; {drop(d=told['d'], other=omim)}"
    assert _identifiers("") == {f"ORPHA:{named['Orphanet'].rpartition('_')[2]}"}
    assert _identifiers(without) == {f"OMIM:{named['OMIM'].rpartition('/')[2]}"}
    assert _identifiers(neither) == {contract(told["d"])}
    two = f"INSERT DATA {{ <{told['d']}> skos:exactMatch Orphanet:1 }}"
    assert _identifiers(two) == _identifiers(without)
    printed = (
        f"{neither} ; INSERT DATA {{ <https://example.org/m> sssom:subject_id <{told['d']}> ;"
        f" sssom:predicate_id oboInOwl:hasDbXref ; sssom:object_id Orphanet:7 ;"
        f" sssom:mapping_source <{told['page']}> }}"
    )
    assert _identifiers(printed) == {"ORPHA:7"}


def test_names_of_any_kind_stay_in_their_cell() -> None:
    hostile = HOSTILE.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    text = _text(
        changed(
            "DELETE { ?d rdfs:label ?l . ?set dcterms:title ?t } "
            f'INSERT {{ ?d rdfs:label "{hostile}" . ?set dcterms:title "{hostile}" }} '
            "WHERE { ?set dcterms:subject ?d ; dcterms:title ?t . ?d rdfs:label ?l }"
        )
    )
    assert {row["disease_name"] for row in _rows(text)} == {" ".join(HOSTILE.split())}


def test_a_graph_without_hpo_terms_has_no_annotations() -> None:
    with pytest.raises(GraphError, match="HPO term"):
        view(changed("", without="obo/HP_"), "hpoa")


# Two versions of a page


def _told(store: Store) -> dict[str, tuple[str, str]]:
    """Frequency to the day and the page of its row; of the one phenotype."""
    found = [row for row in _rows(_text(store)) if row["aspect"] == "P"]
    told = {row["frequency"]: (row["biocuration"], row["reference"]) for row in found}
    assert len(told) == len(found)
    return told


def _pages(store: Store) -> dict[str, str]:
    """The day by which the table of a page is dated to the page."""
    found = answer(
        store,
        "SELECT DISTINCT ?day ?page { ?e whimkg:statedOn ?day ; whimkg:section ?section ; "
        "prov:wasDerivedFrom/nif:anchorOf ?cell . ?section whimkg:statedOn ?day ; "
        "dcterms:isPartOf/prov:wasDerivedFrom ?page }",
    )
    return {row["day"]: row["page"] for row in found}


@pytest.mark.parametrize(
    "band",
    [row for _, row in rows(resources.text("data/bands.tsv"), "") if row["band"] != BAND[0]],
    ids=lambda band: band["band"],
)
@pytest.mark.parametrize("later", ["7/1/2021", "7/1/2019"])
def test_each_frequency_has_the_day_and_the_page_that_give_it(
    band: dict[str, str], later: str, tmp_path: Path
) -> None:
    words = resources.text("data/bands.tsv")
    (heading,) = (row["heading"] for _, row in rows(words, "") if row["band"] == BAND[0])
    store = versions(tmp_path, (heading, band["heading"]), (DAY[0], later))
    day = f"{later[-4:]}-07-01"
    pages = _pages(store)
    assert len(set(pages.values())) == 2
    expected = {"HP:0040281": ("infores:gard[2020-07-01]", pages["2020-07-01"])}
    if band["term"]:  # what gives none says nothing against that
        expected[band["term"]] = (f"infores:gard[{day}]", pages[day])
    assert _told(store) == expected


@pytest.mark.parametrize("other", ["7/1/2021", "7/1/2019"])
def test_what_two_versions_say_alike_is_one_row_of_the_later(other: str, tmp_path: Path) -> None:
    store = versions(tmp_path, (DAY[0], other))
    pages = _pages(store)
    day = max(pages)
    assert _told(store) == {"HP:0040281": (f"infores:gard[{day}]", pages[day])}


def test_of_pages_without_headings_each_may_be_the_one(tmp_path: Path) -> None:
    """A graph that keeps no words of the page: nothing is lost, and nothing can be told apart."""
    store = versions(tmp_path, BAND, DAY)
    store.update(f"{prefixes()}DELETE {{ ?s nif:anchorOf ?t }} WHERE {{ ?s nif:anchorOf ?t }}")
    assert set(_told(store)) == {"HP:0040281", "HP:0040282"}


# Read by the HPO project's library


def _ontology(folder: Path, terms: set[str]) -> Any:
    """What the library needs of HPO: the terms in use, and the branches that stand in our data."""
    import hpotk

    file = "data/hpo_kinds.tsv"
    kinds = [row for _, row in rows(resources.text(file), file)]
    parents = {row["hp_id"]: row["parents"].replace("|", " ").split() for row in kinds}
    parents |= {"HP:0000118": ["HP:0000001"]}
    parents |= {term: ["HP:0000118"] for term in terms - set(parents)}
    nodes = {"HP:0000001", *parents, *(each for many in parents.values() for each in many)}
    pred = {"pred": "is_a"}
    iri = "http://purl.obolibrary.org/obo/HP_{}".format
    graph = {
        "id": "http://purl.obolibrary.org/obo/hp.json",
        "meta": {"version": "http://purl.obolibrary.org/obo/hp/releases/2024-04-26/hp.json"},
        "nodes": [{"id": iri(t[3:]), "lbl": t, "type": "CLASS"} for t in sorted(nodes)],
        "edges": [
            {"sub": iri(term[3:]), "obj": iri(parent[3:]), **pred}
            for term, many in sorted(parents.items())
            for parent in many
        ],
    }
    path = folder / "hp.json"
    path.write_text(json.dumps({"graphs": [graph]}))
    return hpotk.load_minimal_ontology(str(path))


@pytest.mark.judge
def test_the_hpo_toolkit_reads_what_the_graph_states(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hpotk = pytest.importorskip("hpotk.annotations.load.hpoa")
    stated = _stated(store)
    path = tmp_path / "whim.hpoa"
    path.write_bytes(view(store, "hpoa")[".hpoa"])
    loader = hpotk.SimpleHpoaDiseaseLoader(
        _ontology(tmp_path, {row[1] for row in stated}), cohort_size=100
    )
    with caplog.at_level("WARNING"):
        (disease,) = loaded = loader.load(str(path))
    assert not caplog.records
    days = answer(store, "SELECT ?day { ?section dcterms:isPartOf [] ; whimkg:statedOn ?day }")
    assert loaded.version == max(row["day"] for row in days)
    (row, *_) = _rows(path.read_text())
    assert (disease.identifier.value, disease.name) == (row["database_id"], row["disease_name"])
    assert {term.value for term in disease.modes_of_inheritance} == {
        term for aspect, term, *_ in stated if aspect == "I"
    }
    kinds = {row["hp_id"]: row["kind"] for _, row in rows(resources.text("data/hpo_kinds.tsv"), "")}
    assert {term.value for term in disease.onsets} == {
        term for aspect, term, *_ in stated if aspect == "C" and kinds[term] == "onset"
    }
    _bands_hold(disease, stated)


def _bands_hold(disease: Any, stated: list[tuple[str, str, str, str]]) -> None:
    """The library's count of a hundred patients lies in the band that the page gives."""
    file = "data/bands.tsv"
    bands = {
        row["term"]: (float(row["low"]), float(row["high"]))
        for _, row in rows(resources.text(file), file)
        if row["term"]
    }
    found = {each.identifier.value: each for each in disease.annotations}
    expected = {term: band for aspect, term, band, _ in stated if aspect == "P"}
    assert set(found) == set(expected)
    for term, band in expected.items():
        (reference,) = found[term].references
        assert reference.evidence_code.name == "TAS"
        if band:
            low, high = bands[band]
            assert low <= found[term].numerator * 100 / found[term].denominator <= high
        else:
            assert found[term].denominator == 1
