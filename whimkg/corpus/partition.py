"""Pages into quads for engines that work on many machines, such as Spark, Dask and Ray.

They hand over pages as bytes and take tables of Arrow back. Their workers import whimkg and call
one function; how the pages lie, how they are shared out and where the quads go is the engine's.
See ``PARALLEL.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from whimkg.base.optional import import_optional
from whimkg.base.temporary import temporary_folder
from whimkg.corpus.page import Options, build_page
from whimkg.errors import WhimkgError

if TYPE_CHECKING:
    import pyarrow

__all__ = ["COLUMNS", "PageQuads", "build_partition", "map_in_arrow"]

#: Of the batches that ``map_in_arrow`` gives, all of them texts.
COLUMNS = ("path", "subject", "predicate", "object", "graph", "error")
_OPTIONS = Options(formats=("nq",))


class PageQuads(NamedTuple):
    """What became of a page.

    Attributes:
        path: as it was given.
        quads: a table of Arrow with the columns ``subject``, ``predicate``, ``object`` and
            ``graph``, terms of N-Triples, sorted as N-Quads are; empty if there is an error.
        error: why the page was refused; else empty.
    """

    path: str
    quads: pyarrow.Table
    error: str


def build_partition(
    pages: Iterable[tuple[str, bytes]], options: Options = _OPTIONS
) -> Iterator[PageQuads]:
    """Build pages one after the other; one that is refused does not stop the others.

    Args:
        pages: the path of each, for messages, and the bytes of its text or HTML.
        options: as for ``whimkg.corpus.merge_all``; the formats must be ``("nq",)``.

    Raises:
        WhimkgError: pyarrow is not installed.
    """
    with temporary_folder() as folder:
        for path, data in pages:
            file = folder / PurePosixPath(path).name
            file.write_bytes(data)
            built = build_page(options, file)
            file.unlink()
            error = str(built.error).replace(str(file), path) if built.error else ""
            yield PageQuads(path, _table(built.files.get("nq", b"")), error)


def map_in_arrow(
    batches: Iterable[pyarrow.RecordBatch], options: Options = _OPTIONS
) -> Iterator[pyarrow.RecordBatch]:
    """As Spark's ``mapInArrow`` wants it: batches of pages into batches of quads.

    Args:
        batches: with the columns ``path`` and ``content``, as Spark's source ``binaryFile`` has.
        options: as for ``build_partition``.

    Yields:
        The quads of each page, with ``COLUMNS``; of a page that was refused one row, in which only
        ``path`` and ``error`` are not empty.
    """
    arrow = _arrow()
    for batch in batches:
        columns = (batch.column(name).to_pylist() for name in ("path", "content"))
        for found in build_partition(zip(*columns, strict=True), options):
            quads = found.quads if not found.error else arrow.table([[""]] * 4, list(COLUMNS[1:5]))
            rows = quads.num_rows
            values = {name: quads.column(name) for name in quads.column_names}
            values |= {"path": [found.path] * rows, "error": [found.error] * rows}
            yield from arrow.table({name: values[name] for name in COLUMNS}).to_batches()


def _table(quads: bytes) -> pyarrow.Table:
    from whimkg.rdf.quad_rows import rows_of_bytes
    from whimkg.rdf.quad_table import COLUMNS as NAMES

    arrow = _arrow()
    columns = list(zip(*rows_of_bytes(quads), strict=True)) or [()] * len(NAMES)
    return arrow.table(
        {
            name: arrow.array(column, arrow.binary()).cast(arrow.string())
            for name, column in zip(NAMES, columns, strict=True)
        }
    )


def _arrow() -> Any:
    return import_optional("pyarrow", "whimkg[arrow]", WhimkgError)
