"""Values of options that several commands take."""

import argparse
import re
from pathlib import Path

from whimkg.base.namespaces import check_base
from whimkg.errors import IdentifierError

__all__ = [
    "base",
    "day",
    "file",
    "input_format",
    "iri",
    "limits",
    "memory",
    "path",
    "processes",
    "rows",
    "seconds",
]


def input_format(command: argparse.ArgumentParser) -> None:
    """Add ``--input-format`` to a command that reads graphs."""
    command.add_argument(
        "--input-format",
        choices=("ttl", "jsonld", "nt", "nq", "trig", "rdf"),
        help="the graph's format, where no ending of a name tells it",
    )
    command.add_argument(
        "--base-iri",
        type=iri,
        metavar="IRI",
        help="what relative IRIs in a file are resolved against, as the address that the file has "
        "or will have (default: the address that it was fetched from)",
    )


def limits(command: argparse.ArgumentParser, of: str, seconds_by_default: str) -> None:
    """Add ``--timeout`` and ``--memory`` to a command; both are None unless given.

    Args:
        command: the command.
        of: what takes time and memory.
        seconds_by_default: in words.
    """
    command.add_argument(
        "--timeout",
        type=seconds,
        metavar="S",
        help=f"seconds until {of} must be complete (default: {seconds_by_default})",
    )
    command.add_argument(
        "--memory",
        type=memory,
        metavar="SIZE",
        help=f"memory that {of} may take, beside the graph, as 500M or 2G "
        "(default: a 32nd part of the machine's, from 256M to 4G)",
    )


def iri(text: str) -> str:
    """An IRI with a scheme.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no IRI, as https://example.org/graph")
    return text


def day(text: str) -> str:
    """A day of the calendar, ``YYYY-MM-DD``.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    from whimkg.record import is_day  # the help needs none of it

    if not is_day(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no day, as 2022-12-05")
    return text


def file(text: str) -> Path:
    """A path to a file or a folder, as ``path``.

    Raises:
        argparse.ArgumentTypeError: it is empty.
    """
    return Path(path(text))


def path(text: str) -> str:
    """A path as it was given: a slash at its end says that it is a folder.

    Raises:
        argparse.ArgumentTypeError: it is empty, as a variable that is not set; to the system, that
            would be the folder that we are in.
    """
    if not text:
        raise argparse.ArgumentTypeError("a path without a name")
    return text


def seconds(text: str) -> float:
    """A number of seconds, above 0.

    Raises:
        argparse.ArgumentTypeError: it is none, or above a million.
    """
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found <= 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds")
    return found


def memory(text: str) -> int:
    """A number of bytes: digits, and K, M or G for their powers of 1024.

    Raises:
        argparse.ArgumentTypeError: it is none, or below a megabyte.

    >>> memory("2G") == 2 * 1024**3
    True
    """
    found = re.fullmatch(r"(\d{1,15})([KMG]?)", text.upper(), re.ASCII)
    size = int(found[1]) * 1024 ** " KMG".find(found[2] or " ") if found else 0
    if not 2**20 <= size < 2**50:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount of memory, as 500M or 2G")
    return size


def rows(text: str) -> int:
    """A number of rows, above 0.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not (text.isascii() and text.isdigit()) or not 0 < len(text.lstrip("0")) < 10:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of rows")
    return int(text)


def processes(text: str) -> int:
    """A number of processes, above 0.

    Raises:
        argparse.ArgumentTypeError: it is none, or more than any machine has use for.
    """
    if not re.fullmatch(r"0*[1-9]\d{0,3}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text)


def base(text: str) -> str:
    """The IRI that a graph's own nodes are named below.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    try:
        check_base(text)
    except IdentifierError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text
