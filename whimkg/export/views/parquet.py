"""KGX as two files of Parquet: the columns of the tables of KGX, lists as lists."""

from __future__ import annotations

from collections.abc import Iterator

from whimkg.export.views.duckdb_file import pieces, run, typed
from whimkg.export.views.kgx_tables import KgxTables
from whimkg.rdf.quad_table import sql_text

__all__ = ["write"]


def write(graph: KgxTables) -> dict[str, Iterator[bytes]]:
    """The nodes and the edges.

    Raises:
        GraphError: a value that its column cannot hold.
    """
    written = {}
    run(graph, "SET threads = 1")  # so that rows lie in the file as they come
    for kind in ("nodes", "edges"):
        file = graph.table.folder / f"{kind}.parquet"
        run(graph, f"COPY ({typed(graph, kind)}) TO {sql_text(file)} (FORMAT parquet)")
        written[f"_{kind}.parquet"] = pieces(file)
    return written
