"""KGX as a database of DuckDB: the tables ``nodes`` and ``edges``, with lists as lists.

The file is of the storage of DuckDB 1.0, which every later release reads. One release of DuckDB
writes the same rows in the same order, and for the graph of a page or of a hundred the same bytes.
A table that fills whole blocks of the file has gaps in them that DuckDB leaves as they were in
memory: of such graphs compare the rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from whimkg.export.views.duckdb_file import STORAGE, pieces, run, typed
from whimkg.export.views.kgx_tables import KgxTables
from whimkg.rdf.quad_table import sql_text

__all__ = ["write"]

#: It draws a sample of the texts by chance, so that even the size of the file would differ.
_BY_CHANCE = "fsst"


def write(graph: KgxTables) -> dict[str, Iterator[bytes]]:
    """The database.

    Raises:
        GraphError: a value that its column cannot hold.
    """
    file = graph.table.folder / "graph.duckdb"
    run(graph, "SET threads = 1")  # so that rows lie in the file as they come
    run(graph, f"SET disabled_compression_methods = '{_BY_CHANCE}'")
    run(graph, f"ATTACH {sql_text(file)} AS file (STORAGE_VERSION '{STORAGE}')")
    for kind in ("nodes", "edges"):
        run(graph, f"CREATE TABLE file.{kind} AS {typed(graph, kind)}")
    run(graph, "DETACH file")  # which brings all of it into this one file
    return {".duckdb": pieces(file)}
