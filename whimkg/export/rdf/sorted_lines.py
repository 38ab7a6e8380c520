"""A corpus as sorted N-Quads or N-Triples without a parser: DuckDB checks, sorts and writes lines.

That goes for files of N-Quads and N-Triples, and for datasets, whose lines are written as the
engine writes them. Of anything else nothing is given, and it goes the way of all formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whimkg.rdf.quad_table import QuadTable

__all__ = ["sorted_lines"]

_LINES = (".nq", ".nt")
#: Bytes of a file that is worth it.
_LEAST = 1 << 23
#: What DuckDB may take: 20 million lines are too many for 144 MB, and more threads need more.
_MEMORY = "240MB"


@contextmanager
def sorted_lines(graph: str | Path, format_name: str) -> Iterator[Iterator[bytes] | None]:
    """The lines of a graph, each once, sorted by their bytes; in pieces.

    They must be taken before the block is left.

    Args:
        graph: a file or a dataset; of anything else nothing is given.
        format_name: ``nq``, or ``nt`` for the union of the named graphs.

    Raises:
        OutputError: the disk of temporary files is full.
    """
    path = Path(graph)
    if not _may_be_plain(path):
        yield None
        return
    from whimkg.rdf.line_files import is_plain
    from whimkg.rdf.quad_table import quad_table

    with quad_table(threads=1, memory=_MEMORY) as table:
        source, form = _source(path)
        yield _sorted(table, source, format_name) if is_plain(table, source, form) else None


def _may_be_plain(path: Path) -> bool:
    """Whether it is worth a look; what cannot be read is told where all formats are read."""
    from whimkg.rdf.line_files import has_short_lines

    try:
        if path.suffix in _LINES:
            return has_short_lines(path) and path.stat().st_size >= _LEAST
        return path.suffix == ".parquet" and path.exists()
    except OSError:
        return False


def _source(path: Path) -> tuple[str, str]:
    """SQL for a table of lines, and their format."""
    from whimkg.rdf.inputs import Block
    from whimkg.rdf.line_files import lines_source
    from whimkg.rdf.quad_dataset import dataset_lines

    if path.suffix in _LINES:
        form = path.suffix[1:]
        return lines_source(Block(str(path), path, form)), form
    return dataset_lines(path), "nq"


def _sorted(table: QuadTable, source: str, format_name: str) -> Iterator[bytes]:
    from whimkg.rdf.line_files import triple_line
    from whimkg.rdf.quad_table import LINES, distinct_lines, sql_text

    line = "line" if format_name == "nq" else triple_line()
    file = table.folder / "sorted"
    table.run(
        f"COPY (SELECT {line} AS line FROM {source} ORDER BY line) "  # noqa: S608
        f"TO {sql_text(file)} ({LINES})"
    )
    yield from distinct_lines(file)
    file.unlink()
