"""What only a file of Ladybug's has: tables of others, and a log."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.stores.property_graphs import (
    LABEL,
    LADYBUG,
    TARGET,
    Ladybug,
    expected,
    load,
    page_graph,
)
from whimkg import stores
from whimkg.errors import StoreError
from whimkg.stores import ladybug

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


def test_a_label_of_others(tmp_path: Path) -> None:
    file = Ladybug(tmp_path)
    file.ask(f"CREATE NODE TABLE `{LABEL}` (id STRING PRIMARY KEY)")
    with pytest.raises(StoreError, match="has not made"):
        load(file, None, TARGET)
