"""Pages as bytes into quads as tables of Arrow, as engines of many machines want it."""

from pathlib import Path

import pytest

import whimkg
from tests.cli.conftest import small
from whimkg.corpus.page import Options
from whimkg.corpus.partition import COLUMNS, build_partition, map_in_arrow

arrow = pytest.importorskip("pyarrow", reason="needs the extra 'arrow'")
pytestmark = pytest.mark.judge

FAST = Options(formats=("nq",), validate=False)
PAGES = [
    ("s3://bucket/a.txt", small("First disease").encode()),
    ("s3://bucket/b.txt", b"no page"),
    ("s3://bucket/c.txt", small("Second disease").encode()),
]


def test_each_page_in_its_turn(tmp_path: Path) -> None:
    first, refused, second = build_partition(PAGES, FAST)
    assert [found.path for found in (first, refused, second)] == [path for path, _ in PAGES]
    for found, (path, data) in ((first, PAGES[0]), (second, PAGES[2])):
        page = tmp_path / path.rpartition("/")[2]
        page.write_bytes(data)
        lines = whimkg.build(page).serialize("nq").decode().splitlines()
        rows = zip(*(column.to_pylist() for column in found.quads.columns), strict=True)
        assert [f"{s} {p} {o} {g} ." for s, p, o, g in rows] == lines
        assert not found.error


def test_a_page_that_is_refused_is_named_as_it_was_given() -> None:
    _, refused, _ = build_partition(PAGES, FAST)
    assert refused.error.startswith("s3://bucket/b.txt")
    assert refused.quads.num_rows == 0


def test_batches_of_pages_become_batches_of_quads() -> None:
    paths, contents = zip(*PAGES, strict=True)
    batch = arrow.record_batch({"path": list(paths), "content": list(contents)})
    made = arrow.Table.from_batches(map_in_arrow([batch], FAST))
    assert tuple(made.column_names) == COLUMNS
    rows = made.to_pylist()
    (refused,) = (row for row in rows if row["error"])
    assert (refused["path"], refused["subject"]) == (paths[1], "")
    assert {row["path"] for row in rows} == set(paths)
    known = sum(found.quads.num_rows for found in build_partition(PAGES, FAST))
    assert len(rows) == known + 1
