"""DuckDB: a file with KGX's nodes and edges as tables.

All that whimkg loads lies in a schema of its own, ``whimkg``: ``edges``, each marked with its
graph; ``nodes_of_graphs``, a node as each graph has it; and ``nodes``, a view that has each node
once. Where the names are free, ``nodes`` and ``edges`` stand in the main schema, too, as views.
A load is one transaction, which whoever kills it undoes.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from whimkg.errors import StoreError
from whimkg.export.views import known_slots
from whimkg.export.views.duckdb_file import STORAGE, column_type
from whimkg.rdf.quad_table import hide_progress_bar
from whimkg.sandbox import require_memory_for_tables
from whimkg.source.paths import is_folder, is_there
from whimkg.stores import property_stores
from whimkg.stores.graph_input import LoadRequest, PropertyGraph, Table, Tell
from whimkg.stores.property_questions import text
from whimkg.stores.receipt import Receipt
from whimkg.stores.shared_nodes import MARK, merged
from whimkg.stores.store_files import open_or_undo

__all__ = ["check", "load"]

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
#: What it says of a file that it cannot read.
_DAMAGED = ("Could not read enough bytes", "Corrupt database file")
_ROWS = 5_000  # of an answer, at once


def load(
    address: str,
    request: LoadRequest,
    settings: dict[str, str],
    date: str,
    tell: Tell,
) -> Receipt:
    """Load a graph into a file, which is made if there is none.

    Raises:
        StoreError: the file is no database, another process has it open, or the disk fails.
        GraphError: the graph cannot be read.
    """
    return property_stores.load(DuckDB(address), request, date, tell)


def check(receipt: Receipt, tell: Tell) -> Receipt:
    """Count and ask again.

    Raises:
        StoreError: there is no database, or another process has it open.
    """
    return property_stores.check(DuckDB(receipt.address), receipt)


class _Reader:
    def __init__(self, opened: Any) -> None:
        self._opened = opened

    def count(self, iri: str) -> property_stores.Counts:
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


class DuckDB:
    """A file of DuckDB's."""

    kind = "duckdb"

    def __init__(self, address: str) -> None:
        self.address = address
        require_memory_for_tables(address)  # before the graph is read, which takes long
        self.settings: dict[str, str] = {}
        self._path = Path(address)
        self.software = f"DuckDB/{duckdb.__version__}"

    def replace(self, graph: PropertyGraph, tell: Tell) -> None:
        """See ``PropertyStore``."""
        files = (self._path, self._path.with_name(f"{self._path.name}.wal"))
        state = "what it held before is as it was"
        with self._failing(state):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with open_or_undo(files, self._connect) as opened, self._failing(state):
                self._replace(opened, graph, tell)

    def _replace(self, opened: Any, graph: PropertyGraph, tell: Tell) -> None:
        self._refuse_others(opened)
        opened.execute("BEGIN")
        _make_tables(opened, graph)
        for kind, rows in (("nodes", graph.nodes), ("edges", graph.edges)):
            tell(f"loading {rows.number:,} {kind}")
            _fill(opened, kind, graph.iri, rows)
        _make_views(opened)
        tell("writing to the disk")
        opened.execute("COMMIT")

    def _connect(self, *, read_only: bool = False) -> Any:
        opened = duckdb.connect(str(self._path), read_only=read_only, config=_CONFIG)
        hide_progress_bar(opened)
        return opened

    def _refuse_others(self, opened: Any) -> None:
        if _one(opened.execute(_TAKEN)):
            raise StoreError(
                "its schema whimkg has tables that whimkg has not made",
                where=self.address,
                remedy="rename the schema, or load into another file",
            )

    @contextmanager
    def reading(self) -> Iterator["_Reader"]:
        """See ``PropertyStore``."""
        if not is_there(self._path):
            raise StoreError("there is no store", where=self.address, remedy="load a graph first")
        with (
            self._failing("what it holds could not be checked"),
            self._connect(read_only=True) as opened,
        ):
            yield _Reader(opened)

    @contextmanager
    def _failing(self, state: str) -> Iterator[None]:
        try:
            yield
        except (duckdb.Error, OSError) as error:
            raise self._translated(str(error), state) from error
        except RuntimeError as error:
            if "interrupted" in str(error):  # so it tells that the key was pressed
                raise KeyboardInterrupt from error
            raise

    def _translated(self, message: str, state: str) -> StoreError:
        if "lock on file" in message:
            problem, remedy = "another process has the file open", "close it there, and try again"
        elif is_folder(self._path) or "not a valid DuckDB database" in message:
            problem = "it is no database of DuckDB"
            remedy = "name a new file, or one that DuckDB or whimkg.stores.load(…) made"
        elif any(words in message for words in _DAMAGED):
            problem = "the file is cut off or damaged, or is no database of DuckDB"
            remedy = "take a copy of it that is whole, or name a new file"
        else:
            problem = f"DuckDB fails: {message.splitlines()[0]}; {state}"
            remedy = "check the disk and the permissions; if the file is damaged, name a new one"
        return StoreError(problem, where=self.address, remedy=remedy)


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
