"""KGX as two files of Parquet: every column of ``data/kgx.tsv``, lists as lists of texts."""

from __future__ import annotations

from whimkg.export.views._duckdb import quoted, tables
from whimkg.export.views._kgx import Answers

__all__ = ["write"]


def write(graph: Answers) -> dict[str, bytes]:
    """The nodes and the edges."""
    written = {}
    with tables(graph) as held:
        for name in ("nodes", "edges"):
            file = held.folder / f"{name}.parquet"
            held.run(f"COPY {name} TO {quoted(file)} (FORMAT parquet)")
            written[f"_{name}.parquet"] = file.read_bytes()
    return written
