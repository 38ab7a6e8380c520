"""``whimkg build --pages``: a table says which GARD id or address each file has."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run, small

Refused = Callable[..., str]
SITE = "https://rarediseases.info.nih.gov/diseases"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("Char syndrome", "Alpha disease", "Gamma disease"):
        (folder / f"{name.split()[0]}.txt").write_text(small(name), encoding="utf-8")
    return folder


def table(folder: Path, *rows: str) -> Path:
    file = folder.parent / "pages.tsv"
    file.write_text("\n".join(["file\tpage", *rows]) + "\n", encoding="utf-8")
    return file


def test_each_file_has_its_own_identity(run: Run, texts: Path, tmp_path: Path) -> None:
    given = table(texts, f"texts/Alpha.txt\t{SITE}/99999/alpha", "texts/Char.txt\tGARD:1237")
    for order in ([texts, "--pages", given], ["--pages", given, texts, "--jobs", "2"]):
        said = run("build", *order, "-o", tmp_path / "out", "-f", "nq")
        assert [line.split("  ")[:2] for line in said.out.splitlines()[:3]] == [
            ["alpha", "GARD:0099999"],
            ["char-syndrome", "MONDO:0008209"],
            ["gamma-disease", "no identifier"],
        ]
        assert said.err == ""


def test_without_pages_those_of_the_table_are_built(run: Run, texts: Path, tmp_path: Path) -> None:
    said = run("build", "--pages", table(texts, "texts/Char.txt\t0001237"), "-o", tmp_path / "out")
    assert said.out.startswith("char-syndrome  MONDO:0008209")
    assert (tmp_path / "out" / "char-syndrome.nq").exists()


def test_a_row_that_no_page_has_is_told(run: Run, texts: Path, tmp_path: Path) -> None:
    given = table(texts, "texts/Char.txt\t1237", "texts/Alpha.txt\t99999")
    said = run("build", texts / "Char.txt", "--pages", given, "-o", tmp_path / "out")
    assert "Alpha.txt stands in the table of pages, but is not among those given" in said.err
    assert said.code == 0


def test_the_address_of_another_disease_is_refused(refused: Refused, texts: Path) -> None:
    given = table(texts, f"texts/Char.txt\t{SITE}/9297/whim-syndrome")
    assert "is that of WHIM syndrome 1" in refused("build", texts / "Char.txt", "--pages", given)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("texts/Char.txt\t12345678", "pages.tsv:2: '12345678' is neither a GARD id nor"),
        ("texts/Char.txt\tGARD:0", "pages.tsv:2: 'GARD:0' is neither"),
        ("texts/Char.txt\t\u0661\u0662", "is neither a GARD id"),
        ("texts/Char.txt\t", "'' is neither"),
        ("texts/Char.txt\tMONDO:0008209", "'MONDO:0008209' is neither"),
        ("texts/None.txt\t1237", "no such file: 'texts/None.txt'; give the path as seen from"),
        ("texts\t1237", "no such file: 'texts'"),
        ("\t1237", "no such file: ''"),
        ("texts/Char.txt\t1\ttoo much", "3 cells, but 2 columns"),
        ("texts/Char.txt\t1\ntexts/../texts/Char.txt\t1", "pages.tsv:3: texts/../texts/Char.txt"),
    ],
)
def test_a_malformed_table_is_refused(
    row: str, message: str, refused: Refused, texts: Path
) -> None:
    assert message in refused("build", texts, "--pages", table(texts, row))


def test_a_table_that_is_none_is_refused(refused: Refused, texts: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.tsv"
    other.write_text("name\tid\na\tb\n", encoding="utf-8")
    assert "its columns are name, id; name them file and" in refused("build", "--pages", other)
    assert "cannot be read" in refused("build", texts, "--pages", tmp_path / "none.tsv")
    given = table(texts, "texts/Char.txt\t1237")
    url = f"{SITE}/1237/char-syndrome"
    assert "say the same" in refused("build", texts, "--pages", given, "--url", url)
