"""``whimkg coverage``: every line and sentence, what became of it, and the count at the end."""

import csv
import io
import json
import re
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run, small
from tests.pages.mask import TWIN

FIELDS = [
    *("line", "begin", "end", "unit", "verdict", "about", "left_out_beside", "sha256", "words"),
    "not_understood_beside",
]


def page(tmp_path: Path, more: str = "") -> Path:
    file = tmp_path / "page.txt"
    file.write_text(small("Gamma disease").replace("\nLast", f"{more}\nLast", 1), encoding="utf-8")
    return file


def test_text(run: Run, tmp_path: Path) -> None:
    said = run("coverage", page(tmp_path))
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[1].split() == ["3", "modelled", "title", "of", "the", "page", "Gamma", "disease"]
    assert lines[-1] == "13 lines (2 sentences): 6 modelled, 6 left out, 1 not understood (4 words)"
    assert len(lines) == 14


def test_what_is_not_understood_shows_up(run: Run, tmp_path: Path) -> None:
    file = page(tmp_path, " It smells of mint.")
    said = run("coverage", file)
    assert said.code == 0
    assert any(
        line.split(maxsplit=1)[1].startswith("not understood") and line.endswith("smells of mint.")
        for line in said.out.splitlines()[:-1]
    )
    assert run("coverage", file, "--strict").code == 1


def test_words_beside_a_claim_are_not_passed_over(run: Run, tmp_path: Path) -> None:
    sentence = "Gamma disease is inherited in a digenic manner and affects the elbow."
    file = page(tmp_path, f" {sentence}")
    said = run("coverage", file, "--strict")
    assert '      beside it, not understood: "and affects the elbow"' in said.out.splitlines()
    assert said.last.endswith(" 1 not understood (8 words)")
    assert said.code == 1


def test_tsv(run: Run, tmp_path: Path) -> None:
    file = page(tmp_path)
    text = file.read_text(encoding="utf-8")
    rows = list(
        csv.DictReader(io.StringIO(run("coverage", file, "--format", "tsv").out), delimiter="\t")
    )
    assert list(rows[0]) == FIELDS
    assert len(rows) == 13
    for row in rows:
        stretch = text[int(row["begin"]) : int(row["end"])]
        assert stretch and stretch in text.split("\n")[int(row["line"]) - 1]


def test_json(run: Run, tmp_path: Path) -> None:
    file = page(tmp_path)
    plain = json.loads(run("coverage", file, "--format", "json").out)
    counts = [plain[key] for key in ("lines", "modelled", "left_out", "not_understood")]
    assert counts == [13, 6, 6, 1]
    assert [list(entry) for entry in plain["entries"]] == [FIELDS] * 13


def test_a_person_s_words_are_not_printed(run: Run, tmp_path: Path) -> None:
    """Neither a contact's name and numbers, nor what a reader asked."""
    file = page(tmp_path)
    contact = "\n\nDr. Ada Example\nTelephone: 555-000-0000\nE-mail: ada@example.org\n"
    question = (
        "\nQuestions sent to GARD may be posted here.\n\n  • May my aunt eat plums? See answer\n"
    )
    file.write_text(file.read_text(encoding="utf-8") + contact + question, encoding="utf-8")
    for kind in ("text", "tsv", "json"):
        said = run("coverage", file, "--format", kind)
        assert said.code == 0
        for words in ("Ada", "555", "ada@", "aunt", "plums"):
            assert words not in said.out, (kind, words)
    assert run("coverage", file).out.count("(a person's words)") >= 4


def test_one_verdict_alone_is_shown(run: Run, tmp_path: Path) -> None:
    """And all are counted; nothing of a long sentence is cut."""
    long = "Zebras wear hats, " * 20 + "and why not."
    file = page(tmp_path, f"\n{long}\n")
    whole = run("coverage", file)
    for verdict in ("modelled", "left out", "not understood"):
        said = run("coverage", file, "--only", verdict)
        shown = [line for line in said.out.splitlines()[:-1] if line[:4].strip().isdigit()]
        assert shown and all(verdict in line[:22] for line in shown)
        assert said.last == whole.last
    assert long in whole.out
    only = run("coverage", file, "--only", "modelled", "--format", "json").out
    assert {entry["verdict"] for entry in json.loads(only)["entries"]} == {"modelled"}


def test_the_last_line_of_the_twin(run: Run) -> None:
    assert run("coverage", TWIN).last.startswith("145 lines (93 sentences): ")


def test_what_is_no_page(tmp_path: Path, refused: Callable[..., str]) -> None:
    none = tmp_path / "none"
    assert refused("coverage", none) == f"{none}: no such file or folder; check the path"
    assert "the folder holds no page" in refused("coverage", tmp_path)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of two pages, of which one is not understood as a whole."""
    (tmp_path / "pages").mkdir()
    first = small("Alpha disease").replace("is caused by", "is, as it were, caused by")
    for name, text in (("1.txt", first), ("2.txt", small("Beta disease"))):
        (tmp_path / "pages" / name).write_text(text, encoding="utf-8")
    file = tmp_path / "saved.tar.xz"
    with tarfile.open(file, "w:xz") as packed:
        for name in ("1.txt", "2.txt"):
            packed.add(tmp_path / "pages" / name, name)
    return file


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_pages(jobs: int, run: Run, archive: Path, tmp_path: Path) -> None:
    said = run("coverage", archive, "--jobs", jobs)
    assert (said.code, said.err) == (0, "")
    one, two = (run("coverage", tmp_path / "pages" / name).last for name in ("1.txt", "2.txt"))
    first, second, last = said.out.splitlines()
    assert (first, second) == (f"{archive}/1.txt  {one}", f"{archive}/2.txt  {two}")
    figures = [re.findall(r"\d+", line) for line in (one, two)]
    sums = [int(a) + int(b) for a, b in zip(*figures, strict=True)]
    assert re.findall(r"\d+", last) == ["2", *map(str, sums)]
    assert run("coverage", archive, "--strict").code == 1


def test_the_entries_of_many_pages(run: Run, archive: Path, tmp_path: Path) -> None:
    """Each row begins with its page, and is otherwise that of the page alone."""
    head, *rows = run("coverage", archive, "--format", "tsv").out.splitlines()
    assert head.split("\t") == ["page", *FIELDS]
    alone = [
        f"{archive}/{name}\t{row}"
        for name in ("1.txt", "2.txt")
        for row in run("coverage", tmp_path / "pages" / name, "--format", "tsv").out.splitlines()[
            1:
        ]
    ]
    assert rows == alone
    lines = run("coverage", archive, "--format", "json", "--only", "modelled").out.splitlines()
    for line, name in zip(lines, ("1.txt", "2.txt"), strict=True):
        plain = json.loads(line)
        assert plain.pop("page") == f"{archive}/{name}"
        given = ("coverage", tmp_path / "pages" / name, "--format", "json", "--only", "modelled")
        assert plain == json.loads(run(*given).out)


def test_a_page_that_cannot_be_read_is_told_among_the_others(run: Run, archive: Path) -> None:
    folder = archive.parent / "pages"
    (folder / "1.txt").write_text("no page", encoding="utf-8")
    said = run("coverage", folder)
    assert said.code == 2
    assert said.err.startswith(f"whimkg: {folder / '1.txt'}")
    assert said.out.splitlines()[0].startswith(f"{folder / '2.txt'}  ")
    assert said.last.startswith("2 pages, ")


def test_a_reader_that_no_package_brings_is_told_once(
    archive: Path, refused: Callable[..., str]
) -> None:
    message = refused("coverage", archive, "--reader", "nobody")
    assert len(message.splitlines()) == 1 and "nobody" in message
