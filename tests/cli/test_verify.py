"""``whimkg verify``: what is printed, and the exit code, where a page has and has not changed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import whimkg
from tests.cli.conftest import Run
from tests.pages.mask import TWIN

Refused = Callable[..., str]
TEXT = TWIN.read_text(encoding="utf-8")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    file = tmp_path / "twin.yaml"
    file.write_text(whimkg.to_yaml(whimkg.read(TWIN)), encoding="utf-8")
    return file


def test_a_page_that_has_not_changed(run: Run, record: Path) -> None:
    said = run("verify", TWIN, record)
    assert (said.code, said.err) == (0, "")
    assert said.out == "52 of 52 statements verified, 0 skipped\n"


def test_a_page_that_has_changed(run: Run, record: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT.replace("Lymphopenia", "Lymphophobia"), encoding="utf-8")
    said = run("verify", page, record)
    assert said.code == 1
    assert said.out.splitlines()[:2] == [
        "changed  whimkg.disease:whim-syndrome biolink:has_phenotype HP:0001888",
        "  line 23, column 1 (characters 1852 to 1863): was 'Lymphopenia', now 'Lymphophobi'",
    ]
    assert said.last.endswith(" of 52 statements verified, 0 skipped")


def test_a_date_that_has_changed(run: Run, record: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT.replace("11/14/2011", "11/15/2011"), encoding="utf-8")
    said = run("verify", page, record)
    assert said.code == 1
    assert said.out.splitlines() == [
        "changed  date of section 4",
        "  line 117, column 15 (characters 5304 to 5314): was '11/14/2011', now '11/15/2011'",
        "1 of the names, dates and references changed",
        "52 of 52 statements verified, 0 skipped",
    ]


def test_a_page_that_breaks_off(run: Run, record: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT[:1000], encoding="utf-8")
    said = run("verify", page, record)
    assert said.code == 1
    assert "now the page has ended" in said.out


def test_json(run: Run, record: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT.replace("Lymphopenia", "Lymphopenix"), encoding="utf-8")
    said = run("verify", page, record, "--format", "json")
    plain = json.loads(said.out)
    assert said.code == 1
    assert (plain["statements"], plain["verified"], plain["skipped"]) == (52, 51, 0)
    (failure,) = plain["failures"]
    assert failure["what"].endswith("biolink:has_phenotype HP:0001888")
    assert {key: failure[key] for key in ("line", "column", "begin", "end", "was", "found")} == {
        **{"line": 23, "column": 1, "begin": 1852, "end": 1863},
        **{"was": "Lymphopenia", "found": "Lymphopenix"},
    }


def test_the_bundled_record_is_found_by_what_holds(run: Run) -> None:
    """The twin's table and names are the page's, its sentences are not."""
    said = run("verify", TWIN)
    assert said.code == 1
    assert said.last.endswith(" of 52 statements verified, 0 skipped")


def test_what_cannot_be_compared(tmp_path: Path, record: Path, refused: Refused) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Another page.\n")
    assert refused("verify", other) == (
        f"{other}: no bundled record is of this page; name the record: PAGE RECORD"
    )
    none = tmp_path / "none"
    assert refused("verify", none) == f"{none}: no such file or folder; check the path"
    assert refused("verify", TWIN, none).startswith(f"{none}: cannot be read: No such file")
    assert refused("verify", TWIN, tmp_path).startswith(f"{tmp_path}: cannot be read: Is a dir")
    assert "Expected `object`, got `str`" in refused("verify", TWIN, other)
    text = record.read_text(encoding="utf-8").replace("kind: gene-causes", "kind: other")
    record.write_text(text, encoding="utf-8")
    assert refused("verify", TWIN, record).startswith(f"{record}, line 11: no kind of statement")
