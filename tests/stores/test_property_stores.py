"""Every store of property graphs keeps the same promises; its own client says what is there."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.stores import bolt_server
from tests.stores.property_graphs import (
    LABEL,
    OTHER,
    TARGET,
    Bolt,
    DuckDB,
    Ladybug,
    bolt_running,
    expected,
    load,
    load_and_kill,
    page_graph,
)
from whimkg import stores
from whimkg.errors import GraphError, StoreError
from whimkg.stores.bolt_login import login, place
from whimkg.stores.receipt import read

JUDGED = [pytest.mark.judge]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bolt]:
    pytest.importorskip("neo4j")
    with bolt_running(tmp_path_factory.mktemp("bolt")) as running:
        yield running


@pytest.fixture(scope="session")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page_graph("04-subtypes-and-groups", tmp_path_factory.mktemp("old"))


@pytest.fixture(scope="session")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page_graph("02-folded-names", tmp_path_factory.mktemp("new"))


@pytest.fixture(autouse=True)
def _login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", bolt_server.USER)
    monkeypatch.setenv("NEO4J_PASSWORD", bolt_server.PASSWORD)


@pytest.fixture(
    params=[
        "duckdb",
        pytest.param("ladybug", marks=JUDGED),
        pytest.param("bolt", marks=JUDGED),
        pytest.param("bolt-staged", marks=JUDGED),
    ]
)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    if request.param in ("duckdb", "ladybug"):
        pytest.importorskip(request.param)
        return DuckDB(tmp_path) if request.param == "duckdb" else Ladybug(tmp_path)
    running: Bolt = request.getfixturevalue("server")
    running.empty()
    running.settings = {"chunk": "1"} if request.param == "bolt-staged" else {}
    running.kills = 6 if running.settings else 5
    return running


def test_all_of_a_graph_is_there(store: Any) -> None:
    receipt = load(store, None, TARGET)
    assert list(receipt.differences()) == []
    assert store.graph(TARGET) == expected(None)
    assert [question.expected for question in receipt.questions] == [
        question.digest for question in receipt.questions
    ]
    assert all(question.rows for question in receipt.questions)


def test_a_graph_is_replaced_and_another_stays(store: Any, old: Path, new: Path) -> None:
    load(store, None, OTHER)
    load(store, old, TARGET)
    assert store.graph(TARGET).ids == expected(old).ids
    load(store, new, TARGET)
    assert store.graph(TARGET).ids == expected(new).ids
    assert store.graph(OTHER).ids == expected(None).ids
    assert store.marks() == {TARGET, OTHER}


def test_nothing_stays_of_a_graph_that_was_replaced(store: Any, old: Path) -> None:
    """Whatever two graphs say of a node they share, the one that is left says all."""
    load(store, None, TARGET)
    load(store, None, OTHER)
    load(store, old, TARGET)
    load(store, old, OTHER)
    assert store.graph(OTHER) == store.graph(TARGET) == expected(old)


def test_twice_changes_nothing(store: Any) -> None:
    first = load(store, None, TARGET)
    there = store.graph(TARGET)
    second = load(store, None, TARGET)
    assert second.to_json() == first.to_json()
    assert store.graph(TARGET) == there


def test_check_sees_a_change(store: Any, tmp_path: Path, old: Path) -> None:
    receipt = tmp_path / "receipt.json"
    receipt.write_text(load(store, None, TARGET).to_json(), encoding="utf-8")
    assert list(stores.check(read(receipt)).differences()) == []
    load(store, old, TARGET)
    found = list(stores.check(read(receipt)).differences())
    assert any("edges" in line for line in found)
    assert any("edges-per-predicate" in line for line in found)


@pytest.mark.slow
def test_a_loader_that_is_killed_leaves_the_old_graph_or_the_new(
    store: Any, old: Path, new: Path
) -> None:
    load(store, None, OTHER)
    whole = {json.dumps(sorted(map(sorted, expected(file).ids))) for file in (old, new)}
    seen = set()
    for at in range(1, store.kills + 10):
        load(store, old, TARGET)
        code = load_and_kill(store, new, TARGET, at)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        ids = json.dumps(sorted(map(sorted, store.graph(TARGET).ids)))
        assert ids in whole
        seen.add(ids)
        assert store.graph(OTHER).ids == expected(None).ids
    assert at > store.kills
    assert seen == whole
    load(store, new, TARGET)
    assert store.graph(TARGET).ids == expected(new).ids
    assert store.marks() == {TARGET, OTHER}


def test_named_graphs_cannot_stay_apart(store: Any) -> None:
    with pytest.raises(StoreError, match="named graphs"):
        load(store, None, TARGET, named_graphs=True)


@pytest.mark.judge
@pytest.mark.parametrize("chunk", [{}, {"chunk": "1"}])
def test_what_others_have_made_stays(server: Bolt, old: Path, chunk: dict[str, str]) -> None:
    server.empty()
    server.settings = chunk
    held = expected(None)
    shared = next(iter(held.edges.values()))["subject"]
    server.ask(
        f"CREATE (a:`{LABEL}`:Theirs {{id: $id, name: 'theirs', note: 'kept'}})"
        "-[:`biolink:treats` {id: 'theirs'}]->(:Theirs {id: 'x'})",
        id=shared,
    )
    receipt = load(server, None, TARGET)
    assert receipt.note
    assert list(receipt.differences()) == []
    assert server.graph(TARGET).ids == held.ids
    linked = next(each for each in held.nodes if each not in expected(old).nodes and each != shared)
    server.ask(
        f"MATCH (a:Theirs {{id: 'x'}}) MATCH (n:`{LABEL}` {{id: $id}}) "
        "CREATE (a)-[:likes {id: 'link'}]->(n)",
        id=linked,
    )
    load(server, old, TARGET)
    theirs = server.ask("MATCH (n:Theirs) WHERE n.note = 'kept' RETURN properties(n)")
    assert theirs == [[{"id": shared, "name": "theirs", "note": "kept"}]]
    assert server.ask("MATCH (:Theirs {id: 'x'})-[e:likes]->(n) RETURN n.id") == [[linked]]
    assert server.ask("MATCH ()-[e {id: 'theirs'}]->(:Theirs) RETURN count(e)") == [[1]]
    assert server.graph(TARGET).ids == expected(old).ids


@pytest.mark.judge
def test_labels_and_types_are_those_of_biolink(server: Bolt) -> None:
    server.empty()
    server.settings = {}
    load(server, None, TARGET)
    nodes = server.ask("MATCH (n) RETURN n.id, labels(n)")
    held = expected(None)
    assert {n: set(labels) for n, labels in nodes} == {
        identity: {LABEL, *node["category"]} for identity, node in held.nodes.items()
    }
    edges = server.ask("MATCH (s)-[e]->(o) RETURN e.id, s.id, type(e), o.id")
    assert {edge: tuple(rest) for edge, *rest in edges} == {
        identity: (edge["subject"], edge["predicate"], edge["object"])
        for identity, edge in held.edges.items()
    }


@pytest.mark.judge
@pytest.mark.parametrize("chunk", [{}, {"chunk": "1"}])
def test_a_server_that_is_killed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    old: Path,
    new: Path,
    chunk: dict[str, str],
) -> None:
    pytest.importorskip("neo4j")
    monkeypatch.setattr("whimkg.stores.bolt._RETRY", 0.1)
    with bolt_running(tmp_path) as server:
        server.settings = chunk
        load(server, old, TARGET)

        def tell(text: str) -> None:
            if text.startswith("sent") and text.endswith("edges"):
                server.kill()

        with pytest.raises(StoreError, match="as it was"):
            load(server, new, TARGET, tell=tell)
        server.start()
        assert server.graph(TARGET).ids == expected(old).ids
        load(server, new, TARGET)
        assert server.graph(TARGET) == expected(new)
        assert server.marks() == {TARGET}


@pytest.mark.judge
def test_a_wrong_password(server: Bolt, monkeypatch: pytest.MonkeyPatch) -> None:
    server.settings = {}
    monkeypatch.setenv("NEO4J_PASSWORD", "wrong-and-secret")
    with pytest.raises(StoreError, match="refuses the login") as error:
        load(server, None, TARGET)
    assert "wrong-and-secret" not in str(error.value)


@pytest.mark.judge
def test_nobody_is_there() -> None:
    pytest.importorskip("neo4j")
    with pytest.raises(StoreError, match=r"no connection.*nothing was changed"):
        stores.load("bolt://127.0.0.1:9")


@pytest.mark.judge
@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-other\r\n", b"\0", b""]
)
def test_another_port_is_told_in_our_own_words(answer: bytes) -> None:
    pytest.importorskip("neo4j")
    with socket.create_server(("127.0.0.1", 0)) as other:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    opened, _ = other.accept()
                    with opened:
                        opened.recv(20)
                        opened.sendall(answer)

        address = f"bolt://127.0.0.1:{other.getsockname()[1]}"
        Thread(target=serve, daemon=True).start()
        with pytest.raises(StoreError, match=r"no Bolt is spoken there \(\w+\); nothing") as error:
            stores.load(address)
        other.shutdown(socket.SHUT_RDWR)
    assert "Resolved" not in str(error.value)
    assert str(error.value).count("127.0.0.1") == 1


def _is_whole(file: Any) -> bool:
    return bool(file.graph(TARGET) == expected(None))


@pytest.fixture(params=["duckdb", pytest.param("ladybug", marks=JUDGED)])
def file(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    pytest.importorskip(request.param)
    return {"duckdb": DuckDB, "ladybug": Ladybug}[request.param](tmp_path)


@pytest.mark.parametrize("text", ["abc", "no database", "no database\n" * 10_000])
def test_a_file_of_another_kind(file: Any, text: str) -> None:
    Path(file.address).write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=r"no database of \w+; .*name a new file"):
        load(file, None, TARGET)
    assert Path(file.address).read_text(encoding="utf-8") == text
    assert len(list(Path(file.address).parent.iterdir())) == 1


def test_a_file_that_is_cut_off(file: Any) -> None:
    """Whether it is loaded into or looked at."""
    receipt = load(file, None, TARGET)
    path = Path(file.address)
    whole = path.read_bytes()
    damaged = pytest.raises(StoreError, match=r"the file is cut off or damaged, .*name a new file")
    for share in (0.0001, 0.01, 0.5, 0.99):
        cut = whole[: int(len(whole) * share)]
        path.write_bytes(cut)
        with damaged:
            load(file, None, OTHER)
        with damaged:
            stores.check(receipt)
        assert path.read_bytes() == cut
        assert list(path.parent.iterdir()) == [path]


def test_a_folder(file: Any) -> None:
    Path(file.address).mkdir()
    with pytest.raises(StoreError, match="it is no database"):
        load(file, None, TARGET)


def test_a_file_that_another_process_has_open(file: Any) -> None:
    load(file, None, TARGET)
    opened = "connect({})" if isinstance(file, DuckDB) else "Connection(d.Database({}))"
    hold = f"import sys, {file.package} as d; c = d.{opened.format('sys.argv[1]')}"
    hold += "; print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", hold, file.address]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holding:
        assert holding.stdout is not None
        assert holding.stdout.readline() == b"held\n"
        with pytest.raises(StoreError, match="another process"):
            load(file, None, TARGET)
        holding.communicate()
    assert _is_whole(file)


def test_a_file_that_does_not_fit_is_not_left(file: Any, tmp_path: Path) -> None:
    graph = tmp_path / "empty.nt"
    graph.write_text("<http://x.org/s> <http://x.org/p> <http://x.org/o> .\n", encoding="utf-8")
    with pytest.raises(GraphError):
        load(file, graph, TARGET)
    assert not Path(file.address).exists()


def test_check_of_a_file_that_is_gone(file: Any) -> None:
    receipt = load(file, None, TARGET)
    Path(file.address).unlink()
    with pytest.raises(StoreError, match="there is no store"):
        stores.check(receipt)


def test_tables_of_others_in_duckdb(tmp_path: Path) -> None:
    """Monarch's tables stay as they are, and the views stand beside them."""
    file = DuckDB(tmp_path)
    file.ask("CREATE TABLE nodes AS SELECT 'x' AS id")
    load(file, None, TARGET)
    assert file.ask("FROM nodes") == [{"id": "x"}]
    assert len(file.ask("FROM edges")) == len(expected(None).edges)
    assert _is_whole(file)


def test_a_schema_of_others_in_duckdb(tmp_path: Path) -> None:
    file = DuckDB(tmp_path)
    file.ask("CREATE SCHEMA whimkg")
    file.ask("CREATE TABLE whimkg.edges AS SELECT 'x' AS id")
    with pytest.raises(StoreError, match="has not made"):
        load(file, None, TARGET)
    assert file.ask("FROM whimkg.edges") == [{"id": "x"}]


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("bolt://user:secret@localhost", "a login does not belong"),
        ("bolt://", "no address of a server"),
        ("bolt://localhost:x", "no address of a server"),
        ("bolt://localhost/a/b", "only the name of a database"),
        ("bolt://db.example.org", "would travel unencrypted"),
    ],
)
def test_addresses_that_are_refused(address: str, problem: str) -> None:
    with pytest.raises(StoreError, match=problem) as error:
        login(place(address))
    assert "secret" not in str(error.value)
