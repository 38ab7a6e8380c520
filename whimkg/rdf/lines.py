"""Lines of N-Quads and N-Triples as bytes, where a parser would take ten times as long."""

import io
import re
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from pyoxigraph import NamedNode, RdfFormat, parse

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["bare", "may_exceed", "triples", "whole_lines"]

_SIZE = 1 << 18  # bytes read at once; with more, memory is taken anew for each piece
#: Where terms begin and end, if they are terms; whether they are is for the parser to say.
_NODE = rb"(?:<[^>]*+>|_:[A-Za-z0-9_]++)"
_LITERAL = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"(?:@[A-Za-z0-9-]++|\^\^<[^>]*+>)?+'
_TRIPLE = rb"%b <[^>]*+> (?:%b|%b)" % (_NODE, _NODE, _LITERAL)
#: A line up to its final stop, as its triple and its graph; or a line that says nothing.
_LINE = re.compile(
    rb"^(?:(%b)(?: (<[^>]*+>))?(?= \.\n)|[ \t]*+(?:#[^\r\n]*+)?(?=\n))" % _TRIPLE, re.MULTILINE
)


def may_exceed(path: Path, size: int) -> bool:
    """Whether a line of a file may have more bytes; a line of half as many may be taken for one.

    Few bytes of the file are read: such a line is the whole of a stretch between two multiples of
    half the size.
    """
    if not path.stat().st_size:
        return False
    step = size // 2
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        ends = range(step, len(data) + 1, step)
        return any(data.find(b"\n", end - step, end) < 0 for end in ends)


def whole_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file, many at a time, each ended.

    Raises:
        OSError: it cannot be read.
    """
    rest: list[bytes] = []
    with path.open("rb") as file:
        while data := file.read(_SIZE):
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
