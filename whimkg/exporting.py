"""Graphs of any size, wherever they lie, into the formats that are made of nodes and edges."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from whimkg.export import Options, files, streamed, view_in_parts
from whimkg.loading import is_store, readable, refuse_empty
from whimkg.temporary import temporary_folder

if TYPE_CHECKING:
    from whimkg.export._inputs import Block
    from whimkg.export.views import Reader, Share, Uncut

__all__ = ["export_entities"]

#: Bytes of files: from here on, processes are worth their start, and the graph is kept on the disk.
_MANY, _TOO_MANY = 1 << 24, 1 << 31


def export_entities(
    graph: str | Path,
    format_name: str,
    options: Options | None = None,
    *,
    input_format: str = "",
    base_iri: str = "",
    jobs: int | None = None,
) -> dict[str, bytes]:
    """Write the nodes and edges of a graph.

    Args:
        graph: a file, a folder, an address, ``-``, or a store that ``whimkg load`` has made.
        format_name: a key of ``FORMATS`` whose row has ``entities``.
        options: what the user chose; default the newest release, for everybody.
        input_format: for what has no name that tells its format.
        base_iri: what relative IRIs in files are resolved against.
        jobs: number of processes for a large graph; default: one for each processor. They import
            the script that asks for them: it must do so below ``if __name__ == "__main__":``.

    Returns:
        The bytes of each file by its suffix, in the order of the row.

    Raises:
        GraphError: it is no RDF, holds no triples, or holds nothing that the format could say.
        SourceError: an address could not be fetched.
        OutputError: a package that the format needs is not installed, or the disk is full.
    """
    from whimkg.export.views import How

    with _shares(graph, input_format, base_iri) as (shares, size):
        processes = (jobs or _processors()) if size >= _MANY else 0
        how = How(processes, on_disk=size >= _TOO_MANY)
        return view_in_parts(shares, format_name, options, how)


def _processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _shares(
    graph: str | Path, format_name: str, base_iri: str
) -> Iterator[tuple[Iterator[Share | Uncut], int]]:
    """A graph in shares, as long as the block lasts, and how many bytes it has.

    Raises:
        GraphError: it is no RDF.
    """
    from whimkg.export.views import Reader, predicates

    if is_store(graph):
        with readable(Path(graph), predicates()) as quads:
            yield Reader(predicates()).sorted(quads), _size(Path(graph).iterdir())
        return
    with temporary_folder() as spool:
        given = list(
            dict.fromkeys(files([graph], spool, format_name=format_name, base_iri=base_iri))
        )
        try:
            reader = Reader(predicates(), several=len(given) > 1)
            yield _read(reader, given), _size(block.path for block in given)
        except (OSError, SyntaxError, MemoryError):
            for block in given:
                for _ in streamed(block):  # tells it in our words
                    pass
            raise


def _size(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


def _read(reader: Reader, given: Sequence[Block]) -> Iterator[Share | Uncut]:
    for block in given:
        refuse_empty(block)
        yield from reader.read(block)
