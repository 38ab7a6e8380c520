"""The types of values of options, by the names that ``options.tsv`` has for them."""

import argparse
import re
from pathlib import Path

from whimkg.base.namespaces import check_base
from whimkg.errors import IdentifierError

__all__ = [
    "base",
    "day",
    "file",
    "iri",
    "lower",
    "memory",
    "number",
    "path",
    "processes",
    "seconds",
]


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


def lower(text: str) -> str:
    """A name whose case plays no part."""
    return text.lower()


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


def number(text: str) -> int:
    """A number of rows or triples, above 0.

    Raises:
        argparse.ArgumentTypeError: it is none, or has more than nine digits.
    """
    if not re.fullmatch(r"0*[1-9]\d{0,8}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
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
