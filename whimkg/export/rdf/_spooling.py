"""What is written before it is known what stands above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial

__all__ = ["headed"]

#: Characters that stay in memory, and bytes that are given at once.
_MOST, _PIECE = 1 << 20, 1 << 18


def headed(head: Callable[[], str], body: Iterable[str]) -> Iterator[bytes]:
    """A head and its body in pieces, where the head can only be told once the body is written.

    Nothing is given before all of the body is there: what is wrong with it shows first.

    >>> b"".join(headed(lambda: "head, ", ["bo", "dy"]))
    b'head, body'

    Raises:
        OutputError: the disk is full, or fails.
    """
    parts: list[str] = []
    size = 0
    rest = iter(body)
    for part in rest:
        parts.append(part)
        size += len(part)
        if size > _MOST:
            yield from _from_the_disk(head, parts, rest)
            return
    yield "".join([head(), *parts]).encode()


def _from_the_disk(
    head: Callable[[], str], begun: list[str], rest: Iterator[str]
) -> Iterator[bytes]:
    from whimkg.export.rdf._scratch import scratch_file  # not what few graphs need

    with closing(scratch_file()) as file:
        file.write("".join(begun).encode())
        begun.clear()
        file.writelines(part.encode() for part in rest)
        yield head().encode()
        file.seek(0)
        yield from iter(partial(file.read, _PIECE), b"")
