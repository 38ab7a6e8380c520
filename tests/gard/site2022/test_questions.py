"""Questions across pages of the layout of 2022."""

import re
from itertools import product
from pathlib import Path

import pytest

import whimkg
from tests.pages.site2022 import Invented, Symptom
from whimkg.base.namespaces import contract
from whimkg.base.resources import text
from whimkg.corpus.building import merge_all
from whimkg.corpus.page import Options
from whimkg.tables import load
from whimkg.terms import ancestors

PAGES = [
    Invented(
        summary="Alphaitis is inherited in an autosomal dominant manner.",
        categories=("Letters", "Greek Letters"),
        population="5,000",
        symptoms=[Symptom("Seizure"), Symptom("Blue elbow")],
        modes=("Autosomal recessive inheritance",),
    ),
    Invented(
        title="Beta disease",
        gard_id=90002,
        slug="beta-disease",
        summary="Beta disease is inherited in an autosomal dominant manner.",
        population="1,000",
        symptoms=[Symptom("Seizure"), Symptom("Otitis media")],
        modes=("Autosomal dominant inheritance",),
        genes="SPG24",
    ),
    Invented(
        title="Gamma disease",
        gard_id=90003,
        slug="gamma-disease",
        summary="Gamma disease is inherited in an X-linked manner. Symptoms begin at birth.",
        modes=("X-linked recessive inheritance",),
        ages=("Prenatal", "Child"),
    ),
    Invented(
        title="Delta disease",
        gard_id=90004,
        slug="delta-disease",
        summary="Symptoms of delta disease begin at birth.",
        ages=("Child", "Adult"),
    ),
]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the pages."""
    folder = tmp_path_factory.mktemp("pages")
    for page in PAGES:
        (folder / page.slug).write_bytes(page.doubled())
    merged = tmp_path_factory.mktemp("graph") / "all.nq"
    pages = [folder / page.slug for page in PAGES]
    assert merge_all(pages, merged, Options(formats=("nq",))).failed == []
    return merged


def rows(graph: Path, name: str) -> list[tuple[str, ...]]:
    with whimkg.connect(graph) as connected:
        found = connected.query(name).dicts()
    return [tuple(contract(cell) or cell for cell in map(str, row.values())) for row in found]


def test_pages_that_contradict_themselves(graph: Path) -> None:
    assert rows(graph, "pages-that-contradict-themselves") == [
        (
            "GARD:0090001",
            "biolink:has_mode_of_inheritance",
            "HP:0000006",
            "Autosomal dominant inheritance",
        ),
        ("GARD:0090004", "whimkg:ageOfOnset", "HP:0003577", "Congenital onset"),
    ]


def test_the_question_knows_the_ages_that_the_reader_knows() -> None:
    """Beside the modes that are wider than a listed one."""
    sparql = text("queries/pages-that-contradict-themselves.rq")
    pairs = set(re.findall(r"\((HP:\d+) (HP:\d+)\)", sparql))
    wider = {(term, listed) for term, listed in pairs if term in ancestors(listed)}
    onsets, meet = [row.term for row in load().ages.onsets], load().ages.meet
    meeting = {pair for pair in product(onsets, onsets) if pair[0] != pair[1] and meet(*pair)}
    assert pairs - wider == meeting - wider
    assert wider - meeting == {("HP:0001417", "HP:0001419"), ("HP:0001417", "HP:0001423")}


def test_words_without_an_identifier(graph: Path) -> None:
    assert rows(graph, "terms-without-identifier") == [
        ("Blue elbow", "infores:hpo", "1"),
        ("SPG24", "infores:hgnc", "1"),
    ]


def test_the_most_frequent_phenotypes(graph: Path) -> None:
    assert rows(graph, "most-frequent-phenotypes")[0] == ("HP:0001250", "Seizure", "2")


def test_the_rarest_diseases_come_first(graph: Path) -> None:
    assert rows(graph, "diseases-by-population") == [
        ("GARD:0090002", "Beta disease", "1000", "United States"),
        ("GARD:0090001", "Alphaitis", "5000", "United States"),
    ]


def test_diseases_by_category(graph: Path) -> None:
    found = rows(graph, "diseases-by-category")
    assert [row[0] for row in found] == ["Greek Letters", "Letters"]
