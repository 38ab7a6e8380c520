"""A corpus as sorted lines is the same whichever way it went: through DuckDB alone, or parsed."""

from pathlib import Path

import pytest

from whimkg.export import serialize
from whimkg.export.rdf import sorted_lines as module
from whimkg.export.rdf.sorted_lines import sorted_lines
from whimkg.rdf.inputs import Block
from whimkg.rdf.line_files import add_plain_file
from whimkg.rdf.parsing import read_quads
from whimkg.rdf.quad_dataset import write_dataset
from whimkg.rdf.quad_rows import graph_rows
from whimkg.rdf.quad_table import quad_table

G = "<https://example.org/g>"
S, P = "<https://example.org/s>", "<https://example.org/p>"
#: Objects that are cut in the wrong place by who looks at blanks, brackets and stops alone.
OBJECTS = (
    "<https://example.org/o>",
    '"a"',
    '"a . b"',
    '"a <b"',
    '"a <b>"',
    '". <b> ."',
    '"<b>"@en',
    '"x <y>"@en-us',
    '"a <b"^^<https://example.org/type>',
    r'"a \"<b>\" c"^^<https://example.org/type>',
    '"Ünï 日本 <雪>"',
    r'"tab\t line\n back\\"',
)
LINES = [f"{S} {P} {each}{graph} .\n" for each in OBJECTS for graph in ("", f" {G}")]


@pytest.fixture(autouse=True)
def _however_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LEAST", 0)


def written(path: Path, name: str) -> bytes | None:
    with sorted_lines(path, name) as pieces:
        return None if pieces is None else b"".join(pieces)


@pytest.mark.parametrize("name", ["nq", "nt"])
@pytest.mark.parametrize("form", ["nq", "parquet"])
def test_lines_are_those_of_the_parser(form: str, name: str, tmp_path: Path) -> None:
    data = "".join([*reversed(LINES), *LINES]).encode()
    path = tmp_path / f"it.{form}"
    if form == "parquet":
        write_dataset([data], path)
    else:
        path.write_bytes(data)
    assert written(path, name) == serialize(read_quads(data, "nq"), name)


NOT_PLAIN = {
    "blank": f"_:a {P} {S} .\n",
    "comment": "# words\n",
    "escaped": f'{S} {P} "\\u0041" .\n',
    "spaces": f"{S}  {P} {S} .\n",
    "string": f'{S} {P} "a"^^<http://www.w3.org/2001/XMLSchema#string> .\n',
    "letters": f"{S} {P} <https://example.org/ü> .\n",
    "no IRI": f"{S} {P} <no iri> .\n",
    "relative": f"{S} {P} <a> .\n",
    "cut": f"{S} {P}",
    "long": f'{S} {P} "{"a" * (1 << 19)}" .\n',
}


@pytest.mark.parametrize("case", NOT_PLAIN)
def test_what_wants_a_parser_is_left_to_it(case: str, tmp_path: Path) -> None:
    path = tmp_path / "it.nq"
    path.write_text("".join(LINES) + NOT_PLAIN[case], encoding="utf-8")
    assert written(path, "nq") is None


@pytest.mark.parametrize("last", [True, False])
def test_a_line_longer_than_the_engine_reads_is_left_to_the_parser(
    last: bool, tmp_path: Path
) -> None:
    path, line = tmp_path / "it.nq", f'{S} {P} "{"a" * 9_000_000}" .\n'
    path.write_text("".join(LINES) + line if last else line + "".join(LINES), encoding="utf-8")
    assert written(path, "nq") is None
    with quad_table() as table:
        assert not add_plain_file(table, Block("it", path, "nq"), [P[1:-1]])


def test_what_is_no_text_is_left_to_the_parser(tmp_path: Path) -> None:
    path = tmp_path / "it.nq"
    path.write_bytes("".join(LINES).encode() + f'{S} {P} "'.encode() + b'\xff" .\n')
    assert written(path, "nq") is None
    (tmp_path / "empty.nq").touch()
    assert written(tmp_path / "empty.nq", "nq") is None


def test_a_table_of_other_columns_is_left_to_who_says_so(tmp_path: Path) -> None:
    with quad_table() as table:
        table.run(f"COPY (SELECT 1 AS one) TO '{tmp_path / 'it.parquet'}'")
    assert written(tmp_path / "it.parquet", "nq") is None


def test_rows_for_nodes_and_edges_are_those_of_the_parser(tmp_path: Path) -> None:
    path = tmp_path / "it.nq"
    path.write_text("".join(LINES), encoding="utf-8")
    with quad_table() as table:
        assert add_plain_file(table, Block("it", path, "nq"), [P[1:-1]])
        found = table.run("FROM quads").fetchall()
    (rows,) = graph_rows(path, tmp_path)
    assert sorted(found) == sorted(tuple(term.decode() for term in row) for row in rows)
    assert len(found) == len(LINES)
