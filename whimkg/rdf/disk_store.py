"""Stores on the disk, read and asked where they are: memory does not grow with the graph."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import gettempdir

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, serialize

from whimkg.base.temporary import temporary_folder
from whimkg.errors import GraphError, OutputError
from whimkg.rdf.integers import quads_as_stated
from whimkg.sandbox import require_memory_for_store
from whimkg.source.paths import is_folder, is_there

__all__ = [
    "is_large",
    "is_store",
    "open_in_place",
    "temporary_store",
    "write_stored",
]

#: Bytes of lines above which a graph is kept on the disk; in memory it would take
#: two to four times as many.
_LARGE = 50_000_000
#: Quads that the engine is given at once: it takes some 2 KB of memory for each.
_PIECE = 50_000


def is_large(paths: Iterable[Path]) -> bool:
    """Whether files are too large together to be kept in memory.

    Never where a file that is open cannot be removed (Windows): see ``temporary_store``.
    """
    return os.name == "posix" and sum(path.stat().st_size for path in paths) > _LARGE


def temporary_store(quads: Iterator[Quad]) -> Store:
    """A store of quads that can only be read; its disk space is free once nobody has it.

    Its files are removed at once, and stay for who has them open.

    Raises:
        LimitError: this process may not map as much memory as the engine does.
        OutputError: the disk of temporary files fails.
    """
    require_memory_for_store(gettempdir())
    with _temporary() as path:
        store = Store(path)
        while piece := list(islice(quads, _PIECE)):
            with _failing():
                store.bulk_extend(piece)
        with _failing():
            store.optimize()
            store.flush()
            del store  # it must be closed before it is opened anew
            return Store.read_only(path)


def open_in_place(folder: Path, beside: Iterable[Quad] = ()) -> Store | None:
    """A store as it is, and quads beside it, where the union of its graphs has no triple twice.

    The quads are put into a copy: hard links where the disk is the same, and gone with the store.

    Args:
        folder: the store, which no program may be writing.
        beside: quads of named graphs, or of the default graph if the store has no other.

    Returns:
        None if it has several graphs, which then want to be united.

    Raises:
        GraphError: the store cannot be read.
        OutputError: the disk of temporary files fails.
    """
    with _reading(folder) as stored:
        if not _is_single(stored):
            return None
        if not (added := _missing(stored, beside)):
            return stored
        if os.name != "posix":
            return None
    with _temporary() as path, _failing():
        stored.backup(path)
        copy = Store(path)
        copy.extend(added)
        copy.flush()
        del copy
        return Store.read_only(path)


def is_store(graph: str | Path) -> bool:
    """Whether it is a folder of Oxigraph's, by a file that every RocksDB has."""
    return is_folder(graph) and is_there(Path(graph) / "CURRENT")


def write_stored(folder: str | Path, file: Path) -> None:
    """Write all quads of a store as N-Quads, in no order, with the kinds of integers it forgets.

    Memory does not grow with the store.

    Raises:
        GraphError: the store cannot be read.
        OSError: the file cannot be written.
    """
    with _reading(Path(folder)) as stored, file.open("wb") as output:
        serialize(quads_as_stated(stored), output, format=RdfFormat.N_QUADS)


@contextmanager
def _reading(folder: Path) -> Iterator[Store]:
    """A store on the disk that can only be read.

    Raises:
        GraphError: it cannot be read, now or as long as the block lasts.
        LimitError: this process may not map as much memory as the engine does.
    """
    require_memory_for_store(str(folder))
    try:
        yield Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        if getattr(error, "errno", None):  # the engine's own have none
            raise
        raise GraphError(
            f"the store cannot be read: {error}",
            where=str(folder),
            remedy="end the program that has it open, or load the graph anew",
        ) from error


def _is_single(store: Store) -> bool:
    """Whether all quads are of one graph."""
    unnamed = list(islice(store.quads_for_pattern(None, None, None, DefaultGraph()), 1))
    return len([*islice(store.named_graphs(), 2), *unnamed]) == 1


def _missing(store: Store, quads: Iterable[Quad]) -> list[Quad]:
    """The quads whose triple the store has not, in its default graph if that is what it has."""
    named = next(store.named_graphs(), None) is not None
    return [
        quad if named else Quad(*quad.triple)
        for quad in quads
        if next(store.quads_for_pattern(*quad.triple), None) is None
    ]


@contextmanager
def _temporary() -> Iterator[str]:
    """Where a store can be made that goes with the block."""
    with temporary_folder() as folder:
        yield str(folder / "store")


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise OutputError(
            f"the graph is too large for memory and cannot be put on the disk: {error}",
            remedy=f"free some space in {gettempdir()}, or name another folder in TMPDIR",
        ) from error
