"""What a build of many pages says in the end, and what it writes of each page."""

import json
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from tests.cli.conftest import Run
from tests.pages.site2022 import Invented, Symptom

Refused = Callable[..., str]


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
    assert ["phenotype", "terms", "1", "known", "of", "2"] in lines
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
    assert (written["built"], written["refused"], written["statements"]) == (2, 0, {"phenotype": 2})
    assert (written["terms"], written["without_term"]) == ({"phenotype": 1}, {"phenotype": 1})
    assert written["notes"] == {"no term": 1, "gives nothing": 1}


def test_the_report_as_html(run: Run, pages: Path, tmp_path: Path) -> None:
    """A file of its own: no script, nothing fetched, every word of a page escaped."""
    page = Invented(title="Delta <script> & co", slug="delta-script-co", gard_id=9_999_998)
    (pages / "delta").write_text(page.html(), encoding="utf-8")
    report = tmp_path / "report.html"
    how = ("--merge", tmp_path / "all.nq", "--keep-going", "--report", report)
    assert run("build", pages, *how).code == 2
    text = report.read_text(encoding="utf-8")
    document = lxml.html.document_fromstring(text)
    assert not document.xpath("//script | //link | //@src | //@href")
    cells = [[str(cell.xpath("string()")) for cell in row] for row in document.iter("tr")]
    assert ["phenotype", "2", "statements"] in cells
    assert ["Alphaitis", "Blue elbow"] in cells
    about = [str(pages / "delta"), "Delta <script> & co", "GARD:9999998"]
    assert about in [row[:3] for row in cells]
    ((_, why),) = [row for row in cells if row[0].endswith("gamma") and len(row) == 2]
    assert "has no part" in why
    assert document.xpath("//details/summary/text()") == [
        *("gives nothing: 2", "no term: 1", "all 4"),
    ]


def test_it_tells_why_a_build_was_given_up(run: Run, pages: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.tsv"
    assert run("build", pages, "--merge", tmp_path / "all.nq", "--report", report).code == 2
    assert not (tmp_path / "all.nq").exists()
    assert "has no part" in report.read_text(encoding="utf-8").splitlines()[-1]


def test_a_report_of_another_kind_is_refused_at_once(refused: Refused, pages: Path) -> None:
    (pages / "gamma").unlink()
    message = refused("build", pages, "-o", pages / "out", "--report", pages / "report.doc")
    assert "as JSON, TSV or HTML; let the name end in .json, .tsv, .html" in message


def test_what_was_built_before_is_told(run: Run, pages: Path, tmp_path: Path) -> None:
    (pages / "gamma").unlink()
    how = ("build", pages, "--merge", tmp_path / "all.nq", "--quiet", "--resume")
    first, second = run(*how), run(*how)
    added = [line for line in second.out.splitlines() if line not in first.out.splitlines()]
    assert [line.split() for line in added] == [["unchanged", "2", "pages,", "built", "before"]]
