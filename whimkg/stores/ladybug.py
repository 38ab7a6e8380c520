"""Ladybug (once Kuzu): a file with KGX's nodes and edges, to be asked in Cypher.

A node has one label there, so that its categories are only a property; an edge's type is its
predicate. A load is one transaction, which whoever kills it undoes.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from whimkg.base.optional import import_optional
from whimkg.errors import StoreError
from whimkg.export.views import Slot
from whimkg.export.views.cypher import quoted
from whimkg.rdf.quad_table import QuadTable, sql_text
from whimkg.source.paths import is_folder, is_there
from whimkg.stores import cypher, property_stores
from whimkg.stores.cypher import common_label
from whimkg.stores.graph_input import LoadRequest, PropertyGraph, Table, Tell
from whimkg.stores.property_questions import text
from whimkg.stores.receipt import Receipt
from whimkg.stores.shared_nodes import MARK, MARKS, VERSIONS
from whimkg.stores.store_files import open_or_undo

__all__ = ["check", "load"]

#: Sums over a CASE are wrong in earlier releases, and in Kuzu.
_OLDEST = (0, 22)
#: Endings of the files of a transaction, or of taking it over from the log, that is under way.
_BESIDE = (
    *("wal", "wal.checkpoint", "shadow"),
    *("checkpoint.intent.lock", "checkpoint.apply.lock"),
)
#: The types of columns that hold no texts.
_TYPES = {"boolean": "BOOLEAN", "integer": "INT64", "float": "DOUBLE"}
#: Bytes of the log for each byte of the nodes and edges as JSON: 1.9 to 2.5 were measured, and 3.2
#: where another graph has all of the nodes, too.
_LOG = 2.4
#: It has written the log, and could not take it over into its file, which it tries again later.
_COMMITTED = "committed successfully"
#: What it says of a file that it cannot read; of some it raises errors of C++, in Python's names.
_DAMAGED = ("past the end of the file", "outside the database file", "corrupted")
_ASTRAY = (MemoryError, ValueError, IndexError, OverflowError)


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
    return property_stores.load(Ladybug(address), request, date, tell)


def check(receipt: Receipt, tell: Tell) -> Receipt:
    """Count and ask again.

    Raises:
        StoreError: there is no database, or another process has it open.
    """
    return property_stores.check(Ladybug(receipt.address), receipt)


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
            f"COPY ({query}) TO {sql_text(file)} (FORMAT parquet)"
        ).fetchone() or (0,)
        if number:
            yield from self.rows(f"LOAD FROM {_text(str(file))} {statement}", **values)

    def rows(self, statement: str, /, **values: Any) -> Iterator[Sequence[Any]]:
        """The rows that a statement gives, one by one."""
        found = self._connection.execute(statement, values)
        while found.has_next():
            yield found.get_next()

    def count(self, iri: str) -> property_stores.Counts:
        """See ``property_stores.Reader``."""
        return cypher.count(self, iri)

    def answer(self, question: str, iri: str) -> Iterator[Sequence[Any]]:
        """See ``property_stores.Reader``."""
        return self.rows(text(question, "cypher"), graph=iri)


class Ladybug:
    """A file of Ladybug's."""

    kind = "ladybug"

    def __init__(self, address: str) -> None:
        self.address = address
        self.settings: dict[str, str] = {}
        self._path = Path(address)
        self._ladybug = import_optional("ladybug", "whimkg[ladybug]", StoreError)
        version = self._ladybug.__version__
        if tuple(map(int, re.findall(r"\d+", version)[:2])) < _OLDEST:
            raise StoreError(
                f"Ladybug {version} sums wrongly", remedy="pip install --upgrade 'whimkg[ladybug]'"
            )
        self.software = f"Ladybug/{version}"

    def replace(self, graph: PropertyGraph, tell: Tell) -> None:
        """See ``PropertyStore``."""
        state, files = "what it held before is as it was", (self._path, *self._beside())
        with self._failing(state):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with open_or_undo(files, self._opened) as run, self._failing(state):
                run("BEGIN TRANSACTION")
                self._make_tables(run, graph)
                cypher.put(run, graph, tell)
                tell("writing to the disk")
                self._need_room(graph)
                _commit(run)

    @contextmanager
    def reading(self) -> Iterator[_Connection]:
        """See ``PropertyStore``."""
        if not is_there(self._path):
            raise StoreError("there is no store", where=self.address, remedy="load a graph first")
        with (
            self._failing("what it holds could not be checked"),
            self._opened(read_only=not self._left()) as run,
        ):
            if common_label() not in _tables(run):
                raise StoreError(
                    "it holds no graph of whimkg", where=self.address, remedy="load a graph first"
                )
            yield run

    def _left(self) -> bool:
        """Whether a load that was killed has left something, which reading must put right."""
        return any(map(is_there, self._beside()))

    def _beside(self) -> list[Path]:
        return [self._path.with_name(f"{self._path.name}.{ending}") for ending in _BESIDE]

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
        free = shutil.disk_usage(self._path.parent).free
        if free < needed:
            raise StoreError(
                f"the disk has {free / 1e6:.1f} MB left, and the log needs {needed / 1e6:.1f} MB; "
                "what it held before is as it was",
                where=self.address,
                remedy="free some space, or load into a file on another disk",
            )

    @contextmanager
    def _opened(self, *, read_only: bool = False) -> Iterator[_Connection]:
        with (
            self._database(read_only=read_only) as database,
            self._ladybug.Connection(database) as connection,
        ):
            yield _Connection(connection)

    def _database(self, *, read_only: bool) -> Any:
        try:
            # A load that was killed while it wrote its log has changed nothing by that.
            return self._ladybug.Database(
                str(self._path), read_only=read_only, throw_on_wal_replay_failure=False
            )
        except _ASTRAY as error:
            raise self._translated(f"{_DAMAGED[-1]}: {error}", "") from error

    @contextmanager
    def _failing(self, state: str) -> Iterator[None]:
        try:
            yield
        except (RuntimeError, OSError) as error:  # it has no errors of its own
            raise self._translated(str(error), state) from error

    def _translated(self, message: str, state: str) -> StoreError:
        if "lock" in message.lower():
            problem, remedy = "another process has the file open", "close it there, and try again"
        elif is_folder(self._path) or "not a valid" in message:
            problem = "it is no database of Ladybug"
            remedy = "name a new file, or one that Ladybug or whimkg.stores.load(…) made"
        elif any(words in message for words in _DAMAGED):
            problem = "the file is cut off or damaged, or is no database of Ladybug"
            remedy = "take a copy of it that is whole, or name a new file"
        else:
            problem = f"Ladybug fails: {message.splitlines()[0]}; {state}"
            remedy = "check the disk and the permissions; if the file is damaged, name a new one"
        return StoreError(problem, where=self.address, remedy=remedy)


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
    with duckdb.connect() as connection:
        size = "sum(strlen(json_merge_patch('{}', to_json(r))) + 1)::BIGINT"
        query = f"SELECT {size} FROM {rows.sql} AS r"  # noqa: S608
        (number,) = connection.execute(query).fetchone() or (0,)
    return int(number)


def _add_columns(run: _Connection, table: str, wanted: Iterable[Slot]) -> None:
    there = _columns(run, table)
    for slot in wanted:
        if slot.name not in there:
            type_ = _TYPES.get(slot.type, "STRING") + ("[]" if slot.many else "")
            run(f"ALTER TABLE {quoted(table)} ADD {quoted(slot.name)} {type_}")
