"""Ladybug (once Kuzu): a file with KGX's nodes and edges, to be asked in Cypher.

A node has one label there, so that its categories are only a property; an edge's type is its
predicate.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from whimkg.base.optional import import_optional
from whimkg.errors import StoreError
from whimkg.export.views import Slot
from whimkg.export.views.cypher import quoted
from whimkg.rdf.quad_table import QuadTable, quad_table, sql_text
from whimkg.source.paths import is_there
from whimkg.stores import cypher
from whimkg.stores.cypher import common_label
from whimkg.stores.database_file import DatabaseFile
from whimkg.stores.graph_input import PropertyGraph, Table, Tell
from whimkg.stores.property_questions import text
from whimkg.stores.property_stores import Counts
from whimkg.stores.shared_nodes import MARK, MARKS, VERSIONS

__all__ = ["Ladybug", "open_store"]

#: Sums over a CASE are wrong in earlier releases, and in Kuzu.
_OLDEST = (0, 22)
#: The types of columns that hold no texts.
_TYPES = {"boolean": "BOOLEAN", "integer": "INT64", "float": "DOUBLE"}
#: Bytes of the log for each byte of the nodes and edges as JSON: 1.9 to 2.5 were measured, and 3.2
#: where another graph has all of the nodes, too.
_LOG = 2.4
#: It has written the log, and could not take it over into its file, which it tries again later.
_COMMITTED = "committed successfully"
#: Of some files that it cannot read it raises errors of C++, in Python's names.
_ASTRAY = (MemoryError, ValueError, IndexError, OverflowError)


def open_store(address: str, settings: dict[str, str]) -> AbstractContextManager["Ladybug"]:
    """A file, which a load makes if there is none; it has no settings."""
    return nullcontext(Ladybug(address))


class _Connection:
    """Statements to an open database."""

    labels = False

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __call__(self, statement: str, /, **values: Any) -> list[Sequence[Any]]:
        return list(self.rows(statement, **values))

    def each(
        self, table: QuadTable, query: str, statement: str, /, **values: Any
    ) -> Iterator[Sequence[Any]]:
        """See ``cypher.Transaction``: by way of a file of Parquet, which it reads at once."""
        file = table.folder / "rows.parquet"
        (number,) = table.run(
            f"COPY ({query}) TO {sql_text(file)} (FORMAT parquet, ROW_GROUP_SIZE 4096)"
        ).fetchone() or (0,)
        if number:
            yield from self.rows(f"LOAD FROM {_text(str(file))} {statement}", **values)

    def rows(self, statement: str, /, **values: Any) -> Iterator[Sequence[Any]]:
        """The rows that a statement gives, one by one."""
        found = self._connection.execute(statement, values)
        while found.has_next():
            yield found.get_next()

    def count(self, iri: str) -> Counts:
        """See ``property_stores.Reader``."""
        return cypher.count(self, iri)

    def answer(self, question: str, iri: str) -> Iterator[Sequence[Any]]:
        """See ``property_stores.Reader``."""
        return self.rows(text(question, "cypher"), graph=iri)


class Ladybug(DatabaseFile):
    """A file of Ladybug's."""

    kind, product, errors = (
        "ladybug",
        "Ladybug",
        (RuntimeError, OSError),
    )  # it has no errors of its own
    in_use, foreign = "lock", "not a valid"
    damaged = ("past the end of the file", "outside the database file", "corrupted")
    #: Of a transaction, or of taking it over from the log, that is under way.
    beside = (
        *("wal", "wal.checkpoint", "shadow"),
        *("checkpoint.intent.lock", "checkpoint.apply.lock"),
    )

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self._ladybug = import_optional("ladybug", "whimkg[ladybug]", StoreError)
        version = self._ladybug.__version__
        if tuple(map(int, re.findall(r"\d+", version)[:2])) < _OLDEST:
            raise StoreError(
                f"Ladybug {version} sums wrongly", remedy="pip install --upgrade 'whimkg[ladybug]'"
            )
        self.software = f"Ladybug/{version}"

    @contextmanager
    def connect(self, *, read_only: bool = False) -> Iterator[_Connection]:
        """See ``DatabaseFile``."""
        # What a load that was killed has left is put right by who may write.
        read_only = read_only and not any(map(is_there, self.files_beside()))
        with (
            self._database(read_only=read_only) as database,
            self._ladybug.Connection(database) as connection,
        ):
            yield _Connection(connection)

    def put(self, opened: _Connection, graph: PropertyGraph, tell: Tell) -> None:
        """See ``DatabaseFile``."""
        opened("BEGIN TRANSACTION")
        self._make_tables(opened, graph)
        cypher.put(opened, graph, tell)
        tell("writing to the disk")
        self._need_room(graph)
        _commit(opened)

    def reader(self, opened: _Connection) -> _Connection:
        """See ``DatabaseFile``."""
        if common_label() not in _tables(opened):
            raise StoreError(
                "it holds no graph of whimkg", where=self.address, remedy="load a graph first"
            )
        return opened

    def _make_tables(self, run: _Connection, graph: PropertyGraph) -> None:
        """Also the columns that a table of an older whimkg lacks."""
        types, there = graph.predicates, _tables(run)
        self._refuse_others(run, there & {common_label()}, VERSIONS)
        self._refuse_others(run, there & set(types), MARK)
        label = quoted(common_label())
        run(f"CREATE NODE TABLE IF NOT EXISTS {label} (id STRING PRIMARY KEY)")
        own = (Slot(MARKS, True, "text"), Slot(VERSIONS, True, "text"))
        _add_columns(run, common_label(), (*graph.nodes.slots, *own))
        for type_ in types:
            run(f"CREATE REL TABLE IF NOT EXISTS {quoted(type_)} (FROM {label} TO {label})")
            _add_columns(run, type_, (*graph.edges.slots, Slot(MARK, False, "text")))

    def _refuse_others(self, run: _Connection, tables: set[str], column: str) -> None:
        for table in sorted(tables):
            if column not in _columns(run, table):
                raise StoreError(
                    f"it has a table {table} that whimkg has not made",
                    where=self.address,
                    remedy="load into another file",
                )

    def _need_room(self, graph: PropertyGraph) -> None:
        """Ladybug ends the whole process where there is no room for its log."""
        needed = _LOG * (_json_size(graph.nodes) + _json_size(graph.edges))
        free = shutil.disk_usage(self.path.parent).free
        if free < needed:
            raise StoreError(
                f"the disk has {free / 1e6:.1f} MB left, and the log needs {needed / 1e6:.1f} MB; "
                "what it held before is as it was",
                where=self.address,
                remedy="free some space, or load into a file on another disk",
            )

    def _database(self, *, read_only: bool) -> Any:
        try:
            # A load that was killed while it wrote its log has changed nothing by that.
            return self._ladybug.Database(
                str(self.path), read_only=read_only, throw_on_wal_replay_failure=False
            )
        except _ASTRAY as error:
            raise self.translated(f"{self.damaged[-1]}: {error}", "") from error


def _commit(run: _Connection) -> None:
    try:
        run("COMMIT")
    except RuntimeError as error:
        if _COMMITTED not in str(error):
            raise


def _tables(run: _Connection) -> set[str]:
    return {row[0] for row in run("CALL show_tables() RETURN name")}


def _columns(run: _Connection, table: str) -> set[str]:
    return {row[0] for row in run(f"CALL table_info({_text(table)}) RETURN name")}


def _text(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _json_size(rows: Table) -> int:
    """How many bytes they are as JSON Lines."""
    size = "sum(strlen(json_merge_patch('{}', to_json(r))) + 1)::BIGINT"
    with quad_table(threads=1) as table:
        (number,) = table.run(f"SELECT {size} FROM {rows.sql} AS r").fetchone() or (0,)  # noqa: S608
    return int(number)


def _add_columns(run: _Connection, table: str, wanted: Iterable[Slot]) -> None:
    there = _columns(run, table)
    for slot in wanted:
        if slot.name not in there:
            type_ = _TYPES.get(slot.type, "STRING") + ("[]" if slot.many else "")
            run(f"ALTER TABLE {quoted(table)} ADD {quoted(slot.name)} {type_}")
