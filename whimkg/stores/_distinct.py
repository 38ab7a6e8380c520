"""How many distinct lines there are, in bounded memory.

Each line stands for its 64-bit hash. Sorted runs of hashes go to the disk, and are compared a
range at a time. That two of n lines share a hash has a chance of n² / 2⁶⁵: of ten million lines,
one in 370,000; the count would then be one too low.
"""

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

__all__ = ["Distinct"]

_MOST = 1 << 16  # hashes in memory


class Distinct:
    """Counts lines that are added piece by piece.

    Args:
        path: a file for what does not fit into memory; made when it is needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hashes: list[int] = []  # sorting repeated ones is cheaper than a set
        self._ends = [0]

    def add(self, lines: Iterable[bytes]) -> None:
        """Count some more lines."""
        self._hashes.extend(map(hash, lines))
        if len(self._hashes) > _MOST:
            self._spill()

    def count(self) -> int:
        """How many distinct lines were added so far."""
        if len(self._ends) == 1:
            return len(set(self._hashes))
        self._spill()
        with self._path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            with data, memoryview(data) as view, view.cast("q") as hashes:
                return sum(map(len, self._ranges(hashes)))

    def _spill(self) -> None:
        run = array("q", sorted(self._hashes))
        with self._path.open("ab") as file:
            run.tofile(file)
        self._ends.append(self._ends[-1] + len(run))
        self._hashes.clear()

    def _ranges(self, hashes: memoryview) -> Iterator[set[int]]:
        parts = len(hashes) // _MOST + 1
        step = (1 << 64) // parts + 1
        for low in range(-(1 << 63), 1 << 63, step):
            found: set[int] = set()
            for begin, end in pairwise(self._ends):
                first = bisect_left(hashes, low, begin, end)
                last = bisect_left(hashes, low + step, first, end)
                found.update(hashes[first:last])
            yield found
