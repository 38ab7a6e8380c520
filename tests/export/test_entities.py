"""Graphs of any size, wherever they lie, into nodes and edges, as of a graph in memory."""

import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.export.views.property_graphs import merged
from whimkg import stores
from whimkg.base.namespaces import contract, expand
from whimkg.errors import GraphError, WhimkgError
from whimkg.export import Options, serialize, view
from whimkg.export.entities import export_entities
from whimkg.rdf import quad_table
from whimkg.rdf.memory import graph_store

#: All formats are made of the same tables: these are read as JSON, as text and by DuckDB.
ENTITIES = ("kgx-jsonl", "kgx-tsv", "parquet")
FORMS = ("nt", "nq", "ttl", "trig", "rdf", "jsonld", "db")


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some pages in all forms."""
    folder = tmp_path_factory.mktemp("graphs")
    for form in FORMS[:-1]:
        (folder / f"it.{form}").write_bytes(serialize(merged(), form))
    stores.load(folder / "it.db", [folder / "it.nt"])
    return folder


@pytest.fixture(scope="module")
def known(graphs: Path) -> dict[str, dict[str, bytes]]:
    """What the engine finds in the whole graph."""
    store = graph_store(graphs / "it.nt")
    return {name: view(store, name) for name in ENTITIES}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_graph(graphs: Path, known: dict[str, dict[str, bytes]], form: str) -> None:
    name = "kgx-jsonl"
    assert export_entities(graphs / f"it.{form}", name) == known[name]


@pytest.mark.parametrize("name", ENTITIES)
def test_every_format(graphs: Path, known: dict[str, dict[str, bytes]], name: str) -> None:
    assert export_entities(graphs / "it.nq", name) == known[name]


def test_a_folder_of_files(graphs: Path, tmp_path: Path) -> None:
    lines = (graphs / "it.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    for number in range(3):
        (tmp_path / f"{number}.nq").write_text("".join(lines[number::3]), encoding="utf-8")
    whole = export_entities(graphs / "it.nq", "kgx-tsv")
    assert export_entities(tmp_path, "kgx-tsv") == whole


def test_processors_change_nothing(graphs: Path, known: dict[str, dict[str, bytes]]) -> None:
    name = "kgx-tsv"
    for jobs in (1, 2):
        assert export_entities(graphs / "it.nq", name, jobs=jobs) == known[name]


def test_a_graph_that_is_handed_over_in_pieces(
    graphs: Path, known: dict[str, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quad_table, "_CHUNK", 1)
    assert export_entities(graphs / "it.nq", "kgx-tsv") == known["kgx-tsv"]


def test_a_release_and_a_profile(graphs: Path) -> None:
    options = Options("4.4.2", "monarch")
    whole = view(graph_store(graphs / "it.nq"), "kgx-jsonl", options)
    assert export_entities(graphs / "it.nq", "kgx-jsonl", options) == whole


BASE = "<a:s> <a:p> <a:o> .\n"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ('<a:s> <a:q> "o .\n', 13),  # nobody asks for it
        (f'<a:s> {LABEL} "o .\n', 52),
        ("<a:s> <a:q> <a:\\u00e> .\n", 21),
    ],
)
def test_what_is_wrong_is_told_with_its_place(wrong: str, column: int, tmp_path: Path) -> None:
    path = tmp_path / "it.nq"
    path.write_text(BASE + wrong, encoding="utf-8")
    place = rf"it\.nq, line 2, column {column}: no N-Quads"
    with pytest.raises(GraphError, match=place):
        export_entities(path, "kgx-jsonl", jobs=2)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("it.nt", "", "it holds no triples"),
        ("it.nq", "# nothing\n", "it holds no triples"),
        ("it.nt", BASE, "no statements that kgx-jsonl could hold"),
        ("it.nt", BASE.replace("a:o", "a: o"), r"line 1, column \d+: no N-Triples"),
        ("it.txt", BASE, "its format cannot be told"),
    ],
)
def test_what_is_no_graph(name: str, text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(WhimkgError, match=told):
        export_entities(tmp_path / name, "kgx-jsonl")


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"it\.nt"):
        export_entities(tmp_path / "it.nt", "kgx-jsonl")


def test_blank_nodes_keep_their_names(graphs: Path, tmp_path: Path) -> None:
    """In whatever part they are; other tools write them."""
    path, disease = tmp_path / "it.nt", "https://w3id.org/whimkg/disease/measured-disease-1"
    triples = (graphs / "it.nt").read_text("utf-8")
    path.write_text(triples.replace(f"<{disease}>", "_:it"), "utf-8")
    known = export_entities(graphs / "it.nt", "kgx-tsv")
    for suffix, data in export_entities(path, "kgx-tsv").items():
        renamed = known[suffix].replace(str(contract(disease)).encode() + b"\t", b"it\t")
        assert sorted(data.splitlines()) == sorted(renamed.splitlines()) != []


@pytest.mark.parametrize("form", ["nt", "nq", "ttl"])
def test_blank_nodes_of_files_stay_apart(form: str, tmp_path: Path) -> None:
    """Files may call theirs alike; a name that looks as if we had given it is another's, too."""
    for file, end in (("1", "a"), ("1", "2.a"), ("2", "a")):
        quads = _statement(f"http://e/{file}-{end}", end)
        lines = "".join(f"{quad.triple} .\n" for quad in quads)
        with (tmp_path / f"{file}.{form}").open("a", encoding="utf-8") as opened:
            opened.write(lines)
    found = export_entities(tmp_path, "kgx-jsonl")
    nodes, edges = (list(map(json.loads, data.splitlines())) for data in found.values())
    ends = {edge["object"] for edge in edges}
    assert len(ends) == 3
    names = sorted(node["name"] for node in nodes if node["id"] in ends)
    assert names == ["http://e/1-2.a", "http://e/1-a", "http://e/2-a"]


def _statement(iri: str, end: str) -> list[ox.Quad]:
    subject, node = ox.NamedNode(iri), ox.BlankNode(end)
    names = ("subject", "predicate", "knowledge_level", "agent_type", "primary_knowledge_source")
    said = [(ox.NamedNode(expand(f"biolink:{name}")), ox.NamedNode("http://e/o")) for name in names]
    said.append((ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("biolink:Association"))))
    quads = [ox.Quad(subject, *each) for each in said]
    quads.append(ox.Quad(subject, ox.NamedNode(expand("biolink:object")), node))
    return [*quads, ox.Quad(node, ox.NamedNode(expand("rdfs:label")), ox.Literal(iri))]


def test_standard_input(graphs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Standard:
        buffer = io.BytesIO((graphs / "it.nq").read_bytes())

    monkeypatch.setattr("sys.stdin", Standard)
    found = export_entities("-", "kgx-tsv", input_format="nq")
    assert found == export_entities(graphs / "it.nq", "kgx-tsv")
