"""Files that are cut at their blanks hold what the engine's parser finds in them."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import whimkg
from tests.export.test_export_lines import IDLE, WRONG, judged, line
from whimkg.errors import GraphError
from whimkg.export import _lines
from whimkg.export._inputs import Block
from whimkg.export.views import Reader, Share, Uncut, _shares, predicates

FORMS = {"nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS}
WANTED = "a:q"


def cut(path: Path) -> Share:
    reader = Reader([WANTED])
    given = list(reader.read(Block(str(path), path, path.suffix[1:])))
    cut = [reader.cut(each) if isinstance(each, Uncut) else each for each in given]
    return [piece for share in cut for piece in share]


def parsed(lines: bytes) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)]


def checked(share: Share) -> set[ox.Triple]:
    """The triples of a share, once all of it was parsed."""
    found: set[ox.Triple] = set()
    for node, lines, leads in share:
        triples = parsed(lines)
        assert {str(triple.subject).encode() for triple in triples} == {node}
        ahead = {t.object for t in triples if isinstance(t.object, ox.NamedNode | ox.BlankNode)}
        assert {str(each).encode() for each in ahead} == set(leads.splitlines())
        found.update(triples)
    return found


def held(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    with path.open("rb") as file:
        known = judged(file, FORMS[path.suffix[1:]])
    try:
        found = checked(cut(path))
    except SyntaxError:
        assert known is None
    else:
        assert known is not None
        assert found == {triple for triple in known if triple.predicate.value == WANTED}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [1, 50, 1 << 18])
@given(lines=st.lists(line() | st.sampled_from(IDLE), max_size=5))
def test_the_triples_are_those_that_the_parser_finds(
    lines: list[str], size: int, form: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_lines, "_SIZE", size)
        patch.setattr(_shares, "_EXTENT", 3 * size)
        held("".join(lines).encode(), tmp_path_factory.mktemp("it") / f"it.{form}")


@pytest.mark.parametrize("form", FORMS)
@given(at=st.integers(0, 130), cut=st.integers(0, 3), put=WRONG)
def test_what_is_wrong_stays_wrong(
    at: int, cut: int, put: str, form: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    graph = b" <a:g>" if form == "nq" else b""
    data = (
        b'<a:b> <a:c> "x \\" y"@en%b .\n<a:b> <a:q> _:d%b .\n#\n<a:b> <a:q> <a:d> .\n'
        b'<a:b> <a:q> "x <a:g> . y"^^<a:t>%b .\n' % (graph, graph, graph)
    )
    wrong = data[:at] + put.encode("latin-1") + data[at + cut :]
    held(wrong, tmp_path_factory.mktemp("it") / f"it.{form}")


@pytest.mark.parametrize("form", FORMS)
def test_no_line_of_ours_wants_a_parser(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Iterable[ox.Quad]:
        raise AssertionError("parsed")

    path = tmp_path / f"it.{form}"
    path.write_bytes(whimkg.build().serialize(form))
    monkeypatch.setattr(Reader, "sorted", refuse)
    reader = Reader(predicates())
    (uncut,) = reader.read(Block("it", path, form))
    assert isinstance(uncut, Uncut)
    assert len(reader.cut(uncut)) > 100


def test_lines_without_a_graph_among_others_that_have_one(tmp_path: Path) -> None:
    path = tmp_path / "it.nq"
    path.write_text('<a:b> <a:q> "c d" .\n<a:b> <a:q> <a:d> <a:g> .\n<a:b> <a:q> "a <a:g>" .\n')
    lines = b'<a:b> <a:q> "c d" .\n<a:b> <a:q> <a:d> .\n<a:b> <a:q> "a <a:g>" .\n'
    assert cut(path) == [(b"<a:b>", lines, b"<a:d>")]


def test_a_graph_that_is_no_iri(tmp_path: Path) -> None:
    path = tmp_path / "it.nq"
    path.write_text("<a:b> <a:q> <a:d> <g> .\n")
    with pytest.raises(SyntaxError, match="IRI"):
        cut(path)


@pytest.mark.parametrize("line", [b"\x0b\n", b" \x0c\n", b"\xef\xbb\xbf\n"])
def test_a_line_that_only_looks_empty(line: bytes, tmp_path: Path) -> None:
    path = tmp_path / "it.nt"
    path.write_bytes(b"<a:b> <a:p> <a:d> .\n" + line)
    with pytest.raises(SyntaxError, match="line 2"):
        cut(path)


def test_other_formats_are_streamed(tmp_path: Path) -> None:
    path = tmp_path / "it.ttl"
    path.write_text("<a:b> <a:q> <a:d> ; <a:p> 1 .\n")
    assert cut(path) == [(b"<a:b>", b"<a:b> <a:q> <a:d> .\n", b"<a:d>")]
    path.write_text("<a:b> <a:q> .\n")
    with pytest.raises(GraphError, match="line 1"):
        cut(path)
