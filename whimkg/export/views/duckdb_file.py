"""What formats and stores of DuckDB have in common: the types of KGX's columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from whimkg.errors import GraphError
from whimkg.export.views.kgx_slots import Slot
from whimkg.export.views.kgx_tables import KgxTables

__all__ = ["STORAGE", "column_type", "pieces", "run", "typed"]

#: The storage of database files: that of DuckDB 1.0, which every later release reads.
STORAGE = "v1.0.0"
_PIECE = 1 << 20
_TYPES = {
    "text": "VARCHAR",
    "id": "VARCHAR",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "integer": "BIGINT",
    "float": "DOUBLE",
}


def run(graph: KgxTables, statement: str) -> None:
    """Run SQL where the nodes and edges are.

    Raises:
        GraphError: a value does not fit its column.
    """
    try:
        graph.table.run(statement)
    except duckdb.ConversionException as error:
        raise GraphError(
            f"a value does not fit its column: {str(error).splitlines()[0]}",
            remedy="see what whimkg.validate(…) finds in the graph",
        ) from error


def typed(graph: KgxTables, kind: str) -> str:
    """SQL for the ``nodes`` or ``edges``, with each column in its own type."""
    columns = ", ".join(
        f'CAST("{s.name}" AS {column_type(s)}) AS "{s.name}"' for s in graph.slots(kind)
    )
    return f"SELECT {columns} FROM {kind}"  # noqa: S608


def pieces(file: Path) -> Iterator[bytes]:
    """The bytes of a file, some at a time."""
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            yield piece


def column_type(slot: Slot) -> str:
    """The type of a slot's column."""
    return _TYPES[slot.type] + ("[]" if slot.many else "")
