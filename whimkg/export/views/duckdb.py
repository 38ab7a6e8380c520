"""KGX as a database of DuckDB: the tables ``nodes`` and ``edges``, with lists as lists.

The file is of the storage of DuckDB 1.0, which every later release reads. One release of DuckDB
writes the same rows in the same order, and for the graph of a page or of a hundred the same bytes.
A table that fills whole blocks of the file has gaps in them that DuckDB leaves as they were in
memory: of such graphs compare the rows.
"""

from __future__ import annotations

from whimkg.export.views._duckdb import quoted, tables
from whimkg.export.views._kgx import Answers

__all__ = ["write"]

_STORAGE = "v1.0.0"
#: It draws a sample of the texts by chance, so that even the size of the file would differ.
_BY_CHANCE = "fsst"


def write(graph: Answers) -> dict[str, bytes]:
    """The database."""
    with tables(graph) as held:
        file = held.folder / "graph.duckdb"
        held.run(f"SET disabled_compression_methods = '{_BY_CHANCE}'")
        held.run(f"ATTACH {quoted(file)} AS file (STORAGE_VERSION '{_STORAGE}')")
        for name in ("nodes", "edges"):
            held.run(f"CREATE TABLE file.{name} AS FROM {name}")
        held.run("DETACH file")  # which brings all of it into this one file
        return {".duckdb": file.read_bytes()}
