"""``--input-format`` tells the format of a file; where it would change nothing, it is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from whimkg.base import resources

Refused = Callable[..., str]
#: Each command that takes graphs, as far as the graph.
COMMANDS = (
    ("export", "nt"),
    ("export", "sssom"),
    ("validate",),
    ("query", "gene", "--graph"),
    ("load", "STORE"),
)

each_command = pytest.mark.parametrize("command", COMMANDS, ids=" ".join)


def words(command: tuple[str, ...], folder: Path) -> list[str]:
    return [word.replace("STORE", str(folder / "new.db")) for word in command]


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """A graph whose name does not tell its format."""
    file = tmp_path / "graphs" / "graph"
    file.parent.mkdir()
    file.write_text(resources.text("data/whim-syndrome.nq"), encoding="utf-8")
    return file


@each_command
def test_it_tells_the_format_of_a_file(
    command: tuple[str, ...], graph: Path, run: Run, tmp_path: Path
) -> None:
    said = run(*words(command, tmp_path), graph, "--input-format", "nq")
    told = [line for line in said.err.splitlines() if not line.startswith("whimkg: ask it:")]
    assert (said.code, told) == (0, []), said


@each_command
def test_it_tells_nothing_of_a_folder(
    command: tuple[str, ...], graph: Path, refused: Refused, tmp_path: Path
) -> None:
    graph.rename(graph.with_suffix(".nq"))
    told = refused(*words(command, tmp_path), graph.parent, "--input-format", "nt")
    assert str(graph.parent) in told and "leave out --input-format" in told


@each_command
def test_it_tells_nothing_of_a_store(
    command: tuple[str, ...], run: Run, refused: Refused, tmp_path: Path
) -> None:
    assert run("load", tmp_path / "old.db").code == 0
    told = refused(*words(command, tmp_path), tmp_path / "old.db", "--input-format", "nt")
    assert "old.db" in told and "leave out --input-format" in told


@pytest.mark.parametrize(
    "command",
    [
        *("export nt", "export sssom", "validate", "query gene", "load NEW"),
        "query gene --endpoint http://127.0.0.1:9/",
    ],
)
def test_it_tells_nothing_where_no_file_is_named(
    command: str, refused: Refused, tmp_path: Path
) -> None:
    given = command.replace("NEW", str(tmp_path / "new.db")).split()
    assert "none is named" in refused(*given, "--input-format", "nt")


@each_command
def test_it_is_one_of_ours(command: tuple[str, ...], graph: Path, run: Run, tmp_path: Path) -> None:
    said = run(*words(command, tmp_path), graph, "--input-format", "csv")
    assert said.code == 2 and "invalid choice: 'csv'" in said.err
