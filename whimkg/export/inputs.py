"""What a user gives as a graph (a file, ``-``, an address) into quads."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from whimkg.errors import GraphError, WhimkgError

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["Given", "given"]


@dataclass(frozen=True, slots=True)
class Given:
    """A graph that a user gave.

    Attributes:
        origin: how the user named it, for messages.
        data: its bytes.
        format: a format's name, or a file name's ending.
    """

    origin: str
    data: bytes
    format: str

    def quads(self) -> list[Quad]:
        """The quads, in the order of the file.

        Raises:
            GraphError: the data is no RDF of its format (with file, line and column), or empty.
            UnknownNameError: no reader for its format.
        """
        from whimkg.export._reading import read

        try:
            return read(self.data, self.format)
        except WhimkgError as error:
            raise error.at(self.origin) from error


def given(where: str | Path, *, format_name: str = "", stdin: BinaryIO | None = None) -> Given:
    """Take a graph from where it is.

    Args:
        where: a file or ``-``.
        format_name: a format's name; by default the ending of the file's name says it.
        stdin: what ``-`` reads; default the process's standard input.

    Raises:
        GraphError: the file cannot be read, or its format cannot be told.
    """
    if str(where) == "-":
        if not format_name:
            raise GraphError(
                "standard input has no name that tells its format",
                where="-",
                remedy="name it with --input-format",
            )
        return Given("-", (stdin or sys.stdin.buffer).read(), format_name)
    path = Path(where)
    try:
        return Given(str(path), path.read_bytes(), format_name or path.suffix)
    except OSError as error:
        raise GraphError(
            f"cannot be read: {error.strerror}", where=str(path), remedy="give an RDF file"
        ) from error
