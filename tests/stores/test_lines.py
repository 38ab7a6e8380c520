"""Files of RDF into lines, and how many of them are distinct."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from whimkg.errors import GraphError
from whimkg.export import _lines as export_lines
from whimkg.export._inputs import Block
from whimkg.stores import _distinct, _lines
from whimkg.stores._distinct import Distinct
from whimkg.stores._lines import pieces

P = NamedNode("http://example.org/p")
WRONG = (*'<>"\\ \t\r\n.#_:@^{A\0\x7f', "", "<a:b>")


def lines(path: Path, form: str) -> list[tuple[str, str]]:
    found = [pair for piece in pieces(Block("it", path, form)) for pair in zip(*piece, strict=True)]
    return [(triple.decode(), graph.decode()) for triple, graph in found]


@given(st.text(max_size=20))
def test_a_line_that_is_taken_as_it_is_is_as_the_engine_writes_it(text: str) -> None:
    text = text.encode(errors="replace").decode()  # no lone surrogates
    for literal in (Literal(text), Literal(text, language="en-gb"), Literal(text, datatype=P)):
        line = f"{Triple(P, P, literal)} <http://example.org/g> .\n".encode()
        assert _lines._quick(line, named=True) or any(c < " " or c >= "\x7f" for c in text)
    line = f'<a:b> <a:c> "{text}" .\n'.encode()
    if "\n" not in text and (quick := _lines._quick(line, named=True)):
        (quad,) = parse(line, format=RdfFormat.N_QUADS)
        assert quick.triples == (str(quad.triple).encode(),)


@given(at=st.integers(0, 45), cut=st.integers(0, 2), put=st.sampled_from(WRONG))
def test_a_line_that_is_wrong_is_not_taken_as_it_is(at: int, cut: int, put: str) -> None:
    line = '<a:b> <a:c> "x y"@en <a:g> .\n<a:b> <a:c> <a:d> .\n'
    wrong = f"{line[:at]}{put}{line[at + cut :]}".encode()
    if quick := _lines._quick(wrong, named=True):
        quads = list(parse(wrong, format=RdfFormat.N_QUADS))
        assert quick.triples == tuple(str(quad.triple).encode() for quad in quads)
        graphs = [str(quad.graph_name).replace("DEFAULT", "") for quad in quads]
        assert quick.graphs == tuple(graph.encode() for graph in graphs)


@pytest.mark.parametrize(
    "line",
    [
        '<a:b> <a:c> "x"^^<http://www.w3.org/2001/XMLSchema#string> .',
        '<a:b> <a:c> "x"@EN .',
        '<a:b> <a:c> "\\u0041" .',
        "<a:b>  <a:c> <a:d> .",
        "<a:b> <a:c> <a:d> . # said so",
        "<a:b> <a:c> <a:\\u0041> .",
        "<a:b> <a:c> <a:d> .\r",
    ],
)
def test_other_forms_are_brought_into_the_one(line: str, tmp_path: Path) -> None:
    (tmp_path / "it").write_text(f"{line}\n<a:b> <a:c> <a:e> .", encoding="utf-8", newline="\n")
    (quad,) = parse(line, format=RdfFormat.N_TRIPLES)
    found = lines(tmp_path / "it", "nt")
    assert found == [(str(quad.triple), ""), ("<a:b> <a:c> <a:e>", "")]


def test_lines_that_no_block_ends_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_lines, "_SIZE", 7)
    expected = [(f"<a:b> <a:c> <a:{n * 7}>", "<a:g>") for n in range(30)]
    (tmp_path / "it").write_text("\n".join(f"{t} {g} ." for t, g in expected), encoding="utf-8")
    assert lines(tmp_path / "it", "nq") == expected


def test_what_is_no_rdf_is_told_with_its_line(tmp_path: Path) -> None:
    good = "<a:b> <a:c> <a:d> .\n" * 100_000
    (tmp_path / "it").write_text(f"{good}nonsense\n", encoding="utf-8")
    with pytest.raises(GraphError, match="it, line 100001, column 1: no N-Triples"):
        lines(tmp_path / "it", "nt")


@pytest.mark.parametrize("form", ["nt", "ttl"])
def test_a_blank_node_is_refused(form: str, tmp_path: Path) -> None:
    (tmp_path / "it").write_text("<a:b> <a:c> _:d .\n", encoding="utf-8")
    with pytest.raises(GraphError, match="a blank node"):
        lines(tmp_path / "it", form)


def test_all_formats_give_the_same_lines(tmp_path: Path) -> None:
    quads = [Quad(P, P, Literal(str(n)), P) for n in range(10)]
    from whimkg.export import SERIALIZATIONS, serialize

    expected = {str(quad.triple) for quad in quads}
    for form in SERIALIZATIONS:
        (tmp_path / form).write_bytes(serialize(quads, form))
        assert {triple for triple, _ in lines(tmp_path / form, form)} == expected
    assert len(SERIALIZATIONS) == 6


@given(st.lists(st.lists(st.integers(0, 300), max_size=60), max_size=12))
def test_distinct_lines_are_counted(
    tmp_path_factory: pytest.TempPathFactory, given_lines: list[list[int]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_distinct, "_MOST", 8)
        counted = Distinct(tmp_path_factory.mktemp("hashes") / "it")
        for some in given_lines:
            counted.add(str(number).encode() for number in some)
        assert counted.count() == len({number for some in given_lines for number in some})


def test_a_line_of_n_triples_names_no_graph(tmp_path: Path) -> None:
    (tmp_path / "it").write_text("<a:b> <a:c> <a:d> <a:g> .\n", encoding="utf-8")
    assert lines(tmp_path / "it", "nq") == [("<a:b> <a:c> <a:d>", "<a:g>")]
    with pytest.raises(GraphError, match="no N-Triples"):
        lines(tmp_path / "it", "nt")


def test_lines_with_and_without_a_graph(tmp_path: Path) -> None:
    (tmp_path / "it").write_text("<a:b> <a:c> <a:d> <a:g> .\n<a:b> <a:c> <a:e> .\n", "utf-8")
    expected = [("<a:b> <a:c> <a:d>", "<a:g>"), ("<a:b> <a:c> <a:e>", "")]
    assert lines(tmp_path / "it", "nq") == expected
