"""``whimkg validate`` of stores on the disk: it finds what it finds in the file that was loaded."""

import json
import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize

from tests.cli.conftest import Run, Said, small, tree
from tests.shacl.graphs import dropped, subjects
from whimkg import export

FORMATS = ("text", "json", "sarif", "ttl")
STATEMENT = subjects("rdf:type", "biolink:DiseaseToPhenotypicFeatureAssociation")[0]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Short names, which messages repeat."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def pages(run: Run) -> Path:
    """Three pages in one file; the second has a wrong digest."""
    folder, file = Path("pages"), Path("all.nq")
    folder.mkdir()
    for name in ("Anna", "Bert", "Cleo"):
        (folder / f"{name}.txt").write_text(small(name), encoding="utf-8")
    assert run("build", folder, "--merge", file, "--no-validate").code == 0
    text = file.read_text(encoding="utf-8")
    first = re.search(r'#sha256> "([0-9a-f]{64})" <[^>]*/graph/bert/', text)
    assert first
    file.write_text(text[: first.start(1)] + "00" + text[first.end(1) :], encoding="utf-8")
    return file


def checked(run: Run, graph: Path, *options: str) -> Said:
    """What is said of a graph, which is called STORE in it."""
    found = run("validate", graph, *options)
    out, err = (re.sub(rf"\b{re.escape(str(graph))}\b", "STORE", s) for s in (found.out, found.err))
    return Said(found.code, out, err)


@pytest.mark.parametrize("form", FORMATS)
def test_one_page(run: Run, form: str) -> None:
    file = Path("wrong.nq")
    file.write_bytes(export.serialize(dropped(STATEMENT, "whimkg:evidence"), "nq"))
    expected = checked(run, file, "--format", form)
    assert (expected.code, expected.err) == (1, "")
    for number, options in enumerate(([], ["--named-graphs"], ["--graph", "https://e.org/it"])):
        store = Path(f"store{number}.db")
        assert run("load", store, file, *options).code == 0
        before = tree(store)
        assert checked(run, store, "--format", form) == expected
        assert tree(store) == before


@pytest.mark.parametrize("form", FORMATS)
def test_the_named_graphs_of_many_pages(run: Run, pages: Path, form: str) -> None:
    store = Path("store.db")
    assert run("load", store, pages, "--named-graphs").code == 0
    expected = checked(run, pages, "--format", form)
    assert expected.code == 1
    for jobs in ("1", "2"):
        assert checked(run, store, "--format", form, "--jobs", jobs) == expected


def test_pages_that_were_loaded_one_by_one(run: Run, pages: Path) -> None:
    """Each is a graph of its own, under the page's name."""
    whole = json.loads(run("validate", pages, "--format", "json").out)
    lines = pages.read_text("utf-8").splitlines(keepends=True)
    for name in ("cleo", "bert", "anna"):
        of_page = [line for line in lines if f"/graph/{name}/" in line]
        Path(f"{name}.nq").write_text("".join(of_page), encoding="utf-8")
        assert run("load", "store.db", f"{name}.nq").code == 0
    stored = json.loads(run("validate", "store.db", "--format", "json").out)
    for graph in (*whole["graphs"], *stored["graphs"]):
        graph.pop("graph")
    assert stored == whole


@pytest.mark.parametrize("form", FORMATS)
def test_a_union_of_many_pages_is_one_graph(run: Run, pages: Path, form: str) -> None:
    """As it is in a file without names of graphs; and why it has findings is told."""
    union = {quad.triple for quad in parse(path=pages, format=RdfFormat.N_QUADS)}
    Path("all.nt").write_bytes(serialize(union, format=RdfFormat.N_TRIPLES) or b"")
    assert run("load", "store.db", pages).code == 0
    found = checked(run, Path("store.db"), "--format", form)
    assert found == checked(run, Path("all.nt"), "--format", form)
    assert found.code == 1
    assert "STORE: it is one graph of 3 pages" in found.err


def test_several_graphs_at_once(run: Run, pages: Path) -> None:
    assert run("load", "store.db").code == 0
    found = json.loads(run("validate", pages, "store.db", pages, "--format", "json").out)
    assert [graph["graph"] for graph in found["graphs"]] == [
        *("all.nq", "all.nq", "all.nq", "store.db", "all.nq", "all.nq", "all.nq")
    ]


def test_what_cannot_be_read(run: Run) -> None:
    Path("broken").mkdir()
    Path("broken/CURRENT").write_text("no store", encoding="utf-8")
    store = Store("empty")
    store.add(Quad(*(NamedNode("a:a"),) * 3))
    store.clear()
    store.flush()
    del store
    for name, told in (("broken", "the store cannot be read"), ("empty", "holds no triples")):
        said = run("validate", name)
        assert (said.code, said.out) == (2, "")
        assert said.err.startswith(f"whimkg: {name}: ") and told in said.err
