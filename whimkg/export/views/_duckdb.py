"""Nodes and edges as tables of DuckDB, which the formats of its kind are written from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Any, NamedTuple

import msgspec

from whimkg.errors import GraphError, OutputError
from whimkg.export.views import _kgx
from whimkg.optional import needed
from whimkg.temporary import temporary_folder

__all__ = ["CONFIG", "Tables", "column_type", "quoted", "reading", "tables"]

_TYPES = {"text": "VARCHAR", "id": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE"}
#: One thread, so that rows lie in the file as they come; nothing is fetched from the network.
CONFIG = {"threads": "1", "autoinstall_known_extensions": "false"}


class Tables(NamedTuple):
    """A database in memory.

    Attributes:
        connection: it holds the tables ``nodes`` and ``edges``.
        folder: where files may be written; it goes when the block is left.
    """

    connection: Any
    folder: Path

    def run(self, statement: str) -> None:
        """Run a statement of SQL."""
        self.connection.execute(statement)


@contextmanager
def tables(graph: _kgx.Answers) -> Iterator[Tables]:
    """The graph's nodes and edges in a database, in the order of KGX.

    Raises:
        GraphError: there are none, or a value that its column cannot hold.
        OutputError: DuckDB is not installed, or the disk of temporary files is full.
    """
    duckdb = needed("duckdb", "whimkg[duckdb]", OutputError)
    with temporary_folder() as folder, duckdb.connect(config=CONFIG) as opened:
        held = Tables(opened, folder)
        for kind, entities in (("nodes", _kgx.nodes(graph)), ("edges", _kgx.edges(graph))):
            try:
                _load(held, kind, entities)
            except duckdb.Error as error:
                raise GraphError(
                    f"a value does not fit the table of {kind}: {str(error).splitlines()[0]}",
                    remedy="see what whimkg validate finds in the graph",
                ) from error
        try:
            yield held
        except duckdb.Error as error:
            raise OutputError(
                f"DuckDB cannot write: {str(error).splitlines()[0].strip()}",
                remedy=f"see to the disk of temporary files, {gettempdir()}, or set TMPDIR",
            ) from error


def quoted(path: Path) -> str:
    """A path as a text of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def reading(file: Path, kind: str) -> str:
    """The table that a file of JSON Lines is, with all columns of ``nodes`` or ``edges``."""
    columns = ", ".join(f"{slot.name}: '{column_type(slot)}'" for slot in _kgx.slots(kind))
    return f"read_json({quoted(file)}, format='newline_delimited', columns={{{columns}}})"


def _load(held: Tables, kind: str, entities: Iterable[_kgx.Entity]) -> None:
    """By way of a file of JSON Lines, which is many times faster than row by row."""
    file = held.folder / f"{kind}.jsonl"
    with file.open("wb") as lines:
        encoder = msgspec.json.Encoder()
        lines.writelines(encoder.encode(entity) + b"\n" for entity in entities)
    held.run(f"CREATE TABLE {kind} AS FROM {reading(file, kind)}")
    file.unlink()


def column_type(slot: _kgx.Slot) -> str:
    """The type of a slot's column."""
    return _TYPES[slot.type] + ("[]" if slot.many else "")
