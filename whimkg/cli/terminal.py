"""What people see: messages, progress, colour and columns, each only where it serves.

Standard output carries results, standard error messages. Colour and progress appear on a terminal
alone.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import TextIO

from whimkg.errors import OutputError

__all__ = [
    "columns",
    "drop_output",
    "flush",
    "out",
    "paint",
    "print_json",
    "print_message",
    "print_row",
    "printable",
    "progress",
    "truncate",
    "width",
    "write_bytes",
]

_COLOURS = {"red": "31", "green": "32", "yellow": "33", "dim": "2", "bold": "1"}
#: Controls but for tab and line feed, and what turns the direction of the line.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def out(text: str = "", stream: TextIO | None = None) -> None:
    """Write a line of the result, to standard output unless told otherwise.

    Raises:
        OutputError: there is no room for it.
    """
    with _output_errors() if stream is None else nullcontext():
        print(text, file=stream)


def print_json(value: object) -> None:
    """Write a result as JSON; errors as in ``out``."""
    import json

    out(json.dumps(value, ensure_ascii=False, indent=2))


def print_row(cells: Iterable[object]) -> None:
    """Write a row of a table with tabs; white space in a cell is a blank, a list has semicolons."""
    texts = ("; ".join(cell) if isinstance(cell, list) else str(cell) for cell in cells)
    out("\t".join(" ".join(text.split()) for text in texts))


def write_bytes(data: bytes) -> None:
    """Write bytes of the result to standard output; errors as in ``out``."""
    with _output_errors():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)


def flush() -> None:
    """Bring the result to where standard output leads; errors as in ``out``."""
    with _output_errors():
        sys.stdout.flush()


@contextmanager
def _output_errors() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # the reader has gone, as `head` does: work and exit code stay ours
        drop_output()
    except OSError as error:
        drop_output()
        raise OutputError(
            error.strerror or "it cannot be written",
            where="standard output",
            remedy="write to another place",
        ) from error


def drop_output() -> None:
    """Nothing more can be said there; nor may the interpreter complain that it cannot flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_message(text: str) -> None:
    """Write a message; what it quotes of a file cannot steer the terminal."""
    with suppress(OSError):  # nobody listens: that is not to be told either
        print(f"whimkg: {printable(text)}", file=sys.stderr)


def printable(text: str) -> str:
    r"""A text with its control characters as escapes, but for tab and line feed.

    >>> print(printable("a \x1b[31mb\x00\r"))
    a \x1b[31mb\x00\r
    """
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def paint(text: str, colour: str, stream: TextIO | None = None) -> str:
    """Text in a colour, if the stream is a terminal and the user has not asked for none."""
    stream = stream or sys.stdout
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m"


def progress(text: str) -> None:
    """Show how far a long work is, on a terminal; an empty text wipes the line."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{printable(text)[: width() - 1]}", end="", file=sys.stderr, flush=True)


def width() -> int:
    """Columns of the terminal; 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def columns(rows: Iterable[Sequence[str]], *, last: int = 0) -> list[str]:
    """Rows as aligned columns that fit the terminal; the last cell is cut to the room left.

    Args:
        rows: rows of equally many cells.
        last: least room for the last cell.
    """
    table = [[" ".join(cell.split()) for cell in row] for row in rows]
    if not table:
        return []
    widths = [max(len(row[at]) for row in table) for at in range(len(table[0]) - 1)]
    room = max(width() - sum(widths) - 2 * len(widths), last, 10)
    return [
        "  ".join(
            [cell.ljust(size) for cell, size in zip(row, widths, strict=False)]
            + [truncate(row[-1], room)]
        ).rstrip()
        for row in table
    ]


def truncate(text: str, room: int) -> str:
    """A text cut to some columns, with an ellipsis where it was cut."""
    return text if len(text) <= room else text[: room - 1] + "…"
