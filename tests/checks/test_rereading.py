"""Graphs that say more, less or otherwise than their page, whose places all hold."""

import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid5

import pytest

import whimkg
from tests.gard.build import MOST, page, table, text
from whimkg.base.namespaces import expand
from whimkg.errors import SourceError
from whimkg.gard.text import digest
from whimkg.graph.names import NAMESPACE

HEAD = "Alpha syndrome\n\n\nOther Names:\nBeta disease; ABD\nCategories:"
PROSE = (
    "Alpha syndrome is caused by mutations in the RET or EDNRB gene. "
    "It is usually inherited in an autosomal dominant manner. Symptoms begin in infancy."
)
Edit = Callable[[str], str]


@pytest.fixture(scope="module")
def text_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pages") / "alpha.txt"
    rows = table(MOST, "Lymphopenia 0001888", "Seizure 0001250", count=2)
    file.write_text(page(text(PROSE), rows, head=HEAD), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def lines(text_file: Path) -> str:
    return whimkg.build(text_file).canonical.decode()


def _other_mode(lines: str) -> str:
    """Another mode of inheritance, under the id that such a statement has."""
    old, new = expand("HP:0000006"), expand("HP:0000007")
    statement = re.search(rf"<(\S+association/)(\S+)> <\S+/object> <{old}>", lines)
    assert statement
    ends = [expand(n) for n in ("whimkg.disease:alpha-syndrome", "biolink:has_mode_of_inheritance")]
    made = str(uuid5(NAMESPACE, "\n".join([*ends, new])))
    return lines.replace(old, new).replace(statement[2], made)


def _more_frequent(lines: str) -> str:
    lines = lines.replace("HP_0040281", "HP_0040280").replace('"80"^^', '"100"^^')
    return lines.replace('"99"^^', '"100"^^')


EDITS: dict[str, tuple[Edit, str]] = {
    "term": (_other_mode, "reading the page again does not give it"),
    "band": (_more_frequent, "its biolink:frequency_qualifier is HP:0040280"),
    "status": (
        lambda lines: lines.replace(expand("whimkg:reported"), expand("whimkg:established")),
        "its whimkg:claimStatus is whimkg:established; read again, the page gives whimkg:reported",
    ),
    "qualification": (
        lambda lines: lines.replace('"usually"@en', '"always"@en'),
        'its evidence whimkg:qualifiedBy is "always"@en',
    ),
    "no qualification": (
        lambda lines: re.sub(r".*qualifiedBy.*\n", "", lines),
        "its evidence whimkg:qualifiedBy is nothing",
    ),
    "no alternative": (
        lambda lines: re.sub(r".*alternativeTo.*\n", "", lines),
        "its evidence whimkg:alternativeTo is nothing",
    ),
    "label": (lambda lines: lines.replace('"Seizure"@en', '"Fever"@en'), 'is "Fever"@en'),
    "no statement": (
        lambda lines: re.sub(r".*HP_0003593.*\n", "", lines),
        "reading the page again gives it, and the graph lacks it",
    ),
    "section": (
        lambda lines: re.sub(r'(sectionKind> )"symptoms"', r'\1"text"', lines),
        "its triples are not those that reading the page again gives",
    ),
}


def _failures(text_file: Path, lines: str, *, reread: bool) -> list[str]:
    graph = text_file.with_suffix(".nq")
    graph.write_text(lines, encoding="utf-8")
    outcome = whimkg.verify(text_file, graph, reread=reread)
    assert outcome.holds == (not outcome.failures)
    return [failure.problem for failure in outcome.failures]


@pytest.mark.parametrize("name", EDITS)
def test_what_reading_does_not_give_is_a_failure(name: str, text_file: Path, lines: str) -> None:
    edit, problem = EDITS[name]
    edited = edit(lines)
    assert edited != lines
    assert any(problem in found for found in _failures(text_file, edited, reread=True))


@pytest.mark.parametrize("name", ["term", "band", "status", "qualification", "no alternative"])
def test_and_its_characters_alone_do_not_show_it(name: str, text_file: Path, lines: str) -> None:
    assert _failures(text_file, EDITS[name][0](lines), reread=False) == []


def test_a_statement_that_differs_is_not_verified(text_file: Path, lines: str) -> None:
    graph = text_file.with_suffix(".nq")
    graph.write_text(EDITS["band"][0](lines), encoding="utf-8")
    outcome = whimkg.verify(text_file, graph, reread=True)
    assert outcome.statements - outcome.verified == 2


def test_a_graph_as_it_was_built_has_none(text_file: Path, lines: str) -> None:
    assert _failures(text_file, lines, reread=True) == []


def test_nor_has_one_below_another_base_with_its_words_and_its_day(text_file: Path) -> None:
    made = whimkg.build(text_file, base="https://example.org/", quotes=True, saved="2022-12-05")
    assert _failures(text_file, made.canonical.decode(), reread=True) == []


def test_a_folder_of_pages_is_read_again_page_by_page(text_file: Path, lines: str) -> None:
    folder = text_file.parent / "folder"
    folder.mkdir()
    second = page(text(PROSE), head="Gamma syndrome")
    (folder / "alpha.txt").write_text(text_file.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "gamma.txt").write_text(second, encoding="utf-8")
    both = lines + whimkg.build(folder / "gamma.txt").canonical.decode()
    graph = text_file.with_name("both.nq")
    graph.write_text(both, encoding="utf-8")
    assert whimkg.verify(folder, graph, reread=True).holds
    graph.write_text(both.replace('"usually"@en', '"never"@en'), encoding="utf-8")
    failed = whimkg.verify(folder, graph, reread=True).failures
    assert {Path(failure.page).name for failure in failed} == {"alpha.txt"}


def test_another_text_is_not_read_again(text_file: Path, lines: str, tmp_path: Path) -> None:
    other = tmp_path / "alpha.txt"
    other.write_text(text_file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    graph = text_file.with_suffix(".nq")
    graph.write_text(lines, encoding="utf-8")
    assert whimkg.verify(other, graph).holds
    (failure,) = whimkg.verify(other, graph, reread=True).failures
    assert failure.problem.startswith("it is not read again")


def test_a_page_that_no_reader_knows_is_named(tmp_path: Path, lines: str, text_file: Path) -> None:
    page_file, graph = tmp_path / "page.txt", tmp_path / "graph.nq"
    page_file.write_text("Nothing known.", encoding="utf-8")
    own = digest("Nothing known.")
    graph.write_text(lines.replace(whimkg.read(text_file).page.sha256, own), encoding="utf-8")
    problems = [f.problem for f in whimkg.verify(page_file, graph, reread=True).failures]
    assert any(problem.startswith("the page cannot be read again") for problem in problems)


def test_a_record_is_not_read_again(text_file: Path) -> None:
    with pytest.raises(SourceError, match="a record is not read again"):
        whimkg.verify(text_file, whimkg.read(text_file), reread=True)
