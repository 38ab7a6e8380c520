"""The command line: arguments in, text and an exit code out; the only package that prints.

Exit codes: 0 done, 1 checked and found wanting, 2 could not run. An error of
``whimkg.errors`` is told in a line or two; any other is a bug and keeps its traceback.
"""

import errno
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from whimkg.cli.arguments import parser

__all__ = ["main"]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: without the program's name; default those of the process.

    Returns:
        The exit code.
    """
    from whimkg.errors import WhimkgError

    _open_streams()
    _speak_utf8()
    given = sys.argv[1:] if arguments is None else arguments
    options = parser(_version(given)).parse_args(given)
    try:
        code: int = import_module(options.module).run(options)
        sys.stdout.flush()
    except WhimkgError as error:
        from whimkg.cli.terminal import complain, progress

        progress("")
        complain(str(error))
        return 2
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        _drop_output()
        return 0
    except OSError as error:
        if error.filename is not None or error.errno not in _FULL:
            raise
        from whimkg.cli.terminal import complain

        _drop_output()
        complain(f"standard output: {error.strerror}; write to another place")
        return 2
    except KeyboardInterrupt:
        return 130
    return code


def _open_streams() -> None:
    """Python has None for a stream that its parent has closed, as ``>&-`` does."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _drop_output() -> None:
    """Nothing more can be said there; nor may the interpreter complain that it cannot flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf8() -> None:
    r"""Results are files too, once redirected: the same bytes in every locale.

    A file name may hold bytes that are no UTF-8; they are told as ``\udcff``.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _version(arguments: Sequence[str]) -> str:
    """The version, without the cost of reading the installed metadata for every command."""
    if "--version" not in arguments:
        return ""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("whimkg")
    except PackageNotFoundError:
        return "(not installed)"
