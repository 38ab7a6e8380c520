"""KGX as a database of DuckDB: the tables ``nodes`` and ``edges``, with lists as lists.

The file is of the storage of DuckDB 1.0, which every later release reads; it has no identifier
drawn by chance, either, so that the same graph gives the same bytes.
"""

from __future__ import annotations

from whimkg.export.views._duckdb import quoted, tables
from whimkg.export.views._source import Source

__all__ = ["write"]

_STORAGE = "v1.0.0"


def write(source: Source) -> dict[str, bytes]:
    """The database."""
    with tables(source) as held:
        file = held.folder / "graph.duckdb"
        held.run(f"ATTACH {quoted(file)} AS file (STORAGE_VERSION '{_STORAGE}')")
        for name in ("nodes", "edges"):
            held.run(f"CREATE TABLE file.{name} AS FROM {name}")
        held.run("DETACH file")  # which brings all of it into this one file
        return {".duckdb": file.read_bytes()}
