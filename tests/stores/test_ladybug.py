"""What only a file of Ladybug's has: tables of others, a log, and an end of the whole process."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.stores.property_graphs import (
    LABEL,
    LADYBUG,
    OTHER,
    TARGET,
    Ladybug,
    expected,
    load,
    page_graph,
)
from whimkg import stores
from whimkg.errors import StoreError
from whimkg.stores import ladybug
from whimkg.stores.graph_input import LoadRequest, PropertyGraph, read_property_graph

pytestmark = LADYBUG


def test_tables_of_others(tmp_path: Path) -> None:
    file = Ladybug(tmp_path)
    file.ask("CREATE NODE TABLE Person (id STRING PRIMARY KEY)")
    file.ask("CREATE REL TABLE knows (FROM Person TO Person)")
    file.ask("CREATE (a:Person {id: 'x'})-[:knows]->(a)")
    load(file, None, TARGET)
    load(file, None, TARGET)
    assert file.ask("MATCH (a:Person)-[:knows]->(b) RETURN a.id, b.id") == [["x", "x"]]
    assert file.graph(TARGET) == expected(None)


def test_a_log_that_was_cut_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is left by a load that was killed, or for which the disk was full."""
    old, new = (
        page_graph(name, tmp_path) for name in ("04-subtypes-and-groups", "02-folded-names")
    )
    file, left = Ladybug(tmp_path), tmp_path / "left"
    load(file, old, TARGET)
    execute = ladybug._Connection.__call__

    def kept(self: Any, statement: str, /, **given: Any) -> Any:
        rows = execute(self, statement, **given)
        if statement == "COMMIT":
            left.mkdir()
            for path in tmp_path.glob("graphs.lbug*"):
                shutil.copy(path, left)
        return rows

    monkeypatch.setattr(ladybug._Connection, "__call__", kept)
    receipt = load(file, new, TARGET)
    torn = Ladybug(left)
    log = (left / "graphs.lbug.wal").read_bytes()
    store = (left / "graphs.lbug").read_bytes()
    seen = []
    for size in (*range(0, len(log), len(log) // 12), len(log) - 1, len(log)):
        (left / "graphs.lbug").write_bytes(store)
        (left / "graphs.lbug.wal").write_bytes(log[:size])
        stores.check(replace(receipt, address=torn.address))
        seen.append(torn.graph(TARGET).ids)
    assert seen == [expected(old).ids] * (len(seen) - 1) + [expected(new).ids]
    for path in left.glob("graphs.lbug*"):
        path.unlink()
    (left / "graphs.lbug").write_bytes(store)
    (left / "graphs.lbug.wal.checkpoint").write_bytes(log)  # before it is taken over into the file
    assert not list(stores.check(replace(receipt, address=torn.address)).differences())
    assert torn.graph(TARGET).ids == expected(new).ids


def test_a_label_of_others(tmp_path: Path) -> None:
    file = Ladybug(tmp_path)
    file.ask(f"CREATE NODE TABLE `{LABEL}` (id STRING PRIMARY KEY)")
    with pytest.raises(StoreError, match="has not made"):
        load(file, None, TARGET)


def test_a_disk_without_room_for_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ladybug would end the whole process."""
    new = page_graph("02-folded-names", tmp_path)
    file, another = Ladybug(tmp_path), Ladybug(tmp_path / "another")
    load(file, None, TARGET)
    full = shutil.disk_usage(tmp_path)._replace(free=1_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    for store in (file, another):
        with pytest.raises(StoreError, match=r"has 0\.0 MB left.*is as it was"):
            load(store, new, TARGET)
    monkeypatch.undo()
    assert file.graph(TARGET) == expected(None)
    assert not Path(another.address).exists()


def test_the_log_is_as_large_as_the_room_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a full disk would go unnoticed, or a load be refused for which there is room."""
    sizes = []
    execute = ladybug._Connection.__call__

    def measured(self: Any, statement: str, /, **given: Any) -> Any:
        rows = execute(self, statement, **given)
        if statement == "COMMIT":
            sizes.append(Path(f"{address}.wal").stat().st_size)
        return rows

    monkeypatch.setattr(ladybug._Connection, "__call__", measured)
    file = Ladybug(tmp_path)
    address = file.address
    load(file, None, TARGET)  # its log also has the tables
    with read_property_graph(LoadRequest(), lambda _: None) as graph:
        needed = _needed(graph)
    load(file, None, TARGET)
    assert 0.6 < sizes[-1] / needed < 1.2


def _needed(graph: PropertyGraph) -> float:
    return ladybug._LOG * (ladybug._json_size(graph.nodes) + ladybug._json_size(graph.edges))


_LIMITED = """
import resource, sys
from pathlib import Path
import ladybug
from whimkg import stores
store, graph, iri = sys.argv[1:]
class Database(ladybug.Database):
    def __init__(self, *given, **named):
        super().__init__(*given, checkpoint_threshold=1, **named)
ladybug.Database = Database
most = Path(store).stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
print(stores.load(store, [graph], graph=iri).graphs[1].held)
"""


def test_a_disk_with_room_for_the_log_alone(tmp_path: Path) -> None:
    """The graph is in its place, though it is taken over from the log by whoever opens it next."""
    pytest.importorskip("resource")
    new = page_graph("02-folded-names", tmp_path)
    file = Ladybug(tmp_path)
    load(file, None, OTHER)
    command = [sys.executable, "-c", _LIMITED, file.address, str(new), TARGET]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, str(len(expected(new).edges))), done.stderr
    assert Path(f"{file.address}.wal").stat().st_size
    assert file.graph(TARGET) == expected(new)
    assert file.graph(OTHER) == expected(None)


def test_the_log_of_a_file_that_was_moved_away(tmp_path: Path) -> None:
    engine = pytest.importorskip("ladybug")
    moved, file = Ladybug(tmp_path), Ladybug(tmp_path / "new")
    with engine.Database(moved.address) as opened, engine.Connection(opened) as run:
        run.execute("CREATE NODE TABLE Person (id STRING PRIMARY KEY)")
        kept = Path(f"{moved.address}.wal").read_bytes()
    log = Path(f"{file.address}.wal")
    log.parent.mkdir()
    log.write_bytes(kept)
    with pytest.raises(StoreError, match="does not match"):
        load(file, None, TARGET)
    assert log.read_bytes() == kept
    assert not Path(file.address).exists()


@pytest.mark.parametrize("error", [MemoryError("std::bad_alloc"), ValueError("basic_string::at")])
def test_a_damaged_file_that_leads_the_engine_astray(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It raises what C++ does where a length that it has read is none."""

    def astray(*_: object, **__: object) -> None:
        raise error

    path = tmp_path / "graphs.lbug"
    path.write_bytes(b"LBUG" + bytes(100))
    monkeypatch.setattr("ladybug.Database", astray)
    with pytest.raises(StoreError, match=r"graphs\.lbug: the file is cut off or damaged"):
        stores.load(str(path))
    assert path.read_bytes() == b"LBUG" + bytes(100)
