"""What a build of many pages says in the end, and what it writes of each page."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.pages.site2022 import Invented, Symptom


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of two pages, and one that is refused."""
    folder = tmp_path / "pages"
    folder.mkdir()
    symptoms = [Symptom("Seizure"), Symptom("Blue elbow")]
    (folder / "alpha").write_text(Invented(symptoms=symptoms).html(), encoding="utf-8")
    beta = Invented(title="Beta", slug="beta", gard_id=2)
    (folder / "beta").write_text(beta.html(), encoding="utf-8")
    (folder / "gamma").write_text(beta.html()[:900], encoding="utf-8")
    return folder


def test_the_sum_over_many_pages(run: Run, pages: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.tsv"
    said = run("build", pages, "--merge", tmp_path / "all.nq", "--keep-going", "--report", report)
    assert said.code == 2
    lines = [line.split() for line in said.out.splitlines()]
    assert ["pages", "2"] in lines
    assert ["phenotype", "2", "statements"] in lines
    assert ["no", "term", "1", "pages"] in lines
    assert ["gives", "nothing", "1", "pages"] in lines
    assert ["refused", "1", "pages"] in lines
    head, *rows = [line.split("\t") for line in report.read_text(encoding="utf-8").splitlines()]
    assert [row[head.index("slug")] for row in rows] == ["alphaitis", "beta", ""]
    assert rows[0][head.index("notes")] == "no term: Blue elbow"
    assert "has no part" in rows[2][head.index("refused")]


def test_a_quiet_build_tells_the_sum_alone(run: Run, pages: Path, tmp_path: Path) -> None:
    (pages / "gamma").unlink()
    loud = run("build", pages, "--merge", tmp_path / "all.nq").out.splitlines()
    quiet = run("build", pages, "--merge", tmp_path / "all.nq", "--quiet").out.splitlines()
    assert [line.partition(" ")[0] for line in loud[:2]] == ["alphaitis", "beta"]
    assert quiet == loud[2:]


def test_the_report_as_json(run: Run, pages: Path, tmp_path: Path) -> None:
    (pages / "gamma").unlink()
    report = tmp_path / "report.json"
    assert run("build", pages, "-o", tmp_path / "out", "-f", "nq", "--report", report).code == 0
    written = json.loads(report.read_text(encoding="utf-8"))
    assert [page["statements"] for page in written["pages"]] == [2, 0]
    assert written["notes"] == {"no term": 1, "gives nothing": 1}


def test_a_report_of_another_kind_is_refused(run: Run, pages: Path, tmp_path: Path) -> None:
    (pages / "gamma").unlink()
    said = run("build", pages, "-o", tmp_path / "out", "--report", tmp_path / "report.doc")
    assert said.code == 2
    assert "as JSON or TSV" in said.err
