"""Stores on the disk as graphs to ask; files are tried with the commands that read them."""

import warnings
from pathlib import Path

import pyoxigraph as ox
import pytest

import whimkg
from whimkg.base.namespaces import expand
from whimkg.errors import GraphError, GraphWarning
from whimkg.export import serialize
from whimkg.rdf.disk_store import write_stored
from whimkg.rdf.memory import file_store, graph_store


@pytest.fixture(autouse=True, params=["in memory", "on the disk"])
def large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test twice: as small graphs are held, and as large ones."""
    if request.param == "on the disk":
        monkeypatch.setattr("whimkg.rdf.disk_store._LARGE", 0)


@pytest.fixture(name="folder")
def made(tmp_path: Path) -> Path:
    """A store as any program of Oxigraph makes it: the bundled graph under one name."""
    folder = tmp_path / "graphs.db"
    store = ox.Store(str(folder))
    name = ox.NamedNode("https://example.org/graph")
    store.extend(ox.Quad(q.subject, q.predicate, q.object, name) for q in whimkg.build().quads)
    store.flush()
    return folder


def test_a_store_on_the_disk_answers_as_the_file_does(folder: Path) -> None:
    assert whimkg.query("gene", folder).rows == whimkg.query("gene").rows
    assert whimkg.query("counts", str(folder)).rows == whimkg.query("counts").rows
    bundled = graph_store().quads_for_pattern(None, None, None, ox.DefaultGraph())
    assert set(graph_store(folder)) == set(bundled)


def test_it_keeps_its_names_for_queries_that_use_them(folder: Path) -> None:
    (name,) = file_store([folder]).named_graphs()
    assert name.value == "https://example.org/graph"


def test_it_is_only_read(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    whimkg.query("gene", folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_that_only_looks_like_a_store(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("no store")
    with pytest.raises(GraphError, match="the store cannot be read"):
        file_store([tmp_path])


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("form", ["nt", "nq", "ttl", "trig", "jsonld", "rdf"])
def test_a_byte_order_mark_is_passed_over(form: str, named: bool, tmp_path: Path) -> None:
    plain, marked = tmp_path / f"plain.{form}", tmp_path / f"marked.{form}"
    quad = ox.Quad(*(ox.NamedNode("a:b"),) * 3, ox.NamedNode("a:g"))
    plain.write_bytes(serialize([quad], form))
    marked.write_bytes(b"\xef\xbb\xbf" + plain.read_bytes())
    assert set(file_store([marked], named=named)) == set(file_store([plain], named=named)) != set()


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("nonsense\n", "line 3, column 1"),
        ("<a:s> <a:p> <a:o> <o> .\n", "line 3, column 19"),
        ("<a:s> <a:p> <a:o> <a:g> <a:h> .\n", "line 3, column 25"),
        ('<a:s> <a:p> "o" "g" .\n', "line 3, column 17"),
    ],
)
def test_an_error_has_its_place(end: str, told: str, named: bool, tmp_path: Path) -> None:
    """Also in a file of several pages."""
    good = "".join(f"<a:s> <a:p> <a:o> <a:/graph/{page}/g> .\n" for page in "xy")
    path = tmp_path / "it.nq"
    for text in (good + end, f"{good}{end}{good}"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(GraphError, match=f"it.nq, {told}: (no N-Quads|<o> is a relative IRI)"):
            file_store([path], named=named)


@pytest.mark.parametrize("form", ["nq", "trig"])
def test_blank_nodes_are_those_of_one_file(form: str, tmp_path: Path) -> None:
    graphs = ("{ _:b <a:p> <a:o> }", "<a:g> { _:b <a:q> <a:o> }")
    lines = ("_:b <a:p> <a:o> .", "_:b <a:q> <a:o> <a:g> .  # spaced")
    files = [tmp_path / f"{number}.{form}" for number in range(2)]
    for file in files:
        file.write_text("\n".join(lines if form == "nq" else graphs), encoding="utf-8")
    store = file_store(files, named=False)
    assert len({quad.subject for quad in store}) == 2
    assert len(store) == 4


def test_a_full_disk_is_no_fault_of_the_store(folder: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        write_stored(folder, Path("/dev/full"))


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize("named", [True, False])
def test_kinds_of_integers_that_are_forgotten_are_told(tmp_path: Path, named: bool) -> None:
    file = tmp_path / "it.nt"
    kinds = ("negativeInteger", "unsignedInt", "integer", "string", "nonNegativeInteger")
    file.write_text("".join(f'<x:s> <x:p> "-5"^^<{XSD}{kind}> .\n' for kind in kinds))
    with pytest.warns(GraphWarning) as told:
        file_store([file], named=named)
    assert [str(each.message) for each in told] == [
        f"{file}: xsd:negativeInteger, xsd:nonNegativeInteger, xsd:unsignedInt"
        " come back from queries as xsd:integer"
    ]


def test_positions_are_of_a_kind_that_is_known(tmp_path: Path) -> None:
    file = tmp_path / "it.nt"
    begin = expand("nif:beginIndex")
    file.write_text(f'<x:s> <{begin}> "5"^^<{XSD}nonNegativeInteger> .\n')
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        file_store([file])
