"""RDF that others wrote: nothing of it is lost in silence, and none of it takes us down."""

import json
import warnings
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from whimkg.errors import GraphError, GraphWarning, OutputError
from whimkg.rdf.converting import _CHUNK, Converter, is_flat
from whimkg.rdf.inputs import files

BASE = "https://example.org/data/set.json"
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    "{}</rdf:RDF>"
)


def triples(path: Path, spool: Path, base_iri: str = "") -> list[str]:
    """The triples of a file as text, sorted; whatever is noticed is an error."""
    folder = spool / "spool"
    folder.mkdir(exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (block,) = files([path], folder, base_iri=base_iri)
        return sorted(str(quad.triple) for quad in block.quads())


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


RELATIVE = {
    "it.ttl": ("<> a <#A> . <../x> a <y> .", {"", "#A", "../x", "y"}),
    "it.trig": ("<u:g> { <> a <#A> } ", {"", "#A"}),
    "it.jsonld": ('{"@id": "", "@type": "#A", "http://e/p": {"@id": "../x"}}', {"", "#A", "../x"}),
    "it.rdf": (RDF.format('<e:A rdf:about=""><e:p rdf:resource="../x"/></e:A>'), {"", "../x"}),
    "it.owl": (RDF.format('<e:A rdf:ID="A"><e:p rdf:resource="y"/></e:A>'), {"#A", "y"}),
}


@pytest.mark.parametrize("name", RELATIVE)
def test_relative_iris_are_resolved_against_a_base(tmp_path: Path, name: str) -> None:
    text, _ = RELATIVE[name]
    found = "\n".join(triples(written(tmp_path, name, text), tmp_path, BASE))
    full = {"": BASE, "#A": f"{BASE}#A", "../x": "https://example.org/x"}
    full |= {"y": "https://example.org/data/y"}
    assert all(f"<{full[each]}>" in found for each in RELATIVE[name][1])


@pytest.mark.parametrize("name", RELATIVE)
def test_without_a_base_they_are_refused_by_name(tmp_path: Path, name: str) -> None:
    text, names = RELATIVE[name]
    with pytest.raises(GraphError, match=r"relative IRI, .*base_iri=") as caught:
        triples(written(tmp_path, name, text), tmp_path)
    assert any(f"<{each}>" in caught.value.problem for each in names)
    assert caught.value.where.startswith(str(tmp_path / name))


def test_the_files_of_a_folder_have_addresses_below_its_own(tmp_path: Path) -> None:
    folder, spool = tmp_path / "graphs", tmp_path / "spool"
    for path in (folder / "b", spool):
        path.mkdir(parents=True)
    written(folder, "a.ttl", "<> a <#A> .")
    written(folder / "b", "c d.ttl", "<> a <#A> .")
    given = files([folder], spool, base_iri="https://e.org/")
    found = [quad.subject for block in given for quad in block.quads()]
    assert found == [NamedNode("https://e.org/a.ttl"), NamedNode("https://e.org/b/c%20d.ttl")]


#: A triple that the parser of JSON-LD drops without a word.
DROPPED: dict[str, tuple[dict[str, object], str]] = {
    "language": ({"http://e/p": {"@value": "v", "@language": "no tag"}}, "'no tag'.*language tag"),
    "map of languages": (
        {"@context": {"p": {"@id": "http://e/p", "@container": "@language"}}, "p": {"b b": "v"}},
        "'b b'.*language tag",
    ),
    "underscore": ({"http://e/p": {"@value": "v", "@language": "en_US"}}, "'en_US'.*language tag"),
    "subject": ({"@id": "http://e/x y", "http://e/p": "v"}, "<http://e/x y> is no IRI"),
    "object": ({"http://e/p": {"@id": "http://e/a b"}}, "<http://e/a b> is no IRI"),
    "predicate": ({"http://e/p q": "v"}, "<http://e/p q> is no IRI"),
    "type": ({"@type": "http://e/<a>"}, "<http://e/<a>> is no IRI"),
    "graph": ({"@id": "http://e/g h", "@graph": [{"@id": "u:x", "u:p": "v"}]}, "g h> is no IRI"),
    "member of a list": (
        {"http://e/p": {"@list": ["a", {"@id": "http://e/a b"}]}},
        "<http://e/a b> is no IRI",
    ),
    "blank predicate": ({"_:p": "v"}, "<_:p> is no IRI"),
    "no base": ({"@context": {"@base": None}, "@id": "x", "http://e/p": "v"}, "<x> is a relative"),
}


@pytest.mark.parametrize("name", DROPPED)
def test_what_the_parser_of_json_ld_drops_is_refused_by_name(tmp_path: Path, name: str) -> None:
    said, told = DROPPED[name]
    text = json.dumps([{"@id": "http://e/y", "http://e/p": "w"}, {"@id": "http://e/x"} | said])
    with pytest.raises(GraphError, match=told):
        triples(written(tmp_path, "it.jsonld", text), tmp_path, BASE)


def test_keys_that_no_context_defines_are_passed_over_with_a_word(tmp_path: Path) -> None:
    text = json.dumps({"@id": "http://e/x", "http://e/p": "v", "note": "a", "by": ["b", "c"]})
    (tmp_path / "spool").mkdir()
    path = written(tmp_path, "it.jsonld", text)
    with pytest.warns(GraphWarning, match="3 values are passed over, .*: by, note"):
        (block,) = files([path], tmp_path / "spool")
    assert len(list(block.quads())) == 1


def test_dot_segments_in_iris_stay_and_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, "it.ttl", "<a:x> <a:p> <http://e/a/../b> .")
    (tmp_path / "spool").mkdir()
    with pytest.warns(GraphWarning, match=r"dot segments, such as <http://e/a/\.\./b>"):
        list(files([path], tmp_path / "spool"))


MISREAD = {
    "it.ttl": ("@base <http://e/a/./b/> . <x> <y> <z> .", "<http://e/a/./b/> has dot segments"),
    "it.trig": ("BASE <http://e/a/..> <x> <y> <z> .", "<http://e/a/..> has dot segments"),
    "it.rdf": (
        RDF.replace("<rdf:RDF", '<rdf:RDF xml:base="http://e/./b/"').format('<e:A rdf:about="x"/>'),
        "<http://e/./b/> has dot segments",
    ),
    "it.jsonld": (
        '{"@context": {"@base": "http://e/a/./b/"}, "@id": "x", "http://e/p": "v"}',
        "<http://e/a/./b/x> has dot segments",
    ),
    "map.jsonld": (
        '{"@context": {"p": {"@id": "http://e/p", "@container": "@type"},'
        ' "T": {"@id": "http://e/T", "@context": {"q": "http://e/q"}}},'
        ' "@id": "http://e/x", "p": {"T": {"q": "v"}}}',
        "it maps by @type",
    ),
    "dir.jsonld": (
        '{"@id": "http://e/x",'
        ' "http://e/p": {"@value": "v", "@language": "ar", "@direction": "rtl"}}',
        "base direction",
    ),
}


@pytest.mark.parametrize("name", MISREAD)
def test_what_the_engine_would_misread_is_refused(tmp_path: Path, name: str) -> None:
    text, told = MISREAD[name]
    with pytest.raises(GraphError) as caught:
        triples(written(tmp_path, name, text), tmp_path)
    assert told in caught.value.problem


def test_the_same_file_has_the_same_blank_nodes_each_time(tmp_path: Path) -> None:
    path = written(tmp_path, "it.ttl", "[] <a:p> [ <a:q> _:b7 ], _:b0, ( 1 ) .")
    assert triples(path, tmp_path) == triples(path, tmp_path)


def nested_json(depth: int) -> str:
    return '{"@id":"http://e/x","http://e/p":' * depth + '"v"' + "}" * depth


def nested_xml(depth: int) -> str:
    return RDF.format("<e:A><e:p>" * depth + "</e:p></e:A>" * depth)


def nested_turtle(depth: int) -> str:
    return "<a:x> <a:p> " + "<<( <a:x> <a:p> " * depth + "1" + " )>>" * depth + " ."


DEEP = {
    "it.jsonld": (nested_json(5000), "nested more than 256 levels deep"),
    "it.rdf": (nested_xml(100_000), "nested more than 256 levels deep"),
    "it.ttl": (nested_turtle(50_000), "nested too deeply"),
    "it.nt": (nested_turtle(50_000).replace("1", '"1"'), "nested too deeply"),
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_too_deeply_is_told(tmp_path: Path, name: str) -> None:
    text, told = DEEP[name]
    with pytest.raises(GraphError, match=told):
        triples(written(tmp_path, name, text), tmp_path)


def test_brackets_in_texts_are_no_depth(tmp_path: Path) -> None:
    value = '[{\\"' * 1000
    text = f'{{"@id": "http://e/x", "http://e/p": "{value}"}}'
    assert len(triples(written(tmp_path, "it.jsonld", text), tmp_path)) == 1
    assert len(triples(written(tmp_path, "deep.jsonld", nested_json(100)), tmp_path)) == 2 - 1 + 99


LONG = "a" * ((1 << 24) + 10)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("it.nt", f'<a:x> <a:p> "{LONG}" .'),
        ("it.ttl", f'<a:x> <a:p> "{LONG}" .'),
        ("it.jsonld", f'{{"@id": "a:x", "a:p": "{LONG}"}}'),
        ("it.rdf", RDF.format(f"<e:A rdf:about='a:x'><e:p>{LONG}</e:p></e:A>")),
        ("tabs.rdf", RDF.format("<e:A rdf:about='a:x'><e:p>" + "\t" * (1 << 23) + "</e:p></e:A>")),
    ],
)
def test_a_term_that_no_engine_reads(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(GraphError, match="a term is longer than 16 MB"):
        triples(written(tmp_path, name, text), tmp_path)


def test_formulas_are_no_rdf(tmp_path: Path) -> None:
    path = written(tmp_path, "it.n3", "{ <a:x> <a:p> <a:y> } => { <a:y> <a:p> <a:x> } .")
    with pytest.raises(GraphError, match="formula"):
        triples(path, tmp_path)


def test_a_file_that_cannot_be_read_is_told_when_its_turn_comes(tmp_path: Path) -> None:
    from whimkg.rdf.inputs import blocks

    bad = written(tmp_path, "bad.ttl", "no turtle")
    good = written(tmp_path, "good.ttl", "<a:x> a <a:y> .")
    (tmp_path / "spool").mkdir()
    first, second = blocks([bad, good], tmp_path / "spool")
    assert [len(quads) for _, quads in second.graphs()] == [1]
    with pytest.raises(GraphError, match=r"bad\.ttl, line 1"):
        list(first.graphs())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_is_told_with_its_folder(tmp_path: Path) -> None:
    path = written(tmp_path, "it.ttl", "<a:x> a <a:y> .")
    with (
        closing(Converter()) as converter,
        pytest.raises(OutputError, match="/dev: no room for temporary files"),
    ):
        converter.convert(path, Path("/dev/full"), "ttl", "")


@pytest.mark.parametrize("before", range(_CHUNK - 20, _CHUNK - 12))
def test_a_nested_term_is_seen_where_the_file_is_cut(before: int, tmp_path: Path) -> None:
    path = tmp_path / "it.nt"
    path.write_bytes(b"#" * before + b"\n<a:x> <a:p> <<( <a:x> <a:p> <a:y> )>> .\n")
    assert not is_flat(path, "nt")
    path.write_bytes(path.read_bytes().replace(b"<<(", b"<< "))
    assert is_flat(path, "nt")
