"""What holds for every format: read back by others, same bytes, nothing lost."""

import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

import whimkg.export
from tests.export.rdf_readers import READERS, by_pyoxigraph, plain
from whimkg.base import namespaces
from whimkg.base.namespaces import context_terms
from whimkg.errors import GraphError
from whimkg.export import FORMATS, SERIALIZATIONS, serialize, serialize_all
from whimkg.rdf.parsing import read_quads

HERE = Path(__file__).parent
CASES = [(name, reader) for name in SERIALIZATIONS for reader in ("pyoxigraph", "rdflib")]
CASES.append(("jsonld", "pyld"))
DATASETS = {"nq", "trig"}

each_format = pytest.mark.parametrize("name", SERIALIZATIONS)
each_reader = pytest.mark.parametrize(("name", "reader"), CASES)


def writers(folder: Path) -> set[str]:
    """The modules of a folder that have a function ``write``."""
    return {path.stem for path in folder.glob("*.py") if "\ndef write(" in path.read_text()}


def test_formats_are_the_modules_that_write() -> None:
    folder = Path(whimkg.export.__file__).parent
    assert writers(folder / "rdf") == set(SERIALIZATIONS)
    views = {name.replace("-", "_") for name, row in FORMATS.items() if row.view}
    assert writers(folder / "views") == views
    assert len(SERIALIZATIONS) == 6
    for name, row in SERIALIZATIONS.items():
        assert (row.name, row.suffix) == (name, f".{name}")
        assert row.purpose and not row.purpose.endswith(".")


#: Of each kind of file, what a web server is to call it.
MEDIA_TYPES = {
    **{"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"},
    **{"nq": "application/n-quads", "trig": "application/trig", "rdf": "application/rdf+xml"},
    **{"jsonl": "application/jsonl", "tsv": "text/tab-separated-values", "csv": "text/csv"},
    **{"hpoa": "text/tab-separated-values", "graphml": "application/xml"},
    **{"cyjs": "application/json", "cypher": "text/plain", "duckdb": "application/octet-stream"},
    **{"parquet": "application/vnd.apache.parquet", "html": "text/html", "svg": "image/svg+xml"},
}


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
def test_each_file_has_the_media_type_of_its_kind(row: whimkg.export.Format) -> None:
    assert len(row.media_types) == len(row.suffixes)
    for suffix, media_type in zip(row.suffixes, row.media_types, strict=True):
        assert media_type.partition(";")[0] == MEDIA_TYPES[suffix.rpartition(".")[2]]


@each_reader
def test_others_read_the_same_graph(name: str, reader: str, any_quads: list[Quad]) -> None:
    assert READERS[reader](serialize(any_quads, name), name) == plain(any_quads)


@pytest.mark.parametrize("name", sorted(DATASETS))
def test_datasets_keep_the_graphs(name: str, any_quads: list[Quad]) -> None:
    assert set(read_quads(serialize(any_quads, name), name)) == set(any_quads)


@each_format
def test_order_and_repetition_do_not_matter(name: str, any_quads: list[Quad]) -> None:
    expected = serialize(any_quads, name)
    for seed in range(3):
        shuffled = any_quads + any_quads[:20]
        random.Random(seed).shuffle(shuffled)  # noqa: S311
        assert serialize(iter(shuffled), name) == expected


@each_format
def test_golden_files(name: str, page_quads: list[Quad]) -> None:
    """Any change of a single byte is seen; ``WHIMKG_WRITE_GOLDEN=1`` accepts it."""
    golden = HERE / "golden" / f"synthetic{SERIALIZATIONS[name].suffix}"
    if os.environ.get("WHIMKG_WRITE_GOLDEN"):
        golden.write_bytes(serialize(page_quads, name))
    assert serialize(page_quads, name) == golden.read_bytes()


def test_all_at_once_is_the_same(page_quads: list[Quad]) -> None:
    backwards = sorted(SERIALIZATIONS, reverse=True)
    together = serialize_all(page_quads, backwards)
    assert list(together.items()) == [(name, serialize(page_quads, name)) for name in backwards]


def test_hash_seed_does_not_matter() -> None:
    code = (
        "import hashlib, pathlib, sys\n"
        "from whimkg.export import SERIALIZATIONS, serialize\n"
        "from whimkg.rdf.parsing import read_quads\n"
        "quads = read_quads(pathlib.Path(sys.argv[1]).read_bytes(), 'trig')\n"
        "for name in SERIALIZATIONS: print(hashlib.sha256(serialize(quads, name)).hexdigest())"
    )
    path = HERE / "synthetic.trig"
    outputs = set()
    for seed in ("0", "1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", code, str(path)]
        outputs.add(subprocess.run(command, env=env, check=True, capture_output=True).stdout)
    quads = read_quads(path.read_bytes(), "trig")
    digests = [hashlib.sha256(serialize(quads, name)).hexdigest() for name in SERIALIZATIONS]
    assert [each.decode().split() for each in outputs] == [digests]


@each_format
def test_text_is_utf8_with_lf_and_a_final_one(name: str, any_quads: list[Quad]) -> None:
    text = serialize(any_quads, name).decode()
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert "\r" not in text and not text.startswith("\ufeff")
    assert not [line for line in text.split("\n") if line != line.rstrip(" ")]


@pytest.mark.parametrize("name", ["nt", "nq"])
def test_lines_are_sorted_and_distinct(name: str, any_quads: list[Quad]) -> None:
    lines = serialize(any_quads, name).splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == (len(plain(any_quads)) if name == "nt" else len(set(any_quads)))


@each_format
def test_default_graph_works(name: str, page_quads: list[Quad]) -> None:
    quads = [Quad(quad.subject, quad.predicate, quad.object) for quad in page_quads]
    written = serialize(quads, name)
    assert by_pyoxigraph(written, name) == plain(page_quads)
    assert {quad.graph_name for quad in read_quads(written, name)} == {DefaultGraph()}


# --- Any graph -----------------------------------------------------------------------------------

STARTS = [
    *("http://example.org/", "urn:example:", "https://rarediseases.info.nih.gov/diseases/"),
    *(
        "http://purl.obolibrary.org/obo/HP_",
        "https://w3id.org/whimkg/vocab#",
        "https://schema.org/",
    ),
    *("https://w3id.org/whimkg/association/", "https://w3id.org/whimkg/snapshot/00aa#char="),
    *("HP:", "label:", "https://omim.org/phenotypicSeries/PS", "https://omim.org/entry/"),
]
TAIL = st.text("aZé中09-_~,;=()'!$&*+@:/?#.%", max_size=12)


def _iri(start: str, tail: str) -> str | None:
    try:
        return None if "/." in tail or tail.startswith(".") else NamedNode(start + tail).value
    except ValueError:
        return None


IRIS = st.builds(_iri, st.sampled_from(STARTS), TAIL).filter(bool).map(str)
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,5}", fullmatch=True)
KNOWN = [
    namespaces.expand(definition["@id"])
    for definition in context_terms().values()
    if isinstance(definition, dict) and "@id" in definition
]
PREDICATES = st.one_of(
    st.sampled_from([*KNOWN, namespaces.expand("rdf:type")]), st.builds("{}{}".format, IRIS, NAMES)
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ['"', "'''", '"""\\', "a\r\nb", "\x85", "\u2028", "@en", "_:b", "]]>", "<&>", "</rdf:RDF>", ""]
)
DATATYPES = {
    "xsd:integer": ["0", "-0", "007", "42", "-1", "9007199254740993", "x", "+5"],
    "xsd:nonNegativeInteger": ["0", "17", "00"],
    "xsd:decimal": ["1.0", "-.5", "1.", "3"],
    "xsd:double": ["1.0E0"],  # PyLD rewrites others
    "xsd:boolean": ["true", "false", "1", "TRUE"],
    "xsd:date": ["2011-02-03", "2011-02-30"],
    "xsd:anyURI": ["http://example.org/"],
    "whimkg:own": ["", "5", "true"],
}
TYPED = st.sampled_from([(text, name) for name, texts in DATATYPES.items() for text in texts])
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(
        lambda text, tag: Literal(text, language=tag), TEXTS, st.sampled_from(["en", "de-at"])
    ),
    TYPED.map(lambda pair: Literal(pair[0], datatype=NamedNode(namespaces.expand(pair[1])))),
)
FEW_IRIS = st.shared(st.lists(IRIS, min_size=1, max_size=5), key="iris").flatmap(st.sampled_from)
QUADS = st.builds(
    Quad,
    FEW_IRIS.map(NamedNode),
    PREDICATES.map(NamedNode),
    st.one_of(FEW_IRIS.map(NamedNode), IRIS.map(NamedNode), LITERALS),
    st.one_of(st.just(DefaultGraph()), IRIS.map(NamedNode)),
)


@each_reader
@pytest.mark.parametrize("text", ["", "https://w3id.org/biolink/vocab/Disease"])
def test_a_literal_that_looks_like_a_type_comes_back(name: str, reader: str, text: str) -> None:
    node, kind = NamedNode("http://example.org/"), NamedNode(namespaces.expand("rdf:type"))
    for more in ([], [Quad(node, kind, NamedNode("https://w3id.org/biolink/vocab/Disease"))]):
        quads = [Quad(node, kind, Literal(text)), *more]
        assert READERS[reader](serialize(quads, name), name) == plain(quads)


@each_format
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quads=st.lists(QUADS, min_size=1, max_size=12))
def test_any_graph_comes_back(name: str, quads: list[Quad]) -> None:
    try:
        written = serialize(quads, name)
    except GraphError as error:
        assert name == "rdf" and "XML" in error.problem
        return
    assert serialize(reversed(quads), name) == written
    for reader in (reader for format_name, reader in CASES if format_name == name):
        assert READERS[reader](written, name) == plain(quads), reader
