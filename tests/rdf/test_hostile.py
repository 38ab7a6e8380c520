"""Files that are broken, or that lie: each is read as it stands, or refused in one sentence."""

import gzip
import warnings
from pathlib import Path

import pytest
from lxml import etree
from pyoxigraph import Literal, NamedNode, Quad

from whimkg.errors import GraphError, GraphWarning
from whimkg.rdf.converting import _well_formed
from whimkg.rdf.inputs import files

XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">{}</rdf:RDF>'
NODE = '<e:A rdf:about="http://e/x"><e:p>{}</e:p></e:A>'
LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcde", "bcdef", strict=True))
TRIPLE = '<http://e/a> <http://e/p> "ä" .'
REMOTE = "its @context stands elsewhere"
RELATIVE = "relative IRI"
BROKE = "the engine broke down"
UTF16 = "it begins as UTF-16, not as .*; save it in UTF-8"
HTML = "it begins as a web page"
VOCAB = "give the @context a @vocab"
BASE = "say to what with base_iri=…"


def in_context(context: str) -> str:
    return f'{{"@context": {context}, "@id": "http://e/a", "a": "x", "http://e/p": 1}}'


REFUSED: dict[str, tuple[str, str | bytes, str]] = {
    "a relative prefix": ("ttl", "@prefix : <rel/> . :a :b :c .", RELATIVE),
    "a relative base": ("ttl", "@base <x/> . <a> <b> <c> .", RELATIVE),
    "a relative base of SPARQL": ("ttl", "BASE <x/> <a> <b> <c> .", RELATIVE),
    "a relative graph": ("trig", "GRAPH <g> { <http://e/a> <http://e/b> 1 }", RELATIVE),
    "a relative graph in lines": ("nq", '<http://e/a> <http://e/b> "c" <g> .', "does not have"),
    "a relative datatype": ("ttl", '<http://e/a> <http://e/b> "c"^^<int> .', RELATIVE),
    "a relative datatype in lines": ("nt", '<http://e/a> <http://e/b> "c"^^<int> .', RELATIVE),
    "an rdf:ID": ("rdf", XML.format('<e:A rdf:ID="x"/>'), RELATIVE),
    "a relative datatype in XML": (
        "rdf",
        XML.format('<e:A rdf:about="http://e/x"><e:p rdf:datatype="int">5</e:p></e:A>'),
        RELATIVE,
    ),
    "a relative xml:base": (
        "rdf",
        XML.replace("<rdf:RDF", "<rdf:RDF xml:base='y/'").format('<e:A rdf:about="x"/>'),
        RELATIVE,
    ),
    "a relative @base": (
        "jsonld",
        '{"@context": {"@base": "b/"}, "@id": "a", "http://e/p": "x"}',
        RELATIVE,
    ),
    "no @base": (
        "jsonld",
        '{"@context": {"@base": null}, "@id": "a", "http://e/p": "x"}',
        RELATIVE,
    ),
    "a context at an address": ("jsonld", '{"@context": "http://127.0.0.1:9/c"}', REMOTE),
    "an imported context": ("jsonld", '{"@context": {"@import": "http://127.0.0.1:9/c"}}', REMOTE),
    "a context in a data: address": (
        "jsonld",
        '{"@context": "data:application/ld+json,{}"}',
        REMOTE,
    ),
    "a context in a file": ("jsonld", '{"@context": "file:///etc/hostname"}', REMOTE),
    "a context of a type": (
        "jsonld",
        '{"@context": {"T": {"@id": "http://e/T", "@context": "http://127.0.0.1:9/c"}},'
        ' "@type": "T", "http://e/p": 1}',
        REMOTE,
    ),
    "no number of JSON": ("jsonld", '{"@id": "http://e/a", "http://e/p": NaN}', "no JSON-LD"),
    "half a character": ("jsonld", '{"@id": "http://e/a", "http://e/p": "\\ud800"}', "no JSON-LD"),
    "nothing but values": ("jsonld", '["x", {"@value": "y"}]', "it holds no triples"),
    "300 objects deep": ("jsonld", '{"http://e/p":' * 300 + "1" + "}" * 300, "more than 256"),
    "triple terms without end": (
        "ttl",
        "<x:a> <x:p> " + "<<( <x:a> <x:p> " * 50_000 + "1" + " )>>" * 50_000 + " .",
        BROKE,
    ),
    "triple terms without end in lines": (
        "nt",
        "<x:a> <x:p> " + "<<( <x:a> <x:p> " * 50_000 + '"1"' + " )>>" * 50_000 + " .",
        BROKE,
    ),
    "elements without end": ("rdf", XML.format("<e:A><e:p>" * 9999), "more than 256"),
    "entities of entities": (
        "rdf",
        f'<!DOCTYPE r [<!ENTITY a ">aaaaaaaaaa">{LAUGHS}]>{XML.format(NODE.format("&f;"))}',
        "stands for a text of more than",
    ),
    "an entity at many places": (
        "rdf",
        f'<!DOCTYPE r [<!ENTITY a "{"x" * 900}">]>{XML.format(NODE.format("&a;" * 30_000))}',
        "a term is longer",
    ),
    "an entity of a file": (
        "rdf",
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + XML.format(NODE.format("&a;")),
        "no RDF/XML",
    ),
    "XML in UTF-16": ("rdf", XML.format(NODE.format("ä")).encode("utf-16"), UTF16),
    "XML in Latin-1": (
        "rdf",
        ('<?xml version="1.0" encoding="ISO-8859-1"?>' + XML.format(NODE.format("ä"))).encode(
            "latin-1"
        ),
        "Only UTF-8 .* save it in UTF-8",
    ),
    "XML that is cut": ("rdf", XML.format(NODE.format("a") * 2)[:-20], "no RDF/XML"),
    "Turtle in Latin-1": ("ttl", TRIPLE.encode("latin-1"), "save it in UTF-8"),
    "Turtle in UTF-16": ("ttl", TRIPLE.encode("utf-16"), UTF16),
    "N-Triples in Latin-1": ("nt", TRIPLE.encode("latin-1"), "save it in UTF-8"),
    "N-Triples in UTF-16": ("nt", TRIPLE.encode("utf-16"), UTF16),
    "a byte-order mark within": ("ttl", f"{TRIPLE}\n\ufeff{TRIPLE}", "line 2"),
    "nothing but zeros": ("ttl", b"\0" * 100, "no Turtle"),
    "a packed file": ("ttl", gzip.compress(TRIPLE.encode()), "a packed file, .*; unpack it"),
    "a packed file of lines": (
        "nt",
        gzip.compress(TRIPLE.encode()),
        "a packed file, .*; unpack it",
    ),
    "a web page": ("ttl", "<!doctype html><html><body>404</body></html>", HTML),
    "a web page as JSON-LD": ("jsonld", "<!doctype html><html></html>", HTML),
    "an unknown prefix": ("ttl", "a:x a:p 1 .", "has not been declared"),
    "a string that never ends": ("ttl", f'<x:a> <x:p> """{"x" * (17 << 20)}', "a term is longer"),
    "lines that are cut": ("nt", f"{TRIPLE}\n<http://e/a> <http://e/p> ", "line 2, column 27"),
    "a relative @base in a context": (
        "jsonld",
        in_context('{"@base": "b/", "a": "x:a"}').replace("http://e/a", "a"),
        "for @base: 'b/'; " + BASE,
    ),
    "a relative @vocab": ("jsonld", in_context('{"@vocab": "v#"}'), "for @vocab: 'v#'; " + BASE),
    "an empty @vocab": ("jsonld", in_context('{"@vocab": ""}'), "for @vocab: ''; " + BASE),
    "a term for a relative IRI": ("jsonld", in_context('{"a": "b/c"}'), "for a: 'b/c'; .*" + VOCAB),
    "a term for the relative IRI of an object": (
        "jsonld",
        in_context('[{"@base": "http://e/"}, {"a": {"@id": "b", "@type": "@id"}}]'),
        "for a: 'b'; .*" + VOCAB,
    ),
    "a prefix for a relative IRI": (
        "jsonld",
        in_context('{"n": "b/", "a": "n:a"}'),
        "for n: 'b/'; .*" + VOCAB,
    ),
    "a relative type in a context": (
        "jsonld",
        in_context('{"a": {"@id": "http://e/q", "@type": "t"}}'),
        "for a: 't'; .*" + VOCAB,
    ),
    "a term for a relative IRI in a context within": (
        "jsonld",
        '{"@context": {"T": {"@id": "x:T", "@context": {"a": "b"}}}, "@type": "T", "a": "x"}',
        "for a: 'b'; .*" + VOCAB,
    ),
    "Turtle called RDF/XML": (
        "owl",
        TRIPLE,
        "as Turtle or N-Triples, .*; say so with input_format='ttl'",
    ),
    "Turtle with a head called RDF/XML": (
        "owl",
        "# a\n\n@prefix a: <x:> .",
        "it begins as Turtle, not as rdf",
    ),
    "Turtle called N-Triples": (
        "nt",
        "PREFIX a: <x:>\na:a a:b a:c .",
        "it begins as Turtle, not as nt",
    ),
    "RDF/XML called Turtle": ("ttl", "\ufeff" + XML.format(""), "RDF/XML, .* input_format='rdf'"),
    "JSON-LD called Turtle": ("ttl", '[\n {"@id": "x:a"}]', "JSON-LD, .* input_format='jsonld'"),
    "OWL in functional syntax": ("owl", "Prefix(:=<x:>)\nOntology(<x:o>)", "as with ROBOT"),
    "OWL in XML of its own": (
        "owl",
        '<?xml version="1.0"?>\n<Ontology xmlns="http://www.w3.org/2002/07/owl#"/>',
        "it begins as OWL/XML, not as rdf; convert it",
    ),
    "an unknown parseType": (
        "rdf",
        XML.format(NODE.replace("<e:p>", '<e:p rdf:parseType="Foo">').format("x")),
        'rdf:parseType="Foo", which would be passed over; write Literal',
    ),
    "a bagID": (
        "rdf",
        XML.format('<e:A rdf:bagID="x"/>'),
        'rdf:bagID="x", which would be passed over',
    ),
    "an empty language": (
        "jsonld",
        '{"@id": "x:a", "x:p": {"@value": "x", "@language": ""}}',
        "'', of the text 'x', is no language tag",
    ),
    **{
        f"{what} beside an empty language": (
            "rdf",
            XML.format('<e:A rdf:about="x:a"><e:p xml:lang="">x</e:p></e:A>' + node),
            told,
        )
        for what, node, told in (
            ("a bad language", '<e:A e:p="x" xml:lang="e_n"/>', "'e_n', of the text 'x', is no"),
            ("a bad IRI", '<e:A rdf:about="x:a b"/>', "<x:a b> is no IRI"),
            ("a relative IRI", '<e:A rdf:about="a"/>', "<a> is a relative IRI"),
            ("the same name twice", '<e:A rdf:ID="a"/>' * 2, "language tag|rdf:ID"),
        )
    },
    "an empty formula": ("n3", "<x:a> <x:p> {} .", "it holds a formula"),
    "a formula": ("n3", "{ <x:a> <x:p> 1 } <x:p> 1 .", "it holds a formula"),
}
READ: dict[str, tuple[str, str | bytes, set[str]]] = {
    "line ends of Windows": ("nt", b'<x:a> <x:p> "x" .\r\n<x:a> <x:p> "y" .\r\n', {'"x"', '"y"'}),
    "line ends of old Macs": ("nt", b'<x:a> <x:p> "x" .\r<x:a> <x:p> "y" .\r', {'"x"', '"y"'}),
    "a zero byte in a text": ("nt", b'<x:a> <x:p> "x\0y" .\n', {'"x\\u0000y"'}),
    "a byte-order mark": ("ttl", "\ufeff<x:a> <x:p> 'x' .", {'"x"'}),
    "a prefix twice": (
        "ttl",
        "@prefix a: <x:1/> . a:x <x:p> a:x . @prefix a: <x:2/> . a:x <x:p> a:x .",
        {"<x:1/x>", "<x:2/x>"},
    ),
    "a key twice": ("jsonld", '{"@id": "x:a", "x:p": "x", "x:p": "y"}', {'"x"', '"y"'}),
    "nulls": ("jsonld", '{"@id": "x:a", "x:p": null, "x:q": [null, "x"]}', {'"x"'}),
    "an empty language": (
        "rdf",
        XML.format(
            '<e:A rdf:about="x:a" xml:lang="en"><e:p>x</e:p><e:q xml:lang=\'\'>y</e:q></e:A>'
        ),
        {"<http://e/A>", '"x"@en', '"y"'},
    ),
    "an attribute called parseType within XML": (
        "rdf",
        XML.format(
            NODE.replace("<e:p>", '<e:p rdf:parseType="Literal">').format('<b parseType="x"/>')
        ),
        {
            '"<b parseType=\\"x\\" xmlns:rdf=\\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\\"'
            ' xmlns:e=\\"http://e/\\"></b>"'
            "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>",
            "<http://e/A>",
        },
    ),
    "braces that are no formulas": (
        "n3",
        '@prefix : <x:> . # {\n:a :p \'{\', """a " {""", "q\\"{", \'\\\'{\' .',
        {'"{"', '"a \\" {"', '"q\\"{"', '"\'{"'},
    ),
    "a blank node in brackets": ("ttl", '[ <x:p> "x" ] .', {'"x"'}),
    "a default graph in braces": ("trig", '{ <x:a> <x:p> "x" }', {'"x"'}),
    "a context with a prefix and a term of a term": (
        "jsonld",
        '{"@context": {"e": "x:", "a": "e:a", "b": "a"}, "@id": "x:s", "b": "x"}',
        {'"x"'},
    ),
    "brackets in a text": (
        "jsonld",
        '{"@id": "x:a", "x:p": "%s"}' % ("[" * 999),
        {f'"{"[" * 999}"'},
    ),
}


def read(folder: Path, name: str, content: str | bytes) -> list[str]:
    path = folder / f"it.{name}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    spool = folder / "spool"
    spool.mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (block,) = files([path], spool)
        return [str(quad.object) for quad in block.quads(required=True)]


@pytest.mark.parametrize("kind", REFUSED)
def test_it_is_refused_in_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str
) -> None:
    name, content, told = REFUSED[kind]
    with pytest.raises(GraphError, match=told) as caught:
        read(tmp_path, name, content)
    assert str(tmp_path) in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("kind", READ)
def test_it_is_read_as_it_stands(tmp_path: Path, kind: str) -> None:
    name, content, objects = READ[kind]
    found = read(tmp_path, name, content)
    assert set(found) == objects
    assert len(found) == len(objects)


def test_texts_of_xml_are_xml_and_what_they_lack_is_told(tmp_path: Path) -> None:
    path, spool = tmp_path / "it.rdf", tmp_path / "spool"
    text = '<b xmlns="http://h/" c=">"><!-- a --><i xmlns="http://i/"/><?x y?></b><!-- b -->'
    node = NODE.replace("<e:p>", '<e:p rdf:parseType="Literal">').format(text)
    path.write_text(XML.format(f"<!-- c -->{node}"), encoding="utf-8")
    spool.mkdir()
    with pytest.warns(GraphWarning, match="3 comments and instructions within texts of XML are"):
        (block,) = files([path], spool)
    (found,) = [q.object for q in block.quads() if isinstance(q.object, Literal)]
    (b,) = etree.fromstring(f"<x>{found.value}</x>")
    assert (b.tag, b.get("c")) == ("{http://h/}b", ">")
    assert [i.tag for i in b] == ["{http://i/}i"]


def test_a_text_that_is_no_xml_is_refused() -> None:
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral")
    with pytest.raises(GraphError, match="the text '<b>' would be no XML any more: mismatched tag"):
        _well_formed(Quad(NamedNode("x:a"), NamedNode("x:p"), Literal("<b>", datatype=kind)))
