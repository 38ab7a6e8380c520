"""A graph that does not fit into memory gives the same bytes as one that does."""

import os
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from tests.benchmarks.graphs import copied
from tests.export.rdf_readers import READERS, plain
from tests.export.test_export_errors import REFUSED
from tests.export.test_export_formats import CASES, QUADS
from whimkg.base import namespaces
from whimkg.errors import GraphError, OutputError
from whimkg.export import SERIALIZATIONS, serializing
from whimkg.export.rdf import content
from whimkg.export.rdf import large as large_module
from whimkg.export.rdf.content import SmallContent
from whimkg.export.rdf.nodes import natural
from whimkg.export.rdf.places import graph_place
from whimkg.rdf import quad_table
from whimkg.rdf.parsing import read_quads
from whimkg.rdf.quad_rows import QuadRow, batches, rows_of_quads

S, P = NamedNode("http://example.org/s"), NamedNode("http://example.org/p")

each_format = pytest.mark.parametrize("name", SERIALIZATIONS)


@pytest.fixture(autouse=True)
def in_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """No graph is small enough for memory."""
    monkeypatch.setattr(content, "MOST", 0)


def large(quads: Iterable[Quad], name: str) -> bytes:
    with serializing(batches(quads), name) as pieces:
        return b"".join(pieces)


def small(quads: Iterable[Quad], name: str) -> bytes:
    row = SERIALIZATIONS[name]
    return b"".join(row.write(SmallContent(quads, namespaces.prefix_map())))


@each_format
def test_same_bytes(name: str, any_quads: list[Quad]) -> None:
    """In whatever order the quads come, and however often."""
    expected = small(any_quads, name)
    for seed in range(3):
        shuffled = any_quads + any_quads[:50]
        random.Random(seed).shuffle(shuffled)  # noqa: S311
        assert large(iter(shuffled), name) == expected


@each_format
def test_same_bytes_of_two_pages(
    name: str, page_quads: list[Quad], bundled_quads: list[Quad]
) -> None:
    """Some nodes are in the graphs of both, and in the default graph."""
    more = [Quad(*quad.triple) for quad in page_quads[::3]]
    graph = NamedNode("https://example.org/graph/another/statements")
    other = [Quad(q.subject, q.predicate, q.object, graph) for q in page_quads[::2]]
    quads = [*bundled_quads, *page_quads, *more, *other]
    assert large(quads, name) == small(quads, name)


def renamed(quads: Iterable[Quad], page: str) -> list[Quad]:
    return [
        Quad(q.subject, q.predicate, q.object, NamedNode(f"https://example.org/graph/{page}/it"))
        for q in quads
    ]


@pytest.fixture(scope="module")
def pages(page_quads: list[Quad]) -> list[Quad]:
    """Three pages that have triples in common, and triples of no page."""
    found = [
        quad
        for number, page in enumerate(("b-10", "a", "b-9"))
        for quad in renamed(page_quads[number::2], page)
    ]
    return [*found, *(Quad(*quad.triple) for quad in page_quads[::5])]


def test_pages_come_by_their_names(pages: list[Quad]) -> None:
    for name in ("ttl", "trig"):
        for write in (small, large):
            lines = write(pages, name).decode().splitlines()
            titles = [line for line in lines if line.startswith("# ===")]
            assert titles == ["# === a ===", "# === b-10 ===", "# === b-9 ==="]


def test_a_prefix_is_declared_once(pages: list[Quad]) -> None:
    declared = [line for line in large(pages, "ttl").splitlines() if line.startswith(b"@prefix")]
    assert len(declared) == len(set(declared)) > 5


@pytest.mark.parametrize(("name", "reader"), CASES)
def test_others_read_the_same_pages(name: str, reader: str, pages: list[Quad]) -> None:
    assert READERS[reader](large(pages, name), name) == plain(pages)


@pytest.mark.parametrize("name", ["nq", "trig"])
def test_pages_keep_their_graphs(name: str, pages: list[Quad]) -> None:
    assert set(read_quads(large(pages, name), name)) == set(pages)


@pytest.mark.parametrize(("name", "reader"), CASES)
@pytest.mark.parametrize("most", [1, 40])
def test_a_page_of_many_quads_is_cut_between_subjects(
    name: str, reader: str, most: int, pages: list[Quad], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_module, "MOST", most)
    monkeypatch.setattr(large_module, "_BATCH", 7)
    monkeypatch.setattr(quad_table, "_PIECE", 300)
    assert READERS[reader](large(pages, name), name) == plain(pages)


@pytest.mark.parametrize(("name", "reader"), CASES)
def test_others_read_the_same_graph(name: str, reader: str, page_quads: list[Quad]) -> None:
    assert READERS[reader](large(page_quads, name), name) == plain(page_quads)


@each_format
@settings(
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(quads=st.lists(QUADS, min_size=1, max_size=12))
def test_any_graph(name: str, quads: list[Quad]) -> None:
    try:
        expected: object = small(quads, name)
    except GraphError as error:
        expected = str(error)
    try:
        found: object = large(quads, name)
    except GraphError as error:
        found = str(error)
    assert found == expected


TYPE, DISEASE = namespaces.expand("rdf:type"), namespaces.expand("biolink:Disease")


@each_format
def test_what_a_graph_is_about(name: str) -> None:
    """Without a page that says so, it is the disease of most statements."""
    subject = NamedNode(namespaces.expand("biolink:subject"))
    diseases = [NamedNode(f"http://example.org/{n}") for n in "abc"]
    quads = [Quad(each, NamedNode(TYPE), NamedNode(DISEASE)) for each in diseases]
    quads += [Quad(NamedNode(f"http://example.org/s{n}"), subject, diseases[1]) for n in range(3)]
    assert large(quads, name) == small(quads, name)


GRAPH = NamedNode("http://example.org/graph")
TEXTS = ["", " ", "a <b>", "<b> <c> .", "<b> .", 'a " <b>', "\\", '" <g> .\n', "a\r\nb\x85"]


@pytest.mark.parametrize("graph", [GRAPH, DefaultGraph()])
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_like_a_graph_name(text: str, graph: NamedNode | DefaultGraph) -> None:
    """As lines, triples and quads are told apart by what stands at their ends."""
    literals = (
        Literal(text),
        Literal(text, language="en"),
        Literal(text, datatype=NamedNode("http://example.org/d")),
    )
    quads = [Quad(S, P, each, graph) for each in (*literals, S)]
    for name in ("nt", "trig"):
        written = large([*quads, *(Quad(*quad.triple) for quad in quads)], name)
        assert READERS["rdflib"](written, name) == plain(quads)


@each_format
@pytest.mark.parametrize(("quad", "words"), REFUSED)
def test_what_no_format_says(name: str, quad: Quad, words: str) -> None:
    quads = [Quad(S, P, Literal(str(n))) for n in range(40)]
    with pytest.raises(GraphError, match=words), serializing(batches([*quads, quad]), name):
        pytest.fail("nothing is to be written")


def test_what_only_looks_like_it() -> None:
    quads = [Quad(S, P, Literal(text)) for text in ("_:b", "<<( x )>>", "a--ltr ")]
    assert large(quads, "nt") == small(quads, "nt")


def test_all_is_read_before_one_is_named() -> None:
    """What is no RDF at all shows first."""

    def rows() -> Iterator[list[QuadRow]]:
        for each, _ in REFUSED:
            yield rows_of_quads([Quad(S, P, S), each] * 20)
        seen.append("end")

    seen: list[str] = []
    with pytest.raises(GraphError, match="base direction"), serializing(rows(), "nt"):
        pass
    assert seen == ["end"]


@each_format
def test_no_statements(name: str) -> None:
    with pytest.raises(GraphError, match="no statements"):
        large([], name)


def test_what_xml_cannot_say_shows_before_the_first_piece(any_quads: list[Quad]) -> None:
    bad = Quad(NamedNode("http://example.org/zzz"), P, Literal("\x01"))
    with (
        serializing(batches([*any_quads, bad]), "rdf") as pieces,
        pytest.raises(GraphError, match="XML"),
    ):
        next(pieces)


@pytest.mark.parametrize("name", ["jsonld", "rdf"])
def test_a_full_disk_where_the_body_waits(
    name: str, any_quads: list[Quad], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> object:
        return Path("/dev/full").open("r+b", buffering=0)

    monkeypatch.setattr(content, "SpooledTemporaryFile", full)
    with pytest.raises(OutputError, match="on the disk: No space left on device; free some space"):
        small(any_quads, name)


#: Gives all that is written more room than the disk has.
FULL = """
import resource, signal, sys
from whimkg.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("name", ["nq", "ttl", "jsonld"])
def test_a_full_disk_leaves_nothing(name: str, tmp_path: Path) -> None:
    graph = copied(tmp_path, 40)
    temporary, output = tmp_path / "temporary", tmp_path / "output"
    temporary.mkdir()
    command = [sys.executable, "-c", FULL, "export", name, str(graph), "-o", str(output / "it")]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    done = subprocess.run(command, capture_output=True, check=False, text=True, env=environment)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert done.stderr.startswith("whimkg: ")
    assert f"{temporary}, or" in done.stderr
    assert not output.exists()
    assert not list(temporary.iterdir())


def _shuffled(texts: list[str]) -> list[str]:
    return random.Random(0).sample(texts, len(texts))  # noqa: S311


def as_tuple(text: str) -> tuple[object, ...]:
    """Words by their letters, numbers by their size, and then all of it."""
    parts: list[object] = []
    word = number = ""
    for letter in text + "\0":
        if letter in "0123456789":
            number += letter
        elif number:
            parts += [word, int(number)]
            word, number = letter, ""
        else:
            word += letter
    return (*parts, word[:-1]), text


@given(texts=st.lists(st.text("a/é中\U0001f600\0\x01\uffff0129", max_size=12)))
def test_natural_order(texts: list[str]) -> None:
    assert sorted(texts, key=natural) == sorted(texts, key=as_tuple)
    pairs = list(zip(texts, reversed(texts), strict=True))
    assert sorted(pairs, key=lambda pair: natural(pair[0]) + natural(pair[1])) == sorted(
        pairs, key=lambda pair: [as_tuple(each) for each in pair]
    )


def test_very_long_numbers() -> None:
    numbers = ["9" * size for size in (1, 254, 255, 256, 70_000)]
    assert sorted(_shuffled(numbers), key=natural) == numbers


def test_the_order_of_graphs() -> None:
    names = [
        f"https://example.org/graph/page-{page}/{part}"
        for page in (2, 10)
        for part in ("statements", "evidence", "identities", "description", "another")
    ]
    assert sorted(_shuffled(names), key=graph_place) == names


#: Says what the command after it needed, whatever memory the tests themselves have.
PEAK = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "whimkg", *sys.argv[1:]], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", SERIALIZATIONS)
def test_memory_does_not_grow_with_the_graph(name: str, tmp_path: Path) -> None:
    """Many times as many pages take a fifth more at most; both are more than stays in memory.

    Lines are sorted in one piece, which takes what DuckDB may before the disk.
    """
    needed = []
    for pages in (300, 1000) if name in ("nt", "nq") else (60, 300):
        export = ["export", name, str(copied(tmp_path, pages)), "-o", str(tmp_path / "it")]
        done = subprocess.run(
            [sys.executable, "-c", PEAK, *export], capture_output=True, check=True
        )
        needed.append(int(done.stdout))
    assert needed[1] < needed[0] * 1.2, needed
