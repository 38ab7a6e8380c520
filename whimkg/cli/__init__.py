"""The command line: arguments in, text and an exit code out; the only package that prints.

Exit codes: 0 done, 1 checked and found wanting, 2 could not run. An error of
``whimkg.errors`` is told in a line or two; any other is a bug: it keeps its traceback, and ends
with 2, as nothing was found wanting. After a signal it is 128 and the signal's number.
"""

import signal
import sys
import warnings
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module

from whimkg.cli.arguments import parser
from whimkg.cli.program import (
    TOO_MANY_FILES,
    can_open_files,
    install_handlers,
    is_memory_limited,
    open_streams,
    restart_in_utf8,
    shortage_message,
    show_warning,
    use_utf8,
)
from whimkg.errors import WhimkgError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: without the program's name; default those of the process, which then is ours:
            we answer its signals, and tell of a bug.

    Returns:
        The exit code.
    """
    if not can_open_files():
        return _refused(TOO_MANY_FILES)
    if arguments is not None:
        return _exit_code(arguments, [])
    restart_in_utf8()
    if is_memory_limited() and (code := _supervised()) is not None:
        return code
    return _exit_code(sys.argv[1:], install_handlers())


def _exit_code(arguments: Sequence[str], ended_by: list[int]) -> int:
    """Run a command; what ends it is said in a line, and is its exit code."""
    open_streams()
    use_utf8()
    warnings.showwarning = show_warning
    try:
        return _run(arguments)
    except BrokenPipeError:  # a pipe was named as the output, and its reader has gone
        return 0
    except (MemoryError, OSError) as error:
        if not (problem := shortage_message(error)):
            raise
        return _refused(problem)
    except WhimkgError as error:
        from whimkg.cli.wording import explained

        return _refused(explained(error))
    except KeyboardInterrupt:  # by the key, or by a signal that ends us likewise
        return 128 + (ended_by or [signal.SIGINT])[0]


def _run(arguments: Sequence[str]) -> int:
    program = parser(_version(arguments))
    if not arguments:
        program.print_help()
        return 0
    options = program.parse_args(arguments)
    from whimkg.sandbox import require_memory  # not for a command's help

    require_memory()
    with _listening(options.verbose):
        code: int = import_module(options.module).run(options)
    from whimkg.cli.terminal import flush

    flush()
    return code


def _supervised() -> int | None:
    """Go on in a child process; in the parent its exit code, also where an engine has ended it."""
    from whimkg.sandbox import BREAKDOWNS, supervise

    code = supervise()
    if code in BREAKDOWNS:
        return _refused(shortage_message(MemoryError()))
    return code if code is None or code >= 0 else 128 - code


def _listening(verbose: int) -> AbstractContextManager[None]:
    if not verbose:
        return nullcontext()
    from whimkg.cli.verbose import listening

    return listening(verbose)


def _refused(problem: str) -> int:
    from whimkg.cli.terminal import print_message, progress

    progress("")
    print_message(problem)
    return 2


def _version(arguments: Sequence[str]) -> str:
    """The version, without the cost of reading the installed metadata for every command."""
    # It may be cut short.
    if not any(len(each) > 2 and "--version".startswith(each) for each in arguments):
        return ""
    from whimkg.base.resources import installed_version

    return installed_version()
