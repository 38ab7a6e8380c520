"""Stores that are asked where they are, and large graphs that are put on the disk."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

import whimkg
from whimkg.errors import GraphWarning, QueryError
from whimkg.rdf import disk_store
from whimkg.rdf.memory import file_store, graph_store

#: A question that needs HPO's hierarchy beside a graph.
_HIERARCHICAL = "phenotypes-per-branch"


@pytest.fixture(name="temporary")
def temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def _in(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph, quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _stored(folder: Path, *graphs: str) -> Path:
    """A store that has each quad of the bundled graph in all the graphs; empty is the default."""
    store = ox.Store(str(folder))
    for name in graphs:
        graph = ox.NamedNode(name) if name else ox.DefaultGraph()
        store.extend(_in(graph, quad) for quad in whimkg.build().quads)
    store.flush()
    return folder


@pytest.mark.parametrize("graphs", [["a:1"], [""], ["a:1", "a:2"], ["", "a:1"]])
def test_any_store_answers_as_its_graph_does(
    graphs: list[str], temporary: Path, tmp_path: Path
) -> None:
    folder = _stored(tmp_path / "it.db", *graphs)
    for name in (_HIERARCHICAL, "gene", "counts", "phenotypes"):
        assert whimkg.query(name, folder).rows == whimkg.query(name).rows != (), name
    assert not list(temporary.iterdir())


@pytest.mark.parametrize(("graphs", "in_place"), [(["a:1"], 1), ([""], 1), (["a:1", ""], 0)])
def test_what_has_no_triple_twice_is_asked_in_place(
    graphs: list[str], in_place: bool, tmp_path: Path
) -> None:
    folder = _stored(tmp_path / "it.db", *graphs)
    assert (disk_store.open_in_place(folder) is not None) == in_place


def test_what_stands_beside_a_store_does_not_get_into_it(tmp_path: Path) -> None:
    folder = _stored(tmp_path / "it.db", "a:1")
    held = set(ox.Store.read_only(str(folder)))
    beside = file_store([folder], hierarchy=True)
    assert set(beside) > held == set(ox.Store.read_only(str(folder)))


def test_a_triple_that_the_store_has_is_not_put_beside_it(tmp_path: Path) -> None:
    folder = _stored(tmp_path / "it.db", "a:1")
    known = next(iter(ox.Store.read_only(str(folder))))
    new = ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal("o"), ox.NamedNode("a:2"))
    found = disk_store.open_in_place(folder, [_in(new.graph_name, known), new])
    assert found is not None
    assert list(found.quads_for_pattern(None, None, None, new.graph_name)) == [new]


@pytest.fixture(name="large")
def large_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A graph that counts as large."""
    monkeypatch.setattr(disk_store, "_LARGE", 0)
    monkeypatch.setattr(disk_store, "_PIECE", 1000)
    file = tmp_path / "it.nq"
    file.write_bytes(whimkg.build().serialize("nq"))
    return file


@pytest.mark.parametrize("name", [_HIERARCHICAL, "gene", "counts", "disease-groups"])
def test_a_large_graph_answers_as_a_small_one(name: str, large: Path, temporary: Path) -> None:
    assert whimkg.query(name, large).rows == whimkg.query(name).rows
    assert not list(temporary.iterdir())


def test_a_connection_goes_on_asking_a_large_graph(large: Path, temporary: Path) -> None:
    with whimkg.connect(large) as graph:
        assert not list(temporary.iterdir())
        for name in ("gene", "phenotypes", _HIERARCHICAL):
            assert graph.query(name).rows == whimkg.query(name).rows


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    ],
)
def test_graphs_of_a_large_one_can_be_named(text: str, large: Path, tmp_path: Path) -> None:
    found = whimkg.query(text, large).rows
    with pytest.MonkeyPatch.context() as small:
        small.setattr(disk_store, "_LARGE", 1 << 40)
        assert whimkg.query(text, large).rows == found
    assert len(found) > 0


def test_one_that_is_large_only_together_with_others(
    large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_store, "_LARGE", large.stat().st_size)
    other = tmp_path / "other.nt"
    other.write_text("<a:s> <a:p> <a:o> .\n")
    made: list[int] = []
    monkeypatch.setattr(
        "whimkg.rdf.memory.temporary_store", lambda quads: made.append(len(list(quads)))
    )
    file_store([large])
    assert not made
    file_store([large, other])
    assert len(made) == 1


def test_the_limit_of_memory_holds_on_the_disk(large: Path) -> None:
    every = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f } }"
    with pytest.raises(QueryError, match="ran out of memory"):
        whimkg.query(every, large, memory=64 << 20, timeout=60)


def test_kinds_of_integers_are_told_of_a_large_graph_too(large: Path) -> None:
    kind = "http://www.w3.org/2001/XMLSchema#byte"
    with large.open("a") as file:
        file.write(f'<a:s> <a:p> "5"^^<{kind}> <a:g> .\n')
    with pytest.warns(GraphWarning, match="xsd:byte come back"):
        graph_store(large)


def test_a_full_disk_is_told(large: Path) -> None:
    """The system's limit on the size of a file stands for it; the graph itself is there."""
    code = (
        "import resource, sys; from whimkg.rdf import disk_store; disk_store._LARGE = 0;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "from whimkg.errors import OutputError; from whimkg.rdf.memory import graph_store\n"
        "try: graph_store(sys.argv[1])\n"
        "except OutputError as error: print(error)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(large)], capture_output=True, text=True, check=False
    )
    assert "cannot be put on the disk" in ended.stdout, ended.stderr
    assert "TMPDIR" in ended.stdout
