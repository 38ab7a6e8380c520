"""What a program owes to the system around it: its streams, its signals, the code of a bug."""

import errno
import io
import os
import signal
import sys
from types import FrameType, TracebackType
from typing import NoReturn

__all__ = ["open_streams", "speak_utf8", "take_over", "without_room"]

#: Nothing more can be written there.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
#: Signals that end a program; not every system has them all.
_ENDING = ("SIGTERM", "SIGHUP")


def take_over() -> list[int]:
    """Answer for the process: end tidily at a signal, and never call a bug a finding.

    Returns:
        The number of the signal that ended the program, once one did: it raises the same
        KeyboardInterrupt as the interrupt key, to which all that must be tidied up is used.
    """
    sys.excepthook = _bug
    ended_by: list[int] = []

    def end(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)  # tidying up is not to be interrupted
        ended_by.append(number)
        raise KeyboardInterrupt

    for number in (getattr(signal, name) for name in _ENDING if hasattr(signal, name)):
        if signal.getsignal(number) == signal.SIG_DFL:  # not if nohup has us ignore it
            signal.signal(number, end)
    return ended_by


def _bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> NoReturn:
    """Python itself would end with 1, which says that something was found wanting."""
    from whimkg.cli.terminal import complain

    sys.__excepthook__(kind, error, trace)
    complain("this is a fault of whimkg itself; please report it, with the lines above")
    raise SystemExit(2)


def open_streams() -> None:
    """Python has None for a stream that its parent has closed, as ``>&-`` does."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def speak_utf8() -> None:
    r"""Results are files too, once redirected: the same bytes in every locale.

    A file name may hold bytes that are no UTF-8; they are told as ``\udcff``.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def without_room(error: OSError) -> str:
    """What to say of an error of temporary files; empty if it is another.

    Files that a user names, and standard output, have told of themselves.
    """
    from tempfile import gettempdir

    if error.errno == errno.ENOENT and "temporary directory" in str(error.strerror):
        return f"{error.strerror}; name a folder that can be written to in TMPDIR"
    if error.errno not in _FULL:
        return ""
    folder = gettempdir()
    if error.filename is not None and not str(error.filename).startswith(folder):
        return ""
    return (
        f"{folder}: no room for temporary files ({error.strerror}); free some space, or name"
        " another folder in TMPDIR"
    )
