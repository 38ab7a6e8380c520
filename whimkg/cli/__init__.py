"""The command line: arguments in, text and an exit code out; the only package that prints.

Exit codes: 0 done, 1 checked and found wanting, 2 could not run. An error of
``whimkg.errors`` is told in a line or two; any other is a bug and keeps its traceback.
"""

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from whimkg.cli.arguments import parser

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: without the program's name; default those of the process.

    Returns:
        The exit code.
    """
    from whimkg.errors import WhimkgError

    _speak_utf8()
    options = parser(_version()).parse_args(arguments)
    try:
        code: int = import_module(options.module).run(options)
        sys.stdout.flush()
    except WhimkgError as error:
        from whimkg.cli.terminal import complain, progress

        progress("")
        complain(str(error))
        return 2
    except BrokenPipeError:
        # The reader of our output has gone (as `head` does): nothing more to say, and no complaint
        # when the interpreter flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return code


def _speak_utf8() -> None:
    r"""Results are files too, once redirected: the same bytes in every locale.

    A file name may hold bytes that are no UTF-8; they are told as ``\udcff``.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _version() -> str:
    """The version, without the cost of reading the installed metadata for every command."""
    if "--version" not in sys.argv:
        return ""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("whimkg")
    except PackageNotFoundError:
        return "(not installed)"
