"""``whimkg query`` as users run it, and ``whimkg.query``."""

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

import whimkg
from tests.cli.conftest import Run, Said, refused, run
from tests.sparql.graphs import bundled
from tests.sparql.server import Reply, serving
from whimkg.cli import main
from whimkg.cli.questions import themes
from whimkg.errors import GraphError, QueryError, SourceError, UnknownNameError
from whimkg.rdf.memory import file_store
from whimkg.sparql import Limits, catalogue, find, outline
from whimkg.sparql import run as answered
from whimkg.sparql.asking import _once

__all__ = ["refused", "run"]  # fixtures

Refused = Callable[..., str]
QUESTION = ("query", "phenotypes-by-band", "--set", "band=HP:0040283")
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
WHIM = "http://purl.obolibrary.org/obo/MONDO_8000006"


def test_csv_for_spreadsheets_is_csv(refused: Refused) -> None:
    assert "add --format csv" in refused("query", "gene", "--safe-csv")


def test_some_questions_to_start_with(run: Run) -> None:
    said = run("query")
    assert (said.code, said.err) == (0, "")
    named = [line.split()[0] for line in said.out.splitlines() if re.match(r"  \w", line)]
    assert len(named) == 10 and set(named) <= set(catalogue())
    assert f"--list shows all {len(catalogue())} by theme" in said.out


def test_the_list_shows_every_question_once_and_how_to_set_its_parameters(
    run: Run, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    for columns in (60, 100, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = run("query", "--list").out.splitlines()
        named = [line.split()[0] for line in lines if re.match(r"  \w", line)]
        assert sorted(named) == sorted(catalogue())
        assert max(map(len, lines)) <= columns
    words = " ".join(" ".join(lines).split())
    for question in catalogue().values():
        assert f"{question.name} {question.head.summary}" in words
    assert "--set band=HP:0040282 " in words
    assert "--list only lists the questions; leave out NAME" in refused("query", "gene", "--list")


def test_every_question_has_a_theme() -> None:
    assert sum(map(len, themes().values())) == len(catalogue())


def test_questions_by_words(run: Run, refused: Refused) -> None:
    said = run("query", "--find", "Clinician rank")
    assert said.out.split()[0] == "match-phenotypes"
    assert "--find only lists the questions" in refused("query", "gene", "--find", "x")
    assert refused("query", "--find", "zebra").startswith("no question has the words 'zebra'")


def test_columns_of_a_table(run: Run, refused: Refused) -> None:
    said = run("query", "gene", "--columns", "symbol,gene", "--format", "tsv")
    gene = "<http://identifiers.org/hgnc/2561>"
    assert said.out.splitlines() == ["?symbol\t?gene", f'"CXCR4"\t{gene}']
    assert "no column 'x'; it has disease, " in refused("query", "gene", "--columns", "x")
    assert "only a table has columns" in refused("query", "plain-graph", "--columns", "subject")


def test_terms_by_name(run: Run, refused: Refused, tmp_path: Path) -> None:
    """Of one term alone, in any case; a list may mix names and identifiers."""
    direct = run("query", "match-phenotypes", "--set", "observed=HP:0001875,HP:0200043").out
    for given in ("neutropenia,Warts", "HP:0001875, Verrucae", "Neutropenia,HP:0200043"):
        assert run("query", "match-phenotypes", "--set", f"observed={given}").out == direct
    assert whimkg.query("statements-about", term="Neutropenia").rows
    with whimkg.connect() as graph:
        assert graph.query("statements-about", term="neutropenia").rows
    told = refused("query", "statements-about", "--set", "term=zebra")
    assert "no term of the graph is called 'zebra'" in told and "did you mean" not in told
    told = refused("query", "match-phenotypes", "--set", "observed=warts,Neutropena")
    assert "no term of the graph is called 'Neutropena'; did you mean 'neutropenia'?" in told
    graphs = tmp_path / "two.nt"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    graphs.write_text("".join(f'<http://x/{n}> {label} "One" .\n' for n in (1, 2)))
    told = refused("query", "statements-about", "--set", "term=one", "--graph", graphs)
    assert told == "'one' is a name of http://x/1, http://x/2; give one of these instead"


@pytest.mark.parametrize("name", list(catalogue()))
def test_every_question_runs(name: str, run: Run) -> None:
    said = run("query", name)
    empty = said.out.count("\n") == 2  # headings alone: the bundled page has nothing of the kind
    assert (said.code, said.err) == (0, "whimkg: no rows\n" if empty else "")
    assert said.out


def test_a_table(run: Run) -> None:
    said = run("query", "gene")
    assert said.out.split()[:3] == ["disease", "gene", "symbol"]
    assert "MONDO:8000006 WHIM syndrome  HGNC:2561  CXCR4" in said.out


def test_a_parameter(run: Run, refused: Refused) -> None:
    said = run(*QUESTION, "--format", "json")
    rows = json.loads(said.out)["results"]["bindings"]
    assert {(row["low"]["value"], row["high"]["value"]) for row in rows} == {("5", "29")}
    assert "no parameter 'bnd'; it takes band" in refused(
        "query", "phenotypes-by-band", "--set", "bnd=1"
    )
    assert "--set 'band' has no value; write --set name=value" in refused(
        "query", "phenotypes-by-band", "--set", "band"
    )
    told = refused("query", "phenotypes-by-band", "--set", "band=HP:1 } ; DROP ALL #")
    assert "(iri) takes a CURIE or an absolute IRI, not 'HP:1 } ; DROP ALL #'" in told


def test_csv_comes_to_the_letter(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """In lines that end with carriage return and line feed, as the format's own rules want."""
    text = f"SELECT ?span ?begin {{ ?span <{NIF}beginIndex> ?begin }}"
    assert main(["query", text, "--format", "csv"]) == 0
    data = capfdbinary.readouterr().out.decode()
    assert "\n" not in data.replace("\r\n", "")
    rows = list(csv.reader(io.StringIO(data, newline="")))
    assert len(rows) > 100 and {len(row) for row in rows} == {2}
    assert sum(span.count(",") for span, _ in rows) > 100


def test_a_list(run: Run) -> None:
    one = run("query", "match-phenotypes", "--set", "observed=HP:0001875,HP:0001888")
    both = ("--set", "observed=HP:0001875", "--set", "observed=HP:0001888")
    two = run("query", "match-phenotypes", *both)
    assert one == two and len(one.out.splitlines()) == 4


def test_explain_prints_what_would_run(run: Run) -> None:
    said = run(*QUESTION, "--explain")
    assert "  VALUES ?band { <http://purl.obolibrary.org/obo/HP_0040283> }" in said.out.splitlines()
    again = run("query", said.out, "--format", "tsv")
    direct = run(*QUESTION, "--format", "tsv")
    assert again == direct


@pytest.mark.parametrize("name", ["check-statements-without-evidence", "has-phenotype"])
def test_a_check_prints_its_answer_and_ends_well_either_way(name: str, run: Run) -> None:
    said = run("query", name)
    assert said == Said(0, "true\n" if name == "has-phenotype" else "false\n", "")
    assert json.loads(run("query", name, "--format", "json").out)["boolean"] in (True, False)


@pytest.mark.parametrize("format_name", ["ttl", "jsonld"])
def test_graphs(format_name: str, run: Run) -> None:
    said = run("query", "plain-graph", "--format", format_name)
    form = RdfFormat.from_extension(format_name)
    read = {quad.triple for quad in parse(said.out.encode(), format=form)}
    expected = answered(bundled(), catalogue()["plain-graph"].text)
    assert read == set(expected.triples) and len(read) > 30


@pytest.mark.parametrize("format_name", ["ttl", "jsonld"])
def test_graphs_that_our_writers_refuse(format_name: str, run: Run) -> None:
    text = "CONSTRUCT { [] <a:p> ?o } WHERE { VALUES ?o { 1 } }"
    said = run("query", text, "--format", format_name)
    form = RdfFormat.from_extension(format_name)
    assert len(list(parse(said.out.encode(), format=form))) == 1
    empty = run("query", "CONSTRUCT WHERE { <a:s> ?p ?o }", "--format", format_name)
    assert (empty.code, empty.err) == (0, "whimkg: no triples\n")


def test_a_graph_that_a_format_cannot_hold(refused: Refused) -> None:
    text = "CONSTRUCT { <a:s> <a:p> ?t } WHERE { BIND (TRIPLE(<a:a>, <a:b>, <a:c>) AS ?t) }"
    assert "the graph has no form as jsonld" in refused("query", text, "--format", "jsonld")


def test_a_query_from_a_file_and_from_standard_input(
    run: Run, refused: Refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\ufeffSELECT (1 AS ?x) {}"
    file = tmp_path / "one.rq"
    file.write_text(text, encoding="utf-8")
    assert run("query", file, "--format", "tsv").out == "?x\n1\n"
    stdin = io.TextIOWrapper(io.BytesIO(text.encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert run("query", "-", "--format", "tsv").out == "?x\n1\n"
    assert "no.rq: cannot be read: No such file" in refused("query", tmp_path / "no.rq")
    (tmp_path / "bad.rq").write_bytes(b"\xff")
    assert "it is no text in UTF-8" in refused("query", tmp_path / "bad.rq")


def test_given_graphs(run: Run, refused: Refused, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.ttl").write_text(f'<a:{name}> <a:p> _:b . _:b <a:q> "{name}" .')
    count = "SELECT (COUNT(DISTINCT ?b) AS ?n) { ?s <a:p> ?b }"
    one, two = tmp_path / "one.ttl", tmp_path / "two.ttl"
    assert run("query", count, "--format", "tsv", "--graph", one, two).out == "?n\n2\n"
    assert run("query", count, "--format", "tsv", "--graph", tmp_path).out == "?n\n2\n"
    assert "name it first: whimkg query NAME --graph" in refused("query", "--graph", one)
    for option in (("--format", "csv"), ("--endpoint", "http://127.0.0.1:1/"), ("--explain",)):
        assert "no question is named" in refused("query", *option)
    (tmp_path / "bad.ttl").write_text("<a:s> <a:p>\n oops .")
    assert "bad.ttl, line 2, column 2: no Turtle" in refused(
        "query", count, "--graph", one, tmp_path / "bad.ttl"
    )
    (tmp_path / "empty.nq").write_text("# nothing")
    assert "empty.nq: it holds no triples" in refused(
        "query", count, "--graph", tmp_path / "empty.nq"
    )


def test_a_question_sees_the_hierarchy_beside_any_graph(run: Run, tmp_path: Path) -> None:
    """Turtle holds the union of the named graphs: the same answers."""
    data = whimkg.build().serialize("ttl")
    (tmp_path / "graph.ttl").write_bytes(data)
    for name in ("phenotypes-by-branch", "phenotypes"):
        assert run("query", name, "--graph", tmp_path / "graph.ttl") == run("query", name)


def test_cut_rows_are_told(run: Run) -> None:
    said = run("query", "phenotypes", "--limit", "3", "--format", "tsv")
    assert len(said.out.splitlines()) == 4
    assert said.err == "whimkg: only the first 3 rows are shown; --limit sets how many\n"
    said = run("query", "plain-graph", "--limit", "3")
    assert said.err == "whimkg: only the first 3 triples are shown; --limit sets how many\n"


def test_no_rows_are_told(run: Run) -> None:
    said = run("query", "SELECT ?x { ?x <a:no> ?y }")
    assert (said.code, said.err) == (0, "whimkg: no rows\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("onst",), "no question 'onst'; did you mean onset"),
        (("INSERT DATA { <a:a> <a:b> <a:c> }",), "INSERT changes data"),
        (("SELECT * { SERVICE <http://x/> {} }",), "allow that with --allow-service"),
        (
            (ENDLESS, "--timeout", "0.3"),
            "within 0.3 seconds",
        ),
        (("gene", "--format", "ttl"), "this answer has no form as ttl; take table, csv"),
        (("plain-graph", "--format", "csv"), "a graph has no form as csv; take ttl or jsonld"),
        (("has-phenotype", "--format", "csv"), "an ASK has no form as csv; take json or xml"),
        (("gene", "--timeout", "0"), "'0' is no number of seconds"),
        (("gene", "--timeout", "nan"), "'nan' is no number of seconds"),
        (("gene", "--limit", "0"), "'0' is no whole number above 0"),
        (("gene", "--limit", "1e3"), "'1e3' is no whole number above 0"),
        (("gene", "--format", "html"), "invalid choice: 'html'"),
        (("-", "--graph", "-"), "cannot both be on standard input"),
        (("gene", "--endpoint", "https://u:secret@x/"), "https://x/: a login does not belong into"),
    ],
)
def test_what_cannot_be_done_is_told(
    arguments: tuple[str, ...], told: str, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"ASK {}")))
    message = refused("query", *arguments)
    assert told in message
    assert "secret" not in message


def test_an_endpoint(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    columns = outline(find("gene").text).columns
    found = {
        "head": {"vars": columns},
        "results": {"bindings": [{columns[0]: {"type": "uri", "value": WHIM}}]},
    }
    labelled = (
        b'{"head":{"vars":["iri","name"]},"results":{"bindings":[{"iri":{"type":"uri","value":"%s"},'
        b'"name":{"type":"literal","value":"WHIM there"}}]}}'
    )
    iri = WHIM.encode()
    with serving(Reply(json.dumps(found).encode()), Reply(labelled % iri)) as server:
        said = run("query", "gene", "--endpoint", server.url, "--graph", "http://g/1", "http://g/2")
    assert said.out.splitlines()[2] == "MONDO:8000006 WHIM there"
    assert server.asked[0].fields["default-graph-uri"] == ["http://g/1", "http://g/2"]
    assert "cxcr4" not in server.asked[1].fields["query"][0]


def test_a_terminal_is_never_overrun(tmp_path: Path) -> None:
    """A row is as wide as the terminal at most; what all rows share stands above them."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": "80", "LINES": "24"}
    command = [sys.executable, "-m", "whimkg", "query", "onset"]
    with subprocess.Popen(command, stdout=theirs, env=environment) as process:
        os.close(theirs)
        data = bytearray()
        try:
            while chunk := os.read(ours, 4096):
                data += chunk
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    assert process.returncode == 0
    lines = data.decode().splitlines()
    assert max(map(len, lines)) <= 80 and len(lines) > 4
    assert lines[0] == "same in every row: disease MONDO:8000006 WHIM syndrome · others 1"


HEAVY = {"rdflib", "msgspec", "yaml", "requests", "lxml", "pyshacl"}


def test_nothing_heavy_is_imported_for_a_question() -> None:
    code = (
        "import sys; from whimkg.cli import main; main(['query', 'gene'])\n"
        f"print({HEAVY!r} & sys.modules.keys(), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "set()\n"


def test_the_python_call() -> None:
    rows = whimkg.query("phenotypes-by-band", band="HP:0040283")
    assert rows.columns[:2] == ("disease", "phenotype")
    assert {(row["low"], row["high"]) for row in rows.dicts()} == {(5, 29)}
    assert isinstance(rows, whimkg.Rows) and not rows.cut
    assert len(whimkg.query("match-phenotypes", observed=["HP:0001875", "HP:0001888"])) == 2
    assert whimkg.query("phenotypes", limit=2).cut
    assert not whimkg.query("check-statements-without-evidence")


def test_the_python_call_takes_all_kinds_of_graphs(tmp_path: Path) -> None:
    graph = whimkg.build()
    graph.write(tmp_path, ["nq"])
    expected = whimkg.query("phenotypes-by-branch")
    for given in (
        graph,
        graph.graph(),
        graph.dataset(),
        str(tmp_path / "whim-syndrome.nq"),
        tmp_path,
        bundled(),
    ):
        assert whimkg.query("phenotypes-by-branch", given) == expected
    assert whimkg.query("SELECT * { ?s ?p ?o }", rdflib.Graph()).rows == ()


def test_the_python_call_tells_what_is_wrong() -> None:
    with pytest.raises(UnknownNameError):
        whimkg.query("onst")
    with pytest.raises(SourceError):
        whimkg.query(Path("no.rq"))
    with pytest.raises(QueryError, match="it is no graph but of the type int"):
        whimkg.query("gene", 3)  # type: ignore[arg-type]
    with pytest.raises(QueryError, match="no parameter 'band'"):
        whimkg.query("gene", band="HP:1")
    bad = rdflib.Graph()
    bad.add((rdflib.URIRef("a b"), rdflib.RDF.type, rdflib.RDF.Bag))
    with pytest.raises(GraphError, match="is no term of RDF"):
        whimkg.query("gene", bad)
    with pytest.raises(QueryError, match=r"within 0\.2 seconds"):
        whimkg.query(ENDLESS, timeout=0.2)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own, when it writes N-Quads
def test_a_triple_in_two_graphs_counts_once(tmp_path: Path) -> None:
    """Pages share labels; the engine's own union would multiply rows by the number of pages."""
    dataset = rdflib.Dataset()
    for subject, name in (("a:1", "a:g1"), ("a:1", "a:g2"), ("a:2", "a:g2")):
        triple = rdflib.URIRef(subject), rdflib.URIRef("a:p"), rdflib.Literal("x")
        dataset.graph(rdflib.URIRef(name)).add(triple)
    file = tmp_path / "shared.nq"
    file.write_text(dataset.serialize(format="nquads"))
    for given in (file, dataset):
        count = whimkg.query("SELECT (COUNT(*) AS ?n) { ?s <a:p> ?o }", given)
        assert count.rows == ((2,),)
        apart = whimkg.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <a:p> ?o } }", given)
        assert apart.rows == ((3,),)
        chosen = whimkg.query("SELECT (COUNT(*) AS ?n) FROM <a:g1> { ?s <a:p> ?o }", given)
        assert chosen.rows == ((1,),)
    union = file_store([file], named=False)
    assert (len(union), list(union.named_graphs())) == (2, [])


@pytest.mark.parametrize("named", [True, False])
def test_blank_nodes_of_two_files_are_not_the_same(tmp_path: Path, named: bool) -> None:
    files = [tmp_path / "one.nq", tmp_path / "other.nq"]
    for file in files:
        file.write_text(f'_:b <a:p> "{file.stem}" <a:g> .\n')
    store = file_store(files, named=named)
    assert not answered(store, 'ASK { ?b <a:p> "one", "other" }').boolean


def test_the_named_graphs_of_the_bundled_files_are_disjoint() -> None:
    assert len({quad.triple for quad in bundled()}) == len(bundled())


def test_no_call_changes_the_bundled_graph() -> None:
    size = len(_once())
    answered(_once(), "SELECT * { ?s ?p ?o }", Limits(rows=1))
    assert len(_once()) == size == len(bundled())
