"""Many pages: bounded memory, order, and what is left behind where something fails."""

import errno
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import ZipFile

import pytest

import whimkg
from tests.cli.conftest import small
from whimkg.corpus.building import build_all, merge_all
from whimkg.corpus.page import Built, Options
from whimkg.errors import OutputError, SourceError, UnknownNameError
from whimkg.tables import PageIdentity

FAST = Options(formats=("nq",), validate=False)


def made(folder: Path, count: int) -> Iterator[Path]:
    """Pages in reverse order of their slugs, each made when it is taken."""
    for number in range(count, 0, -1):
        file = folder / "page.txt"
        file.write_text(small(f"Disease {number:04}"), encoding="utf-8")
        yield file.rename(folder / f"{number:04}.txt")


def test_pages_are_taken_one_at_a_time(tmp_path: Path) -> None:
    taken: list[str] = []

    def report(built: Built) -> None:
        taken.append(built.slug)
        assert len(list(tmp_path.glob("*.txt"))) == len(taken)

    outcome = merge_all(made(tmp_path, 5), tmp_path / "all.nq", FAST, report=report)
    assert taken == [f"disease-{number:04}" for number in range(5, 0, -1)]
    assert (outcome.pages, outcome.statements, outcome.failed) == (5, 10, [])
    lines = (tmp_path / "all.nq").read_text(encoding="utf-8").splitlines()
    assert outcome.triples == len(lines) == len(set(lines))
    slugs = [line.split("/graph/")[1].split("/")[0] for line in lines]
    assert slugs == sorted(slugs)


def test_memory_does_not_grow_with_the_pages(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        folder = tmp_path / str(count)
        folder.mkdir()
        tracemalloc.start()
        merge_all(made(folder, count), folder / "all.nq", FAST)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(2)  # tables and modules
    few, many = peak(4), peak(60)
    written = (tmp_path / "60" / "all.nq").stat().st_size
    assert many - few < written / 4, "what is remembered of each page is bounded, and small"


def test_what_each_page_gave(tmp_path: Path) -> None:
    built: list[Built] = []
    (page,) = made(tmp_path, 1)
    build_all([page], tmp_path / "out", FAST, report=built.append)
    (one,) = built
    graph = whimkg.build(page)
    assert (one.origin, one.slug, one.title, one.subject) == (
        str(page),
        "disease-0001",
        "Disease 0001",
        None,
    )
    assert one.counts == {"phenotype": 1, "gene-causes": 1}
    assert (one.bands, one.evidence, one.spans) == ({"80%-99%": 1}, 2, 5)
    assert (one.statements, one.triples) == (graph.statements, len(graph.quads))
    assert one.complete


def test_the_first_error_is_raised_and_nothing_is_left(tmp_path: Path) -> None:
    pages = [*made(tmp_path, 2), tmp_path / "none.txt", tmp_path / "neither.txt"]
    before = sorted(tmp_path.iterdir())
    acts: list[Callable[[], object]] = [
        lambda: build_all(pages, tmp_path / "out" / "deep", FAST),
        lambda: merge_all(pages, tmp_path / "out" / "all.nq", FAST),
        lambda: build_all(pages, tmp_path / "out", FAST, jobs=2),
    ]
    for act in acts:
        with pytest.raises(SourceError, match=r"/none\.txt: no such file"):
            act()
        assert sorted(tmp_path.iterdir()) == before


def test_another_s_executor_builds_the_same(tmp_path: Path) -> None:
    pages = list(made(tmp_path, 3))
    with ThreadPoolExecutor(2) as executor:
        merge_all(pages, tmp_path / "theirs.nq", FAST, executor=executor)
    merge_all(pages, tmp_path / "own.nq", FAST)
    assert (tmp_path / "theirs.nq").read_bytes() == (tmp_path / "own.nq").read_bytes()


def test_going_on_keeps_the_errors_in_order(tmp_path: Path) -> None:
    one, two = made(tmp_path, 2)
    bad = [tmp_path / "b.txt", tmp_path / "a.txt"]
    pages = [bad[0], one, bad[1], two]
    for jobs in (1, 2):
        outcome = build_all(pages, tmp_path / "out", FAST, jobs=jobs, keep_going=True)
        assert [error.where for error in outcome.failed] == [str(file) for file in bad]
        assert (outcome.pages, outcome.statements) == (2, 4)


def test_names_are_compared_as_files_are(tmp_path: Path) -> None:
    one, two = tmp_path / "1.txt", tmp_path / "2.txt"
    one.write_text(small("Same disease"), encoding="utf-8")
    two.write_text(small("SAME — disease"), encoding="utf-8")
    with pytest.raises(UnknownNameError, match=r"2\.txt: a second page is called 'same-disease'"):
        merge_all([one, two], tmp_path / "all.nq", FAST)


def test_one_graph_has_one_page_of_a_disease(tmp_path: Path) -> None:
    identities = []
    for number, title in enumerate(("One disease", "Two disease", "Three disease"), 1):
        file = tmp_path / f"{number}.txt"
        file.write_text(small(title), encoding="utf-8")
        identities.append(PageIdentity(file, gard_id=f"GARD:{9999999 if number < 3 else 9999998}"))
    assert build_all(identities, tmp_path / "apart", FAST).pages == 3
    outcome = merge_all(identities, tmp_path / "all.nq", FAST, keep_going=True)
    assert (outcome.pages, [error.where for error in outcome.failed]) == (
        2,
        [str(tmp_path / "2.txt")],
    )
    with pytest.raises(UnknownNameError, match=r"2\.txt: a second page is about GARD:9999999"):
        merge_all(identities, tmp_path / "other.nq", FAST)


def test_a_full_disk_while_the_blocks_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = list(made(tmp_path, 2))
    before = sorted(tmp_path.iterdir())

    def full(part: ZipFile, name: str, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ZipFile, "writestr", full)
    with pytest.raises(OutputError, match="No space left on device; free some space"):
        merge_all(pages, tmp_path / "all.nq", FAST)
    assert sorted(tmp_path.iterdir()) == before


def test_a_curator_s_tables_reach_every_process(tmp_path: Path) -> None:
    pages = list(made(tmp_path, 2))
    mappings = tmp_path / "mappings.tsv"
    mappings.write_text("words\tterm\nsocks\tMAXO:1\n", encoding="utf-8")
    options = Options(formats=("nq",), mappings=mappings, validate=False)
    for jobs in (1, 2):
        outcome = build_all(pages, tmp_path / "out", options, jobs=jobs, keep_going=True)
        assert outcome.pages == 0
        assert [str(mappings) in str(error) for error in outcome.failed] == [True, True]
