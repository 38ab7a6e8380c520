"""N-Quads into N-Triples as bytes; the engine's parser judges, of good lines and of bad ones."""

import io
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Triple, parse

import whimkg
from whimkg.rdf import lines as line_module
from whimkg.rdf.lines import triples

NODES = ("<a:b>", "<http://example.org/x>", "_:b", "_:B.0", "<a:\\u0041>", "<a:é>")
LITERALS = (
    *('"x"', '""', '"say \\"x\\" <a:b> ."', '" <a:g> ."', '"\\\\"', '"é"', '"\\u0041"', '"x\\'),
    *('"x"@en', '"x"@EN-gb', '"x"@ar--rtl', '"1"^^<a:t>', '"1"^^ <a:t>', '"x\n"', '"x'),
)
ODD = (
    *("<b>", "<a: b>", "<a:[>", "<>", "<", "_:", ".", "x", "#", "\xa0"),
    *("<<( <a:b> <a:c> <a:d> )>>", "<a:b> ."),
)
PREDICATES = st.sampled_from(("<a:p>", "<a:q>", "<a:\\u0071>"))
TERMS = st.sampled_from((*NODES * 3, *LITERALS, *ODD))
SPACES = st.sampled_from((" ",) * 9 + ("", "\t", "  ", "\r", "\n"))
IDLE = ("\n", "# <a:b> <a:c> <a:d> <a:g> .\n", "#\r<a:b> <a:c> <a:d> <a:g> .\n", "\t#\n")
WRONG = st.sampled_from('<>"\\ \t\r\n.#_:@^\0\xff')
ENDS = (*(" .\n",) * 9, ".\n", " .\r\n", " . # <a:g> .\n", " .", "\n", " .\r", " . ")


@st.composite
def line(draw: st.DrawFn) -> str:
    terms = [draw(st.sampled_from(NODES)), draw(PREDICATES), *draw(st.lists(TERMS, max_size=3))]
    space, end = draw(SPACES), draw(st.sampled_from(ENDS))
    return f"{space.join(terms)}{end}"


def judged(data: BinaryIO, form: RdfFormat) -> list[Triple] | None:
    """The triples in their order; None if that is no RDF."""
    try:
        return [quad.triple for quad in parse(data, format=form)]
    except SyntaxError:
        return None


def held(data: bytes, folder: Path) -> None:
    path = folder / "it.nq"
    path.write_bytes(data)
    known = judged(io.BytesIO(data), RdfFormat.N_QUADS)
    with triples(path) as file:
        assert judged(file, RdfFormat.N_TRIPLES) == known


@pytest.mark.parametrize("size", [1, 50, 1 << 18])
@given(lines=st.lists(line() | st.sampled_from(IDLE), max_size=5))
def test_the_triples_are_those_that_the_parser_finds(
    lines: list[str], size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_module, "_SIZE", size)
        held("".join(lines).encode(), tmp_path_factory.mktemp("it"))


@given(at=st.integers(0, 90), cut=st.integers(0, 3), put=WRONG)
def test_what_is_wrong_stays_wrong(
    at: int, cut: int, put: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = b'<a:b> <a:c> "x \\" y"@en <a:g> .\n<a:b> <a:q> _:d <a:g> .\n#\n<a:b> <a:c> <a:d> .\n'
    wrong = data[:at] + put.encode("latin-1") + data[at + cut :]
    held(wrong, tmp_path_factory.mktemp("it"))


def test_no_line_of_ours_wants_a_parser() -> None:
    assert line_module.bare(whimkg.build().serialize("nq"), set())
    assert line_module.bare(b'# said\n\n<a:b> <a:c> "\\t\\"" <a:g> .\n_:b <a:c> _:d .\n', set())


def test_it_is_read_in_any_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "it.nq").write_text("<a:b> <a:c> <a:d> <a:g> .\n" * 3, encoding="utf-8")
    monkeypatch.setattr(line_module, "_SIZE", 1)
    with triples(tmp_path / "it.nq") as file:
        read = b"".join(iter(lambda: file.read(1), b""))
    assert read == b"<a:b> <a:c> <a:d> .\n" * 3
