"""Loads into real servers: Oxigraph's, which pip installs, and those that ``.ci/stores`` starts.

``WHIMKG_STORES`` names the servers, as ``NAME=ADDRESS`` joined by spaces; the login is that of the
environment.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.stores.graphs import NEW, OLD, TARGET, write
from tests.stores.relay import relay
from whimkg.cli import main
from whimkg.errors import GraphError, StoreError
from whimkg.stores import load, staging
from whimkg.stores.service_addresses import find
from whimkg.stores.sparql_service import Service

REAL = dict(each.partition("=")[::2] for each in os.environ.get("WHIMKG_STORES", "").split())
STORES = [
    pytest.param("oxigraph", marks=pytest.mark.judge),
    *(pytest.param(name, marks=pytest.mark.stores) for name in ("virtuoso", "jena")),
]
MANY = 60_000


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    binary = _binary()
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    folder = tmp_path_factory.mktemp("oxigraph")
    command = (binary, "serve", "--location", str(folder / "db"), "--bind", address)
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as server,
    ):
        _wait(f"http://{address}/query")
        yield f"http://{address}"
        server.kill()


def _binary() -> str:
    """The server; without it the tests that need it are skipped."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return shutil.which("oxigraph", path=path) or pytest.skip("oxigraph is not installed")


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            requests.get(url, params={"query": "ASK {}"}, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"no server at {url}")


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "*")
    name: str = request.param
    if name == "oxigraph":
        found: str = request.getfixturevalue("oxigraph")
        return found
    assert name in REAL, f"WHIMKG_STORES names no {name}: run .ci/stores"
    return REAL[name]


every_store = pytest.mark.parametrize("store", STORES, indirect=True)


def count(store: str, graph: str) -> int:
    service = Service(find(store, {}), 60)
    try:
        return service.count(graph)
    finally:
        service.close()


def invented(path: Path, size: int) -> Path:
    return write(
        path, {f'<http://example.org/many> <http://example.org/{n}> "{n}"' for n in range(size)}
    )


@every_store
@pytest.mark.parametrize("options", [(), ("--named-graphs",), ("--chunk", "1000")], ids=str)
def test_the_bundled_graph_answers_as_here(
    store: str, options: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one.json", "two.json"):
        assert main(["load", store, *options, "--receipt", name]) == 0
        assert "5 of 5" in capsys.readouterr().out
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()
    assert main(["load", "--check", "one.json"]) == 0
    for graph in json.loads(Path("one.json").read_text())["graphs"]:
        assert count(store, f"{graph['name']}.staging") == 0


@every_store
def test_by_updates_alone(store: str) -> None:
    found = find(store, {})
    settings = {"protocol": "update", "query-url": found.query, "update-url": found.update}
    assert not list(load(store, graph=TARGET, settings=settings).differences())


@every_store
def test_a_bundled_question_finds_the_graph(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", store, "--graph", TARGET]) == 0
    capsys.readouterr()
    command = ["query", "gene", "--format", "csv"]
    assert main(command) == 0
    here = capsys.readouterr().out
    assert main([*command, "--endpoint", find(store, {}).query, "--graph", TARGET]) == 0
    assert capsys.readouterr().out == here


@every_store
def test_a_graph_replaces_the_other(store: str, tmp_path: Path) -> None:
    for triples in (NEW, OLD, NEW):
        assert not list(
            load(store, [write(tmp_path / "it.nt", triples)], graph=TARGET).differences()
        )
        assert count(store, TARGET) == len(triples)


@every_store
def test_a_loader_that_is_killed_leaves_the_graph_whole(store: str, tmp_path: Path) -> None:
    invented(tmp_path / "many.nt", MANY)
    load(store, [write(tmp_path / "old.nt", OLD)], graph=TARGET)
    command = (sys.executable, "-m", "whimkg", "load", store, "many.nt", "--graph", TARGET)
    for wait in (0.6, 1.0, 1.6):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as loader:
            time.sleep(wait)
            os.kill(loader.pid, signal.SIGKILL)
        # The store may still go on with what it got, and Virtuoso shows that meanwhile.
        until = time.monotonic() + 30
        while (held := count(store, TARGET)) not in (len(OLD), MANY) and time.monotonic() < until:
            time.sleep(0.5)
        assert held in (len(OLD), MANY)
    assert not list(load(store, [tmp_path / "many.nt"], graph=TARGET).differences())
    assert count(store, f"{TARGET}.staging") == 0


@every_store
@pytest.mark.parametrize("number", [20, 30_000])
def test_a_load_drops_what_one_in_parts_has_left(store: str, number: int, tmp_path: Path) -> None:
    target, file = f"{TARGET}/left-{number}", invented(tmp_path / "many.nt", number)
    load(store, [write(tmp_path / "old.nt", OLD)], graph=f"{target}.staging")
    assert not list(load(store, [file], graph=target).differences())
    assert count(store, f"{target}.staging") == 0


@pytest.mark.parametrize("store", STORES[:1], indirect=True)
def test_a_fault_in_the_last_line_leaves_nothing(store: str, tmp_path: Path) -> None:
    file = invented(tmp_path / "many.nt", MANY)
    with file.open("a") as lines:
        lines.write("nonsense\n")
    target = f"{TARGET}/wrong"
    with pytest.raises(GraphError, match=rf"line {MANY + 1}, "):
        load(store, [file], graph=target)
    assert count(store, target) == 0


@pytest.mark.parametrize("store", STORES[:1], indirect=True)
@pytest.mark.parametrize("after", [40_000, 1_000_000, 2_000_000])
def test_an_upload_that_breaks_off_is_sent_again_or_not_there(
    store: str, after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is sent up to four times."""
    monkeypatch.setattr(staging, "PATIENCE", 2.0)
    file, target = invented(tmp_path / "many.nt", MANY), f"{TARGET}/cut-{after}"
    assert file.stat().st_size > after
    with relay(store, after, times=4) as way:
        with pytest.raises(StoreError, match="no connection"):
            load(way.url, [file], graph=target)
        assert (way.left, count(store, target)) == (0, 0)
    with relay(store, after, times=1) as way:
        assert not list(load(way.url, [file], graph=target).differences())
        assert (way.left, count(store, target)) == (0, MANY)


@pytest.mark.slow
@pytest.mark.parametrize("store", STORES[:1], indirect=True)
def test_a_load_right_after_one_that_was_killed_does_not_meet_it(
    store: str, tmp_path: Path
) -> None:
    """Not even if the server goes on with what it got, whether a graph was there or not."""
    other = write(
        tmp_path / "other.nt",
        {f'<http://example.org/other> <http://example.org/{n}> "{n}"' for n in range(3_000)},
    )
    invented(tmp_path / "many.nt", MANY)
    sent = count_sent(other)
    for number in range(4):
        target = f"{TARGET}/again-{number}"
        if number % 2:
            load(store, [write(tmp_path / "old.nt", OLD)], graph=target)
        command = (sys.executable, "-m", "whimkg", "load", store, "many.nt", "--graph", target)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as loader:
            wait_for_notes(store, target, loader)
            time.sleep(number / 4)
            os.kill(loader.pid, signal.SIGKILL)
        assert not list(load(store, [other], graph=target).differences())
        time.sleep(2)
        assert count(store, target) == sent


def count_sent(file: Path) -> int:
    return len(set(file.read_text(encoding="utf-8").splitlines()))


def wait_for_notes(store: str, target: str, loader: subprocess.Popen[bytes]) -> None:
    """Until the loader has begun to send."""
    until = time.monotonic() + 30
    while loader.poll() is None and not count(store, f"{target}.staging"):
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize("store", STORES[:1], indirect=True)
def test_a_loader_that_is_killed_while_it_sends_leaves_all_or_nothing(
    store: str, tmp_path: Path
) -> None:
    invented(tmp_path / "many.nt", MANY)
    for number in range(6):
        target = f"{TARGET}/killed-{number}"
        command = (sys.executable, "-m", "whimkg", "load", store, "many.nt", "--graph", target)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as loader:
            time.sleep(0.4 + number / 10)
            os.kill(loader.pid, signal.SIGKILL)
        assert count(store, target) in (0, MANY)


@pytest.mark.judge
def test_a_server_that_is_killed_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    binary = _binary()
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = (binary, "serve", "--location", str(tmp_path / "db"), "--bind", address)
    invented(tmp_path / "many.nt", MANY)
    url, told = f"http://{address}", ""
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        _wait(f"{url}/query")
        load(url, [write(tmp_path / "old.nt", OLD)], graph=TARGET)
        arguments = ("load", url, str(tmp_path / "many.nt"), "--graph", TARGET)
        loader = subprocess.Popen(
            (sys.executable, "-m", "whimkg", *arguments), stderr=subprocess.PIPE, text=True
        )
        time.sleep(1.2)
        server.kill()
        told = loader.communicate()[1]
        assert loader.returncode == 2
    assert TARGET in told or "nothing was changed" in told
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        _wait(f"{url}/query")
        assert count(url, TARGET) in (len(OLD), MANY)
        server.kill()


VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
ServerThreads = 20
[HTTPServer]
ServerPort = {http}
ServerRoot = .
ServerThreads = 10
"""


@pytest.fixture
def virtuoso(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Path]:
    """The address and the folder of a new server that may be killed; it does not run yet."""
    for name in ("USER", "PASSWORD"):
        monkeypatch.setenv(f"WHIMKG_ENDPOINT_{name}", "dba")
    monkeypatch.setenv("NO_PROXY", "*")
    folder = tmp_path / "virtuoso"
    folder.mkdir()
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as other,
    ):
        sql, http = (f"127.0.0.1:{free.getsockname()[1]}" for free in (one, other))
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(sql=sql, http=http))
    return f"http://{http}", folder


@contextmanager
def running(virtuoso: tuple[str, Path]) -> Iterator[str]:
    """Run it, and kill it, so that it starts again from its log."""
    url, folder = virtuoso
    binary = shutil.which("virtuoso-t")
    assert binary, "virtuoso-t is not installed: run .ci/stores"
    (folder / "virtuoso.lck").unlink(missing_ok=True)
    with subprocess.Popen((binary, "+foreground"), cwd=folder, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(f"{url}/sparql")
            yield url
        finally:
            server.kill()


def held(store: str, graph: str) -> set[tuple[str, ...]]:
    text = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    service = Service(find(store, {}), 60)
    try:
        return {tuple(map(str, row)) for row in service.answer(text, ()).rows}
    finally:
        service.close()


@pytest.mark.stores
def test_virtuoso_killed_after_a_load_keeps_what_both_graphs_have(
    virtuoso: tuple[str, Path], tmp_path: Path
) -> None:
    """It lost a part of that where the old graph was taken away whole; not of smaller graphs."""
    here = "http://example.org"
    lines = [f'<{here}/s{n // 7}> <{here}/p{n % 7}> "v{n}"' for n in range(30_000)]
    size = 20_000
    with running(virtuoso) as url:
        for triples in (lines[:size], lines[-size:]):
            file = write(tmp_path / "graph.nt", set(triples))
            assert not list(load(url, [file], graph=TARGET).differences())
        before = held(url, TARGET)
    assert len(before) == size
    with running(virtuoso) as url:
        assert count(url, TARGET) == size
        assert held(url, TARGET) == before
        assert count(url, f"{TARGET}.staging") == 0
