"""Distinct lines in the order of their bytes, of which few are in memory at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from io import BufferedRandom
from itertools import groupby
from operator import itemgetter

from whimkg.export.rdf._scratch import scratch_file

__all__ = ["SortedLines", "distinct"]

#: Bytes of lines in memory, and files that are open at once.
_MOST, _RUNS = 1 << 25, 128


class SortedLines:
    r"""Takes lines in any order and with repetitions; gives each once and sorted, time and again.

    Sorted runs of lines go to the disk, and are merged when they are read, by one reader at a time.

    >>> with SortedLines() as lines:
    ...     lines.add(b"b\na\n")
    ...     lines.add(b"b\n")
    ...     list(lines)
    [b'a\n', b'b\n']

    Raises:
        OutputError: the disk is full, or fails.
    """

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._size = 0
        self._runs: list[BufferedRandom] = []

    def __enter__(self) -> SortedLines:
        return self

    def __exit__(self, *_: object) -> None:
        _close(self._runs)

    def add(self, text: bytes) -> None:
        """Takes some more lines, all of which end in a line feed."""
        self._lines += text.splitlines(keepends=True)
        self._size += len(text)
        if self._size > _MOST:
            self._spill()

    def __iter__(self) -> Iterator[bytes]:
        self._lines.sort()
        for run in self._runs:
            run.seek(0)
        return distinct(merge(*self._runs, self._lines))

    def _spill(self) -> None:
        if len(self._runs) < _RUNS:
            self._runs.append(_written(distinct(sorted(self._lines))))
        else:
            before, self._runs = self._runs, [_written(self)]
            _close(before)
        self._lines, self._size = [], 0


def distinct(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines, of which equal ones are neighbours, each once."""
    return map(itemgetter(0), groupby(lines))


def _written(lines: Iterable[bytes]) -> BufferedRandom:
    with ExitStack() as undo:
        run = undo.enter_context(scratch_file())
        run.writelines(lines)
        run.flush()
        undo.pop_all()
    return run


def _close(runs: Iterable[BufferedRandom]) -> None:
    with ExitStack() as last:
        for run in runs:
            last.callback(run.close)
