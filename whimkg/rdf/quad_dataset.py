"""A corpus as a Parquet dataset: quads in the columns ``subject predicate object graph``.

Each is a term as N-Triples write it; the graph of the default graph is empty. Rows come page after
page, each page sorted by its lines of N-Quads, so that a reader who wants one page can skip most
others by the statistics of ``graph``. Row groups are as large as DuckDB makes them: with one for
each page, a file of 1,000 pages is a third larger, and to find a page in it takes five times as
long. Spark, polars, pandas and DuckDB read it as it is. A dataset is one file, or a folder of them
as Spark leaves it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from whimkg.base.temporary import temporary_folder
from whimkg.errors import GraphError
from whimkg.rdf.quad_rows import rows_of_bytes
from whimkg.rdf.quad_table import (
    COLUMNS,
    LINE,
    LINES,
    longest_line,
    quad_table,
    sql_text,
    tsv,
    tsv_source,
)

__all__ = [
    "dataset_bytes",
    "dataset_lines",
    "is_dataset",
    "no_dataset",
    "source",
    "write_dataset",
    "write_lines",
]

_ENDING = ".parquet"
#: What DuckDB may take to read a dataset: one row group of each column.
_READING = "256MB"
_LINE = "concat_ws(' ', subject, predicate, object, nullif(graph, ''), '.')"


def is_dataset(path: Path) -> bool:
    """Whether a path names a dataset: by its ending, or a folder by what is in it."""
    if path.suffix.lower() != _ENDING:
        return False
    return path.is_file() or any(path.glob(f"*{_ENDING}"))


def write_dataset(pages: Iterable[bytes], file: Path) -> None:
    """Write blocks of N-Quads as a dataset, in the order given; memory does not grow with them.

    Args:
        pages: N-Quads as whimkg writes them.
        file: the dataset to be.

    Raises:
        OutputError: the disk is full.
    """
    with quad_table(threads=1) as table:  # each thread would hold a row group
        rows, longest = table.folder / "pages.tsv", LINE
        with rows.open("wb") as output:
            for page in pages:
                data = tsv(rows_of_bytes(page))
                output.write(data)
                longest = max(longest, longest_line(data))
        table.run(
            f"COPY (SELECT * FROM {tsv_source(rows, longest)}) "  # noqa: S608
            f"TO {sql_text(file)} "
            "(FORMAT parquet, COMPRESSION zstd)"
        )


def dataset_bytes(quads: bytes) -> bytes:
    """N-Quads as whimkg writes them, as the bytes of a dataset."""
    with temporary_folder() as folder:
        write_dataset([quads], folder / "it.parquet")
        return (folder / "it.parquet").read_bytes()


def write_lines(dataset: Path, file: Path) -> None:
    """Write a dataset as N-Quads, in its order.

    Raises:
        GraphError: it is no Parquet, or lacks one of the columns.
        OutputError: the disk is full.
    """
    with quad_table(threads=1, memory=_READING) as table:
        try:
            table.run(
                f"COPY (SELECT {_LINE} FROM {source(dataset)}) TO {sql_text(file)} ({LINES})"  # noqa: S608
            )
        except (duckdb.InvalidInputException, duckdb.BinderException) as error:
            raise no_dataset(error) from error


def dataset_lines(dataset: Path) -> str:
    """SQL for the rows of a dataset as lines of N-Quads, as a table of the column ``line``."""
    return f"(SELECT {_LINE} AS line FROM {source(dataset)})"  # noqa: S608


def source(dataset: Path) -> str:
    """SQL for the rows of a dataset."""
    files = dataset / f"*{_ENDING}" if dataset.is_dir() else dataset
    return f"read_parquet({sql_text(files)})"


def no_dataset(error: Exception) -> GraphError:
    """The error for a file that is no dataset of quads."""
    return GraphError(
        f"it is no dataset of quads: {str(error).splitlines()[0]}",
        remedy=f"its columns are {', '.join(COLUMNS)}, as those of a corpus that whimkg has built",
    )
