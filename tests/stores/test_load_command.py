"""``whimkg load`` as its users see it."""

import base64
import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stores.graphs import NEW, OLD, TARGET, alone, write
from tests.stores.property_graphs import LADYBUG
from tests.stores.store_server import Faults, State, serving
from whimkg.base import resources
from whimkg.cli import main
from whimkg.sparql import catalogue
from whimkg.stores import duckdb, load_questions, rdf_stores
from whimkg.stores.load_questions import cheap, questions

SECRETS = ("s3cr3t-user", "s3cr3t-word")
BASIC = f"Basic {base64.b64encode(':'.join(SECRETS).encode()).decode()}"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    alone(monkeypatch, tmp_path)
    monkeypatch.chdir(tmp_path)


def test_the_bundled_graph(capsys: pytest.CaptureFixture[str]) -> None:
    triples = len(set(resources.text("data/whim-syndrome.nq").splitlines()))
    iri = "https://w3id.org/whimkg/graph/whim-syndrome"
    assert main(["load", "db", "--receipt", "one.json", "--date", "2026-01-31"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[-1] == f"loaded {triples} triples into db, graph {iri}"
    assert "5 of 5" in told.out
    assert told.err == "whimkg: ask it: whimkg query gene --graph db\n"
    assert main(["load", "db", "--receipt", "two.json", "--date", "2026-01-31"]) == 0
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()
    kept = json.loads(Path("one.json").read_text())
    (graph,) = kept["graphs"]
    assert (kept["date"], graph["name"]) == ("2026-01-31", iri)
    assert graph["sent"] == graph["held"] == triples
    assert [q["digest"] == q["expected"] for q in kept["questions"]] == [True] * 5
    assert all(q["rows"] for q in kept["questions"])


def test_the_same_graph_in_any_format_answers_the_same() -> None:
    receipts = []
    for form in ("ttl", "nq", "jsonld"):
        assert main(["export", form, "-o", f"whim-syndrome.{form}"]) == 0
        assert main(["load", form, f"whim-syndrome.{form}", "--receipt", "r.json"]) == 0
        receipts.append(json.loads(Path("r.json").read_text()) | {"address": ""})
    assert receipts[0] == receipts[1] == receipts[2]


@pytest.mark.parametrize(
    "store", ["a b.duckdb", 'it\'s "that".duckdb', pytest.param("a b.lbug", marks=LADYBUG)]
)
def test_the_command_that_asks_a_store_of_nodes_and_edges(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["load", store]) == 0
    python, option, code = shlex.split(capsys.readouterr().err.removeprefix("whimkg: ask it: "))
    assert (python, option) == ("python", "-c")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert "MONDO:8000006" in done.stdout


def test_a_store_as_the_graph_is_the_graph_that_was_loaded_there() -> None:
    """In a store of any kind, by the digests of what was sent, and in itself."""
    pytest.importorskip("duckdb")
    assert main(["load", "first.db"]) == 0
    for store in ("second.db", "it.duckdb", "first.db"):
        assert main(["load", store, "--receipt", "file.json"]) == 0
        assert main(["load", store, "first.db", "--receipt", "store.json"]) == 0
        assert Path("store.json").read_bytes() == Path("file.json").read_bytes()


def test_stores_and_files_together(capsys: pytest.CaptureFixture[str]) -> None:
    for name, graph in (("old", OLD), ("new", NEW)):
        write(Path(f"{name}.nt"), graph)
        assert main(["load", f"{name}.db", f"{name}.nt", "--graph", f"http://x/{name}"]) == 0
    both = ["new.nt", "old.db", "new.db"]
    assert main(["load", "db", *both, "--graph", TARGET]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("loaded 25 triples into db")
    assert main(["load", "db", *both, "--graph", TARGET, "--named-graphs", "--receipt", "r"]) == 0
    held = {graph["name"]: graph["held"] for graph in json.loads(Path("r").read_text())["graphs"]}
    assert held == {TARGET: 20, "http://x/old": 5, "http://x/new": 20}


def test_a_folder_that_only_looks_like_a_store(capsys: pytest.CaptureFixture[str]) -> None:
    Path("broken").mkdir()
    Path("broken/CURRENT").write_text("no store")
    assert main(["load", "db", "broken"]) == 2
    assert "broken: the store cannot be read" in capsys.readouterr().err
    assert not Path("db").exists()


def test_a_check(capsys: pytest.CaptureFixture[str]) -> None:
    write(Path("new.nt"), NEW)
    assert main(["load", "db", "new.nt", "--graph", TARGET, "--receipt", "r.json"]) == 0
    assert main(["load", "--check", "r.json"]) == 0
    assert (
        capsys.readouterr()
        .out.splitlines()[-1]
        .startswith("db has the counts and answers of r.json: 20 triples")
    )
    assert main(["load", "db", str(write(Path("old.nt"), OLD)), "--graph", TARGET]) == 0
    assert main(["load", "--check", "r.json"]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[-1].startswith("db differs from r.json: 5 triples")
    assert "sent 20 triples, the store holds 5" in told.err
    assert main(["load", "--check", "r.json", "elsewhere"]) == 2


def test_a_check_writes_a_new_receipt() -> None:
    new, old = (str(write(Path(f"{n}.nt"), g)) for n, g in (("new", NEW), ("old", OLD)))
    day = ("--date", "2026-02-28")
    assert main(["load", "db", new, "--graph", TARGET, "--receipt", "r.json"]) == 0
    assert main(["load", "--check", "r.json", "--receipt", "same.json"]) == 0
    assert Path("same.json").read_bytes() == Path("r.json").read_bytes()
    assert main(["load", "other", old, "--graph", TARGET]) == 0
    assert main(["load", "other", "--check", "r.json", "--receipt", "now.json", *day]) == 1
    found = json.loads(Path("now.json").read_text())
    (graph,) = found["graphs"]
    assert (graph["sent"], graph["held"]) == (len(NEW), len(OLD))
    assert (found["address"], found["date"]) == ("other", "2026-02-28")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["db", "new.nt"], "leave out GRAPH"),
        (["--graph", TARGET, "--named-graphs"], "leave out --graph and --named-graphs"),
        (["--input-format", "nt"], "leave out --input-format"),
        (["--chunk", "5"], "leave out --chunk"),
        (["--timeout", "5"], "leave out --timeout"),
        (["--date", "2026-01-31"], "leave out --date"),
    ],
)
def test_a_check_refuses_what_would_change_nothing(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = str(write(Path("graph.nt"), NEW))
    assert main(["load", "db", graph, "--graph", TARGET, "--receipt", "r.json"]) == 0
    capsys.readouterr()
    assert main(["load", *arguments, "--check", "r.json"]) == 2
    out, err = capsys.readouterr()
    assert (told in err, err.count("\n"), out) == (True, 1, "")


def test_a_check_of_a_server_with_other_settings(capsys: pytest.CaptureFixture[str]) -> None:
    with serving() as server:
        assert main(["load", server.url, str(write(Path("n.nt"), NEW)), "--receipt", "r.json"]) == 0
        check = ["load", "--check", "r.json", "--receipt", "now.json"]
        assert main([*check, "--timeout", "30", "--query-url", f"{server.url}/sparql"]) == 0
        assert server.state.asked[-1].service == "sparql"
    settings = json.loads(Path("now.json").read_text())["settings"]
    assert settings == {
        "protocol": "oxigraph",
        "timeout": "30.0",
        "query-url": f"{server.url}/sparql",
    }


@pytest.mark.parametrize(
    "day", ["2026-99-99", "2026-02-29", "2026-W05-6", "20260131", "٢٠٢٦-01-31"]
)
def test_what_is_no_day(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["load", "db", "--receipt", "r.json", "--date", day])
    assert "is no day, as 2022-12-05" in capsys.readouterr().err
    assert not list(Path().iterdir())


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"receipt": 2}', "\xff", '{"receipt": 1}'])
def test_what_is_no_receipt(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("r.json").write_text(text, encoding="latin-1")
    assert main(["load", "--check", "r.json"]) == 2
    assert "r.json: it is no receipt" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('"parts": "triples"', '"parts": "nodes"', "another kind of store"),
        ('"name": "sources"', '"name": "no-such-question"', "another version"),
        (f'"name": "{TARGET}"', '"name": "a b"', "it is no receipt"),
    ],
)
def test_a_receipt_that_does_not_fit(
    was: str, becomes: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = str(write(Path("graph.nt"), NEW))
    assert main(["load", "db", graph, "--graph", TARGET, "--receipt", "r.json"]) == 0
    receipt = Path("r.json").read_text()
    assert was in receipt
    Path("r.json").write_text(receipt.replace(was, becomes))
    capsys.readouterr()
    assert main(["load", "--check", "r.json"]) == 2
    out, err = capsys.readouterr()
    assert (told in err, out) == (True, "")


def test_a_receipt_of_triples_and_a_store_of_nodes() -> None:
    pytest.importorskip("duckdb")
    assert main(["load", "db", "--receipt", "r.json"]) == 0
    assert main(["load", "it.duckdb"]) == 0
    assert main(["load", "it.duckdb", "--check", "r.json"]) == 2


def test_a_receipt_that_cannot_be_written_hides_no_load(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["load", "db", "--receipt", "/dev/full"]) == 2
    out, err = capsys.readouterr()
    assert out.splitlines()[-1].startswith("loaded ")
    assert "/dev/full: the disk is full" in err


def test_a_difference_is_told_and_the_code_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    write(Path("new.nt"), NEW)
    with serving() as server:
        server.state.faults = Faults(4, 4, "lossy")
        command = ["load", server.url, "new.nt", "--graph", TARGET, "--protocol", "fuseki"]
        assert main(command) == 1
    told = capsys.readouterr()
    assert "sent 20 triples, the store holds 19" in told.err
    assert told.out.splitlines()[-1].startswith("loaded 19 triples into http://127.0.0.1:")


def test_a_login_is_sent_and_never_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(Path("new.nt"), NEW)
    with serving(State(secret=BASIC)) as server:
        load = ["load", server.url, "new.nt", "--receipt", "r.json"]
        assert main(load) == 2
        assert "wants a login" in capsys.readouterr().err
        monkeypatch.setenv("WHIMKG_ENDPOINT_USER", SECRETS[0])
        monkeypatch.setenv("WHIMKG_ENDPOINT_PASSWORD", "wrong")
        assert main(load) == 2
        monkeypatch.setenv("WHIMKG_ENDPOINT_PASSWORD", SECRETS[1])
        assert main(load) == 0
        inside = server.url.replace("//", f"//{':'.join(SECRETS)}@")
        assert main(["load", inside, "new.nt"]) == 2
        assert main(["load", server.url, "new.nt", "--query-url", f"{inside}/query"]) == 2
    told = capsys.readouterr()
    everything = told.out + told.err + Path("r.json").read_text()
    assert not any(secret in everything for secret in (*SECRETS, BASIC.split()[1]))


@pytest.mark.parametrize(
    "more", ["?password=s3cr3t", "/db?a=1&key=s3cr3t", "#s3cr3t", "1?s3cr3t@h"]
)
@pytest.mark.parametrize("option", ["", "--query-url", "--update-url"])
def test_an_address_ends_before_its_query_string_and_that_is_never_shown(
    option: str, more: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving() as server:
        secret = server.url + more
        arguments = [server.url, option, secret] if option else [secret]
        assert main(["load", *arguments, "--receipt", "r.json"]) == 2
        assert not server.state.asked
    out, err = capsys.readouterr()
    assert "an address ends before its" in err
    assert "s3cr3t" not in out + err
    assert not Path("r.json").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "no store is named"),
        (["http://127.0.0.1:1"], "no connection"),
        (["ftp://127.0.0.1"], "no store is known"),
        (["db", "none.nt"], "none.nt: no such file"),
        (["db", "--graph", "a b"], "'a b' is no IRI"),
        (["db", "--chunk", "5"], "leave out --chunk"),
        (["m.duckdb", "--query-url", "http://x", "--timeout", "1"], "query-url and --timeout"),
        (["m.lbug", "--protocol", "gsp"], "leave out --protocol"),
        (["bolt://127.0.0.1:1", "--chunk", "5", "--update-url", "http://x"], "out --update-url"),
        (["db", "--input-format", "nt"], "leave out --input-format"),
        (["db", "--date", "2026-01-31"], "leave out --date"),
        (
            ["--list", "db", "--receipt", "r.json", "--chunk", "5"],
            "STORE and --receipt and --chunk",
        ),
        (["/"], "the root of the disk"),
        (["db", "--graph", ""], "--graph has no name"),
        (["--check", "none.json"], "none.json: cannot be read"),
    ],
)
def test_what_cannot_be_done(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["load", *arguments]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert not list(Path().iterdir())


@pytest.mark.parametrize(
    "name", ["x.txt", "x.TTL", "x.nq", "x.nt", "x.jsonld", "x.nq.gz", "x_nodes.tsv", "deep/x.json"]
)
def test_a_file_that_is_not_there_is_no_new_store(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["load", name]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"whimkg: {name}: there is no such file")
    assert "whimkg load STORE GRAPH" in error
    assert Path(error.split()[-1]).absolute() == Path(name).absolute()
    assert not list(Path().iterdir())


def test_a_store_called_like_a_file_by_the_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    name, graph = "deep/x.json", str(write(Path("new.nt"), NEW))
    assert main(["load", name]) == 2
    assert main(["load", capsys.readouterr().err.split()[-1], graph]) == 0
    assert (Path(name) / "CURRENT").is_file()
    assert main(["load", name, graph]) == 0  # what is there, is meant


@pytest.mark.parametrize("name", ["store.d", "v1.2", "graphs.2026", "a.b.db", ".txt"])
def test_the_name_of_a_new_store_may_have_a_dot(name: str) -> None:
    assert main(["load", name, str(write(Path("new.nt"), NEW))]) == 0
    assert (Path(name) / "CURRENT").is_file()


@pytest.mark.parametrize("store", ["new.db", "new.duckdb", pytest.param("new.lbug", marks=LADYBUG)])
@pytest.mark.parametrize(
    ("text", "stores"),
    [
        ("<a:b> <a:c> <a:d> .\n", (".duckdb", ".lbug")),  # RDF, but no statement of ours
        ("_:b <a:c> <a:d> .\n", (".db", ".duckdb", ".lbug")),
        ("<a:b> <a:c> .\n", (".db", ".duckdb", ".lbug")),
        ("\n", (".db", ".duckdb", ".lbug")),
    ],
)
def test_what_is_wrong_with_a_graph_is_told_with_its_name(
    store: str, text: str, stores: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("foreign.nt").write_text(text, encoding="utf-8")
    if Path(store).suffix not in stores:
        assert main(["load", store, "foreign.nt"]) == 0
        return
    assert main(["load", store, "foreign.nt"]) == 2
    assert capsys.readouterr().err.startswith("whimkg: foreign.nt")
    assert [path.name for path in Path().iterdir()] == ["foreign.nt"]


def test_the_interrupt_key_in_the_middle_of_a_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB tells of it in its own way."""

    def interrupted(_: object) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(duckdb, "_make_views", interrupted)
    assert main(["load", "new.DUCKDB"]) == 130
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("software", "proxy"),
    [("Oxigraph/none", "nginx/1.27"), ("nginx/1.27", "Oxigraph/none"), ("a, b", "oxigraph/1")],
)
def test_a_proxy_that_names_itself_hides_no_store(software: str, proxy: str) -> None:
    """Of two headers, requests makes one, with a comma."""
    graph = str(write(Path("n.nt"), NEW))
    with serving(State(software=software, proxy=proxy)) as server:
        assert main(["load", server.url, graph, "--graph", TARGET, "--receipt", "r.json"]) == 0
    kept = json.loads(Path("r.json").read_text())
    assert (kept["settings"], kept["software"]) == (
        {"protocol": "oxigraph"},
        f"{software}, {proxy}",
    )


def test_a_web_site_is_no_store(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(State(software="nginx")) as server:
        assert main(["load", f"{server.url}/page"]) == 2
        assert "it calls itself nginx); add --protocol, one of" in capsys.readouterr().err
        assert main(["load", f"{server.url}/page", "--protocol", "rdf4j"]) == 2
        assert "no query is answered there (status 404, text/html)" in capsys.readouterr().err


def test_the_questions_need_nothing_but_the_graph() -> None:
    assert len(questions()) == 5
    for name in questions():
        assert not catalogue()[name].parameters
        assert "hierarchy" not in catalogue()[name].head.tags


def test_a_large_graph_is_counted_and_checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in (load_questions, rdf_stores):
        monkeypatch.setattr(module, "LARGEST", 100)
    assert main(["load", "db", "--receipt", "r.json"]) == 0
    assert "too large, or too many graphs, to compare answers" in capsys.readouterr().err
    kept = json.loads(Path("r.json").read_text())["questions"]
    assert {q["name"] for q in kept} == cheap()
    assert not any(q["expected"] for q in kept)
    assert main(["load", "--check", "r.json"]) == 0
    assert "2 of 2" in capsys.readouterr().out


@pytest.mark.slow
def test_the_memory_has_a_limit(tmp_path: Path) -> None:
    """However large the graph is: DuckDB takes 256 MB, and then the disk."""
    script = (
        "import sys; from whimkg.stores.graph_input import LoadRequest, read_triples\n"
        "with read_triples(LoadRequest((sys.argv[1],)), lambda _: None) as it: print(it.triples)\n"
        # ru_maxrss would begin with what the process that starts this one had.
        "status = dict(line.split(':', 1) for line in open('/proc/self/status'))\n"
        "print(int(status['VmHWM'].split()[0]) // 1024)"
    )
    with Path("many.nt").open("w") as file:
        file.writelines(f'<a:s> <a:p> "{n:0>900}" .\n' for n in range(400_000))
    command = (sys.executable, "-c", script, "many.nt")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found, megabytes = map(int, done.stdout.split())
    assert found == 400_000
    assert megabytes < 450 < Path("many.nt").stat().st_size / 800_000
