"""A graph while it is read: into files of N-Triples on the disk, and counted.

It can be sent on while it is read, and sent again: from the file that it went to, then further.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from whimkg.base.temporary import temporary_folder
from whimkg.errors import GraphError, StoreError
from whimkg.rdf.quad_rows import QuadRow
from whimkg.stores._distinct import Distinct
from whimkg.stores._graph import Seen, Wanted, check_iri, steps

__all__ = ["Given", "Source", "Spooled", "reading"]

_LINES = ("nq", "nt")  # formats that are read as fast as a store takes them
_SENT = 1 << 18  # bytes sent at once


class Spooled(NamedTuple):
    """One graph to be: its IRI, a file of N-Triples, and how many distinct triples it has."""

    iri: str
    path: Path
    triples: int


class Given(NamedTuple):
    """What a user gave.

    Attributes:
        graphs: to be loaded; one, or as many as it has names.
        triples: distinct triples of their union.
    """

    graphs: tuple[Spooled, ...]
    triples: int


class _Part:
    """One graph while it is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.distinct = Distinct(path.with_suffix(".hashes"))

    def add(self, lines: Iterable[bytes]) -> None:
        triples = list(lines)
        with self.path.open("ab") as file:
            file.write(b" .\n".join(triples) + b" .\n")
        self.distinct.add(triples)


class Source:
    """What a user gave, while it is read.

    To iterate over it gives the union as N-Triples from its beginning, in pieces, and reads on as
    they are taken; its end is the end of the graph, or an error.

    Args:
        wanted: what the user gave and asked for.
        folder: for files of ours.
        tell: hears how far the reading is.
    """

    def __init__(self, wanted: Wanted, folder: Path, tell: Callable[[str], None]) -> None:
        self._wanted, self._folder, self._tell = wanted, folder, tell
        self._whole, self._parts = _Part(folder / "union.nt"), dict[bytes, _Part]()
        self._seen, self._ended = Seen(), False
        self._steps = self._read()

    @cached_property
    def given(self) -> Given:
        """All of it, read to the end.

        Raises:
            GraphError: it cannot be read, is no RDF, has blank nodes, or holds no triples.
            StoreError: nothing names the graph, or the disk fails.
        """
        while self._goes_on():
            pass
        target = self._seen.target(self._wanted)
        triples = self._whole.distinct.count()
        if not self._wanted.named:
            return Given((Spooled(target, self._whole.path, triples),), triples)
        graphs = (
            Spooled(name.decode()[1:-1] or target, part.path, part.distinct.count())
            for name, part in sorted(self._parts.items())
        )
        return Given(tuple(graphs), triples)

    def early(self, least: int) -> str:
        """The IRI of a graph that can be sent while it is read; empty if it must be read first.

        Args:
            least: smaller graphs, in triples, are read first.

        Raises:
            GraphError: as for ``given``.
            StoreError: as for ``given``.
        """
        files = self._wanted.files
        if self._wanted.named or len(files) != 1 or not Path(files[0]).is_file():
            return ""
        while self._goes_on():
            if self._seen.blocks[0].format not in _LINES:
                return ""
            if self._seen.triples >= least and self._seen.settled(self._wanted):
                return self._seen.target(self._wanted)
        return ""

    def __iter__(self) -> Iterator[bytes]:
        with self._whole.path.open("rb", buffering=0) as file:
            more = True
            while more:
                while data := file.read(_SENT):
                    yield data
                more = self._goes_on()
        self._tell(f"sent {self._seen.triples:,} triples")

    def _goes_on(self) -> bool:
        """Read a piece more; false at the end.

        Raises:
            GraphError: it cannot be read on, or could not before.
            StoreError: the disk fails.
        """
        try:
            more = next(self._steps, False)
        except OSError as error:  # what is wrong with the graph is told by errors of ours
            raise StoreError(
                f"the graph cannot be put aside: {error.strerror}",
                where=str(self._folder.parent),
                remedy="free some space there, or set TMPDIR to another folder",
            ) from error
        if not more and not self._ended:
            raise GraphError("it could not be read to its end")
        return more

    def _read(self) -> Iterator[bool]:
        for rows in steps(self._wanted, self._folder, self._seen):
            triples = [b" ".join(row[:3]) for row in rows]
            if self._wanted.named:
                self._whole.distinct.add(triples)
                self._sort(triples, rows)
            else:
                self._whole.add(triples)
            self._tell(f"read {self._seen.triples:,} triples")
            yield True
        self._ended = True

    def _sort(self, triples: list[bytes], rows: list[QuadRow]) -> None:
        """Put each triple to its own graph."""
        found: dict[bytes, list[bytes]] = {}
        for triple, row in zip(triples, rows, strict=True):
            found.setdefault(row[3], []).append(triple)
        for graph, some in found.items():
            if graph not in self._parts:
                self._parts[graph] = _Part(self._folder / f"{len(self._parts)}.nt")
            self._parts[graph].add(some)


@contextmanager
def reading(wanted: Wanted, tell: Callable[[str], None]) -> Iterator[Source]:
    """The graph, which can be read as long as the block lasts.

    Args:
        wanted: what the user gave and asked for.
        tell: hears how far the reading is.

    Raises:
        StoreError: the IRI is none.
    """
    check_iri(wanted.graph)
    with temporary_folder() as folder:
        yield Source(wanted, folder, tell)
