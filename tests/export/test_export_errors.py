"""What is refused, and with which words."""

import pytest
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, Triple

from whimkg.errors import GraphError, IdentifierError, UnknownNameError
from whimkg.export import SERIALIZATIONS, serialize
from whimkg.rdf.parsing import read_quads

S, P = NamedNode("http://example.org/s"), NamedNode("http://example.org/p")
REFUSED = [
    (Quad(BlankNode("x"), P, S), "blank node _:x"),
    (Quad(S, P, BlankNode("x")), "blank node _:x"),
    (Quad(S, P, S, BlankNode("x")), "blank node _:x"),
    (Quad(S, P, Triple(S, P, S)), "quoted triple"),
    (Quad(S, P, Literal("x", language="ar", direction=BaseDirection.RTL)), "base direction"),
]

each_format = pytest.mark.parametrize("name", SERIALIZATIONS)


@each_format
@pytest.mark.parametrize(("quad", "words"), REFUSED)
def test_terms_that_no_format_says(name: str, quad: Quad, words: str) -> None:
    with pytest.raises(GraphError, match=words) as caught:
        serialize([Quad(S, P, S), quad], name)
    assert caught.value.remedy


@each_format
def test_empty_graph(name: str) -> None:
    with pytest.raises(GraphError, match="no statements"):
        serialize([], name)


def test_unknown_format_names_the_known() -> None:
    with pytest.raises(UnknownNameError, match=r"'toml'.*ttl, jsonld, nt, nq, trig, rdf"):
        serialize([Quad(S, P, S)], "toml")
    with pytest.raises(UnknownNameError, match=r"'\.csv'.*jsonld"):
        read_quads(b"", ".csv")


@pytest.mark.parametrize("prefix", ["", "1a", "a.", "a b", "_a", "é"])
def test_illegal_prefix(prefix: str) -> None:
    with pytest.raises(IdentifierError, match="no legal prefix"):
        serialize([Quad(S, P, S)], "ttl", prefixes={prefix: "http://example.org/"})


@pytest.mark.parametrize(
    ("predicate", "text", "words"),
    [
        ("http://example.org/123", "x", "no name for <http://example.org/123>"),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#li", "x", "no name for"),
        ("http://example.org/p", "a\x01b", r"no character U\+0001"),
        ("http://example.org/p", "a\ufffeb", r"no character U\+FFFE"),
    ],
)
def test_what_xml_cannot_say(predicate: str, text: str, words: str) -> None:
    quad = Quad(S, NamedNode(predicate), Literal(text))
    with pytest.raises(GraphError, match=words):
        serialize([quad], "rdf")


BROKEN = {
    "nt": b"<http://a> <http://b> <http://c> .\n<http://a> oops .\n",
    "nq": b"<http://a> <http://b> <http://c> .\n<http://a> oops .\n",
    "ttl": b"<http://a> a <http://b> .\nex:a ex:b 1 .\n",
    "trig": b"<http://g> {\n <http://a> a oops }\n",
    "jsonld": b'{\n"@id": }',
    "rdf": b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n</b>',
}


@each_format
def test_no_rdf(name: str) -> None:
    with pytest.raises(GraphError, match=r"^(line 2, column \d+: )?no \S+: ") as caught:
        read_quads(BROKEN[name], name)
    assert caught.value.where or name == "rdf"  # pyoxigraph places no XML errors


@each_format
def test_no_utf8(name: str) -> None:
    with pytest.raises(GraphError, match="no "):
        read_quads(b"\xff\xfe\x00<", name)


NOTHING = {
    "jsonld": b"{}",
    "rdf": b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>",
}


@each_format
def test_no_triples(name: str) -> None:
    with pytest.raises(GraphError, match="holds no triples"):
        read_quads(NOTHING.get(name, b"\n"), name)


@each_format
def test_reads_by_suffix_and_with_a_byte_order_mark(name: str) -> None:
    quads = [Quad(S, P, Literal("é"))]
    written = serialize(quads, name)
    for spelling in (name, SERIALIZATIONS[name].suffix, name.upper()):
        assert read_quads(b"\xef\xbb\xbf" + written, spelling) == quads


def test_a_remote_context_is_never_fetched() -> None:
    with pytest.raises(GraphError, match="whimkg fetches no context"):
        read_quads(b'{"@context": "https://schema.org/", "name": "x"}', "jsonld")
