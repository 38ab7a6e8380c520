"""A corpus as a Parquet dataset says what the N-Quads say, and stands wherever a graph can."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

import whimkg
from tests.benchmarks.pages import write
from tests.cli.conftest import Run
from whimkg.corpus.building import merge_all
from whimkg.corpus.page import Options
from whimkg.errors import GraphError, WhimkgError
from whimkg.export.entities import export_entities
from whimkg.rdf.quad_dataset import write_lines

FAST = Options(formats=("nq",), validate=False)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pages, as N-Quads and as a dataset."""
    folder = tmp_path_factory.mktemp("corpus")
    write(folder / "pages", 3)
    pages = sorted((folder / "pages").iterdir(), reverse=True)
    for name in ("corpus.nq", "corpus.parquet"):
        merge_all(pages, folder / name, FAST)
    return folder / "corpus.parquet"


def lines(corpus: Path) -> bytes:
    return corpus.with_suffix(".nq").read_bytes()


def test_it_holds_the_lines_of_the_quads_in_their_order(corpus: Path, tmp_path: Path) -> None:
    write_lines(corpus, tmp_path / "it.nq")
    assert (tmp_path / "it.nq").read_bytes() == lines(corpus)


def test_others_read_its_columns(corpus: Path) -> None:
    with duckdb.connect() as database:
        columns = database.execute(f"DESCRIBE FROM '{corpus}'").fetchall()
        assert [row[:2] for row in columns] == [
            (name, "VARCHAR") for name in ("subject", "predicate", "object", "graph")
        ]
        found = database.execute(f"SELECT count(*) FROM '{corpus}'").fetchone()  # noqa: S608
    assert found == (lines(corpus).count(b"\n"),)


def test_it_is_a_tenth_of_the_quads(corpus: Path) -> None:
    assert corpus.stat().st_size * 10 < len(lines(corpus))


#: All formats are made of the same tables: these are read as text and by DuckDB.
@pytest.mark.parametrize("name", ["kgx-tsv", "parquet"])
def test_tables_are_those_of_the_quads(corpus: Path, name: str) -> None:
    assert export_entities(corpus, name) == export_entities(corpus.with_suffix(".nq"), name)


COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "export": lambda graph: ["export", "nq", str(graph)],
    "query": lambda graph: ["query", "counts", "--graph", str(graph)],
    "validate": lambda graph: ["validate", str(graph)],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_it(command: str, corpus: Path, run: Run) -> None:
    given, known = (run(*COMMANDS[command](g)) for g in (corpus, corpus.with_suffix(".nq")))
    assert (given.code, given.out.replace(".parquet", ".nq")) == (known.code, known.out)
    assert given.code == 0


def test_it_is_loaded(corpus: Path, run: Run, tmp_path: Path) -> None:
    for store in ("it.db", "it.duckdb"):
        assert run("load", str(tmp_path / store), str(corpus)).code == 0


def test_a_folder_of_files_as_spark_leaves_it(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus.parquet"
    folder.mkdir()
    for number in range(2):
        name = folder / f"part-{number}.parquet"
        with duckdb.connect() as database:
            part = f"SELECT * FROM '{corpus}' WHERE hash(subject) % 2 = {number}"  # noqa: S608
            database.execute(f"COPY ({part}) TO '{name}'")
    (folder / "_SUCCESS").touch()
    assert export_entities(folder, "kgx-tsv") == export_entities(corpus, "kgx-tsv")


def test_the_bundled_graph(run: Run, tmp_path: Path) -> None:
    assert run("build", "--merge", str(tmp_path / "it.parquet")).code == 0
    write_lines(tmp_path / "it.parquet", tmp_path / "it.nq")
    assert (tmp_path / "it.nq").read_bytes() == whimkg.build().serialize("nq")


@pytest.mark.parametrize("write_it", [export_entities, None])
def test_what_is_none(write_it: Callable[..., object] | None, tmp_path: Path) -> None:
    other, text = tmp_path / "other.parquet", tmp_path / "text.parquet"
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT 1 AS subject) TO '{other}'")
    text.write_text("nothing", encoding="utf-8")
    for file in (other, text):
        with pytest.raises(GraphError, match=rf"{file.stem}\.parquet: it is no dataset of quads"):
            if write_it:
                write_it(file, "kgx-jsonl")
            else:
                whimkg.query("counts", graph=file)


def test_a_long_text(tmp_path: Path) -> None:
    long = tmp_path / "it.nq"
    text = "x" * 3_000_000
    long.write_text(f'<a:s> <http://www.w3.org/2000/01/rdf-schema#label> "{text}" .\n')
    with pytest.raises(WhimkgError, match="no statements"):
        export_entities(long, "kgx-jsonl")
