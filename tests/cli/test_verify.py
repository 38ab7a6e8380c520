"""``whimkg verify``: what is printed, and the exit code, where a page has and has not changed."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import whimkg
from tests.cli.conftest import Run
from tests.pages.mask import TWIN
from tests.sparql.server import Reply, serving

Refused = Callable[..., str]
TEXT = TWIN.read_text(encoding="utf-8")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    file = tmp_path / "twin.yaml"
    file.write_text(whimkg.to_yaml(whimkg.read(TWIN)), encoding="utf-8")
    return file


def test_a_page_that_has_not_changed(run: Run, record: Path) -> None:
    said = run("verify", TWIN, record)
    assert (said.code, said.err) == (0, "")
    assert said.out == "52 of 52 statements verified, 0 skipped\n"


def test_a_page_that_has_changed(run: Run, record: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT.replace("Lymphopenia", "Lymphophobia"), encoding="utf-8")
    said = run("verify", page, record)
    assert said.code == 1
    assert said.out.splitlines()[:2] == [
        "changed  whimkg.disease:whim-syndrome biolink:has_phenotype HP:0001888",
        "  line 23, column 1 (characters 1852 to 1863): was 'Lymphopenia', now 'Lymphophobi'",
    ]
    assert " of 52 statements verified, 0 skipped; " in said.last


def test_a_date_that_has_changed(run: Run, record: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT.replace("11/14/2011", "11/15/2011"), encoding="utf-8")
    said = run("verify", page, record)
    assert said.code == 1
    assert said.out.splitlines() == [
        "changed  date of section 4",
        "  line 117, column 15 (characters 5304 to 5314): was '11/14/2011', now '11/15/2011'",
        "52 of 52 statements verified, 0 skipped; "
        "1 finding beneath names, dates, references or sections",
    ]


def test_a_page_that_breaks_off(run: Run, record: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT[:1000], encoding="utf-8")
    said = run("verify", page, record)
    assert said.code == 1
    assert "now the page has ended" in said.out


def test_a_graph_in_the_place_of_the_page(tmp_path: Path, refused: Refused) -> None:
    assert refused("verify", "a graph.ttl", TWIN) == (
        f"the page comes first, then the graph; run whimkg verify {TWIN} 'a graph.ttl'"
    )


def test_json(run: Run, record: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT.replace("Lymphopenia", "Lymphopenix"), encoding="utf-8")
    said = run("verify", page, record, "--format", "json")
    plain = json.loads(said.out)
    assert said.code == 1
    assert (plain["statements"], plain["verified"], plain["skipped"]) == (52, 51, 0)
    (failure,) = plain["failures"]
    assert failure["what"].endswith("biolink:has_phenotype HP:0001888")
    assert {key: failure[key] for key in ("line", "column", "begin", "end", "was", "found")} == {
        **{"line": 23, "column": 1, "begin": 1852, "end": 1863},
        **{"was": "Lymphopenia", "found": "Lymphopenix"},
    }


def test_the_bundled_record_is_found_by_what_holds(run: Run) -> None:
    """The twin's table and names are the page's, its sentences are not."""
    said = run("verify", TWIN)
    assert said.code == 1
    assert " of 52 statements verified, 0 skipped; " in said.last


def test_what_cannot_be_compared(tmp_path: Path, record: Path, refused: Refused) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Another page.\n")
    assert refused("verify", other) == (
        f"{other}: no bundled record is of this page; name the record or the graph beside the page"
    )
    none = tmp_path / "none"
    assert refused("verify", none) == f"{none}: no such file or folder; check the path"
    missing = tmp_path / "none.yaml"
    assert refused("verify", TWIN, missing).startswith(f"{missing}: cannot be read: No such file")
    assert refused("verify", TWIN, tmp_path).startswith(f"{tmp_path}: the folder holds no graph")
    assert "its format cannot be told from its name" in refused("verify", TWIN, other)
    named = other.rename(tmp_path / "other.yaml")
    assert "Expected `object`, got `str`" in refused("verify", TWIN, named)
    text = record.read_text(encoding="utf-8").replace("kind: gene-causes", "kind: other")
    record.write_text(text, encoding="utf-8")
    assert refused("verify", TWIN, record).startswith(f"{record}, line 11: no kind of statement")


# A graph in the place of the record


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    (file,) = whimkg.build(whimkg.read(TWIN)).write(tmp_path, ["ttl"])
    return file


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    page = tmp_path / "changed.txt"
    page.write_text(TEXT.replace("Lymphopenia", "Lymphopenix"), encoding="utf-8")
    return page


def test_a_graph(run: Run, graph: Path, changed: Path) -> None:
    said = run("verify", TWIN, graph)
    assert (said.code, said.out) == (0, "52 of 52 statements verified, 0 skipped\n")
    said = run("verify", changed, graph)
    assert said.code == 1
    assert said.out.splitlines() == [
        "changed  whimkg.disease:whim-syndrome biolink:has_phenotype HP:0001888",
        "  line 23, column 1 (characters 1852 to 1863): was 'Lymphopenia', now 'Lymphopenix'",
        f"{changed} is not the text that the graph was made from, of SHA-256 "
        f"{whimkg.read(TWIN).page.sha256}",
        "51 of 52 statements verified, 0 skipped",
    ]


def test_a_graph_that_is_wrong(run: Run, graph: Path) -> None:
    text = graph.read_text(encoding="utf-8")
    graph.write_text(text.replace('nif:endIndex "1863"', 'nif:endIndex "-7"'), encoding="utf-8")
    said = run("verify", TWIN, graph)
    assert said.code == 1
    first, second, *_ = said.out.splitlines()
    assert first == "wrong  whimkg.disease:whim-syndrome biolink:has_phenotype HP:0001888"
    assert second.startswith("  its endIndex is no whole number: ")
    assert said.last == "51 of 52 statements verified, 0 skipped"


def test_a_graph_as_json(run: Run, graph: Path, changed: Path) -> None:
    plain = json.loads(run("verify", changed, graph, "--format", "json").out)
    assert (plain["verified"], plain["skipped"], plain["skips"]) == (51, 0, [])
    (snapshot,), (failure,) = plain["snapshots"], plain["failures"]
    assert (snapshot["page"], snapshot["same"]) == (str(changed), False)
    assert (failure["problem"], failure["page"]) == ("changed", str(changed))


def test_sarif(run: Run, graph: Path, changed: Path) -> None:
    said = run("verify", changed, graph, "--format", "sarif")
    assert said.code == 1
    (only,) = json.loads(said.out)["runs"]
    changes, note = only["results"]
    assert (changes["ruleId"], note["ruleId"]) == ("changed", "other-text")
    place = changes["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("/changed.txt")
    assert (place["region"]["startLine"], place["region"]["charOffset"]) == (23, 1852)
    assert (
        json.loads(run("verify", TWIN, graph, "--format", "sarif").out)["runs"][0]["results"] == []
    )


def test_a_store_and_standard_input(run: Run, graph: Path, tmp_path: Path) -> None:
    store = tmp_path / "graphs.db"
    assert run("load", store, graph).code == 0
    assert run("verify", TWIN, store).last == "52 of 52 statements verified, 0 skipped"


def test_many_pages(run: Run, pages: Path, tmp_path: Path) -> None:
    merged = tmp_path / "all.nq"
    assert run("build", pages, "--merge", merged).code == 0
    said = run("verify", pages, merged)
    assert said.code == 0, said.out
    (pages / "1.txt").unlink()
    (pages / "2.txt").unlink()
    said = run("verify", pages, merged)
    *lines, last = said.out.splitlines()
    skipped = [
        re.fullmatch(r"skipped  (\d+) statements: no page is given for <.+/snapshot/.+>", line)
        for line in lines
    ]
    numbers = [int(match[1]) for match in skipped if match]
    assert (said.code, len(lines), len(numbers)) == (1, 2, 2)
    assert last.endswith(f"statements verified, {sum(numbers)} skipped")
    assert run("verify", "--quiet", pages, merged).out == f"{last}\n"


def test_quiet_leaves_the_counts(
    run: Run, refused: Refused, graph: Path, changed: Path, tmp_path: Path
) -> None:
    said = run("verify", "-q", changed, graph)
    assert (said.code, said.out) == (1, "51 of 52 statements verified, 0 skipped\n")
    assert refused("verify", changed, graph, "-q", "--format", "json") == (
        "--format json has no last line; leave out --quiet"
    )
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "one.txt").write_text("Blue elbows.", encoding="utf-8")
    claims = tmp_path / "claims.tsv"
    claims.write_text("quote\treference\nRed elbows\tone\n", encoding="utf-8")
    said = run("verify", "--claims", claims, "--texts", texts, "--quiet")
    assert (said.code, said.out.count("\n")) == (1, 1)
    assert said.last.startswith("1 claims: 0 verified")


def test_an_endpoint(run: Run, monkeypatch: pytest.MonkeyPatch, changed: Path) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    answer = whimkg.build(whimkg.read(TWIN)).serialize("nt")
    with serving(Reply(answer, type="application/n-triples")) as server:
        said = run("verify", TWIN, "--endpoint", server.url)
        assert (said.code, said.out) == (0, "52 of 52 statements verified, 0 skipped\n")
        said = run("verify", changed, "--endpoint", server.url, "--graph", "http://example.org/g")
        assert (said.code, said.last) == (1, "51 of 52 statements verified, 0 skipped")
    assert server.asked[1].fields["default-graph-uri"] == ["http://example.org/g"]


def test_an_endpoint_without_evidence(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with serving(Reply(b"", type="application/n-triples")) as server:
        said = refused("verify", TWIN, "--endpoint", server.url)
    assert said == f"{server.url}: it holds no evidence; name the graph by its IRI: --graph"


def test_what_has_no_use(refused: Refused, graph: Path, tmp_path: Path) -> None:
    assert "--graph" in refused("verify", TWIN, graph, "--graph", "http://example.org/")
    assert "GRAPH" in refused("verify", TWIN, graph, "--endpoint", "http://localhost:9/")
    assert "cannot both be on standard input" in refused("verify", "-", "-")
    none = tmp_path / "none.ttl"
    assert refused("verify", TWIN, none).startswith(f"{none}: no such file")


def test_a_graph_that_says_otherwise_than_its_page_read_again(run: Run, tmp_path: Path) -> None:
    graph = tmp_path / "twin.nq"
    lines = whimkg.build(TWIN).canonical.decode()
    graph.write_text(lines.replace('"Seizure"@en', '"Fever"@en'), encoding="utf-8")
    assert run("verify", TWIN, graph).code == 0
    said = run("verify", "--reread", TWIN, graph)
    assert said.code == 1
    assert said.out.splitlines() == [
        "wrong  HP:0001250",
        '  its rdfs:label is "Fever"@en; read again, the page gives "Seizure"@en',
        "wrong  HP:0001250",
        '  its whimkg:currentLabel is "Fever"@en; read again, the page gives "Seizure"@en',
        "52 of 52 statements verified, 0 skipped; "
        "2 findings beneath names, dates, references or sections",
    ]


def test_an_endpoint_is_not_read_again(refused: Refused) -> None:
    said = refused("verify", "--reread", TWIN, "--endpoint", "http://127.0.0.1:9/sparql")
    assert "--reread" in said
