"""A command as a user runs it, in this process: its exit code and what it said."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.gard.build import MOST, page, table, text
from whimkg.cli import main


@dataclass(frozen=True)
class Said:
    """Exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return self.out.splitlines()[-1]


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; whatever it does, it ends in an exit code of ours and whole lines."""

    def run(*arguments: object) -> Said:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # bad usage, --help and --version
            assert isinstance(stop.code, int)
            code = stop.code
        out, err = capsys.readouterr()
        assert code in (0, 1, 2)
        for said in (out, err):
            assert not said or said.endswith("\n")
            assert "\x1b" not in said and "\r" not in said, "colour or progress, but no terminal"
        return Said(code, out, err)

    return run


@pytest.fixture
def refused(run: Run, tmp_path: Path) -> Callable[..., str]:
    """Runs a command that cannot: code 2, one or two lines of message, no output, no file."""

    def refused(*arguments: object) -> str:
        before = tree(tmp_path)
        said = run(*arguments)
        assert (said.code, said.out) == (2, ""), said
        assert said.err.startswith("whimkg: ")
        assert 1 <= len(said.err.splitlines()) <= 2, said.err
        assert tree(tmp_path) == before
        return said.err.removeprefix("whimkg: ").rstrip("\n")

    return refused


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def small(title: str, *rows: str) -> str:
    """A small page."""
    rows = rows or ("Seizure 0001250",)
    return page(
        text(f"{title} is caused by changes in the CXCR4 gene."),
        table(MOST, *rows, count=len(rows)),
        head=title,
    )


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of three pages, whose names and slugs are in another order."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, title in (("1", "Gamma disease"), ("2", "Alpha disease"), ("3", "Beta disease")):
        (folder / f"{name}.txt").write_text(small(title), encoding="utf-8")
    return folder
