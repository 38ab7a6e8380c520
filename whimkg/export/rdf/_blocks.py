"""Nodes on the disk: the triples of each together, in a file of N-Triples."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from io import BufferedRandom
from itertools import islice
from typing import NamedTuple

from pyoxigraph import RdfFormat, parse

from whimkg.export.rdf._scratch import scratch_file
from whimkg.export.rdf.content import Placed
from whimkg.export.rdf.nodes import Node, node_of

__all__ = ["Block", "Blocks", "nodes_of"]

#: Nodes that are read at once.
_BATCH = 256


class Block(NamedTuple):
    """Where in the file a node is.

    Attributes:
        where: the heading or the graph's name that the node stands under.
        iri: of the node.
        begin, size: of its lines, in bytes.
    """

    where: str
    iri: str
    begin: int
    size: int


class Blocks:
    """A file to which nodes are added, and then read back in any order.

    Raises:
        OutputError: the disk is full, or fails.
    """

    def __init__(self) -> None:
        self._file: BufferedRandom = scratch_file()
        self._size = 0

    def close(self) -> None:
        """Drops the file."""
        self._file.close()

    def add(self, lines: bytes) -> tuple[int, int]:
        """Adds a node; gives the begin and size of its lines."""
        begin = self._size
        self._size += self._file.write(lines)
        return begin, len(lines)

    def __iter__(self) -> Iterator[bytes]:
        """All lines, once all nodes are added."""
        self._file.seek(0)
        return iter(self._file)

    def read(self, blocks: Iterable[Block]) -> Iterator[Placed]:
        """The nodes, in the order of their blocks."""
        self._file.flush()
        rest = iter(blocks)
        while batch := list(islice(rest, _BATCH)):
            lines = (os.pread(self._file.fileno(), block.size, block.begin) for block in batch)
            for block, node in zip(batch, nodes_of(lines), strict=True):
                yield Placed(block.where, block.iri, node)


def nodes_of(blocks: Iterable[bytes]) -> Iterator[Node]:
    """The nodes whose lines are given; the parser is fastest with many at once."""
    given = list(blocks)
    triples = parse(b"".join(given), format=RdfFormat.N_TRIPLES)
    for lines in given:
        yield node_of(islice(triples, lines.count(b"\n")))
