"""The embedded store: replaced as a whole, kept as a whole, whatever happens."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from tests.stores.graphs import NEW, OLD, TARGET, ask_one, write
from whimkg.errors import StoreError
from whimkg.stores import check, load, oxigraph
from whimkg.stores.receipt import read


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    ask_one(monkeypatch)


def held(path: Path) -> dict[str, set[str]]:
    store = Store.read_only(str(path))
    return {
        str(graph)[1:-1]: {
            str(quad.triple) for quad in store.quads_for_pattern(None, None, None, graph)
        }
        for graph in store.named_graphs()
    }


def test_a_graph_is_loaded_and_replaced(tmp_path: Path) -> None:
    old, new = write(tmp_path / "old.nt", OLD), write(tmp_path / "new.nt", NEW)
    store = tmp_path / "folder" / "db"
    assert not list(load(store, [old], graph=TARGET).differences())
    assert held(store) == {TARGET: OLD}
    found = load(store, [new], graph=TARGET)
    assert (found.triples, list(found.differences())) == (20, [])
    assert held(store) == {TARGET: NEW}
    assert [path.name for path in store.parent.iterdir()] == ["db"]


def test_twice_is_once(tmp_path: Path) -> None:
    new = write(tmp_path / "new.nt", NEW)
    first = load(tmp_path / "db", [new], graph=TARGET)
    assert load(tmp_path / "db", [new], graph=TARGET).to_json() == first.to_json()
    assert held(tmp_path / "db") == {TARGET: NEW}


@pytest.mark.parametrize("piece", [7, 100_000])
@pytest.mark.parametrize("few", [0, 100], ids=["taken from a backup", "copied"])
def test_other_graphs_stay(
    few: int, piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oxigraph, "_COPIED", few)
    monkeypatch.setattr(oxigraph, "_PIECE", piece)
    other = "http://example.org/other"
    load(tmp_path / "db", [write(tmp_path / "new.nt", NEW)], graph=other)
    load(tmp_path / "db", [write(tmp_path / "old.nt", OLD)], graph=TARGET)
    load(tmp_path / "db", [tmp_path / "new.nt"], graph=TARGET)
    load(tmp_path / "db", [tmp_path / "old.nt"], graph=TARGET)
    assert held(tmp_path / "db") == {other: NEW, TARGET: OLD}


def test_a_store_that_is_open_elsewhere_is_left_alone(tmp_path: Path) -> None:
    old = write(tmp_path / "old.nt", OLD)
    load(tmp_path / "db", [old], graph=TARGET)
    with_it = Store(tmp_path / "db")
    with pytest.raises(StoreError, match="another process has the store open; stop it"):
        load(tmp_path / "db", [old], graph=TARGET)
    del with_it
    assert held(tmp_path / "db") == {TARGET: OLD}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("new.nt", "it is a file, not the folder of a store"),
        (".", "the folder holds other files, and no store"),
        ("ftp://localhost", "no store is known at addresses of 'ftp'"),
    ],
)
def test_what_is_no_store(
    name: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "new.nt", NEW)
    with pytest.raises(StoreError, match=told):
        load(name, [tmp_path / "new.nt"])
    assert [path.name for path in tmp_path.iterdir()] == ["new.nt"]


def test_a_graph_that_cannot_be_read_makes_no_store(tmp_path: Path) -> None:
    from whimkg.errors import GraphError

    with pytest.raises(GraphError):
        load(tmp_path / "db", [tmp_path / "none.nt"])
    assert not list(tmp_path.iterdir())


def test_a_broken_store_is_told(tmp_path: Path) -> None:
    load(tmp_path / "db", [write(tmp_path / "old.nt", OLD)], graph=TARGET)
    (tmp_path / "db" / "CURRENT").write_text("MANIFEST-999999\n")
    with pytest.raises(StoreError, match="the store fails: "):
        load(tmp_path / "db", [tmp_path / "old.nt"], graph=TARGET)


def test_a_failure_before_the_swap_leaves_the_old_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path / "db", [write(tmp_path / "old.nt", OLD)], graph=TARGET)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(oxigraph.Embedded, "_swap", full)
    with pytest.raises(StoreError, match="No space left on device; what it held before is as it"):
        load(tmp_path / "db", [write(tmp_path / "new.nt", NEW)], graph=TARGET)
    assert held(tmp_path / "db") == {TARGET: OLD}
    assert {path.name for path in tmp_path.iterdir()} == {"db", "old.nt", "new.nt"}


def test_a_failure_after_the_swap_says_that_the_graph_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(oxigraph.Embedded, "_existing", broken)
    with pytest.raises(StoreError, match="not be checked; the graph was replaced before") as error:
        load(tmp_path / "db", [write(tmp_path / "new.nt", NEW)], graph=TARGET)
    assert "as it was" not in str(error.value)
    assert held(tmp_path / "db") == {TARGET: NEW}


def test_a_swap_that_was_cut_short_is_undone(tmp_path: Path) -> None:
    load(tmp_path / "db", [write(tmp_path / "old.nt", OLD)], graph=TARGET)
    (tmp_path / "db").rename(tmp_path / ".db.old")
    found = load(tmp_path / "db", [write(tmp_path / "new.nt", NEW)], graph="http://e/other")
    assert held(tmp_path / "db") == {TARGET: OLD, "http://e/other": NEW}
    assert not list(found.differences())


@pytest.mark.slow
def test_a_load_that_is_killed(tmp_path: Path) -> None:
    many = {f'<http://example.org/many> <http://example.org/p> "{n}"' for n in range(60_000)}
    write(tmp_path / "many.nt", many)
    load(tmp_path / "db", [write(tmp_path / "old.nt", OLD)], graph=TARGET)
    command = (sys.executable, "-m", "whimkg", "load", "db", "many.nt", "--graph", TARGET)
    states = set()
    for wait in (0.0, 0.02, 0.05, 0.1, 0.2, 0.4):
        with subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as loader:
            while not (tmp_path / ".db.new").exists() and loader.poll() is None:
                time.sleep(0.001)
            time.sleep(wait)
            os.kill(loader.pid, signal.SIGKILL)
        found = held(tmp_path / "db" if (tmp_path / "db").exists() else tmp_path / ".db.old")
        assert found in ({TARGET: OLD}, {TARGET: many})
        states.add(len(found[TARGET]))
        load(tmp_path / "db", [tmp_path / "old.nt"], graph=TARGET)
        assert held(tmp_path / "db") == {TARGET: OLD}
        assert {path.name for path in tmp_path.iterdir()} == {"db", "old.nt", "many.nt"}
    assert 5 in states  # else no load was killed in its middle


def test_a_check_finds_what_has_changed(tmp_path: Path) -> None:
    found = load(tmp_path / "db", [write(tmp_path / "new.nt", NEW)], graph=TARGET)
    (tmp_path / "receipt.json").write_text(found.to_json(), encoding="utf-8")
    again = read(tmp_path / "receipt.json")
    assert again == found
    assert check(again).to_json() == found.to_json()
    store = Store(tmp_path / "db")
    store.update(f"DELETE DATA {{ GRAPH <{TARGET}> {{ {min(NEW)} }} }}")
    del store
    assert list(check(again).differences()) == [
        f"{TARGET}: sent 20 triples, the store holds 19",
        "all: another answer than that of the graph that was sent",
    ]


def test_a_check_of_no_store(tmp_path: Path) -> None:
    found = load(tmp_path / "db", [write(tmp_path / "new.nt", NEW)], graph=TARGET)
    (tmp_path / "db").rename(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="there is no store; load a graph first"):
        check(found)
    assert not (tmp_path / "db").exists()


def test_named_graphs_stay_apart(tmp_path: Path) -> None:
    quads = [f'<a:b> <a:c> "{n}" <a:g{n % 2}> .\n' for n in range(9)]
    (tmp_path / "it.nq").write_text("".join([*quads, "<a:b> <a:c> <a:d> .\n"]))
    found = load(tmp_path / "db", [tmp_path / "it.nq"], graph=TARGET, named_graphs=True)
    counts = {graph.name: graph.held for graph in found.graphs}
    assert counts == {TARGET: 1, "a:g0": 5, "a:g1": 4}
    assert Store(tmp_path / "db").contains_named_graph(NamedNode("a:g0"))


def test_named_graphs_that_share_triples_are_counted_and_not_asked(tmp_path: Path) -> None:
    """Oxigraph would not come to an end: each triple is joined as often as graphs hold it."""
    shared = "<a:b> <a:c> <a:d>"
    (tmp_path / "it.nq").write_text("".join(f"{shared} <a:g{n}> .\n" for n in range(3)))
    found = load(tmp_path / "db", [tmp_path / "it.nq"], named_graphs=True)
    assert (found.triples, found.questions) == (3, ())
    assert "share triples" in found.note
    assert check(found) == found
