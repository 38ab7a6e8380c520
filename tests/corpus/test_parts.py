"""A build is continued: after a kill, and when pages change."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.benchmarks.pages import write
from tests.cli.conftest import small, tree
from whimkg.corpus.building import Outcome, build_all, merge_all
from whimkg.corpus.page import Built, Options
from whimkg.corpus.parts import Parts, part_name
from whimkg.errors import OutputError, PageError

FAST = Options(formats=("nq",), validate=False)


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    """Three pages."""
    (tmp_path / "pages").mkdir()
    for name in ("alpha", "beta", "gamma"):
        page = tmp_path / "pages" / f"{name}.txt"
        page.write_text(small(f"{name.title()} disease"), encoding="utf-8")
    return sorted((tmp_path / "pages").iterdir())


class Seen:
    """Takes what is reported of each page."""

    def __init__(self) -> None:
        self.built: list[Built] = []

    def __call__(self, built: Built) -> None:
        self.built.append(built)

    @property
    def anew(self) -> list[str]:
        return [Path(built.origin).stem for built in self.built if not built.resumed]


def merged(pages: list[Path], file: Path, options: Options = FAST, jobs: int = 1) -> Seen:
    """Build with ``resume``, and hold the file against one that is built at once."""
    seen = Seen()
    outcome = merge_all(pages, file, options, resume=True, report=seen, jobs=jobs)
    whole = file.with_name(f"whole{file.suffix}")
    assert merge_all(pages, whole, options) == outcome
    assert file.read_bytes() == whole.read_bytes()
    assert not whole.with_name(f".{whole.name}.parts").exists()
    return seen


@pytest.mark.parametrize("name", ["all.nq", "all.parquet"])
def test_only_pages_that_change_are_built_anew(
    name: str, pages: list[Path], tmp_path: Path
) -> None:
    file = tmp_path / name
    assert merged(pages, file).anew == ["alpha", "beta", "gamma"]
    assert merged(pages, file).anew == []
    pages[1].write_text(small("Beta disease", "Fever 0001945"), encoding="utf-8")
    assert merged(pages, file, jobs=2).anew == ["beta"]
    assert merged(pages[1:], file).anew == []
    parts = tmp_path / f".{name}.parts"
    assert len(list(parts.iterdir())) == 2, "what no page has any more is not kept"


def test_a_page_that_is_moved_has_not_changed(pages: list[Path], tmp_path: Path) -> None:
    merged(pages, tmp_path / "all.nq")
    (tmp_path / "pages").rename(tmp_path / "moved")
    seen = merged(sorted((tmp_path / "moved").iterdir()), tmp_path / "all.nq")
    assert seen.anew == []
    assert {Path(built.origin).parent.name for built in seen.built} == {"moved"}


def test_what_is_known_of_a_page_stays_the_same(pages: list[Path], tmp_path: Path) -> None:
    how = Options(formats=("nq",))
    first, second = (merged(pages, tmp_path / "all.nq", how).built for _ in range(2))
    assert [replace(built, resumed=False) for built in second] == first
    assert all(built.resumed for built in second)


def own(folder: Path, name: str) -> Path:
    """A curator's own table without rows."""
    head = (Path(__file__).parents[2] / "data" / name).read_text(encoding="utf-8")
    lines = [line for line in head.splitlines() if line]
    rows = [line for line in lines if not line.startswith("#")]
    file = folder / name
    file.write_text("\n".join([*lines[: lines.index(rows[0]) + 1], ""]), encoding="utf-8")
    return file


def test_other_options_build_all_pages_anew(pages: list[Path], tmp_path: Path) -> None:
    file, wordings = tmp_path / "all.nq", own(tmp_path, "wordings.tsv")
    merged(pages, file)
    for change in (
        {"base": "https://example.org/kg/"},
        {"quotes": True},
        {"partial": True},
        {"validate": True},
        {"wordings": wordings},
    ):
        changed = replace(FAST, **change)
        assert len(merged(pages, file, changed).anew) == 3, change
        assert merged(pages, file, changed).anew == []


def test_another_release_builds_all_pages_anew(
    pages: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged(pages, tmp_path / "all.nq")
    monkeypatch.setattr("whimkg.base.resources.fingerprint", lambda: "another")
    assert len(merged(pages, tmp_path / "all.nq").anew) == 3


@pytest.mark.parametrize("damage", [b"", b"PK", None])
def test_a_damaged_part_is_built_anew(
    damage: bytes | None, pages: list[Path], tmp_path: Path
) -> None:
    merged(pages, tmp_path / "all.nq")
    part = next((tmp_path / ".all.nq.parts").iterdir())
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 255
    part.write_bytes(data if damage is None else damage)
    assert len(merged(pages, tmp_path / "all.nq").anew) == 1


def test_refused_pages_are_tried_again(pages: list[Path], tmp_path: Path) -> None:
    pages[1].write_text("no page", encoding="utf-8")
    seen = Seen()
    with pytest.raises(PageError):
        merge_all(pages, tmp_path / "all.nq", FAST, resume=True, report=seen)
    assert not (tmp_path / "all.nq").exists()
    pages[1].write_text(small("Beta disease"), encoding="utf-8")
    assert merged(pages, tmp_path / "all.nq").anew == ["beta", "gamma"]


def test_a_folder_of_files_is_continued(pages: list[Path], tmp_path: Path) -> None:
    how, seen = Options(formats=("ttl", "nq"), validate=False), Seen()
    build_all(pages, tmp_path / "whole", how)
    for _ in range(2):
        build_all(pages, tmp_path / "out", how, resume=True, report=seen)
    assert len(seen.anew) == 3
    shutil.rmtree(tmp_path / "out" / ".parts")
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


def test_a_build_that_is_not_asked_to_leaves_nothing(pages: list[Path], tmp_path: Path) -> None:
    merge_all(pages, tmp_path / "all.nq", FAST)
    pages[1].write_text("no page", encoding="utf-8")
    with pytest.raises(PageError):
        merge_all(pages, tmp_path / "new" / "folder" / "all.nq", FAST)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.nq", "pages"]


def test_an_interrupted_build_leaves_its_parts(pages: list[Path], tmp_path: Path) -> None:
    def interrupt(built: Built) -> None:
        if Path(built.origin).stem == "beta":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        merge_all(pages, tmp_path / "all.nq", FAST, report=interrupt)
    assert merged(pages, tmp_path / "all.nq").anew == ["gamma"]


def test_a_part_that_another_build_has_removed_is_told(pages: list[Path], tmp_path: Path) -> None:
    def remove(built: Built) -> None:
        if built.part:
            (tmp_path / ".all.nq.parts" / built.part).unlink()

    with pytest.raises(OutputError, match="one build at a time"):
        merge_all(pages, tmp_path / "all.nq", FAST, report=remove)
    assert not (tmp_path / "all.nq").exists()


def test_what_nobody_knows_to_be_unchanged_is_never_taken(tmp_path: Path) -> None:
    parts = Parts(tmp_path, resume=True)
    address = part_name("https://example.org/page", "how")
    foreign = part_name(Path(__file__), "how", once=True)
    for name in (address, foreign):
        parts.store(name, {"slug": "page"}, {})
        assert parts.find(name) is None
    parts.keep_only({address, foreign})
    assert not list(tmp_path.iterdir())


def test_a_part_opens_as_a_zip(pages: list[Path], tmp_path: Path) -> None:
    merged(pages[:1], tmp_path / "all.nq")
    (part,) = (tmp_path / ".all.nq.parts").iterdir()
    with ZipFile(part) as opened:
        assert opened.read("nq") == (tmp_path / "all.nq").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("resume", [True, False])
def test_a_build_that_is_killed_is_continued(resume: bool, tmp_path: Path) -> None:
    """At any moment; what is there in the end is what a build at once would have written."""
    write(tmp_path / "pages", 12)
    file, chance = tmp_path / "all.nq", random.Random(12)  # noqa: S311
    asked = ["--resume"] if resume else []
    build = ["build", str(tmp_path / "pages"), "--merge", str(file)]
    command = [sys.executable, "-m", "whimkg", *build, "--quiet", *asked]
    for _ in range(3):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            while process.poll() is None and len(_parts(file)) < 2:
                time.sleep(0.01)
            time.sleep(chance.random() / 4)
            os.kill(process.pid, signal.SIGKILL)
    known = len(_parts(file))
    seen = Seen()
    pages = sorted((tmp_path / "pages").iterdir())
    how = Options(formats=("nq",))
    outcome = merge_all(pages, file, how, resume=True, report=seen)
    assert 2 <= known <= 12 and len(seen.anew) == 12 - known
    assert outcome.pages == 12 and outcome.failed == []
    _whole(pages, tmp_path, how, outcome)
    assert len(_parts(file)) == 12 == len(list(file.with_name(".all.nq.parts").iterdir()))


def _parts(file: Path) -> list[Path]:
    return list(file.with_name(f".{file.name}.parts").glob("*.zip"))


def _whole(pages: list[Path], folder: Path, how: Options, outcome: Outcome) -> None:
    assert merge_all(pages, folder / "whole.nq", how) == outcome
    assert (folder / "whole.nq").read_bytes() == (folder / "all.nq").read_bytes()
