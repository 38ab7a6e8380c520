"""Lines of N-Quads and N-Triples as bytes, where a parser would take ten times as long."""

import io
import re
from collections.abc import Iterator
from os import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from pyoxigraph import NamedNode, RdfFormat, parse

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["Extent", "bare", "extents", "triples", "whole_lines"]

_SIZE = 1 << 18  # bytes read at once; with more, memory is taken anew for each piece
_MARK = b"\xef\xbb\xbf"
#: Where terms begin and end, if they are terms; whether they are is for the parser to say.
_NODE = rb"(?:<[^>]*+>|_:[A-Za-z0-9_]++)"
_LITERAL = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"(?:@[A-Za-z0-9-]++|\^\^<[^>]*+>)?+'
_TRIPLE = rb"%b <[^>]*+> (?:%b|%b)" % (_NODE, _NODE, _LITERAL)
#: A line up to its final stop, as its triple and its graph; or a line that says nothing.
_LINE = re.compile(
    rb"^(?:(%b)(?: (<[^>]*+>))?(?= \.\n)|[ \t]*+(?:#[^\r\n]*+)?(?=\n))" % _TRIPLE, re.MULTILINE
)


class Extent(NamedTuple):
    """Bytes of a file, from one up to another or to its end; as offsets, counted from 0."""

    path: Path
    begin: int
    end: int | None


def extents(path: Path, size: int) -> Iterator[Extent]:
    """A file in parts of whole lines, of about so many bytes, without a byte-order mark.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        begin = len(_MARK) if file.read(len(_MARK)) == _MARK else 0
        end = file.seek(0, SEEK_END)
        while begin < end:
            file.seek(begin + size - 1)
            file.readline()
            yield Extent(path, begin, min(file.tell(), end))
            begin = file.tell()


def whole_lines(extent: Path | Extent) -> Iterator[bytes]:
    """The lines of a file or of a part, many at a time, each ended, without a byte-order mark.

    Raises:
        OSError: it cannot be read.
    """
    path, begin, end = extent if isinstance(extent, Extent) else Extent(extent, 0, None)
    rest: list[bytes] = []
    with path.open("rb") as file:
        if begin or file.read(len(_MARK)) != _MARK:
            file.seek(begin)
        while data := file.read(_SIZE if end is None else min(_SIZE, end - file.tell())):
            last = data.rfind(b"\n") + 1
            if last:
                yield b"".join([*rest, data[:last]])
                rest.clear()
            rest.append(data[last:])
    if any(rest):
        yield b"".join([*rest, b"\n"])


def triples(path: Path) -> BinaryIO:
    """A file of N-Quads as N-Triples: the union of its graphs, read in a stream.

    Reading it raises an OSError if the file cannot be read, and a SyntaxError if a part that is not
    as plain as most is no N-Quads. Of the other parts no more is checked than the names of graphs,
    which are left out: what is wrong elsewhere is wrong as N-Triples too.
    """
    return cast("BinaryIO", io.BufferedReader(_Joined(_converted(path)), _SIZE))


class _Joined(io.RawIOBase):
    """Parts of a file, one after the other."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._part = parts, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        while not self._part:
            if (part := next(self._parts, None)) is None:
                return 0
            self._part = memoryview(part)
        target = memoryview(buffer)
        size = min(len(target), len(self._part))
        target[:size] = self._part[:size]
        self._part = self._part[size:]
        return size


def _converted(path: Path) -> Iterator[bytes]:
    known: set[bytes | None] = set()
    for every in whole_lines(path):
        lines = every.replace(b"\r\n", b"\n") if b"\r" in every else every
        yield bare(lines, known) or _parsed(lines)


def bare(lines: bytes, known: set[bytes | None]) -> bytes | None:
    """The lines without the names of their graphs; None if that wants a parser.

    Args:
        lines: whole lines.
        known: names of graphs that were found to be IRIs; those of the lines are added.
    """
    found: set[bytes | None] = set()

    def triple(line: re.Match[bytes]) -> bytes:
        found.add(line[2])
        return line[1] or line[0]

    bare, count = _LINE.subn(triple, lines)
    if count != lines.count(b"\n") or not all(map(_is_iri, found - known)):
        return None
    known |= found
    return bare


def _is_iri(name: bytes | None) -> bool:
    """Whether it is an IRI that is written without escapes; no name is as good."""
    try:
        return name is None or bool(NamedNode(name[1:-1].decode()))
    except ValueError:
        return False


def _parsed(lines: bytes) -> bytes:
    quads = parse(lines, format=RdfFormat.N_QUADS)
    return b"".join(b"%b .\n" % str(quad.triple).encode() for quad in quads)
