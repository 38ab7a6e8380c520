"""``whimkg validate``, and what ``whimkg build`` does about it."""

import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import SH

import whimkg
from tests.cli.conftest import Run, small, tree
from tests.pages.mask import TWIN
from tests.shacl.graphs import bundled, dropped, iri, node, objects, subjects
from whimkg.export import SERIALIZATIONS, serialize
from whimkg.pipeline import KnowledgeGraph
from whimkg.shacl import Report, validate

Refused = Callable[..., str]
CONFORMS = re.compile(r"conforms: \d+ focus nodes, \d+ shapes, 0 violations, 0 warnings")
STATEMENT = subjects("rdf:type", "biolink:DiseaseToPhenotypicFeatureAssociation")[0]
(LABEL,) = objects(objects(STATEMENT, "biolink:object")[0], "rdfs:label")


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A graph with a statement that has no evidence."""
    file = tmp_path / "wrong.nq"
    file.write_bytes(serialize(dropped(STATEMENT, "whimkg:evidence"), "nq"))
    return file


def test_the_bundled_graph_conforms(run: Run) -> None:
    said = run("validate")
    assert (said.code, said.err) == (0, "")
    assert CONFORMS.fullmatch(said.out.rstrip("\n"))
    assert run("validate", "--layer", "base").code == 0


def test_a_graph_that_does_not_conform(run: Run, wrong: Path) -> None:
    said = run("validate", wrong)
    assert (said.code, said.err) == (1, "")
    assert said.last.startswith("does not conform: ")
    report = validate(dropped(STATEMENT, "whimkg:evidence"))
    for finding in report.findings:
        assert finding.message in said.out
        assert f"violation  {finding.shape.rpartition('#')[2]}\n" in said.out
    place = report.findings[0].place
    assert place
    assert f"line {place.line}, column {place.column}: " in said.out
    assert f"WHIM syndrome has phenotype {LABEL}" in said.out


def test_a_label_does_not_steer_the_terminal(run: Run, wrong: Path) -> None:
    """The fixture refuses control characters in what is said."""
    wrong.write_text(wrong.read_text("utf-8").replace(f'"{LABEL}"', '"\\u001B[31m"'), "utf-8")
    assert r"\x1b[31m" in run("validate", wrong).out


def test_the_base_layer_asks_for_less(run: Run, wrong: Path) -> None:
    strict, base = run("validate", wrong), run("validate", wrong, "--layer", "base")
    assert "association-has-evidence" in strict.out
    assert "association-has-evidence" not in base.out


@pytest.mark.parametrize("name", SERIALIZATIONS)
def test_six_formats(run: Run, tmp_path: Path, name: str) -> None:
    file = tmp_path / f"graph{SERIALIZATIONS[name].suffix}"
    file.write_bytes(serialize(bundled(), name))
    assert run("validate", file).out == run("validate").out


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    data = serialize(bundled(), "ttl")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run("validate", "-", "--input-format", "ttl").out == run("validate").out


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("none.ttl", None, "none.ttl: no such file"),
        ("bad.ttl", b"@prefix a: <http://a/> .\na:b a:c }", "bad.ttl, line 2, column 9: no Turtle"),
        ("bad.nq", b"<http://a> <http://b> <http://c> .\n<http://a> nonsense", "line 2, column"),
        ("bad.jsonld", b'{"@id": 1}', "bad.jsonld"),
        ("empty.nt", b"", "empty.nt: it holds no triples"),
        ("page.txt", b"words", "its format cannot be told from its name"),
    ],
)
def test_what_cannot_be_read(
    refused: Refused, tmp_path: Path, name: str, data: bytes | None, words: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert words in refused("validate", tmp_path / name)


def test_what_cannot_be_asked(refused: Refused, wrong: Path) -> None:
    assert "invalid choice: 'loose'" in refused("validate", "--layer", "loose")
    assert "'0' is no number of processes" in refused("validate", "--jobs", "0")
    assert "add --input-format" in refused("validate", "-")
    assert "no such file" in refused("validate", wrong, "--page", "none.txt")


def test_blank_nodes_are_found(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "blank.ttl"
    blank = b"\n[] a <https://w3id.org/biolink/vocab/Gene> .\n"
    file.write_bytes(serialize(bundled(), "ttl") + blank)
    said = run("validate", file, "--layer", "base")
    assert said.code == 1
    assert "graph-nodes" in said.out


def test_a_shape_that_checked_nothing_is_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "foreign.ttl"
    drug = "<http://a.org/a> a <https://w3id.org/biolink/vocab/Drug> ."
    file.write_text(drug, encoding="utf-8")
    said = run("validate", file)
    assert said.code == 1
    assert "violation  Dataset\n  This rule checked nothing: " in said.out
    assert re.search(r"\d+ shapes checked nothing$", said.last)


def test_json(run: Run, wrong: Path) -> None:
    said = run("validate", wrong, "--format", "json")
    assert said.code == 1
    told = json.loads(said.out)
    assert (told["conforms"], told["layer"]) == (False, "strict")
    (graph,) = told["graphs"]
    assert (graph["graph"], graph["page"]) == (str(wrong), None)
    assert len(graph["findings"]) == told["violations"]
    assert graph["findings"][0]["statement"] == STATEMENT
    assert json.loads(run("validate", "--format", "json").out)["conforms"] is True


def test_sarif(run: Run, wrong: Path) -> None:
    said = run("validate", wrong, "--format", "sarif")
    assert said.code == 1
    results = json.loads(said.out)["runs"][0]["results"]
    uris = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results}
    assert "https://rarediseases.info.nih.gov/diseases/9297/whim-syndrome" in uris


def test_turtle(run: Run, wrong: Path) -> None:
    said = run("validate", wrong, "--format", "ttl")
    assert said.code == 1
    report = rdflib.Graph().parse(data=said.out, format="turtle")
    assert len(list(report.objects(None, SH.result))) == len(
        validate(dropped(STATEMENT, "whimkg:evidence")).findings
    )


def twin_graph(tmp_path: Path) -> Path:
    """The graph of the masked twin, without one statement's evidence."""
    graph = whimkg.build(TWIN, url="https://rarediseases.info.nih.gov/diseases/9297/whim-syndrome")
    gone = iri("whimkg:evidence")
    kept = [q for q in graph.quads if node(q) != STATEMENT or q.predicate != gone]
    assert len(kept) < len(graph.quads)
    file = tmp_path / "twin.nq"
    file.write_bytes(serialize(kept, "nq"))
    return file


def test_findings_are_quoted_from_the_page(run: Run, tmp_path: Path) -> None:
    said = run("validate", twin_graph(tmp_path), "--page", TWIN)
    assert said.err == ""
    quotes = re.findall(r"on the page: '(.*)'", said.out)
    assert quotes
    text = TWIN.read_text(encoding="utf-8")
    for quote in quotes:
        assert quote.removesuffix("…") in text


def test_sarif_points_into_the_page(run: Run, tmp_path: Path) -> None:
    file = twin_graph(tmp_path)
    page = tmp_path / "the page.txt"
    shutil.copy(TWIN, page)
    told = json.loads(run("validate", file, "--page", page, "--format", "sarif").out)
    text = page.read_text(encoding="utf-8")
    for result in told["runs"][0]["results"]:
        physical = result["locations"][0]["physicalLocation"]
        region = physical["region"]
        if "charOffset" in region:
            assert physical["artifactLocation"]["uri"] == page.as_uri()
            end = region["charOffset"] + region["charLength"]
            assert region["snippet"]["text"] == text[region["charOffset"] : end]


def test_another_text_is_a_finding(run: Run, wrong: Path) -> None:
    """The bundled graph was made from the page itself, not from its masked twin."""
    said = run("validate", "--page", TWIN)
    assert run("validate").code == 0
    assert (said.code, said.err) == (1, "")
    assert "violation  page-of-the-graph\n  The graph was not made from the text of" in said.out
    assert f"{TWIN}: give the page that it was made from" in said.out
    assert said.last.endswith(", 1 violation, 0 warnings")
    assert "on the page:" not in run("validate", wrong, "--page", TWIN).out


@pytest.mark.parametrize("name", ["json", "sarif", "ttl"])
def test_another_text_is_a_finding_in_every_format(run: Run, name: str) -> None:
    said = run("validate", "--page", TWIN, "--format", name)
    assert said.code == 1
    assert said.out.count("The graph was not made from the text of") == 1
    assert "snippet" not in said.out


def test_one_of_many_graphs_must_be_of_the_page(run: Run, pages: Path, tmp_path: Path) -> None:
    anna = next((tmp_path / "pages").glob("*.txt"))
    told = "was not made from the text of"
    assert told not in run("validate", pages, "--page", anna).out
    assert run("validate", pages, "--page", TWIN).out.count(told) == 3


@pytest.fixture
def pages(tmp_path: Path, run: Run) -> Path:
    """Three pages in one file; the second has a wrong digest."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("Anna", "Bert", "Cleo"):
        (folder / f"{name}.txt").write_text(small(name), encoding="utf-8")
    file = tmp_path / "all.nq"
    assert run("build", folder, "--merge", file, "--no-validate").code == 0
    text = file.read_text(encoding="utf-8")
    first = re.search(r'#sha256> "([0-9a-f]{64})" <[^>]*/graph/bert/', text)
    assert first
    wrong = text[: first.start(1)] + "00" + text[first.end(1) :]
    file.write_text(wrong, encoding="utf-8")
    return file


def test_a_file_of_many_pages_is_checked_page_by_page(run: Run, pages: Path) -> None:
    said = run("validate", pages, "--layer", "base")
    assert said.code == 1
    assert said.last.endswith(", 1 of 3 graphs")
    assert f"{pages} bert\n" in said.out
    assert f"{pages} anna\n" not in said.out
    told = json.loads(run("validate", pages, "--layer", "base", "--format", "json").out)
    assert [(each["page"], each["conforms"]) for each in told["graphs"]] == [
        ("anna", True),
        ("bert", False),
        ("cleo", True),
    ]


@pytest.mark.parametrize("name", ["text", "json", "sarif", "ttl"])
def test_two_processes_say_the_same(run: Run, pages: Path, name: str) -> None:
    one = run("validate", pages, "--format", name)
    assert run("validate", pages, "--format", name, "--jobs", "2") == one


def test_the_order_of_lines_does_not_matter(run: Run, pages: Path, tmp_path: Path) -> None:
    lines = pages.read_text(encoding="utf-8").splitlines(keepends=True)
    jumbled = tmp_path / "jumbled" / "all.nq"
    jumbled.parent.mkdir()
    jumbled.write_text("".join(sorted(lines, key=hash_of)), encoding="utf-8")
    one, two = (
        sorted(json.loads(run("validate", file, "--format", "json").out)["graphs"], key=by_page)
        for file in (pages, jumbled)
    )
    for graph in (*one, *two):
        graph.pop("graph")
    assert one == two


def hash_of(line: str) -> int:
    return sum(map(ord, line))


def by_page(graph: dict[str, str]) -> str:
    return graph["page"]


def test_a_folder(run: Run, tmp_path: Path, wrong: Path) -> None:
    shutil.copy(wrong, tmp_path / "zz.nq")
    (tmp_path / "good.ttl").write_bytes(serialize(bundled(), "ttl"))
    said = run("validate", tmp_path)
    assert said.code == 1
    assert said.last.endswith(", 2 of 3 graphs")
    assert f"{wrong}\n" in said.out


def test_a_file_that_cannot_be_read_does_not_hide_the_others(
    run: Run, tmp_path: Path, wrong: Path
) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("no turtle", encoding="utf-8")
    said = run("validate", bad, wrong)
    assert said.code == 2
    assert said.err.startswith(f"whimkg: {bad}, line 1, column ")
    assert said.last.startswith("does not conform: ")


def broken(self: KnowledgeGraph, **_: object) -> Report:
    return validate(
        [q for q in self.quads if q.predicate != iri("whimkg:evidence")], layer="strict"
    )


def test_build_refuses_what_does_not_conform(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KnowledgeGraph, "validate", broken)
    said = run("build", "-o", tmp_path / "out")
    assert (said.code, said.out) == (1, "")
    assert "violation  association-has-evidence\n" in said.err
    assert said.err.splitlines()[-1].startswith(
        "whimkg: whim-syndrome: the graph does not conform: "
    )
    assert "--no-validate" in said.err
    assert tree(tmp_path) == {}


def test_build_writes_it_if_told_to(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KnowledgeGraph, "validate", broken)
    assert run("build", "-o", tmp_path / "out", "--no-validate").code == 0
    assert len(tree(tmp_path / "out")) == 6


@pytest.mark.parametrize("merge", [False, True])
def test_a_page_that_does_not_conform_is_a_page_that_failed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, merge: bool
) -> None:
    def one_broken(self: KnowledgeGraph, **_: object) -> Report:
        return broken(self) if self.record.page.slug == "bert" else validate(self.quads)

    folder, out = tmp_path / "pages", tmp_path / "out"
    folder.mkdir()
    for name in ("Anna", "Bert", "Cleo"):
        (folder / f"{name}.txt").write_text(small(name), encoding="utf-8")
    monkeypatch.setattr(KnowledgeGraph, "validate", one_broken)
    where = ("--merge", out / "all.nq") if merge else ("-o", out, "-f", "nq")
    out.mkdir()
    refused = run("build", folder, *where)
    assert refused.code == 1
    assert tree(out) == {}
    said = run("build", folder, *where, "--keep-going")
    assert said.code == 1
    assert "Bert.txt: the graph does not conform: " in said.err
    written = "".join(path.read_text(encoding="utf-8") for path in out.iterdir())
    assert "/graph/anna/" in written
    assert "/graph/cleo/" in written
    assert "/graph/bert/" not in written


def test_a_page_that_cannot_be_read_weighs_more(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KnowledgeGraph, "validate", broken)
    (tmp_path / "a.txt").write_text(small("Anna"), encoding="utf-8")
    (tmp_path / "b.txt").write_text("no page", encoding="utf-8")
    pages = (tmp_path / "a.txt", tmp_path / "b.txt")
    assert run("build", *pages, "-o", tmp_path / "out", "--keep-going").code == 2


def test_a_page_without_identifiers_can_be_built(run: Run, tmp_path: Path) -> None:
    """It has no term for its disease: a warning at most."""
    (tmp_path / "page.txt").write_text(small("Unheard-of disease"), encoding="utf-8")
    said = run("build", tmp_path / "page.txt", "-o", tmp_path / "out")
    assert said.code == 0, said.err
    checked = run("validate", tmp_path / "out" / "unheard-of-disease.nq")
    assert checked.code == 0, checked.out
