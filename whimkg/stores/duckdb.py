"""DuckDB: a file with KGX's nodes and edges as tables.

All that whimkg loads lies in a schema of its own, ``whimkg``: ``edges``, each marked with its
graph; ``nodes_of_graphs``, a node as each graph has it; and ``nodes``, a view that has each node
once. Where the names are free, ``nodes`` and ``edges`` stand in the main schema, too, as views.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import duckdb

from whimkg.errors import StoreError
from whimkg.export.views import known_slots
from whimkg.export.views.duckdb_file import STORAGE, column_type
from whimkg.rdf.quad_table import hide_progress_bar
from whimkg.sandbox import require_memory_for_tables
from whimkg.stores.database_file import DatabaseFile
from whimkg.stores.graph_input import PropertyGraph, Table, Tell
from whimkg.stores.property_questions import text
from whimkg.stores.property_stores import Counts
from whimkg.stores.shared_nodes import MARK, merged

__all__ = ["DuckDB", "open_store"]

#: Beyond that it uses the disk; left to itself, it takes most of the machine's memory.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "256MB",
    "threads": "1",
    "autoinstall_known_extensions": "false",
    # Of a new file: as in the format duckdb, so that older releases read it.
    "storage_compatibility_version": STORAGE,
}
_TABLES = {"nodes": "whimkg.nodes_of_graphs", "edges": "whimkg.edges"}
_COUNT = "SELECT count(*) FROM {table} WHERE whimkg_graph = $graph"
_SHARED = """
SELECT count(*) FROM whimkg.nodes WHERE list_contains(whimkg_graphs, $graph)
AND len(whimkg_graphs) > 1
"""
_TAKEN = """
SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'whimkg' AND database_name =
current_database() AND table_name IN ('nodes_of_graphs', 'edges', 'nodes') AND table_oid NOT IN
(SELECT table_oid FROM duckdb_columns() WHERE column_name = 'whimkg_graph')
"""
_OWN_VIEWS = """
SELECT name FROM (VALUES ('nodes'), ('edges')) AS wanted (name) WHERE name NOT IN (
SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'
AND table_catalog = current_database()) OR name IN (
SELECT view_name FROM duckdb_views() WHERE schema_name = 'main' AND comment = $comment)
"""
_NODE_COLUMNS = """
SELECT column_name FROM duckdb_columns() WHERE schema_name = 'whimkg'
AND database_name = current_database() AND table_name = 'nodes_of_graphs'
"""
_COMMENT = "whimkg load"
_ROWS = 5_000  # of an answer, at once


def open_store(address: str, settings: dict[str, str]) -> AbstractContextManager["DuckDB"]:
    """A file, which a load makes if there is none; it has no settings."""
    return nullcontext(DuckDB(address))


class _Reader:
    def __init__(self, opened: Any) -> None:
        self._opened = opened

    def count(self, iri: str) -> Counts:
        """See ``property_stores.Reader``."""
        counts = {kind: _COUNT.format(table=table) for kind, table in _TABLES.items()}
        counts["shared"] = _SHARED
        given = {"graph": iri}
        return {name: _one(self._opened.execute(sql, given)) for name, sql in counts.items()}

    def answer(self, question: str, iri: str) -> Iterator[Sequence[Any]]:
        """See ``property_stores.Reader``."""
        found = self._opened.execute(text(question, "sql"), {"graph": iri})
        while rows := found.fetchmany(_ROWS):
            yield from rows


class DuckDB(DatabaseFile):
    """A file of DuckDB's."""

    kind, product, errors = "duckdb", "DuckDB", (duckdb.Error, OSError)
    in_use, foreign = "lock on file", "not a valid DuckDB database"
    damaged = ("Could not read enough bytes", "Corrupt database file")
    beside = ("wal",)
    software = f"DuckDB/{duckdb.__version__}"

    def __init__(self, address: str) -> None:
        require_memory_for_tables(address)  # before the graph is read, which takes long
        super().__init__(address)

    def connect(self, *, read_only: bool = False) -> Any:
        """See ``DatabaseFile``."""
        opened = duckdb.connect(str(self.path), read_only=read_only, config=_CONFIG)
        hide_progress_bar(opened)
        return opened

    def put(self, opened: Any, graph: PropertyGraph, tell: Tell) -> None:
        """See ``DatabaseFile``."""
        self._refuse_others(opened)
        opened.execute("BEGIN")
        _make_tables(opened, graph)
        for kind, rows in (("nodes", graph.nodes), ("edges", graph.edges)):
            tell(f"loading {rows.number:,} {kind}")
            _fill(opened, kind, graph.iri, rows)
        _make_views(opened)
        tell("writing to the disk")
        opened.execute("COMMIT")

    def reader(self, opened: Any) -> _Reader:
        """See ``DatabaseFile``."""
        return _Reader(opened)

    def _refuse_others(self, opened: Any) -> None:
        if _one(opened.execute(_TAKEN)):
            raise StoreError(
                "its schema whimkg has tables that whimkg has not made",
                where=self.address,
                remedy="rename the schema, or load into another file",
            )

    @contextmanager
    def _failing(self, state: str) -> Iterator[None]:
        try:
            with super()._failing(state):
                yield
        except RuntimeError as error:
            if "interrupted" in str(error):  # so it tells that the key was pressed
                raise KeyboardInterrupt from error
            raise


def _make_tables(opened: Any, graph: PropertyGraph) -> None:
    """Also the columns that a table lacks which was made for other graphs."""
    opened.execute("CREATE SCHEMA IF NOT EXISTS whimkg")
    for kind, rows in (("nodes", graph.nodes), ("edges", graph.edges)):
        table = _TABLES[kind]
        opened.execute(f"CREATE TABLE IF NOT EXISTS {table} ({MARK} VARCHAR NOT NULL)")
        for slot in rows.slots:
            opened.execute(
                f'ALTER TABLE {table} ADD COLUMN IF NOT EXISTS "{slot.name}" {column_type(slot)}'
            )


def _fill(opened: Any, kind: str, iri: str, rows: Table) -> None:
    table = _TABLES[kind]
    opened.execute(f"DELETE FROM {table} WHERE {MARK} = $graph", {"graph": iri})  # noqa: S608
    opened.execute(
        f"INSERT INTO {table} BY NAME SELECT *, $graph AS {MARK} FROM "  # noqa: S608
        + rows.sql,
        {"graph": iri},
    )


def _make_views(opened: Any) -> None:
    there = {row[0] for row in opened.execute(_NODE_COLUMNS).fetchall()}
    found = [slot for slot in known_slots("nodes") if slot.name in there]
    opened.execute(f"CREATE OR REPLACE VIEW whimkg.nodes AS {merged(_TABLES['nodes'], found)}")
    for (name,) in opened.execute(_OWN_VIEWS, {"comment": _COMMENT}).fetchall():
        opened.execute(f"CREATE OR REPLACE VIEW main.{name} AS FROM whimkg.{name}")
        opened.execute(f"COMMENT ON VIEW main.{name} IS '{_COMMENT}'")


def _one(result: Any) -> int:
    return int(result.fetchone()[0])
