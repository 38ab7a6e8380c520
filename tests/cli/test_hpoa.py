"""HPO's annotations as a second opinion: what they exclude and a page lists is told."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run, tree
from tests.gard.build import MOST, page, table
from tests.pages.site2022 import Invented, Symptom
from whimkg.corpus.annotations import EXCLUDED, excluded_phenotypes, excluded_symptoms
from whimkg.errors import TableFileError
from whimkg.pipeline import read
from whimkg.record import Record
from whimkg.terms import disease

HEAD = "#version: 2025-01-16\ndatabase_id\tdisease_name\tqualifier\thpo_id\treference\n"
TITLE, GARD_ID, SLUG = "WHIM syndrome", 9297, "whim-syndrome"


@pytest.fixture
def omim() -> str:
    """An entry of OMIM that Mondo takes to be the disease of a GARD id."""
    term = disease(f"GARD:{GARD_ID:07}")
    assert term
    return next(curie for curie in term.exact if curie.startswith("OMIM:"))


@pytest.fixture
def orphanet() -> str:
    term = disease(f"GARD:{GARD_ID:07}")
    assert term
    return next(curie.replace("Orphanet", "ORPHA") for curie in term.exact if "Orphanet" in curie)


def annotations(folder: Path, *rows: tuple[str, str, str]) -> Path:
    file = folder / "phenotype.hpoa"
    lines = [f"{name}\tA name\t{qualifier}\t{term}\tPMID:1\n" for name, qualifier, term in rows]
    file.write_text(HEAD + "".join(lines), encoding="utf-8")
    return file


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    symptoms = [Symptom("Seizure"), Symptom("Fever"), Symptom("Blue elbow")]
    invented = Invented(title=TITLE, gard_id=GARD_ID, slug=SLUG, symptoms=symptoms)
    (tmp_path / "saved").mkdir()
    file = tmp_path / "saved" / SLUG
    file.write_text(invented.html(), encoding="utf-8")
    return file


def told(record: Record, file: Path) -> list[tuple[str, str]]:
    excluded_phenotypes.cache_clear()
    return [(note.kind, note.words) for note in excluded_symptoms(record, file)]


def test_what_is_excluded_and_listed_is_told(saved: Path, tmp_path: Path, omim: str) -> None:
    seizure, fever = "HP:0001250", "HP:0001945"
    file = annotations(
        tmp_path,
        (omim, "NOT", seizure),
        (omim, "", fever),
        ("OMIM:999999", "NOT", fever),
        (omim, "NOT", "HP:0000365"),
    )
    assert told(read(saved), file) == [(EXCLUDED, f"Seizure ({seizure}) of {omim}")]


def test_orphanet_is_spelt_otherwise_there(saved: Path, tmp_path: Path, orphanet: str) -> None:
    file = annotations(tmp_path, (orphanet, "NOT", "HP:0001945"))
    assert told(read(saved), file) == [(EXCLUDED, f"Fever (HP:0001945) of {orphanet}")]


def test_rows_of_the_layout_of_2020(tmp_path: Path, omim: str) -> None:
    text = page(table(MOST, "Seizure 0001250", count=1), head=TITLE)
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    address = f"https://rarediseases.info.nih.gov/diseases/{GARD_ID}/{SLUG}"
    file = annotations(tmp_path, (omim, "NOT", "HP:0001250"))
    assert len(told(read(tmp_path / "page.txt", url=address), file)) == 1


def test_the_report_of_a_build_tells_it(run: Run, saved: Path, tmp_path: Path, omim: str) -> None:
    file = annotations(tmp_path, (omim, "NOT", "HP:0001250"))
    report, merged = tmp_path / "report.tsv", tmp_path / "all.nq"
    how = ("build", saved.parent, "--merge", merged, "--resume", "--report", report)
    alone = run(*how)
    said = run(*how, "--hpoa", file)
    assert (alone.code, said.code, said.err) == (0, 0, "")
    line = f"{EXCLUDED}  1  pages".split()
    assert line not in [each.split() for each in alone.out.splitlines()]
    assert line in [each.split() for each in said.out.splitlines()]
    assert f"{EXCLUDED}: Seizure (HP:0001250) of {omim}" in report.read_text(encoding="utf-8")
    assert f"note: {EXCLUDED}: Seizure" in run("build", saved, "-o", tmp_path, "--hpoa", file).out


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "cannot be read: No such file"),
        (b"\xff\xfe", "it is no text in UTF-8"),
        (b"#version: 1\n", "it has no column database_id"),
        (b"database_id\tdisease_name\thpo_id\n", "it has no column qualifier"),
    ],
)
def test_what_are_no_annotations(
    content: bytes | None, problem: str, run: Run, saved: Path, tmp_path: Path
) -> None:
    file = tmp_path / "phenotype.hpoa"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(TableFileError, match=problem):
        excluded_phenotypes(file)
    before = tree(tmp_path)
    said = run("build", saved, "-o", tmp_path / "out", "--hpoa", file)
    assert (said.code, said.out) == (2, "") and problem in said.err
    assert tree(tmp_path) == before
