"""A program that goes on in a child process, so that its parent can say why it ended."""

import os
import signal
import sys
from contextlib import suppress
from types import FrameType

__all__ = ["BREAKDOWNS", "supervise"]

#: Exit codes of a process that an engine has ended, as for want of memory: signals, below zero.
BREAKDOWNS = tuple(
    -getattr(signal, name)
    for name in ("SIGABRT", "SIGBUS", "SIGILL", "SIGSEGV", "SIGTRAP")
    if hasattr(signal, name)
)
_ENDING = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux


def supervise() -> int | None:
    """Go on in a child process, and wait for its end in this one, which passes signals on to it.

    To be called before there are threads, and only where there is ``os.fork``.

    Returns:
        None in the child; in the parent the child's exit code, or the number of the signal that has
        ended it, below zero.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # if it is ignored, nobody learns of the end
    child = os.fork()
    if child == 0:
        _end_with_parent()
        return None

    def pass_on(number: int, _: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(child, number)

    for number in _ENDING:
        if signal.getsignal(number) != signal.SIG_IGN:  # as nohup wants it
            signal.signal(number, pass_on)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _end_with_parent() -> None:
    """Have the system kill this process, should its parent be killed; Linux can do that."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
