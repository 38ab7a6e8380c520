"""The graph as lines, of which the canonical form is made without a quad in memory."""

from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import Literal, RdfFormat, parse

import whimkg
from whimkg.export import serialize
from whimkg.graph import lines, quads
from whimkg.graph.terms import plain
from whimkg.tables import load

PAGES = sorted((Path(__file__).parents[1] / "pages").rglob("*.txt"))


def test_lines_are_what_pyoxigraph_writes() -> None:
    compared = 0
    for page in PAGES:
        with suppress(whimkg.WhimkgError):  # some of the pages are there to be refused
            graph = whimkg.build(page, quotes=True)
            assert graph.canonical == serialize(graph.quads, "nq")
            assert graph.triples == len(set(graph.quads))
            compared += 1
    assert compared > 10


def test_lines_pass_the_strict_parser_in_the_order_of_the_quads() -> None:
    record, using = whimkg.bundled(), load()
    text = "".join(lines(record, using)).encode()
    assert list(parse(text, format=RdfFormat.N_QUADS)) == list(quads(record, using))


@pytest.mark.parametrize(
    "text", ["", 'a "b" \\ c', "a\nb\r\t\b\f", "\x00\x7f\x85\u2028\ufeff", "𝒲é"]
)
def test_any_text_comes_back(text: str) -> None:
    line = f"<http://e/s> <http://e/p> {plain(text)} .".encode()
    (quad,) = parse(line, format=RdfFormat.N_QUADS)
    assert quad.object == Literal(text)
